"""A yes with a condition held against what was asked for: both sides of each bound."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.applications.terms import Term
from portal.applications.timing import Given, TimeAsked
from portal.approvals.offering import Offer, stored, terms_of, wrong_with

EARLIEST, FIRST, LAST = date(2027, 4, 1), date(2027, 4, 6), date(2027, 10, 4)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
ASKED = (TimeAsked(750, Given.HOURS, FIRST, LAST, 750),)
TERM = Term(FIRST, LAST, 750)
HALF = replace(TERM, hours_hundredths=375)


@pytest.mark.parametrize(
    ("term", "field"),
    [
        (replace(TERM, hours_hundredths=749), None),
        (replace(TERM, hours_hundredths=1), None),
        (replace(TERM, hours_hundredths=0), "hours"),
        (replace(TERM, hours_hundredths=-1), "hours"),
        (replace(TERM, hours_hundredths=751), "hours"),
        (replace(TERM, hours_hundredths=10**12), "hours"),
        (replace(TERM, starts_on=FIRST + DAY), None),
        (replace(TERM, starts_on=EARLIEST), "ends"),  # more hours in all than were asked for
        (replace(HALF, starts_on=EARLIEST), None),
        (replace(HALF, starts_on=EARLIEST - DAY), "starts"),
        (replace(HALF, starts_on=date.min), "starts"),
        (replace(HALF, starts_on=date(2038, 1, 1), ends_on=date(2038, 2, 1)), "starts"),
        (replace(HALF, ends_on=date.max), "ends"),
        (replace(TERM, ends_on=FIRST), None),
        (replace(TERM, ends_on=FIRST - DAY), "ends"),
        (replace(TERM, ends_on=LAST + DAY), "ends"),
        (Term(FIRST + WEEK, LAST + WEEK, 750), None),
        (replace(HALF, ends_on=LAST + timedelta(days=182)), None),
    ],
)
def test_days_and_hours_are_held_to_what_was_asked(term, field) -> None:
    found = [each.problem.field for each in wrong_with(Offer((term,)), ASKED, EARLIEST)]
    assert found == ([field] if field else [])


@pytest.mark.parametrize(
    ("offer", "fits"),
    [
        (Offer((TERM,)), False),
        (Offer((TERM,), when_filled=True), True),
        (Offer((TERM,), words="If the bank list is full."), True),
        (Offer((HALF,)), True),
        (Offer(()), False),
        (Offer((TERM, TERM), words="x"), False),
    ],
)
def test_an_offer_differs_from_a_plain_yes_and_is_for_each_period(offer, fits) -> None:
    assert (wrong_with(offer, ASKED, EARLIEST) == ()) is fits


def test_terms_are_kept_and_read_again() -> None:
    offer = Offer((TERM, HALF))
    assert terms_of(stored(offer)) == offer.terms
