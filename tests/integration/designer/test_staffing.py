"""Where the count of staff comes from: the directory, else the newest monthly counts."""

from datetime import date

from portal.designer import staffing
from portal.schemes.eligibility_rules import BandRange, Registered
from tests.conftest import NOW
from tests.factories import people, schemes

ON = NOW.date()


def fit(session, scheme):
    return staffing.fit(session, scheme, scheme.latest.document, ON)


def test_the_directory_counts_posts_held_here_that_day(session):
    here, there = people.node(session), people.node(session, "bae")
    ward = people.node(session, "ward-7", here)
    people.employee(session, ward)
    people.employee(session, ward, band="5")
    people.employee(session, ward, starts_on=date(2027, 1, 1))
    people.employee(session, ward, ends_on=date(2026, 1, 1))
    people.employee(session, there)
    people.workforce(session, here, "NUR-ADULT", 900)
    found = fit(session, schemes.scheme(session, here, eligibility=(BandRange(lowest="6"),)))
    assert (found.staff, found.fits, found.unsure, found.month) == (2, 1, 0, None)


def test_without_posts_the_newest_monthly_counts_are_used(session):
    here = people.node(session)
    people.workforce(session, here, "NUR-ADULT", 900)
    people.workforce(session, here, "RDSTAFF", 30)
    people.workforce(session, here, "NUR-ADULT", 5, month_end_on=date(2026, 9, 30))
    found = fit(session, schemes.scheme(session, here, eligibility=(Registered(),)))
    assert (found.staff, found.fits, found.month) == (930, 900, date(2026, 10, 31))


def test_without_either_nothing_is_said(session):
    assert fit(session, schemes.scheme(session, people.node(session))).staff == 0
