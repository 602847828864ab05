"""What the office sees beside a request, to find out who answers it: the name, then one press."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from portal.applications import approver, host
from portal.approvals import policy
from portal.approvals.guests import policy as guests
from portal.approvals.lifecycle import ANSWERABLE, Seat
from portal.approvals.models import ApprovalRequest, Guest
from portal.kernel.actor import Actor, Role
from portal.kernel.language import _
from portal.people.models import Person
from portal.people.queries import person_by_email
from portal.schemes.definition import Stage
from portal.web.format import moment
from portal.web.pieces import Fact, Link


@dataclass(frozen=True, slots=True)
class Press:
    """One button: its words, where it posts, and the hidden fields that go with it."""

    label: str
    action: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Panel:
    """Who is named, what is known of them, and what the office can do about it."""

    heading: str
    lead: str
    facts: tuple[Fact, ...]
    press: Press | None
    next: Link | None
    links: tuple[Link, ...]


def panel(session: Session, request: ApprovalRequest, actor: Actor, now: datetime) -> Panel | None:
    """Return what the office sees; None for everybody else, and once it is answered."""
    if not is_office(request, actor) or request.state not in ANSWERABLE:
        return None
    if not policy.may_pass_on(request, actor, now):
        return None
    if request.stage is Stage.HOST:
        return _host(request)
    if request.stage is Stage.LINE_MANAGER and request.seat is Seat.OFFICE:
        return _manager(session, request)
    return None


def is_office(request: ApprovalRequest, actor: Actor) -> bool:
    """Say whether this is the office of the scheme."""
    return actor.holds(Role.OFFICE, request.application.call.scheme.organisation.path)


def _manager(session: Session, request: ApprovalRequest) -> Panel:
    named = approver.named(request.application)
    found = person_by_email(session, named.email) if named and named.email else None
    is_them = found is not None and found.id == request.application.applicant_id
    other = Link(_("Name somebody else"), url_for("guests.named", request_id=request.id))
    press = None
    if found is not None and found.is_active and not is_them:
        press = Press(
            _("Ask %(name)s", name=found.name),
            url_for("guests.confirm", request_id=request.id),
            {"email": found.email},
        )
    facts: tuple[Fact, ...] = (Fact(_("Named by the applicant"), _("Nobody")),)
    if named is not None:
        facts = (
            Fact(_("Named by the applicant"), named.name, named.email),
            Fact(_("In the staff list"), *_known(found, is_them=is_them)),
        )
    return Panel(
        heading=_("Who approves the time?"),
        lead=_("The applicant’s manager is not the one to ask. Find out who it is."),
        facts=facts,
        press=press,
        next=None if press else other,
        links=(other,) if press else (),
    )


def _known(found: Person | None, *, is_them: bool) -> tuple[str, str]:
    if found is None:
        return _("No. Nobody has this address."), ""
    if is_them:
        return _("This is the applicant. Name somebody else."), ""
    if not found.is_active:
        return _("%(name)s has left. Name somebody else.", name=found.name), ""
    post = found.post
    words = f"{post.job_title}, {post.organisation.name}" if post else ""
    return _("Yes: %(name)s", name=found.name), words


def _host(request: ApprovalRequest) -> Panel:
    typed = host.named(request.application)
    page = url_for("guests.host", request_id=request.id)
    facts = [
        Fact(
            _("Named by the applicant"),
            ", ".join(filter(None, (typed.name, typed.organisation))) or _("Nobody"),
            typed.email,
        )
    ]
    if (passed := _passed(request)) is not None:
        facts.append(passed)
    take = Link(_("Answer for the host"), url_for("guests.take_back", request_id=request.id))
    is_out = request.seat is Seat.GUEST and request.guest is not None
    if is_out and request.guest is not None:
        facts += _link_facts(request.guest)
    return Panel(
        heading=_("Who agrees at the host?"),
        lead=_("They have the link and have not answered.")
        if is_out
        else _("Nothing goes out before you have checked the organisation and the address."),
        facts=tuple(facts),
        press=None,
        next=Link(_("Correct it, or send the link again") if is_out else _("Check and send"), page),
        links=(take,) if is_out else (),
    )


def _passed(request: ApprovalRequest) -> Fact | None:
    """Return the words with which it came back."""
    last = request.handovers[-1] if request.handovers else None
    if last is None or request.seat is not Seat.OFFICE or not last.note:
        return None
    return Fact(_("Came back with these words"), last.note)


def _link_facts(guest: Guest) -> list[Fact]:
    opened = moment(guest.opened_at) if guest.opened_at else _("Not yet")
    lasts = _("It works until %(when)s.", when=moment(guest.ends_at))
    return [
        Fact(_("Link sent to"), f"{guest.name}, {guest.organisation}", guest.email),
        Fact(_("Sent"), moment(guest.sent_at), lasts),
        Fact(_("Opened"), opened),
    ]


def prefilled(request: ApprovalRequest) -> dict[str, str]:
    """Return what the form about the host shows first: the last guest, or as it was typed."""
    if request.guest is not None:
        g = request.guest
        return {
            "organisation": g.organisation,
            "name": g.name,
            "email": g.email,
            "code_email": g.code_email,
        }
    typed = host.named(request.application)
    return {"organisation": typed.organisation, "name": typed.name, "email": typed.email}


def link_days() -> int:
    """Return for how many days a link works."""
    return guests.LINK.days
