"""Who can never review an application, from what the directory knows. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from portal.kernel.language import lazy

APPLICANT = lazy("They wrote this application.")
COMPETING = lazy("They have applied in this call themselves.")
DECLARED = lazy("They have a conflict.")
SAME_TEAM = lazy("They are in the applicant’s team.")
HELPS = lazy("They work on this application, or were asked to.")
MENTOR = lazy("They are the mentor of this application, or were asked to be.")
PAIRED = lazy("They and the applicant are mentor and mentee.")
LINE = lazy("They are in the applicant’s line of managers.")


@dataclass(frozen=True, slots=True)
class Ties:
    """What binds people to each other and to applications.

    `managers` leads from a person to the line manager of the main post, `teams` to its team.
    `declared` are pairs of application and person; `applicants` are all who applied in the call,
    alone or with others. `helpers` and `mentors` are pairs of application and person, `paired`
    any two people who are or were mentor and mentee.
    """

    managers: Mapping[UUID, UUID] = field(default_factory=dict)
    teams: Mapping[UUID, UUID] = field(default_factory=dict)
    declared: Collection[tuple[UUID, UUID]] = ()
    applicants: Collection[UUID] = ()
    helpers: Collection[tuple[UUID, UUID]] = ()
    mentors: Collection[tuple[UUID, UUID]] = ()
    paired: Collection[frozenset[UUID]] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """An application as far as ties matter."""

    application_id: UUID
    applicant_id: UUID
    team_id: UUID


def clash(side: Side, reviewer_id: UUID, ties: Ties) -> object | None:
    """Return why this person cannot review this application, in words, or None."""
    tests = (
        (side.applicant_id == reviewer_id, APPLICANT),
        ((side.application_id, reviewer_id) in ties.helpers, HELPS),
        ((side.application_id, reviewer_id) in ties.mentors, MENTOR),
        (reviewer_id in ties.applicants, COMPETING),
        ((side.application_id, reviewer_id) in ties.declared, DECLARED),
        (ties.teams.get(reviewer_id) == side.team_id, SAME_TEAM),
        (frozenset({side.applicant_id, reviewer_id}) in ties.paired, PAIRED),
        (_in_one_line(side.applicant_id, reviewer_id, ties.managers), LINE),
    )
    return next((words for is_so, words in tests if is_so), None)


def _in_one_line(one: UUID, other: UUID, managers: Mapping[UUID, UUID]) -> bool:
    return other in set(line_above(one, managers)) or one in set(line_above(other, managers))


def line_above(person_id: UUID, managers: Mapping[UUID, UUID]) -> Iterator[UUID]:
    """Yield the managers above a person, nearest first; a loop in the directory ends it."""
    seen = {person_id}
    while (above := managers.get(person_id)) is not None and above not in seen:
        yield above
        seen.add(above)
        person_id = above
