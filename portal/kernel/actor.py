"""Whoever acts: a signed-in person, somebody unknown, or the system itself."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """A role held at a node of the organisation tree, good for that node and all below it."""

    OFFICE = "office"  # R&D office, programme officer
    REVIEWER = "reviewer"
    CHAIR = "chair"
    FINANCE = "finance"
    BOARD = "board"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role at one node; `path` is the node's path, such as "wales/glan-hafren"."""

    role: Role
    path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, with the roles they hold now. Handed to every policy and action.

    `guest_of` is the one thing that somebody without an account may answer, by a link and a code.
    """

    person_id: UUID | None
    name: str
    grants: frozenset[Grant] = field(default_factory=frozenset)
    is_system: bool = False
    guest_of: UUID | None = None

    @property
    def is_signed_in(self) -> bool:
        """Say whether this is a known person."""
        return self.person_id is not None

    def is_person(self, person_id: UUID | None) -> bool:
        """Say whether this actor is that person; nobody is not nobody."""
        return self.person_id is not None and self.person_id == person_id

    def holds(self, role: Role, path: str) -> bool:
        """Say whether the role is held at the node with this path or at one above it."""
        return any(g.role is role and is_at_or_below(path, g.path) for g in self.grants)

    def holds_anywhere(self, *roles: Role) -> bool:
        """Say whether any of these roles is held at any node."""
        return any(g.role in roles for g in self.grants)

    def paths_for(self, *roles: Role) -> tuple[str, ...]:
        """Return the paths at which any of these roles is held, sorted."""
        return tuple(sorted({g.path for g in self.grants if g.role in roles}))


def is_at_or_below(path: str, root: str) -> bool:
    """Say whether the node at `path` is the node at `root` or under it."""
    return path == root or path.startswith(f"{root}/")


ANONYMOUS = Actor(None, "")
SYSTEM = Actor(None, "Headroom", is_system=True)
