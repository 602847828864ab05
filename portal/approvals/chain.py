"""Whom a request waits for: from the directory, who is away, and who was asked already. Pure.

A request goes to its approver, then to a deputy, then to the approver's own manager, then to the
R&D office. It is never put before the applicant, nor before somebody who answers another step of
the same application. The office is always there: of a whole office that has answered other steps
one still holds the request, to pass it on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain as one_after_another
from uuid import UUID

from portal.approvals.lifecycle import Seat, Why

HIGHEST = 12  # managers above one another that are looked at: a circle in the directory ends


@dataclass(frozen=True, slots=True)
class Deputy:
    """Who stands in for somebody between two days, both included; None where nobody is named.

    `is_away`: the requests go to the deputy at once. Otherwise only once they are late.
    """

    person: UUID | None
    starts_on: date
    ends_on: date
    is_away: bool = True

    def is_on(self, day: date) -> bool:
        """Say whether this holds on a day."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Known:
    """One person as the directory knows them."""

    manager: UUID | None = None
    is_active: bool = True
    deputies: tuple[Deputy, ...] = ()

    def is_away(self, day: date) -> bool:
        """Say whether they said that they are away on a day."""
        return any(each.is_away and each.is_on(day) for each in self.deputies)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request is: as what, with whom, and why it came there.

    `holder` is None only where the portal has no officer at all but the applicant. A deputy has
    it as AWAY, or as LATE where the approver had let the time pass: then it never goes back.
    """

    seat: Seat
    holder: UUID | None
    why: Why


@dataclass(frozen=True, slots=True)
class Chain:
    """All that decides whom one request waits for.

    `office` are the officers of the scheme, then its administrators. `used` are those who answer,
    or have answered, another step of the application. `named` is the approver by the directory of
    today, who takes over from one who has left.
    """

    people: Mapping[UUID, Known]
    office: tuple[UUID, ...]
    applicant: UUID
    approver: UUID | None = None
    used: frozenset[UUID] = field(default_factory=frozenset)
    named: UUID | None = None

    def may_hold(self, person: UUID | None) -> bool:
        """Say whether this person may be asked at all."""
        known = self.people.get(person) if person is not None else None
        return (
            known is not None
            and known.is_active
            and person != self.applicant
            and person not in self.used
        )

    def is_there(self, person: UUID, day: date) -> bool:
        """Say whether they are not away."""
        return not self.people[person].is_away(day)

    def deputy(self, day: date, but: UUID | None = None) -> UUID | None:
        """Return who stands in for the approver on a day, and is there; None where nobody is."""
        known = self.people.get(self.approver) if self.approver else None
        named = (each.person for each in known.deputies if each.is_on(day)) if known else ()
        return next(
            (one for one in named if one and one != but and self.is_ready(one, day)),
            None,
        )

    def above(self, day: date) -> UUID | None:
        """Return the nearest manager above the approver who may be asked and is there."""
        found = self.managers_above(self.approver)
        return next((person for person in found if self.is_ready(person, day)), None)

    def managers_above(self, person: UUID | None) -> Iterator[UUID]:
        """Yield the managers above somebody, the nearest first; a circle is gone round once."""
        seen = {person}
        for _step in range(HIGHEST):
            known = self.people.get(person) if person else None
            person = known.manager if known else None
            if person is None or person in seen:
                return
            seen.add(person)
            yield person

    def officer(self, day: date) -> UUID | None:
        """Return the officer whom it waits for: one who may answer and is there, if there is."""
        here = [each for each in self.office if each != self.applicant and self._works(each)]
        free = [each for each in here if self.may_hold(each)]
        there = [each for each in free if self.is_there(each, day)]
        return next(one_after_another(there, free, here), None)

    def fitness(self, person: UUID | None, *days: date) -> int:
        """Say how well an officer can see to a request: 3 free and there on one of these days, 2
        free but away, 1 only to pass it on, 0 not at all.
        """  # noqa: D205 -- one thought
        if person not in self.office or person == self.applicant or not self._works(person):
            return 0
        if not self.may_hold(person):
            return 1
        return 3 if any(self.is_there(person, day) for day in days) else 2

    def is_ready(self, person: UUID | None, day: date) -> bool:
        """Say whether this person may be asked, and is there."""
        return person is not None and self.may_hold(person) and self.is_there(person, day)

    def _works(self, person: UUID) -> bool:
        known = self.people.get(person)
        return known is not None and known.is_active


def first(chain: Chain, day: date, due_on: date | None = None) -> Place:
    """Return where a request begins: with its approver, or as near to them as may be."""
    if chain.approver is None:
        return _office(chain, Why.UNKNOWN, day)
    if not chain.may_hold(chain.approver):
        known = chain.people.get(chain.approver)
        left = known is not None and not known.is_active
        return _office(chain, Why.LEFT if left else Why.SAME, day)
    asked = Place(Seat.APPROVER, chain.approver, Why.ASKED)
    return moved(chain, asked, day, due_on or day) or asked


def after(chain: Chain, place: Place, day: date) -> Place | None:
    """Return where a request goes that nobody answered in time; None once the office has not."""
    return None if place.seat is Seat.OFFICE else _instead(chain, place, Why.LATE, day)


def moved(chain: Chain, place: Place, day: date, due_on: date) -> Place | None:
    """Return where a request goes because its holder has gone; None where it stays.

    The deputy of somebody away has it at once. Where nobody deputises, whoever is back before it
    is due keeps it. A deputy has it while they are one, or until the approver is back.
    """
    if place.seat is Seat.GUEST:
        return None
    if place.seat is Seat.OFFICE:
        return _to_another_officer(chain, place, day, due_on)
    if (why := _gone(chain, place, day, due_on)) is None:
        return None
    return _instead(chain, place, why, day)


def unreached(chain: Chain, place: Place, day: date) -> Place | None:
    """Return where a request goes whose mail did not arrive: to the office, if not there yet."""
    return None if place.seat in {Seat.OFFICE, Seat.GUEST} else _office(chain, Why.BOUNCED, day)


def is_deputy(chain: Chain, person: UUID | None, day: date) -> bool:
    """Say whether this person stands in for the approver on this day."""
    known = chain.people.get(chain.approver) if chain.approver else None
    return known is not None and any(
        each.person == person and each.is_on(day) for each in known.deputies if each.person
    )


def _gone(chain: Chain, place: Place, day: date, due_on: date) -> Why | None:
    if place.holder is None or not chain.may_hold(place.holder):
        return Why.LEFT
    if place.seat is Seat.DEPUTY and not is_deputy(chain, place.holder, day):
        return Why.LEFT
    if chain.is_there(place.holder, day):
        return None
    if place.seat is Seat.APPROVER and chain.deputy(day) is not None:
        return Why.AWAY
    return None if chain.is_there(place.holder, max(day, due_on)) else Why.AWAY


def _to_another_officer(chain: Chain, place: Place, day: date, due_on: date) -> Place | None:
    """Return another officer, where that one can see to it better."""
    had, officer = chain.fitness(place.holder, day, due_on), chain.officer(day)
    if chain.fitness(officer, day) <= had:
        return None
    return Place(Seat.OFFICE, officer, (Why.LEFT, Why.SAME, Why.AWAY)[had])


def _instead(chain: Chain, place: Place, why: Why, day: date) -> Place:
    """Return the next place; the office where nobody stands between."""
    found = None
    if place.seat is Seat.APPROVER:
        found = _successor(chain, why, day) or _deputy(chain, place, why, day)
    elif place.seat is Seat.DEPUTY and why is not Why.LATE:
        found = _back(chain, place, why, day) or _deputy(chain, place, why, day)
    return found or _above(chain, place, why, day) or _office(chain, why, day)


def _successor(chain: Chain, why: Why, day: date) -> Place | None:
    takes_over = why is Why.LEFT and chain.named != chain.approver
    if takes_over and chain.is_ready(chain.named, day):
        return Place(Seat.APPROVER, chain.named, why)
    return None


def _deputy(chain: Chain, place: Place, why: Why, day: date) -> Place | None:
    deputy = chain.deputy(day, but=place.holder)
    why = place.why if place.seat is Seat.DEPUTY else why
    return None if deputy is None else Place(Seat.DEPUTY, deputy, why)


def _back(chain: Chain, place: Place, why: Why, day: date) -> Place | None:
    """Return the approver, who was away and is back; one who was late has had their time."""
    if place.why is not Why.AWAY or not chain.is_ready(chain.approver, day):
        return None
    return Place(Seat.APPROVER, chain.approver, why)


def _above(chain: Chain, place: Place, why: Why, day: date) -> Place | None:
    """Return a manager above; one who was late is not followed by another above them."""
    if place.seat in {Seat.OFFICE, Seat.GUEST} or (place.seat, why) == (Seat.ABOVE, Why.LATE):
        return None
    above = chain.above(day)
    return None if above in {None, place.holder} else Place(Seat.ABOVE, above, why)


def _office(chain: Chain, why: Why, day: date) -> Place:
    return Place(Seat.OFFICE, chain.officer(day), why)
