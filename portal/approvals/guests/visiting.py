"""What a guest does: open the link once, give the code, answer or say whose it is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from portal.approvals import queries as requests
from portal.approvals.actions import moving, replying
from portal.approvals.guests import emails, policy, queries, sending
from portal.approvals.guests.secrets import code_digest, digest, new_code, new_token, same
from portal.approvals.models import Guest
from portal.kernel.ruling import HIDDEN, Refused


class Entry(StrEnum):
    """What came of a code."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"  # too late, or tried too often: a new code is needed


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the host says no: a key of the office's list, and words."""

    key: str
    words: str


def spend(session: Session, guest_id: UUID, key: str, *, now: datetime) -> str | None:
    """Spend the link, and mail the first code. Returns the secret for the browser that did.

    None where it was spent, ended or over: of any number at once, one has it. `key` is the
    portal's own.
    """
    guest = queries.hold(session, guest_id)
    if not policy.is_unspent(guest, now):
        return None
    secret = new_token()
    guest.opened_at, guest.browser_digest = now, digest(secret)
    _mail_code(session, guest, key, now)
    return f"{guest.id}.{secret}"


def mail_code(session: Session, guest_id: UUID, key: str, *, now: datetime) -> bool:
    """Mail another code, which ends the one before. Returns whether one more was left."""
    guest = queries.hold(session, guest_id)
    if not policy.may_mail_code(guest, now):
        return False
    _mail_code(session, guest, key, now)
    return True


def _mail_code(session: Session, guest: Guest, key: str, now: datetime) -> None:
    code = new_code()
    guest.code_digest = code_digest(code, guest.id, key)
    guest.code_ends_at, guest.tries = now + policy.CODE, 0
    guest.codes += 1
    session.flush()
    emails.code(session, guest, code, now=now)


def enter(session: Session, guest_id: UUID, code: str, key: str, *, now: datetime) -> Entry:
    """Take a code. Each try is counted, and a right one is used up."""
    guest = queries.hold(session, guest_id)
    if not policy.works(guest, now) or not policy.takes_code(guest, now):
        return Entry.OVER
    guest.tries += 1
    if not same(guest.code_digest, code_digest(code, guest.id, key)):
        return Entry.WRONG if policy.takes_code(guest, now) else Entry.OVER
    guest.code_digest, guest.code_ends_at, guest.entered_at = "", None, now
    return Entry.RIGHT


def say_yes(session: Session, guest_id: UUID, *, now: datetime) -> None:
    """Say yes for the host. Raises Refused."""
    guest = _entered(session, guest_id, now)
    actor = policy.as_actor(guest)
    replying.approve(session, guest.request, None, actor=actor, now=now)
    _leave(session, guest, now)


def say_no(session: Session, guest_id: UUID, why: Reason, *, now: datetime) -> None:
    """Say no for the host, with a reason. Raises Refused."""
    guest = _entered(session, guest_id, now)
    actor = policy.as_actor(guest)
    replying.decline(session, guest.request, why.key, why.words, actor=actor, now=now)
    _leave(session, guest, now)


def give_back(session: Session, guest_id: UUID, words: str, *, now: datetime) -> None:
    """Say that it is somebody else's: the office asks whom the words name. Raises Refused."""
    guest = _entered(session, guest_id, now)
    actor = policy.as_actor(guest)
    moving.pass_on(session, guest.request, None, words, actor=actor, now=now)
    sending.end(guest.request, now)


def _leave(session: Session, guest: Guest, now: datetime) -> None:
    sending.end(guest.request, now)
    session.flush()
    emails.answered(session, guest, now=now)


def _entered(session: Session, guest_id: UUID, now: datetime) -> Guest:
    found = session.get_one(Guest, guest_id)
    requests.lock(session, found.request)
    guest = queries.hold(session, guest_id)
    if not policy.is_in(guest, now):
        raise Refused(HIDDEN)
    return guest
