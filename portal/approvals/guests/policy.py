"""How long a guest's link, code and visit last, and who may send one to whom. Pure."""

from datetime import datetime, timedelta

from portal.approvals import policy
from portal.approvals.lifecycle import ANSWERABLE, Seat
from portal.approvals.models import ApprovalRequest, Guest
from portal.kernel.actor import Actor, Role
from portal.kernel.language import _
from portal.kernel.ruling import HIDDEN, Ruling, no, yes_if
from portal.people.models import Person
from portal.schemes.definition import Stage

LINK = timedelta(days=10)
CODE = timedelta(minutes=10)
VISIT = timedelta(hours=8)  # after the right code, in the same browser
TRIES = 5  # of one code
CODES = 3  # mailed for one link


def works(guest: Guest, now: datetime) -> bool:
    """Say whether the link is the last one, in its days, and its request waits for a guest."""
    request = guest.request
    return (
        guest.ended_at is None
        and now < guest.ends_at
        and request.seat is Seat.GUEST
        and request.state in ANSWERABLE
        and bool(policy.still_stands(request))
    )


def is_unspent(guest: Guest, now: datetime) -> bool:
    """Say whether the link can still be opened: that is once."""
    return works(guest, now) and guest.opened_at is None


def is_in(guest: Guest, now: datetime) -> bool:
    """Say whether the right code was given in this visit."""
    return works(guest, now) and guest.entered_at is not None and now < guest.entered_at + VISIT


def takes_code(guest: Guest, now: datetime) -> bool:
    """Say whether the last code that was mailed can still be given."""
    return guest.code_ends_at is not None and now < guest.code_ends_at and guest.tries < TRIES


def may_mail_code(guest: Guest, now: datetime) -> bool:
    """Say whether one more code may be mailed for this link."""
    return works(guest, now) and guest.codes < CODES


def as_actor(guest: Guest) -> Actor:
    """Return the guest as who acts: by name, for this one request."""
    return Actor(None, guest.name, guest_of=guest.request_id)


def may_look_after(request: ApprovalRequest, actor: Actor, now: datetime) -> Ruling:
    """Let the scheme's office say who the host is, but for an application of their own."""
    path = request.application.call.scheme.organisation.path
    is_host = request.stage is Stage.HOST and actor.holds(Role.OFFICE, path)
    return yes_if(is_host, HIDDEN) and policy.may_see_request(request, actor, now)


def may_send(request: ApprovalRequest, actor: Actor, now: datetime) -> Ruling:
    """Let the office send a link, while an answer is wanted."""
    return may_look_after(request, actor, now) and policy.may_pass_on(request, actor, now)


def may_be_asked(request: ApprovalRequest, addresses: tuple[str, ...]) -> Ruling:
    """Forbid the applicant's own address, and those of whoever answers something else of it."""
    if request.application.applicant.email.lower() in addresses:
        return no(_("This is the applicant’s own address. Ask somebody of the host."))
    others = [each for each in request.siblings if each.id != request.id]
    used = {p.email for each in others for p in _answering(each) if p is not None}
    words = _("Whoever has this address answers another question about this application.")
    return yes_if(not used.intersection(addresses), no(words))


def _answering(request: ApprovalRequest) -> tuple[Person | None, Person | None]:
    return request.answered_by, request.holder
