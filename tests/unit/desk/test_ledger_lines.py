"""A call's cost lines as rows of a file: to the penny what every page says, and pay as numbers."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.applications.costing import Other, RateHas, Salary, cost_other, cost_salary
from portal.applications.models import CostKind
from portal.applications.money import Pot, tally
from portal.applications.pages.costs import cost_rows
from portal.applications.pay import Whose
from portal.awards.lifecycle import OfferState
from portal.awards.models import Award
from portal.costing.oncosts import NiMode
from portal.costing.scales import Nation
from portal.desk.ledgers import lines
from portal.desk.ledgers.pay_parts import parts_of
from portal.desk.ledgers.queries import Entry
from portal.desk.standing import Case
from portal.kernel.amounts import pounds
from tests.unit.applications.drafts import draft, line

NAMES = [str(head.label) for head in lines.HEADS]


def rows_of(application, award=None) -> list[dict]:
    entry = Entry(Case(application, award=award))
    return [dict(zip(NAMES, row, strict=True)) for row in lines.rows(entry, lines.Words())]


def stored(costed, kind=CostKind.SALARY):
    """A line as `actions.costs` keeps it."""
    return line(
        costed.amount_pence, costed.category, kind=kind, label=costed.label, pot=costed.pot,
        pot_name=costed.pot_name, details=costed.details, working=costed.working,
    )  # fmt: skip


def salary(whose=Whose.BAND, starts_on=date(2026, 4, 6), nation=Nation.ENGLAND, **values):
    given = {
        "label": "Cover", "category": "salaries", "hours_hundredths": 750, "length": 6,
        "length_unit": "months", "ni_mode": NiMode.SHARE_OF_POST, "band": "6", "step": 3,
    }  # fmt: skip
    asked = Salary(whose=whose, **{**given, **values})
    return cost_salary(asked, nation, starts_on, None)


# --- any lines at all ---

POTS = st.one_of(
    st.just((Pot.SCHEME, "")), st.just((Pot.SERVICE, "")), st.just((Pot.OTHER, "Charity"))
)
LENGTHS = st.one_of(
    st.tuples(st.integers(1, 36), st.just("months")),
    st.tuples(st.integers(1, 150), st.just("weeks")),
)


@st.composite
def pay_lines(draw):
    length, unit = draw(LENGTHS)
    pot, pot_name = draw(POTS)
    nation = draw(st.sampled_from([Nation.ENGLAND, Nation.WALES, Nation.SCOTLAND]))
    first = date(2025 if nation is Nation.ENGLAND else 2026, 4, 1)  # the pay that is held
    given = {
        "whose": draw(st.sampled_from([w for w in Whose if w is not Whose.OWN])),
        "starts_on": draw(st.dates(first, date(2028, 3, 31))),
        "nation": nation,
        "hours_hundredths": draw(st.integers(1, 4800)),
        "length": length, "length_unit": unit, "people": draw(st.integers(1, 9)),
        "ni_mode": draw(st.sampled_from(NiMode)),
        "pot": pot, "pot_name": pot_name, "step": 1,
    }  # fmt: skip
    pay = {
        Whose.BAND: {"band": draw(st.sampled_from(["5", "6", "7"]))},
        Whose.ELSEWHERE: {
            "on_cost_hundredths": draw(st.integers(0, 9999)),
            "week_hundredths": 3500,
        },
        Whose.BANK: {"rate_has": draw(st.sampled_from(RateHas))},
        Whose.AGENCY: {"rate_has": draw(st.sampled_from(RateHas))},
    }.get(given["whose"], {})
    typed = {
        "pay_pence": draw(st.integers(1, 20_000_000)),
        "hourly_pence": draw(st.integers(1, 30_000)),
    }
    return stored(salary(**{"band": "", **typed, **given, **pay}))


@st.composite
def other_lines(draw):
    pot, pot_name = draw(POTS)
    asked = Other(
        label="A thing", category=draw(st.sampled_from(["research", "gone"])), pot=pot, pot_name=pot_name,
        quantity_hundredths=draw(st.integers(1, 10_000)), unit_pence=draw(st.integers(0, 10**7)),
    )  # fmt: skip
    return stored(cost_other(asked), CostKind.OTHER)


@given(st.lists(st.one_of(pay_lines(), other_lines()), max_size=12))
def test_rows_add_up_to_what_every_page_says(drawn):
    application = draft()
    application.cost_lines = drawn
    found, rows = tally(drawn), rows_of(application)
    assert sum(row["Amount"] for row in rows) == application.cost_pence == found.total_pence
    assert sum(row["Asked of this scheme"] or 0 for row in rows) == application.asked_pence
    for number, (each, shown) in enumerate(
        zip(drawn, cost_rows(application), strict=True), start=1
    ):
        mine = [row for row in rows if row["Number of the cost"] == number]
        assert pounds(sum(row["Amount"] for row in mine)) == shown.amount
        assert all(row["Cost"] == each.label for row in mine)


@given(pay_lines())
def test_pay_and_on_costs_are_those_of_its_working(each):
    """The figures of each part stand in the working, and the parts are one pay year each."""
    steps = {step["amount_pence"] for step in each.working}
    parts = parts_of(each)
    assert sum(part.amount_pence for part in parts) == each.amount_pence
    for part in parts:
        of = part.figures
        shown = {of.pay, of.insurance, of.pension, of.added, of.hourly} - {None}
        assert shown
        assert shown <= steps
        if of.levy:
            assert of.levy in steps
    for before, after in pairwise(parts):
        assert before.ends_on < after.starts_on
        assert before.pay_year != after.pay_year or before.figures != after.figures


# --- what the columns say ---


def only(costed, kind=CostKind.SALARY) -> dict:
    application = draft()
    application.cost_lines = [stored(costed, kind)]
    (row,) = rows_of(application)
    return row


def test_a_share_of_a_band():
    """Band 6 top, England 2026/27: product.md's worked example of £6,174."""
    row = only(salary())
    assert row["Amount"] == row["Asked of this scheme"] == 617_444
    assert row["Pay"] == 4_811_700
    assert (row["What the row is"], row["Band or grade"]) == ("Pay", "Band 6 top")
    assert (row["Pay year"], row["Months"], row["Weeks"]) == ("2026/27", 6, None)
    assert (row["First day"], row["Last day"]) == (date(2026, 4, 6), date(2026, 10, 5))
    assert (row["WTE, each"], row["Hours a week, each"], row["People"]) == (20, 750, 1)
    assert row["Pay and on-costs are of"] == "A full-time year"
    year = sum(
        row[name] for name in ("Pay", "National Insurance", "Pension", "Apprenticeship levy")
    )
    assert abs(Decimal(year) / 10 - row["Amount"]) < 1


