"""What somebody sees who was asked to take part: who asks, for what, and as whom they answer."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.applications import companion_policy as rules
from portal.applications import returned
from portal.applications.companions import Access, Collaborator, Companion, MentorRequest
from portal.applications.models import Application
from portal.applications.pages.addresses import address
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.people.models import Person
from portal.web.format import day, moment, short_day
from portal.web.pieces import Fact, Link


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """The page before one answers. `says_no` is whether the form on it is that of a no."""

    title: str
    caption: str
    lead: tuple[str, ...]
    facts: tuple[Fact, ...]
    note: str
    account: tuple[str, ...]
    button: str
    other: Link
    until: str


@dataclass(frozen=True, slots=True)
class AnsweredPage:
    """The page after one has answered: what was said, and where to go."""

    title: str
    lead: tuple[str, ...]
    links: tuple[Link, ...]


def invitation_page(
    one: Companion, person: Person, path: str, *, is_theirs: bool, says_no: bool
) -> InvitationPage:
    """Return the page; `path` is its address, `is_theirs` that it was sent to this person's."""
    application = one.application
    who = application.applicant.name
    is_mentor = isinstance(one, MentorRequest)
    return InvitationPage(
        title=_title(who, is_mentor=is_mentor, says_no=says_no),
        caption=f"{application.call.document.name}, {application.call.name}",
        lead=() if says_no else _lead(one, who),
        facts=_facts(one),
        note=one.note if isinstance(one, MentorRequest) else "",
        account=_account(one, person, is_theirs=is_theirs),
        button=_button(is_mentor=is_mentor, says_no=says_no),
        other=Link(_("No, go back"), path)
        if says_no
        else Link(_("I do not want to"), f"{path}?say=no"),
        until=short_day(one.expires_at),
    )


def _title(who: str, *, is_mentor: bool, says_no: bool) -> str:
    if is_mentor:
        return (
            _("Tell %(name)s that you cannot be the mentor", name=who)
            if says_no
            else _("Will you be the mentor of %(name)s?", name=who)
        )
    return (
        _("Tell %(name)s that you do not want to", name=who)
        if says_no
        else _("Work on an application with %(name)s", name=who)
    )


def _button(*, is_mentor: bool, says_no: bool) -> str:
    if says_no:
        return _("Say no")
    return _("Be the mentor") if is_mentor else _("Join the application")


def _lead(one: Companion, who: str) -> tuple[str, ...]:
    if isinstance(one, Collaborator):
        can = (
            _("You can read it and change answers, time and costs.")
            if one.access is Access.EDIT
            else _("You can read it, and change nothing.")
        )
        return (
            can,
            _("Only %(name)s can send it. Your name is shown on it.", name=who),
            _("You will not be able to review it. You can leave at any time."),
        )
    return (
        _("Your answer is part of the application. The panel reads it."),
        _("You will not be able to review it."),
    )


def _facts(one: Companion) -> tuple[Fact, ...]:
    application = one.application
    facts = [Fact(_("Project"), application.title or _("No title yet"))]
    if isinstance(one, Collaborator) and one.part:
        facts.append(Fact(_("Your part"), one.part))
    return (*facts, _closes(application))


def _closes(application: Application) -> Fact:
    back = returned.out(application)
    if back is not None:
        return Fact(_("Last day to answer"), day(back.answer_by_on))
    return Fact(_("Closes"), moment(application.closes_at))


def _account(one: Companion, person: Person, *, is_theirs: bool) -> tuple[str, ...]:
    signed_in = _("You are signed in as %(name)s, %(email)s.", name=person.name, email=person.email)
    if is_theirs:
        return (signed_in,)
    return (_("We sent this to %(email)s.", email=one.email), signed_in)


def answered_page(one: Companion, actor: Actor, now: datetime) -> AnsweredPage | None:
    """Return the page of somebody who has answered; None where this is not theirs to see."""
    if rules.is_open(one, now):
        return None
    application = one.application
    who = application.applicant.name
    if one.has_agreed and actor.is_person(one.person_id):
        if isinstance(one, Collaborator):
            link = Link(_("Go to the application"), address("applications.tasks", application))
            return AnsweredPage(_("You work on this application"), (), (link,))
        lead = _("We have told %(name)s. You need do nothing more now.", name=who)
        return AnsweredPage(
            _("You are the mentor of %(name)s", name=who), (lead,), _stop(one, actor, now)
        )
    return None


def _stop(one: Companion, actor: Actor, now: datetime) -> tuple[Link, ...]:
    """Lead a mentor out, while the application can do without: before it is sent."""
    if not rules.may_end(one, actor, now):
        return ()
    where = url_for("applications.end", application_id=one.application_id, companion_id=one.id)
    return (Link(_("Stop being the mentor"), where),)
