"""The people on an application: who works on it, who is asked, and the mentor."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.applications import companion_policy as rules
from portal.applications import policy
from portal.applications.companions import (
    Access,
    Collaborator,
    Companion,
    MentorRequest,
    Standing,
)
from portal.applications.credit import in_words
from portal.applications.models import Application
from portal.applications.pages.addresses import address
from portal.applications.pages.heads import SectionHead, head
from portal.applications.reading import hours_a_month
from portal.applications.saved import section_of
from portal.kernel.actor import Actor
from portal.kernel.language import _, _n, lazy
from portal.kernel.ruling import Ruling
from portal.people.models import Person
from portal.schemes.questions import SectionKind
from portal.web.format import short_day
from portal.web.pieces import Colour, Fact, Link, Tag

ACCESS_LABELS = {
    Access.VIEW: lazy("Can read it"),
    Access.EDIT: lazy("Can read it and change it"),
}
STANDING_LABELS: dict[Standing, tuple[object, Colour]] = {
    Standing.WAITING: (lazy("Waiting for an answer"), "yellow"),
    Standing.AGREED: (lazy("Takes part"), "green"),
    Standing.DECLINED: (lazy("Said no"), "grey"),
    Standing.CANCELLED: (lazy("Taken back"), "grey"),
    Standing.LEFT: (lazy("Has left"), "grey"),
    Standing.REMOVED: (lazy("Taken off"), "grey"),
}
RUN_OUT = lazy("The link has run out")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person: who, what they do and may do, how they stand, what there is to know."""

    name: str
    email: str
    tag: Tag
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    links: tuple[Link, ...]
    send_again: str  # the address to post to, "" where it cannot be


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The page. `mentor_asked` says whether the scheme has a place for a mentor."""

    here: str
    head: SectionHead
    people: tuple[PersonLine, ...]
    inviting: Ruling
    invite: Link
    has_mentor: bool
    needs_mentor: bool
    mentor: PersonLine | None
    asking: Ruling
    ask_mentor: Link
    leave: Link | None


def people_page(
    application: Application,
    known: dict[str, Person],
    actor: Actor,
    now: datetime,
) -> PeoplePage:
    """Return the page; `known` are those of our staff who were asked, by address."""
    section = section_of(application, SectionKind.PEOPLE)
    mentor, part = application.mentor, policy.part_of(application, actor)
    return PeoplePage(
        here=address("applications.people", application),
        head=head(application, section, now) if section else _head(application),
        people=tuple(
            _person(each, known.get(each.email), actor, now)
            for each in application.collaborators
            if each.is_live or each.standing is Standing.DECLINED
        ),
        inviting=rules.may_invite(application, actor, now),
        invite=Link(_("Ask somebody to help"), address("applications.ask_helper", application)),
        has_mentor=section is not None,
        needs_mentor=section is not None and section.needs_mentor,
        mentor=_mentor(mentor, known.get(mentor.email), actor, now) if mentor else None,
        asking=rules.may_ask_mentor(application, actor, now),
        ask_mentor=Link(
            _("Ask somebody else to be your mentor") if mentor else _("Ask for a mentor"),
            address("applications.mentor", application),
        ),
        leave=Link(_("Leave this application"), _one("applications.end", part)) if part else None,
    )


def _head(application: Application) -> SectionHead:
    return SectionHead(
        back=Link(
            application.title or str(application.call.document.name),
            address("applications.tasks", application),
        ),
        caption="",
        title=_("People who work on this with you"),
        hint="",
        saved="",
        linear=False,
        go_on="",
        earlier=None,
    )


def _person(one: Collaborator, person: Person | None, actor: Actor, now: datetime) -> PersonLine:
    credit = in_words(one.credit)
    facts = (
        *((Fact(_("What they do"), one.part),) if one.part else ()),
        Fact(_("The application"), ACCESS_LABELS[one.access]),
        *((Fact(_("Roles"), credit),) if credit else ()),
    )
    links = (
        *_if(
            rules.may_manage_one(one, actor, now),
            Link(_("Change"), _one("applications.collaborator", one), hidden=one.name),
        ),
        *_ending(one, actor, now),
    )
    return _line(one, facts, _notes(one, person, actor), links, actor, now)


def _mentor(one: MentorRequest, person: Person | None, actor: Actor, now: datetime) -> PersonLine:
    return _line(
        one, mentor_facts(one), _notes(one, person, actor), _ending(one, actor, now), actor, now
    )


def mentor_facts(one: MentorRequest) -> tuple[Fact, ...]:
    """Return what a mentor who has agreed can give, or why another cannot."""
    if one.has_agreed and one.mentees is not None and one.hours_hundredths is not None:
        mentees = _n("%(num)s person", "%(num)s people", one.mentees)
        facts = [
            Fact(_("Mentors now"), mentees),
            Fact(_("Can give"), hours_a_month(one.hours_hundredths)),
        ]
        if one.statement:
            facts.append(Fact(_("In their words"), one.statement))
        return tuple(facts)
    return (Fact(_("Why not"), one.reason),) if one.reason else ()


def _line(
    one: Companion,
    facts: tuple[Fact, ...],
    notes: tuple[str, ...],
    links: tuple[Link, ...],
    actor: Actor,
    now: datetime,
) -> PersonLine:
    label, colour = STANDING_LABELS[one.standing]
    if one.is_waiting and not rules.is_open(one, now):
        label, colour = RUN_OUT, "red"
    again = rules.may_send_again(one, actor, now)
    return PersonLine(
        name=one.name,
        email=one.email,
        tag=Tag(label, colour),
        facts=(*facts, *_when(one, now)),
        notes=notes,
        links=links,
        send_again=_one("applications.send_again", one) if again else "",
    )


def _when(one: Companion, now: datetime) -> tuple[Fact, ...]:
    if not one.is_waiting or not rules.is_open(one, now):
        return ()
    words = _("Asked on %(day)s. The link works until %(until)s.",
              day=short_day(one.asked_at), until=short_day(one.expires_at))  # fmt: skip
    return (Fact(_("When"), words),)


def _notes(one: Companion, person: Person | None, actor: Actor) -> tuple[str, ...]:
    """Tell the applicant what follows from who somebody is."""
    if not policy.is_own(one.application, actor) or not one.is_live:
        return ()
    return rules.warnings(one.application, person)


def _ending(one: Companion, actor: Actor, now: datetime) -> tuple[Link, ...]:
    label = _("Cancel") if one.is_waiting else _("Take off")
    own = policy.is_own(one.application, actor)
    link = Link(label, _one("applications.end", one), hidden=one.name)
    return _if(own and bool(rules.may_end(one, actor, now)), link)


def _if(condition: object, link: Link) -> tuple[Link, ...]:
    return (link,) if condition else ()


def _one(endpoint: str, one: Companion) -> str:
    return url_for(endpoint, application_id=one.application_id, companion_id=one.id)


@dataclass(frozen=True, slots=True)
class EndPage:
    """What it means that somebody is taken off, or leaves, before it is done."""

    title: str
    lead: tuple[str, ...]
    button: str
    back: Link


def end_page(one: Companion, actor: Actor) -> EndPage:
    """Return the page."""
    leaves = actor.is_person(one.person_id) and one.has_agreed
    if leaves and isinstance(one, MentorRequest):
        name = one.application.applicant.name
        words = _("You will not be the mentor for this application. We tell %(name)s.", name=name)
        here = url_for("applications.request_to_me", companion_id=one.id)
        stay = Link(_("No, go back"), here)
        return EndPage(_("Stop being the mentor?"), (words,), _("Stop"), stay)
    back = Link(_("No, go back"), address("applications.people", one.application))
    if leaves:
        return EndPage(
            _("Leave this application?"),
            (_("You will not be able to read it any more. What you wrote stays in it."),),
            _("Leave it"),
            back,
        )
    if one.is_waiting:
        return EndPage(
            _("Take back the request to %(name)s?", name=one.name),
            (_("The link that we sent will not work any more."),),
            _("Take it back"),
            back,
        )
    lead = (
        _("They will not be able to read the application any more. What they wrote stays in it.")
        if isinstance(one, Collaborator)
        else _("They will not be your mentor for this application any more.")
    )
    return EndPage(_("Take %(name)s off?", name=one.name), (lead,), _("Take them off"), back)
