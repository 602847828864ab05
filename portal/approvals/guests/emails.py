"""The mail to somebody of another organisation: the link, the code, and that it is over.

A mail may be forwarded, so it says no more of the application than whose it is.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.approvals.guests.policy import CODE
from portal.approvals.models import Guest
from portal.notifications.actions import Recipient, queue
from portal.web.links import link


def asked(session: Session, guest: Guest, token: str, *, now: datetime) -> None:
    """Send the link."""
    _queue(session, guest, guest.email, "asked", now, page=link("guests.link", token=token))


def reminded(session: Session, guest: Guest, token: str, *, now: datetime) -> None:
    """Send the link anew, because there has been no answer."""
    _queue(session, guest, guest.email, "reminder", now, page=link("guests.link", token=token))


def code(session: Session, guest: Guest, digits: str, *, now: datetime) -> None:
    """Send the code to whoever opened the link, at the address that the office gave."""
    minutes = int(CODE.total_seconds()) // 60
    _queue(session, guest, guest.codes_to, "code", now, code=digits, minutes=minutes)


def closed(session: Session, guest: Guest, *, now: datetime) -> None:
    """Say that no answer is needed any more."""
    _queue(session, guest, guest.email, "closed", now)


def answered(session: Session, guest: Guest, *, now: datetime) -> None:
    """Thank somebody for their answer, at their own address: it shows up where it was not them."""
    _queue(session, guest, guest.email, "answered", now)


def _queue(
    session: Session, guest: Guest, to: str, template: str, now: datetime, **more: Any
) -> None:
    application = guest.request.application
    queue(
        session,
        Recipient(to, guest.name),
        f"approvals/guest_{template}",
        now=now,
        about_id=application.id,
        guest=guest,
        request=guest.request,
        application=application,
        office=application.call.scheme.organisation.name,
        **more,
    )
