"""Whose money a cost is: parts add up to the whole in every view of an application."""

from dataclasses import fields, is_dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.applications.asked import asked, cap_checks, pence_by_year
from portal.applications.models import CostKind
from portal.applications.money import Pot, pot_words, tally
from portal.applications.pages import costs as pages
from portal.applications.pages.cost_live import live_box
from portal.applications.pages.whole import costs_table
from portal.applications.recosting import as_it_stands
from portal.applications.snapshot import snapshot
from portal.applications.weeks import start_of
from portal.approvals.release import wanted
from portal.awards.cases import Case
from portal.kernel.amounts import parse_pence, pounds
from portal.reviews.pages.review import costs_table as reviewers_table
from tests.unit.applications.drafts import draft, line

KINDS = ("salaries", "involvement", "research", "training_travel", "gone")
POTS = st.one_of(
    st.just((Pot.SCHEME, "")),
    st.just((Pot.SERVICE, "")),
    st.tuples(st.just(Pot.OTHER), st.sampled_from(["Charity", "NIHR", "Health Board"])),
)
LINES = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 10**9), POTS, st.sampled_from(CostKind)),
    max_size=30,
)


def made(drawn):
    application = draft()
    application.cost_lines = [
        line(pence, kind, pot=pot, pot_name=name, kind=of) for kind, pence, (pot, name), of in drawn
    ]
    return application


def money(cell):
    return parse_pence(str(cell))


def floats(value):
    """Every float within a value, however deep."""
    if isinstance(value, float):
        return [value]
    if isinstance(value, dict):
        return [x for pair in value.items() for each in pair for x in floats(each)]
    if isinstance(value, list | tuple):
        return [x for each in value for x in floats(each)]
    if is_dataclass(value) and not isinstance(value, type):
        return [x for f in fields(value) for x in floats(getattr(value, f.name))]
    return []


@settings(deadline=None)
@given(LINES)
def test_parts_are_the_whole_in_every_view(drawn):
    application = made(drawn)
    total = sum(pence for _kind, pence, _pot, _of in drawn)
    mine = sum(pence for _kind, pence, (pot, _name), _of in drawn if pot is Pot.SCHEME)
    found = tally(application.cost_lines)
    assert (application.cost_pence, application.asked_pence) == (total, mine)
    assert (found.total_pence, found.asked_pence, found.elsewhere_pence) == (
        total, mine, total - mine,
    )  # fmt: skip
    assert sum(found.by_category.values()) == sum(found.by_pot.values()) == total
    assert sum(found.asked_by_category.values()) == mine
    kinds = pages.category_totals(application)
    assert sum(kind.pence for kind in kinds) == mine
    assert sum(kind.elsewhere_pence for kind in kinds) == total - mine
    facts = asked(application)
    assert facts.pence_total == sum(facts.pence_by_category.values()) == mine
    assert sum(facts.pence_by_year.values()) == mine
    assert floats(facts) == []


@settings(deadline=None)
@given(LINES)
def test_every_table_says_the_same(drawn):
    application = made(drawn)
    total, mine = application.cost_pence, application.asked_pence
    lines = costs_table(application)
    assert sum(money(row[2]) for row in lines.rows) == money(lines.foot[-1][2]) == total
    kinds = pages.kinds_table(application)
    assert sum(money(row[1]) for row in kinds.rows) == money(kinds.foot[0][1]) == mine
    if pots := pages.pots_table(application):
        assert sum(money(row[1]) for row in pots.rows) == money(pots.foot[0][1]) == total
    else:
        assert total == mine
    reviewed = reviewers_table(application, application.call.document)
    assert sum(money(row[1]) for row in reviewed.rows) == money(reviewed.foot[0][1]) == mine
    assert money(reviewed.foot[-1][1]) == total
    assert pages.sums(application)[-1].amount == pounds(total)
    assert pounds(mine) in f"{pages.box(application).left} {pages.box(application).rest}"
    pay = [line for line in application.cost_lines if line.kind is CostKind.SALARY]
    assert wanted(application).pay_pence == tally(pay).asked_pence


def sent(application):
    application.applicant_id = application.call.version_id = application.id
    application.call.closes_at = application.call.opens_at = datetime(2027, 1, 1, tzinfo=UTC)
    return snapshot(application, application.call.closes_at)


@settings(deadline=None, max_examples=30)
@given(LINES)
def test_what_is_sent_and_what_is_awarded_from_are_the_same_sum(drawn):
    application = made(drawn)
    content = sent(application)
    assert content["cost_pence"] == sum(each["amount_pence"] for each in content["cost_lines"])
    assert content["asked_pence"] == sum(
        each["amount_pence"] for each in content["cost_lines"] if each["pot"] == "scheme"
    )
    assert floats(content) == []
    case = Case.__new__(Case)
    object.__setattr__(case, "application", application)
    assert case.asked_pence == content["asked_pence"]


@pytest.mark.parametrize(
    ("pot", "name", "is_over"),
    [(Pot.SCHEME, "", True), (Pot.SERVICE, "", False), (Pot.OTHER, "Charity", False)],
)
def test_a_limit_counts_only_what_is_asked_of_the_scheme(pot, name, is_over):
    application = draft()
    application.cost_lines = [line(2_000_000), line(1, pot=pot, pot_name=name)]
    assert any(check.stops for check in cap_checks(application)) is is_over
    box = pages.box(application)
    assert box.over is is_over
    assert box.left == ("£0.01 over" if is_over else "£0.00 left")


def test_years_count_only_what_is_asked_of_the_scheme():
    application = draft()
    application.cost_lines = [line(5), line(7, pot=Pot.SERVICE)]
    assert sum(asked(application).pence_by_year.values()) == 5
    assert sum(pence_by_year(application.cost_lines, start_of(application)).values()) == 12


def test_who_pays_is_said_in_words():
    application = draft()
    application.cost_lines = [
        line(100, label="Mine"),
        line(20, pot=Pot.SERVICE),
        line(3, pot=Pot.OTHER, pot_name="Charity"),
    ]
    rows = pages.pots_table(application).rows
    assert rows == (("This scheme", "£1.00"), ("My own service", "£0.20"), ("Charity", "£0.03"))
    assert pages.kind_words(application, application.cost_lines[2]) == (
        "Research costs. Paid by: Charity"
    )
    assert pot_words(Pot.OTHER) == "Another funder"
    assert [each.label for each in pages.sums(application)] == [
        "Asked of this scheme", "Paid by others", "Total",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pot", "name", "words"),
    [
        (Pot.SCHEME, "", "With this cost: £19,998.50 left of £20,000.00."),
        (Pot.SERVICE, "", "With this cost: £20,000.00 left of £20,000.00."),
    ],
)
def test_the_box_beside_a_line_counts_it_once(pot, name, words):
    application = draft()
    stored = line(100, pot=pot, pot_name=name)
    application.cost_lines = [stored]
    typed = as_it_stands(line(150, pot=pot, pot_name=name))
    assert words in live_box(application, typed, str(stored.id)).lines
