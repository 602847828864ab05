"""A policy's answer: yes, or no with a reason that a person can read."""

from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """How a refusal looks from outside."""

    HIDDEN = "hidden"  # 404: for this person the thing does not exist
    FORBIDDEN = "forbidden"  # 403: it exists, and the person may know that
    CONFLICT = "conflict"  # 409: right person, wrong state or wrong moment


@dataclass(frozen=True, slots=True)
class Ruling:
    """Truthy when allowed; otherwise `reason` says why, in plain words."""

    allowed: bool
    reason: object = ""  # str, or a lazy translation that str() resolves
    refusal: Refusal = Refusal.CONFLICT

    def __bool__(self) -> bool:
        return self.allowed

    def __and__(self, other: "Ruling") -> "Ruling":
        """Return the first refusal of the two, else yes."""
        return other if self.allowed else self


YES = Ruling(True)
HIDDEN = Ruling(False, "", Refusal.HIDDEN)


def no(reason: object) -> Ruling:
    """Refuse because of a state or a date: the right person at the wrong moment."""
    return Ruling(False, reason, Refusal.CONFLICT)


def forbidden(reason: object) -> Ruling:
    """Refuse because of who asks, where the person may know that the thing exists."""
    return Ruling(False, reason, Refusal.FORBIDDEN)


def yes_if(condition: bool, otherwise: Ruling) -> Ruling:
    """Return yes where the condition holds, else the given refusal."""
    return YES if condition else otherwise


class Refused(Exception):
    """Raised by an action whose policy said no; carries the ruling to the error page."""

    def __init__(self, ruling: Ruling) -> None:
        super().__init__(str(ruling.reason))
        self.ruling = ruling


def enforce(ruling: Ruling) -> None:
    """Raise Refused unless the ruling is yes. The first line of every action."""
    if not ruling:
        raise Refused(ruling)
