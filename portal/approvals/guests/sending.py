"""Send a link to somebody of another organisation, once the office knows who it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.approvals import queries
from portal.approvals.actions.moving import pass_on, put
from portal.approvals.actions.noting import note
from portal.approvals.chain import Place
from portal.approvals.due import due_at
from portal.approvals.guests import emails, policy
from portal.approvals.guests.secrets import digest, new_token
from portal.approvals.holidays import bank_holidays
from portal.approvals.lifecycle import Seat, Why
from portal.approvals.models import ApprovalRequest, Guest
from portal.approvals.policy import last_moment, step_of
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import Refused, enforce, no
from portal.people.queries import person_by_email


@dataclass(frozen=True, slots=True)
class Host:
    """Whom the office asks. `code_email` is where codes go, where that is another address."""

    organisation: str
    name: str
    email: str
    code_email: str = ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses in small letters."""
        return tuple(each.strip().lower() for each in (self.email, self.code_email) if each)

    @property
    def is_somebody(self) -> bool:
        """Say whether nothing is missing."""
        return all(each.strip() for each in (self.organisation, self.name, self.email))


def send(
    session: Session, request: ApprovalRequest, host: Host, *, actor: Actor, now: datetime
) -> Guest | None:
    """Send a link that ends all before it. Somebody with an account is asked there, without one.

    Raises Refused for nobody, for the applicant, and for whoever answers something else of it.
    """
    queries.lock(session, request)
    enforce(policy.may_send(request, actor, now))
    if not host.is_somebody:
        raise Refused(no(_("Say which organisation it is, who agrees there, and their address.")))
    enforce(policy.may_be_asked(request, host.addresses))
    end(request, now)
    person = person_by_email(session, host.email)
    if person is not None and person.is_active:
        pass_on(session, request, person, host.organisation, actor=actor, now=now)
        return None
    made, token = _made(request, host, actor, now)
    session.add(made)
    _wait_for_guest(session, request, actor, now)
    name = f"{host.name}, {host.organisation}"
    note(session, actor, "host_asked", request, now, to=name)
    emails.asked(session, made, token, now=now)
    return made


def _wait_for_guest(
    session: Session, request: ApprovalRequest, actor: Actor, now: datetime
) -> None:
    holidays = bank_holidays(request.application.team.nation)
    due = due_at(now, step_of(request).days_to_answer, last_moment(request), holidays)
    request.approver_id = None
    due = max(due, request.due_at)
    put(session, request, Place(Seat.GUEST, None, Why.ASKED), due, now=now, by=actor)
    session.refresh(request, ["approver", "holder", "deputies", "guests"])


def take_back(
    session: Session, request: ApprovalRequest, words: str, *, actor: Actor, now: datetime
) -> None:
    """End the link and have the office answer for the host, with the reason on the record."""
    queries.lock(session, request)
    enforce(policy.may_send(request, actor, now))
    end(request, now)
    pass_on(session, request, None, words, actor=actor, now=now)


def remind(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Send the link anew; whoever is answering at this moment is left alone."""
    guest = request.guest
    if guest is None or guest.ended_at is not None or _is_at_it(guest, now):
        return
    again(session, guest, now=now)


def again(session: Session, guest: Guest, *, now: datetime) -> None:
    """Send a new link to the same guest, because it is late or what it is about has changed."""
    request = guest.request
    end(request, now)
    host = Host(guest.organisation, guest.name, guest.email, guest.code_email)
    made, token = _made(request, host, None, now)
    session.add(made)
    session.flush()
    session.expire(request, ["guests"])
    emails.reminded(session, made, token, now=now)


def _is_at_it(guest: Guest, now: datetime) -> bool:
    return guest.opened_at is not None and now < guest.opened_at + policy.VISIT


def _made(
    request: ApprovalRequest, host: Host, actor: Actor | None, now: datetime
) -> tuple[Guest, str]:
    token = new_token()
    made = Guest(
        request=request,
        organisation=host.organisation.strip(),
        name=host.name.strip(),
        email=host.email.strip().lower(),
        code_email=host.code_email.strip().lower(),
        token_digest=digest(token),
        sent_at=now,
        sent_by_id=actor.person_id if actor else None,
        ends_at=now + policy.LINK,
    )
    return made, token


def close(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """End the link, and tell the guest that no answer is needed."""
    guest = request.guest
    if guest is not None and guest.ended_at is None:
        end(request, now)
        emails.closed(session, guest, now=now)


def end(request: ApprovalRequest, now: datetime) -> None:
    """End every link of a request."""
    for guest in request.guests:
        if guest.ended_at is None:
            guest.ended_at = now
