"""From rows to the true counts of each job group: each person once, each stage in the last."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from portal.costing.scales import Nation
from portal.kernel.language import _
from portal.people.professions import GROUP_LABELS, UptakeGroup, professions
from portal.uptake.counts import GroupCounts
from portal.uptake.disclosure import Amounts
from portal.uptake.groups import ORDER, UNKNOWN


class Sent(NamedTuple):
    """One application that counts: who, in which job, and how far it came.

    `pence` and `hours` (hundredths) are what was awarded, 0 without an award.
    """

    person_id: UUID
    profession_code: str
    is_approved: bool
    is_awarded: bool
    pence: int
    hours: int


class Seen(NamedTuple):
    """That a person saw a call that counts, in which job."""

    person_id: UUID
    profession_code: str


@dataclass(slots=True)
class _Person:
    """All that one person sent, taken together."""

    group: str
    is_approved: bool = False
    is_awarded: bool = False
    pence: int = 0
    hours: int = 0

    def add(self, sent: Sent) -> None:
        self.is_awarded |= sent.is_awarded
        # An award stands on an approval, or on a scheme that wanted none before deciding.
        self.is_approved |= sent.is_approved or sent.is_awarded
        self.pence += sent.pence if sent.is_awarded else 0
        self.hours += sent.hours if sent.is_awarded else 0


def group_of(profession_code: str, nation: Nation) -> str:
    """Return the job group of a profession in this nation: "unknown" for a code we lack."""
    found = professions().get(profession_code)
    return found.uptake_group_in(nation).value if found else UNKNOWN


def group_counts(
    staff: Mapping[str, int],
    sent: Iterable[Sent],
    nation: Nation,
    seen: Iterable[Seen] | None = None,
) -> list[GroupCounts]:
    """Count people by job group, in the fixed order; `staff` is by profession code.

    A person counts once, under the job of the first application handed in. Where more people
    of a group applied than were employed at the month's end (joiners), they are its staff.
    Whoever applied has seen it. Without `seen`, views were not counted.
    """
    employed = dict.fromkeys(ORDER, 0)
    for code, headcount in staff.items():
        employed[group_of(code, nation)] += headcount
    people = _people(sent, nation)
    reached = _reached(seen, people, nation)
    return [_counts(key, employed[key], people[key], reached[key]) for key in ORDER]


def _reached(
    seen: Iterable[Seen] | None, people: Mapping[str, Mapping[UUID, "_Person"]], nation: Nation
) -> dict[str, int | None]:
    """Count who saw it, by group: those who applied, and others under the job they had then."""
    if seen is None:
        return dict.fromkeys(ORDER)
    applied = {person_id for group in people.values() for person_id in group}
    lookers = {
        each.person_id: each.profession_code for each in seen if each.person_id not in applied
    }
    jobs = Counter(group_of(code, nation) for code in lookers.values())
    return {key: len(people[key]) + jobs[key] for key in ORDER}


def _people(sent: Iterable[Sent], nation: Nation) -> dict[str, dict[UUID, _Person]]:
    seen: dict[UUID, _Person] = {}
    for each in sent:
        if each.person_id not in seen:
            seen[each.person_id] = _Person(group_of(each.profession_code, nation))
        seen[each.person_id].add(each)
    groups: dict[str, dict[UUID, _Person]] = {key: {} for key in ORDER}
    for person_id, person in seen.items():
        groups[person.group][person_id] = person
    return groups


def _counts(key: str, staff: int, people: Mapping[UUID, _Person], seen: int | None) -> GroupCounts:
    held = [person for person in people.values() if person.is_awarded]
    return GroupCounts(
        key=key,
        label=_label(key),
        staff=max(staff, len(people), seen or 0),
        applied=len(people),
        approved=sum(person.is_approved for person in people.values()),
        awarded=len(held),
        seen=seen,
        pence=Amounts.of(person.pence for person in held),
        hours=Amounts.of(person.hours for person in held),
    )


def _label(key: str) -> str:
    return _("Job not known") if key == UNKNOWN else str(GROUP_LABELS[UptakeGroup(key)])
