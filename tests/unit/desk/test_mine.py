"""Whose turn it is, for an application at every place, on both sides of each date."""

from datetime import timedelta

import pytest

from portal.applications.lifecycle import State
from portal.awards.lifecycle import OfferState, Outcome
from portal.awards.models import Award
from portal.desk.pages.mine import Turn, turn_of
from portal.desk.standing import Case, as_told_to_the_office, standing
from tests.conftest import NOW
from tests.unit.applications.made_applications import call, node
from tests.unit.desk.test_standing import ASKED, CLOSES, NO, YES, application, decision

TODAY = NOW.date()


def award(state, *, answers=1, starts=30, ends=90) -> Award:
    """An award whose days are counted from today."""
    at = [TODAY + timedelta(days=days) for days in (answers, starts, ends)]
    return Award(state=state, answer_by_on=at[0], starts_on=at[1], ends_on=at[2])


def won(state, **days) -> Case:
    return Case(application(), (YES,), decision(Outcome.AWARD), award(state, **days))


@pytest.mark.parametrize(
    ("case", "turn", "following"),
    [
        (Case(application(State.DRAFT)), Turn.MINE, "Closes in 10 days"),
        (Case(application(), (ASKED,)), Turn.THEIRS, "An answer by"),
        (Case(application(), (NO,)), Turn.NOBODYS, "It does not go to reviewers"),
        (Case(application(), (YES,)), Turn.THEIRS, "You hear from us by"),
        (Case(application(State.WITHDRAWN)), Turn.NOBODYS, "Nothing"),
        (
            Case(application(), (YES,), decision(Outcome.DECLINE)),
            Turn.NOBODYS,
            "Read what the reviewers said",
        ),
        (
            Case(application(), (YES,), decision(Outcome.RESERVE)),
            Turn.THEIRS,
            "We write if money comes free",
        ),
        (won(OfferState.OFFERED, answers=0), Turn.MINE, "Answer by"),
        (won(OfferState.OFFERED, answers=-1), Turn.NOBODYS, "The time to answer has passed"),
        (won(OfferState.TURNED_DOWN), Turn.NOBODYS, "Read what"),
        (won(OfferState.ACCEPTED, starts=1), Turn.THEIRS, "Starts on"),
        (won(OfferState.ACCEPTED, starts=0), Turn.THEIRS, "Runs until"),
        (won(OfferState.ACCEPTED, starts=-9, ends=0), Turn.THEIRS, "Runs until"),
        (won(OfferState.ACCEPTED, starts=-9, ends=-1), Turn.NOBODYS, "Ended on"),
    ],
)
def test_whose_turn_it_is_and_what_comes_next(case, turn, following):
    assert turn_of(case, NOW) is turn
    found = standing(case, NOW)
    assert found.next.startswith(following)
    assert (found.waiting_for == "You") is (turn is Turn.MINE)


def test_a_draft_past_the_close_is_kept_and_no_day_is_promised():
    case = Case(application(State.DRAFT))
    after = CLOSES + timedelta(days=1)
    assert turn_of(case, after) is Turn.NOBODYS
    found = standing(case, after)
    assert found.next == "The call has closed"
    assert "kept, and no day is set to delete it" in found.next_note


@pytest.mark.parametrize("requests", [(ASKED,), (YES,)])
def test_nothing_more_happens_in_a_rehearsal_that_has_ended(requests):
    ended = call(where=node(), rehearsal=True, ended_at=NOW - timedelta(hours=1))
    case = Case(application(call=ended), requests)
    assert turn_of(case, NOW) is Turn.NOBODYS
    found = standing(case, NOW)
    assert (found.waiting_for, found.next) == ("Nobody", "Nothing")
    assert "It was a rehearsal, and it has ended." in found.next_note
    assert as_told_to_the_office(found, case).next == "Nothing"
