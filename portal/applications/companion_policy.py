"""Who may ask others to take part in an application, and who may answer. Pure."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from portal.applications import policy, returned
from portal.applications.companions import MOVES, Answer, Collaborator, Companion
from portal.applications.models import Application
from portal.applications.saved import section_of
from portal.kernel.actor import Actor, Role
from portal.kernel.clock import at_london
from portal.kernel.language import lazy
from portal.kernel.ruling import HIDDEN, YES, Ruling, forbidden, no, yes_if
from portal.people.models import Person
from portal.schemes.questions import SectionKind

LASTS = timedelta(days=14)
LAST_MINUTE = time(23, 59)  # so that the day which is told is the last one
REMIND_AFTER = timedelta(days=7)
MOST = 10  # who work on one application at once, those asked included
MOST_EVER = 40  # asked for one application, whatever came of it
MOST_MAILS = 5  # with a link, to one person

FULL = lazy("10 people is the most. Remove somebody first.")
TOO_MANY = lazy("You have asked too many people. Talk to the R&D office.")
YOURSELF = lazy("This is your own address. You are on the application already.")
TWICE = lazy("You have asked this person already.")
OWN_MENTOR = lazy("You cannot be your own mentor.")
GONE = lazy("This link does not work any more. Ask who sent it to send it again.")
MAILED_OUT = lazy("We have sent this link 5 times. Talk to the person, or cancel it.")
NO_MENTOR = lazy("This scheme does not ask for a mentor.")
NOT_YOURS = lazy("Say that this message was for you.")
ALREADY_IN = lazy("You already work on this application.")


def is_open(companion: Companion, now: datetime) -> bool:
    """Say whether the link still works: no answer, 14 days not over, and who takes part can
    still change: it is a draft, or its people were sent back.
    """  # noqa: D205 -- one thought
    takes = bool(policy.takes_people(companion.application, now))
    return companion.is_waiting and now < companion.expires_at and takes


def until(application: Application, now: datetime) -> datetime:
    """Return until when a link sent now works: 14 days, or the last day of a return before that."""
    back = returned.out(application)
    lasts = now + LASTS
    return lasts if back is None else min(lasts, at_london(back.answer_by_on, LAST_MINUTE))


def may_invite(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Ask somebody to work on it: the applicant, while it can be changed, up to MOST people."""
    live = [each for each in application.collaborators if each.is_live]
    return (
        may_manage(application, actor, now)
        and yes_if(len(live) < MOST, no(FULL))
        and yes_if(len(application.collaborators) < MOST_EVER, no(TOO_MANY))
    )


def may_manage(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Change who takes part: the applicant alone, while that can be changed."""
    return policy.may_own(application, actor, now) and policy.takes_people(application, now)


def may_ask_address(application: Application, email: str) -> Ruling:
    """Ask whoever has this address to work on it: not oneself, and nobody twice."""
    asked = {each.email for each in application.collaborators if each.is_live}
    known = {each.person.email for each in application.joined if each.person}
    own = email == application.applicant.email
    return yes_if(not own, no(YOURSELF)) and yes_if(email not in asked | known, no(TWICE))


def may_manage_one(companion: Companion, actor: Actor, now: datetime) -> Ruling:
    """Change one person's part: the applicant, while they are asked or take part."""
    return may_manage(companion.application, actor, now) and yes_if(companion.is_live, HIDDEN)


def may_send_again(companion: Companion, actor: Actor, now: datetime) -> Ruling:
    """Send a new link, which makes the old one useless."""
    return (
        may_manage(companion.application, actor, now)
        and yes_if(companion.is_waiting, HIDDEN)
        and yes_if(companion.mails < MOST_MAILS, no(MAILED_OUT))
    )


def may_end(companion: Companion, actor: Actor, now: datetime) -> Ruling:
    """Take somebody off, or leave oneself. A mentor stays who they are once it is sent.

    Only the applicant can change the mentor then, where the office has asked for that: until it
    is answered, the mentor of before is the one whom everybody else reads.
    """
    application = companion.application
    leaves = companion.has_agreed and actor.is_person(companion.person_id)
    may = YES if leaves else policy.may_own(application, actor, now)
    if not may:
        return may
    if not companion.is_live:
        return HIDDEN
    if isinstance(companion, Collaborator):
        return YES
    return (policy.takes_changes if leaves else policy.takes_people)(application, now)


def how_it_ends(companion: Companion, actor: Actor) -> Answer:
    """Say what ending it is called."""
    if companion.is_waiting:
        return Answer.CANCEL
    return Answer.LEAVE if actor.is_person(companion.person_id) else Answer.REMOVE


def can(companion: Companion, answer: Answer) -> bool:
    """Say whether the table of moves has this one."""
    return (companion.standing, answer) in MOVES


def may_ask_mentor(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Ask somebody to be the mentor, where the scheme has a page for it."""
    wanted = section_of(application, SectionKind.PEOPLE) is not None
    return (
        may_manage(application, actor, now)
        and yes_if(wanted, HIDDEN)
        and yes_if(len(application.mentor_requests) < MOST_EVER, no(TOO_MANY))
    )


def may_ask_as_mentor(application: Application, email: str) -> Ruling:
    """Ask whoever has this address to be the mentor: anybody but oneself."""
    mentor = application.mentor
    same = mentor is not None and mentor.is_live and mentor.email == email
    return yes_if(email != application.applicant.email, no(OWN_MENTOR)) and yes_if(
        not same, no(TWICE)
    )


def may_answer(companion: Companion, actor: Actor, now: datetime, *, is_theirs: bool) -> Ruling:
    """Say yes or no: somebody signed in whose address it went to, or who says it was for them.

    The applicant never, nor whoever works on it already under another address.
    """
    application = companion.application
    if not actor.is_signed_in or policy.is_own(application, actor):
        return forbidden(YOURSELF)
    if not is_open(companion, now):
        return no(GONE)
    is_in = isinstance(companion, Collaborator) and policy.part_of(application, actor) is not None
    return yes_if(not is_in, no(ALREADY_IN)) and yes_if(is_theirs, no(NOT_YOURS))


class Tie(StrEnum):
    """What somebody who is asked already has to do with the application."""

    MANAGER = "manager"
    REVIEWER = "reviewer"


TIE_WORDS = {
    Tie.MANAGER: lazy("%(name)s is your manager, and is asked to release you too."),
    Tie.REVIEWER: lazy("%(name)s reviews for this office, and will not be able to review this."),
}


def ties(application: Application, person: Person | None) -> tuple[Tie, ...]:
    """Return what this person has to do with it already. It stops nothing, and is recorded."""
    if person is None:
        return ()
    path = application.call.scheme.organisation.path
    post = application.applicant.post
    found = {
        Tie.MANAGER: post is not None and post.manager_id == person.id,
        Tie.REVIEWER: person.as_actor().holds(Role.REVIEWER, path),
    }
    return tuple(tie for tie, is_so in found.items() if is_so)


def warnings(application: Application, person: Person | None) -> tuple[str, ...]:
    """Say the ties in words, to the applicant."""
    name = person.name if person else ""
    return tuple(str(TIE_WORDS[tie]) % {"name": name} for tie in ties(application, person))
