"""The messages about a call to one person."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.notifications.actions import Recipient, queue
from portal.schemes.models import LatePass, Outage
from portal.web.links import link


def late_pass(session: Session, late: LatePass, *, now: datetime) -> None:
    """Tell the person that they are let in after the close, and until when."""
    _queue(session, late, "schemes/late_pass", now)


def late_pass_longer(session: Session, late: LatePass, outage: Outage, *, now: datetime) -> None:
    """Tell the person that the pass ends later, by the rule for outages. Goes once for each."""
    dedupe = f"schemes/late_pass_longer/{late.id}/{outage.id}"
    _queue(session, late, "schemes/late_pass_longer", now, dedupe, outage=outage)


def late_pass_over(session: Session, late: LatePass, *, now: datetime) -> None:
    """Tell the person that the pass was taken back."""
    _queue(session, late, "schemes/late_pass_over", now)


def _queue(
    session: Session, late: LatePass, template: str, now: datetime, dedupe: str = "", **more: Any
) -> None:
    person = late.person
    queue(
        session,
        Recipient(person.email, person.name, person.language),
        template,
        now=now,
        about_id=late.call_id,
        dedupe=dedupe or f"{template}/{late.id}",
        call=late.call,
        scheme=late.call.document.name,
        until_at=late.until_at,
        address=link("applications.start", call_id=late.call_id),
        **more,
    )
