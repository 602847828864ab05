"""Whatever the directory says, a request waits each day for one person who may hold it, or ended.

Random directories with circles, leavers, absences and deputies, day by day. Pure over the chain.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.approvals.chain import Chain, Deputy, Known, after, first, moved
from portal.approvals.due import NEXT_DAYS
from portal.approvals.lifecycle import Seat
from portal.kernel.clock import add_working_days

FIRST = date(2026, 12, 18)  # Christmas is near
CHANGING = 40  # in so many days people come and go; then the directory is still
MOST = CHANGING + 90
DAYS_TO_ANSWER = 10
PEOPLE = [UUID(int=number) for number in range(1, 8)]
APPLICANT, FOREVER = PEOPLE[0], PEOPLE[-1]  # one officer stays: an office is never empty
HOLIDAYS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})

days = st.integers(0, CHANGING).map(lambda n: FIRST + timedelta(days=n))
someone = st.sampled_from(PEOPLE)


@dataclass(frozen=True)
class World:
    """All that happens: who manages whom, who leaves when, who is away, who answers another."""

    managers: dict
    leaves: dict
    absences: list
    office: tuple
    approver: UUID | None
    answers_another: dict
    named: UUID | None

    def on(self, day: date, approver: UUID | None) -> Chain:
        people = {
            each: Known(
                self.managers.get(each),
                self.leaves.get(each, date.max) > day,
                tuple(deputy for whose, deputy in self.absences if whose == each),
            )
            for each in PEOPLE
        }
        used = frozenset(who for who, since in self.answers_another.items() if since <= day)
        office = (*self.office, FOREVER)
        return Chain(people, office, APPLICANT, approver, used, self.named)


@st.composite
def deputies(draw):
    starts_on = draw(days)
    ends_on = starts_on + timedelta(days=draw(st.integers(0, 25)))
    whose, who, is_away = draw(someone), draw(st.none() | someone), draw(st.booleans())
    if who == whose:
        who = None
    return whose, Deputy(who, starts_on, ends_on, is_away or who is None)


worlds = st.builds(
    World,
    managers=st.dictionaries(someone, someone),
    leaves=st.dictionaries(st.sampled_from(PEOPLE[1:-1]), days, max_size=3),
    absences=st.lists(deputies(), max_size=8),
    office=st.lists(st.sampled_from(PEOPLE[1:]), max_size=2).map(tuple),
    approver=st.none() | someone,
    answers_another=st.dictionaries(st.sampled_from(PEOPLE[1:]), days, max_size=2),
    named=st.none() | someone,
)


def due(day: date, place) -> date:
    return add_working_days(day, NEXT_DAYS.get(place.seat, DAYS_TO_ANSWER), HOLIDAYS)


def holds_it(chain: Chain, place) -> bool:
    """One known person who works here, not the applicant; busy with another step only the office
    may be, where all of it is.
    """
    who = place.holder
    if who is None or who == chain.applicant or not chain.people[who].is_active:
        return False
    if who not in chain.used:
        return True
    free = [each for each in chain.office if chain.may_hold(each)]
    return place.seat is Seat.OFFICE and not free


@settings(max_examples=200, deadline=None)
@given(worlds, st.none() | st.integers(0, MOST))
def test_a_request_waits_for_one_known_person_each_day_or_has_ended(world, answered) -> None:
    approver, day = world.approver, FIRST
    due_on = add_working_days(day, DAYS_TO_ANSWER, HOLIDAYS)
    place = first(world.on(day, approver), day, due_on)
    for number in range(MOST):
        chain = world.on(day, approver)
        went = moved(chain, place, day, due_on)
        if went is None and day > due_on:
            went = after(chain, place, day)
            if went is None:
                assert place.seat is Seat.OFFICE
                return
            due_on = due(day, went)
        elif went is not None:
            due_on = max(due_on, due(day, went))
        if went is not None:
            assert went.holder != place.holder or place.seat is not went.seat
            place = went
            approver = place.holder if place.seat is Seat.APPROVER else approver
            chain = world.on(day, approver)
            assert moved(chain, place, day, due_on) is None, "it goes round in a circle"
        assert holds_it(chain, place), f"{place} on {day}"
        if number == answered:
            return
        day += timedelta(days=1)
    raise AssertionError(f"it still waits after {MOST} days")
