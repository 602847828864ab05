"""A plan for cover held against what is asked: both sides of each bound."""

from dataclasses import replace

import pytest

from portal.approvals.cover import Plan, Wanted, problems
from portal.approvals.lifecycle import NEEDS_NOBODY, CoverMeans

ASKED = Wanted(hours_hundredths=750, pay_pence=617_444)
NO_PAY = Wanted(hours_hundredths=750, pay_pence=0)
BANK = Plan(
    means=CoverMeans.BANK,
    hours_hundredths=750,
    cost_pence=617_444,
    cost_centre="R70412",
    when_busy="The day moves.",
)
NOBODY = Plan(means=CoverMeans.NONE_NEEDED, when_busy="Nothing changes.")


@pytest.mark.parametrize(
    ("plan", "wanted", "fields"),
    [
        (BANK, ASKED, []),
        (replace(BANK, hours_hundredths=749), ASKED, ["hours"]),
        (replace(BANK, hours_hundredths=751), ASKED, []),
        (replace(BANK, hours_hundredths=None), ASKED, ["hours"]),
        (replace(BANK, cost_pence=617_445), ASKED, ["cost"]),
        (replace(BANK, cost_pence=617_443), ASKED, []),
        (replace(BANK, cost_pence=None), ASKED, ["cost"]),
        (replace(BANK, cost_pence=617_445), NO_PAY, []),
        (replace(BANK, cost_centre=""), ASKED, ["cost_centre"]),
        (replace(BANK, cost_centre="", cost_pence=0), ASKED, []),
        (replace(BANK, when_busy=""), ASKED, ["when_busy"]),
        (NOBODY, ASKED, []),
        (replace(NOBODY, cost_pence=0), ASKED, []),
        (replace(NOBODY, cost_pence=1), ASKED, ["cost"]),
        (replace(NOBODY, when_busy=""), ASKED, ["when_busy"]),
        (Plan(means=CoverMeans.AGENCY), ASKED, ["hours", "cost", "when_busy"]),
    ],
)
def test_problems_stand_beside_their_fields(plan, wanted, fields) -> None:
    assert [problem.field for problem in problems(plan, wanted)] == fields


@pytest.mark.parametrize("means", CoverMeans)
def test_too_few_hours_do_only_where_nobody_steps_in(means) -> None:
    plan = Plan(means=means, hours_hundredths=0, cost_pence=0, when_busy="The day moves.")
    found = [problem.field for problem in problems(plan, ASKED)]
    assert found == ([] if means in NEEDS_NOBODY else ["hours"])


def test_the_words_say_by_how_much() -> None:
    plan = replace(BANK, hours_hundredths=300, cost_pence=617_445)
    hours, cost = (problem.words for problem in problems(plan, ASKED))
    assert "covers 3 of 7.5 hours a week" in hours
    assert cost == "The scheme pays up to £6,174.44. This is £0.01 more"
