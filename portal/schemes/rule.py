"""One condition of who may apply: what it is asked about, and what it answers."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self, TypeVar

from portal.kernel.language import _
from portal.people.models import Contract
from portal.people.professions import GROUP_LABELS, UptakeGroup
from portal.schemes.stored import Stored, Unreadable, read

R = TypeVar("R", bound="Rule")


class Reply(StrEnum):
    """The three things one may be told."""

    YES = "yes"
    NO = "no"
    ASK = "ask"  # ask the R&D office


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rule says; yes needs no reason."""

    reply: Reply
    reason: str = ""


YES = Answer(Reply.YES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is known of somebody who may want to apply; None means not known.

    `profession` is a code of `people.professions`, with its `profession_group`, `staff_group`
    and `job` (the group that uptake counts it under) there. `band` is "2" to "9" or "8a" to
    "8d", None for medical grades. Hours are hundredths a week.
    """

    organisation_path: str | None = None
    profession: str | None = None
    profession_group: str | None = None
    job: UptakeGroup | None = None
    staff_group: str | None = None
    medical: bool | None = None
    registered: bool | None = None
    band: str | None = None
    contract: Contract | None = None
    contract_ends_on: date | None = None
    hours_hundredths_a_week: int | None = None
    qualified_on: date | None = None
    held_before: bool | None = None
    research_active: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Stored, ABC):
    """One condition. `otherwise` is what somebody who fails it is told: no, or ask.

    `only_for` are the job groups that the condition is about, as in "doctors need a permanent
    contract"; empty, it is about everybody.
    """

    otherwise: Reply = Reply.NO
    only_for: frozenset[UptakeGroup] = frozenset()

    @abstractmethod
    def guidance(self) -> str:
        """Say the rule to somebody who reads about the scheme; no full stop."""

    @abstractmethod
    def reason(self) -> str:
        """Say to somebody who fails the rule why they do, as a sentence."""

    @abstractmethod
    def holds(self, candidate: Candidate, on: date) -> bool | None:
        """Say whether the rule holds on that day; None when a fact is not known."""

    def problems(self) -> tuple[str, ...]:
        """Say what makes the rule itself unusable."""
        return ()

    def in_full(self) -> str:
        """Say the rule, and for whom it is where it is not for everybody; no full stop."""
        if not self.only_for:
            return self.guidance()
        names = [str(label) for group, label in GROUP_LABELS.items() if group in self.only_for]
        return _("%(who)s: %(rule)s", who=", ".join(names), rule=_small(self.guidance()))

    def is_about(self, candidate: Candidate) -> bool:
        """Say whether the rule is about this person's job, or may be while it is not known."""
        return not self.only_for or candidate.job is None or candidate.job in self.only_for

    def answer(self, candidate: Candidate, on: date) -> Answer:
        """Answer for one person."""
        if not self.is_about(candidate):
            return YES
        job = candidate.job
        holds = self.holds(candidate, on)
        if holds is None or (self.only_for and job is None and not holds):
            words = _("Ask the R&D office if this fits you: %(rule)s.", rule=self.in_full())
            return Answer(Reply.ASK, words)
        return YES if holds else Answer(self.otherwise, self.reason())

    def to_json(self) -> dict[str, Any]:
        """Return the document, with the rule's name under "rule"."""
        return {"rule": type(self).__name__, **Stored.to_json(self)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Read whichever rule it names. Raises Unreadable for one that is not known."""
        rest = dict(stored)
        name = rest.pop("rule", None)
        kind = KINDS.get(name)
        if kind is None or not issubclass(kind, cls):
            raise Unreadable(f"no such rule: {name!r}")
        return read(kind, rest)


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


KINDS: dict[str, type[Rule]] = {}


def named(kind: type[R]) -> type[R]:
    """Make a kind of rule readable by its class name, which is stored: never rename one."""
    KINDS[kind.__name__] = kind
    return kind
