"""Who may edit a scheme, and when its draft may become a version. Pure."""

from datetime import datetime

from portal.designer.work import Work
from portal.kernel.actor import Actor
from portal.kernel.language import lazy
from portal.kernel.ruling import YES, Ruling, no, yes_if
from portal.schemes import policy as schemes
from portal.schemes.models import Call
from portal.schemes.problems import problems

NO_DRAFT = lazy("Nobody is changing this scheme now.")
UNCHANGED = lazy("Nothing has changed yet, so there is nothing to make a version of.")
UNFINISHED = lazy("Put right what is listed first.")


def may_edit(work: Work, actor: Actor, now: datetime) -> Ruling:
    """Change what a scheme will say next: its office, while the scheme goes on."""
    return schemes.may_edit_scheme(work.scheme, actor, now)


def may_make_version(work: Work, actor: Actor, now: datetime) -> Ruling:
    """Make the draft a version: something has changed, and nothing is wrong."""
    if not (ruling := may_edit(work, actor, now)):
        return ruling
    if work.draft is None:
        return no(NO_DRAFT)
    if not work.has_changes:
        return no(UNCHANGED)
    return yes_if(not problems(work.draft.document), no(UNFINISHED))


def may_move_call(call: Call, actor: Actor, now: datetime) -> Ruling:
    """Give a call the newest version: until it opens, like all that is in it."""
    return schemes.may_change_call(call, actor, now)


def may_throw_away(work: Work, actor: Actor, now: datetime) -> Ruling:
    """Throw a draft away."""
    ruling = may_edit(work, actor, now)
    return ruling and (YES if work.draft is not None else no(NO_DRAFT))
