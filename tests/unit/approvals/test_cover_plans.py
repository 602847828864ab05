"""A plan for cover held against what is asked: both sides of each bound."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.approvals.cover import Plan, Wanted, problems, so_far
from portal.approvals.lifecycle import NEEDS_NOBODY, CoverMeans

DAY = timedelta(days=1)
FIRST, EARLIEST = date(2027, 4, 6), date(2027, 4, 1)
ASKED = Wanted(750, 617_444, FIRST, EARLIEST, "6", 3750)
NO_PAY = Wanted(hours_hundredths=750, pay_pence=0)
BANK = Plan(
    means=CoverMeans.BANK,
    hours_hundredths=750,
    cost_pence=617_444,
    cost_centre="R70412",
    when_busy="The day moves.",
)
SKILL_MIX = replace(BANK, means=CoverMeans.SKILL_MIX, band="5")
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
        (SKILL_MIX, ASKED, []),
        (replace(SKILL_MIX, band=""), ASKED, ["band"]),
        (replace(SKILL_MIX, band="", grade="Trainee"), ASKED, []),
        (replace(SKILL_MIX, grade="Trainee"), ASKED, ["band"]),
        (replace(SKILL_MIX, band="6"), ASKED, ["band"]),
        (replace(SKILL_MIX, band="8a"), ASKED, ["band"]),
        (replace(SKILL_MIX, band="8a"), replace(ASKED, band=""), []),
        (replace(BANK, band="42"), ASKED, ["band"]),
        (replace(BANK, starts_on=FIRST), ASKED, []),
        (replace(BANK, starts_on=FIRST + DAY), ASKED, ["starts"]),
        (replace(BANK, starts_on=EARLIEST), ASKED, []),
        (replace(BANK, starts_on=EARLIEST - DAY), ASKED, ["starts"]),
        (replace(BANK, starts_on=FIRST - DAY), replace(ASKED, earliest_on=None), ["starts"]),
        (replace(BANK, starts_on=FIRST + DAY), NO_PAY, []),
        (replace(NOBODY, starts_on=FIRST + DAY), ASKED, []),
    ],
)
def test_problems_stand_beside_their_fields(plan, wanted, fields) -> None:
    assert [problem.field for problem in problems(plan, wanted)] == fields


@pytest.mark.parametrize("means", CoverMeans)
def test_too_few_hours_do_only_where_nobody_steps_in(means) -> None:
    plan = Plan(means=means, band="4", hours_hundredths=0, cost_pence=0, when_busy="It moves.")
    found = [problem.field for problem in problems(plan, ASKED)]
    assert found == ([] if means in NEEDS_NOBODY else ["hours"])


def test_the_words_say_by_how_much() -> None:
    plan = replace(BANK, hours_hundredths=300, cost_pence=617_445)
    hours, cost = (problem.words for problem in problems(plan, ASKED))
    assert "covers 3 of 7.5 hours a week" in hours
    assert cost == "The scheme pays up to £6,174.44. This is £0.01 more"


@pytest.mark.parametrize(
    ("hours", "pence", "wanted", "words"),
    [
        (750, 617_444, ASKED, "Covers 7.5 of 7.5 hours a week, 0.20 WTE. £6,174.44 of £6,174.44"),
        (None, None, ASKED, "Covers 0 of 7.5 hours a week, 0.00 WTE. £0.00 of £6,174.44"),
        (375, 617_445, ASKED, "Covers 3.75 of 7.5 hours a week, 0.10 WTE. £0.01 more"),
        (750, 5000, NO_PAY, "Covers 7.5 of 7.5 hours a week. £50.00, from your budget"),
    ],
)
def test_what_a_plan_comes_to_is_said(hours, pence, wanted, words) -> None:
    assert words in so_far(hours, pence, wanted)
