"""A rehearsal is said wherever it is met: on its pages, in its mail, on its lines of a list."""

from collections.abc import Iterable

from portal.kernel.language import _, lazy
from portal.notifications.actions import Mark
from portal.schemes.models import Call

NOTICE = lazy("Rehearsal: nothing here counts.")
LEADS = ("call", "application", "assignment")
DEEPEST = 4


def notice(thing: object) -> object:
    """Return the words for a page about this thing; "" where it is of no rehearsal."""
    return NOTICE if is_rehearsal(thing) else ""


def mark(things: Iterable[object]) -> Mark | None:
    """Return what a message about these things says first, in the language in force, or None."""
    if not any(is_rehearsal(thing) for thing in things):
        return None
    return Mark(_("[Rehearsal]"), str(NOTICE))


def marked(words: object, call: Call) -> str:
    """Return the words of a line about a call, marked where it is a rehearsal."""
    return _("[Rehearsal] %(line)s", line=words) if call.rehearsal else str(words)


def is_rehearsal(thing: object) -> bool:
    """Say whether this is a rehearsal, or belongs to one."""
    call = call_of(thing)
    return call is not None and call.rehearsal


def call_of(thing: object, deepest: int = DEEPEST) -> Call | None:
    """Return the call that a thing belongs to, by whatever leads there; None for other things."""
    if isinstance(thing, Call):
        return thing
    if thing is None or deepest == 0:
        return None
    inner = (getattr(thing, name, None) for name in LEADS)
    found = (call_of(each, deepest - 1) for each in inner)
    return next((call for call in found if call is not None), None)
