"""An application under other terms: what is typed is kept where it can be, and pay follows time."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from portal.applications.costing import Salary, cost_salary
from portal.applications.figures import Figures
from portal.applications.models import CostKind
from portal.applications.money import Pot
from portal.applications.pay import Whose
from portal.applications.terms import Term, under
from portal.applications.timing import Given, TimeAsked
from portal.costing.oncosts import NiMode
from portal.costing.scales import Nation
from portal.costing.wte import total_hours

FIRST, LAST = date(2026, 4, 6), date(2026, 10, 4)  # 26 weeks
LATER = timedelta(weeks=4)
FIGURES = Figures()


def period(amount=750, unit=Given.HOURS, first=FIRST, last=LAST, hours=750, in_all=None):
    return SimpleNamespace(
        starts_on=first, ends_on=last, hours_hundredths=hours, in_all_hundredths=in_all,
        total_hundredths=total_hours(hours, first, last), given_amount=amount, given_unit=unit.value,
    )  # fmt: skip


def application(*periods, **asks):
    """Periods with one line of pay that starts on the first day."""
    made = SimpleNamespace(
        periods=list(periods),
        team=SimpleNamespace(nation=Nation.ENGLAND),
        applicant=SimpleNamespace(post=None),
        call=SimpleNamespace(earliest_start_on=FIRST),
    )
    asked = Salary(**{
        "label": "Backfill", "category": "pay", "whose": Whose.BAND, "band": "5", "step": 1,
        "hours_hundredths": 750, "length": 26, "length_unit": "weeks",
        "ni_mode": NiMode.SHARE_OF_POST, **asks,
    })  # fmt: skip
    costed = cost_salary(asked, Nation.ENGLAND, periods[0].starts_on, None)
    line = SimpleNamespace(
        id=1, application=made, kind=CostKind.SALARY, category="pay", label="Backfill",
        amount_pence=costed.amount_pence, details=costed.details, working=costed.working,
        pot=Pot.SCHEME, pot_name="", position=1,
    )  # fmt: skip
    made.cost_lines = [line]
    return made


def follows(made, *terms):
    """The hours, length, unit of length and first day of the line under these terms."""
    found = under(made, terms, FIGURES)
    if not found.found:
        return None
    details = found.found[0].anew.details
    return tuple(details[k] for k in ("hours_hundredths", "length", "length_unit", "starts_on"))


SAME = Term(FIRST, LAST, 750)


@pytest.mark.parametrize(
    ("asks", "term", "expected"),
    [
        ({}, SAME, None),
        ({}, Term(FIRST, LAST, 375), (375, 26, "weeks", "2026-04-06")),
        ({}, Term(FIRST + LATER, LAST + LATER, 750), (750, 26, "weeks", "2026-05-04")),
        ({}, Term(FIRST, LAST - LATER, 750), (750, 22, "weeks", "2026-04-06")),
        ({}, Term(FIRST, date(2026, 7, 5), 750), (750, 3, "months", "2026-04-06")),
        # six months end a day or two after 26 weeks: it was for the period all the same
        ({"length": 6, "length_unit": "months"}, Term(FIRST, LAST - LATER, 750),
         (750, 22, "weeks", "2026-04-06")),
        # not for the hours, or not for the length, of the period
        ({"hours_hundredths": 300}, Term(FIRST, LAST, 375), None),
        ({"people": 2}, Term(FIRST, LAST, 375), None),
        ({"length": 4}, Term(FIRST, LAST - LATER, 750), None),
        ({"length": 4}, Term(FIRST + LATER, LAST, 750), (750, 4, "weeks", "2026-05-04")),
    ],
)  # fmt: skip
def test_pay_follows_the_time_it_was_for(asks, term, expected) -> None:
    assert follows(application(period(), **asks), term) == expected


def test_a_line_for_all_periods_follows_all_of_them() -> None:
    middle = date(2026, 7, 5)
    two = (period(last=middle), period(first=middle + timedelta(days=1)))
    made = application(*two)
    terms = (Term(FIRST, middle, 375), Term(middle + timedelta(days=1), LAST, 375))
    assert follows(made, *terms) == (375, 26, "weeks", "2026-04-06")


@pytest.mark.parametrize(
    ("asked", "hours", "given"),
    [
        (period(), 750, (750, Given.HOURS)),
        (period(100, Given.DAYS), 750, (100, Given.DAYS)),
        (period(100, Given.DAYS), 375, (50, Given.DAYS)),
        (period(200, Given.SESSIONS), 375, (100, Given.SESSIONS)),
        (period(100, Given.DAYS), 401, (401, Given.HOURS)),
        (period(2600, Given.DAYS_IN_ALL, in_all=19_500), 375, (375, Given.HOURS)),
        (period(2600, Given.DAYS_IN_ALL, in_all=19_500), 750, (2600, Given.DAYS_IN_ALL)),
    ],
)
def test_what_was_typed_stays_where_it_can(asked, hours, given) -> None:
    (time,) = under(application(asked), [Term(FIRST, LAST, hours)], FIGURES).times
    assert (time.given_amount, time.unit) == given
    assert time.hours_hundredths == hours
    assert isinstance(time, TimeAsked)


def test_what_changes_is_said() -> None:
    made = application(period())
    assert under(made, [SAME], FIGURES).changed == frozenset()
    assert under(made, [Term(FIRST, LAST, 375)], FIGURES).changed == {"time", "costs"}
    made.cost_lines = []
    assert under(made, [Term(FIRST, LAST, 375)], FIGURES).changed == {"time"}
    with pytest.raises(ValueError, match="zip"):
        under(made, [], FIGURES)


def test_what_would_be_is_read_alone() -> None:
    made = application(period())
    would_be = under(made, [Term(FIRST, LAST, 375)], FIGURES).as_it_would_be()
    assert would_be.periods[0].hours_hundredths == 375
    assert 0 < would_be.cost_pence < made.cost_lines[0].amount_pence
    assert would_be.team is made.team
    assert made.periods[0].hours_hundredths == 750
