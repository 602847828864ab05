"""What applications do when a call changes, and what they tell the calls. Connected by `app`."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications import emails, queries, recosting
from portal.applications.actions import outages
from portal.applications.actions.files import infected
from portal.applications.actions.withdrawal import withdraw_all
from portal.costing.scales import Nation
from portal.kernel.actor import Actor
from portal.kernel.reactions import answers, on
from portal.people.models import Organisation
from portal.schemes.models import Call, CallExtension


def connect() -> None:
    """Put the handlers on; a second time changes nothing."""
    on("close_moved", close_moved)
    on("rehearsal_ended", rehearsal_ended)
    on("outage_noticed", outages.hold)
    on("outage_ended", outages.extend)
    on("time_passed", outages.shut)
    on("upload_infected", infected)
    answers("in_call", in_call)
    answers("who_sent", who_sent)
    answers("drafts_costed_with", drafts_costed_with)


def close_moved(session: Session, *, call: Call, moved: CallExtension, now: datetime) -> None:
    """Tell everybody who has a draft in the call."""
    for application in queries.drafts_in(session, call.id):
        if application.applicant.is_active:
            emails.close_moved(session, application, moved, now=now)


def rehearsal_ended(session: Session, *, call: Call, actor: Actor, now: datetime) -> None:
    """Withdraw what is in it."""
    withdraw_all(session, call, actor=actor, now=now)


def in_call(session: Session, *, call: Call) -> tuple[int, int]:
    """Count drafts, and what was sent and stands."""
    return queries.count_in(session, call.id)


def who_sent(session: Session, *, call: Call) -> frozenset[UUID]:
    """Return who has an application to the call that was sent and stands."""
    return queries.who_sent(session, call.id)


def drafts_costed_with(
    session: Session, *, organisation: Organisation, nation: Nation, starts_on: date, ends_on: date
) -> int:
    """Count the drafts at a node with pay of a nation between two days, both included."""
    drafts = queries.drafts_with_pay(session, organisation.path, nation)
    return sum(recosting.has_pay_between(draft, starts_on, ends_on) for draft in drafts)
