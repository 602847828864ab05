"""What the directory does not know of somebody and a scheme's rules ask. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from portal.schemes.eligibility_rules import NotHeldBefore, NotResearchActive, YearsQualified
from portal.schemes.rule import Candidate, Rule


class Fact(StrEnum):
    """What only the person can say. Each is the field of `Candidate` with this name."""

    QUALIFIED_ON = "qualified_on"
    HELD_BEFORE = "held_before"
    RESEARCH_ACTIVE = "research_active"


_LOOKED_AT: Final[Mapping[type[Rule], Fact]] = {
    YearsQualified: Fact.QUALIFIED_ON,
    NotHeldBefore: Fact.HELD_BEFORE,
    NotResearchActive: Fact.RESEARCH_ACTIVE,
}


def needed(rules: tuple[Rule, ...], candidate: Candidate) -> tuple[Fact, ...]:
    """Return the facts that these rules look at and nobody knows, in the order of `Fact`.

    A rule that is about other jobs than this person's looks at nothing.
    """
    awaited = {_awaited(rule, candidate) for rule in rules}
    return tuple(fact for fact in Fact if fact in awaited)


def settled(rules: tuple[Rule, ...], candidate: Candidate) -> tuple[Rule, ...]:
    """Return the rules that wait for no such fact: what they say now, they say afterwards."""
    return tuple(rule for rule in rules if _awaited(rule, candidate) is None)


def told(candidate: Candidate, answers: Mapping[str, Any]) -> Candidate:
    """Return the candidate with the stored answers over it.

    Keys that are no fact are ignored, and so are values that cannot be read.
    """
    read: dict[str, Any] = {fact.value: _READ[fact](answers.get(fact.value)) for fact in Fact}
    return replace(candidate, **{key: value for key, value in read.items() if value is not None})


def _awaited(rule: Rule, candidate: Candidate) -> Fact | None:
    fact = _LOOKED_AT.get(type(rule))
    if fact is None or not rule.is_about(candidate):
        return None
    return fact if getattr(candidate, fact.value) is None else None


def _day(stored: object) -> date | None:
    try:
        found = date.fromisoformat(stored) if isinstance(stored, str) else None
    except ValueError:
        return None
    return found if found is not None and found.isoformat() == stored else None


def _yes_or_no(stored: object) -> bool | None:
    return stored if isinstance(stored, bool) else None


_READ: Final[Mapping[Fact, Callable[[object], object]]] = {
    Fact.QUALIFIED_ON: _day,
    Fact.HELD_BEFORE: _yes_or_no,
    Fact.RESEARCH_ACTIVE: _yes_or_no,
}