def test_a_line_over_two_pay_years_has_a_row_for_each():
    application = draft()
    application.cost_lines = [stored(salary(starts_on=date(2025, 10, 6), length=12))]
    rows = rows_of(application)
    assert [(row["Part"], row["Pay year"]) for row in rows] == [
        ("1 of 2", "2025/26"),
        ("2 of 2", "2026/27"),
    ]
    assert rows[0]["Pay"] < rows[1]["Pay"]
    assert rows[0]["Last day"] == date(2026, 3, 31)
    assert sum(row["Amount"] for row in rows) == application.cost_pence


def test_scotland_and_a_nation_without_a_levy_of_nought():
    row = only(salary(nation=Nation.SCOTLAND))
    assert row["Apprenticeship levy"] is not None
    assert row["WTE, each"] == 21, "of 36 hours"


def test_a_doctor():
    row = only(salary(Whose.DOCTOR, band="", grade="Consultant", pay_pence=10_000_000))
    assert (row["Band or grade"], row["Pay"]) == ("Consultant", 10_000_000)
    assert row["Whose pay"] == "A doctor or dentist"


def test_another_employer():
    row = only(
        salary(
            Whose.ELSEWHERE,
            band="",
            pay_pence=4_000_000,
            on_cost_hundredths=2500,
            week_hundredths=3500,
        )
    )
    assert (row["Pay"], row["Added by another employer"]) == (4_000_000, 1_000_000)
    assert row["National Insurance"] is row["How National Insurance is charged"] is None


@pytest.mark.parametrize("has", RateHas)
def test_work_by_the_hour(has):
    row = only(
        salary(
            Whose.BANK, band="", hourly_pence=2_500, rate_has=has, length=10, length_unit="weeks"
        )
    )
    assert (row["Rate for an hour"], row["Weeks"]) == (2_500, 10)
    if has is RateHas.ALL:
        assert row["Pay"] is row["Pension"] is None
        assert row["Amount"] == 187_500
    else:
        added = row["National Insurance"] + row["Pension"] + row["Apprenticeship levy"]
        assert row["Pay"] == 187_500
        assert row["Amount"] == row["Pay"] + added
        assert row["Pay and on-costs are of"] == "This row"


def test_things():
    row = only(
        cost_other(Other(label="Miles", category="research", quantity_hundredths=41_000, unit_pence=45, counted="miles")),
        CostKind.OTHER,
    )  # fmt: skip
    assert (row["How many"], row["Of what"], row["Price of one"]) == (41_000, "miles", 45)
    assert (row["Amount"], row["What the row is"], row["Whose pay"]) == (18_450, "Other cost", None)


def test_what_others_pay_is_not_asked_of_the_scheme():
    application = draft()
    application.cost_lines = [
        line(700),
        line(500, pot=Pot.SERVICE),
        line(200, pot=Pot.OTHER, pot_name="Charity"),
    ]
    rows = rows_of(application)
    assert [row["Who pays"] for row in rows] == [
        "This scheme",
        "The applicant’s own service",
        "Charity",
    ]
    assert [row["Asked of this scheme"] for row in rows] == [700, None, None]


@pytest.mark.parametrize(
    ("state", "awarded"),
    [(OfferState.OFFERED, [900]), (OfferState.ACCEPTED, [900]), (OfferState.TURNED_DOWN, [])],
)
def test_an_award_has_a_row_of_its_own(state, awarded):
    application = draft()
    application.cost_lines = [line(700), line(500)]
    rows = rows_of(application, Award(amount_pence=900, state=state))
    assert [row["Awarded"] for row in rows if row["Awarded"] is not None] == awarded
    assert sum(row["Amount"] or 0 for row in rows) == 1_200
    assert [row["What the row is"] for row in rows[2:]] == ["Award"] * len(awarded)


@pytest.mark.parametrize(
    "details",
    [{}, {"whose": "own"}, {"starts_on": "2026-04-06"}, {"starts_on": "2026-04-06", "parts": []}],
)
def test_a_line_from_before_so_much_was_kept_has_its_amount(details):
    application = draft()
    application.cost_lines = [line(1_234, kind=CostKind.SALARY, details=details)]
    (row,) = rows_of(application)
    assert (row["Amount"], row["Pay"]) == (1_234, None)


def test_parts_that_do_not_add_up_are_not_told():
    """They cannot be, by `costing`; a row that is wrong by hand still has the amount that counts."""
    each = stored(salary(starts_on=date(2025, 10, 6), length=12))
    each.amount_pence += 1
    assert [part.amount_pence for part in parts_of(each)] == [each.amount_pence]
