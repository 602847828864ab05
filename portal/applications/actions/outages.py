"""What an outage does to the closes of single applications; connected by `reactions`.

Those are the second step of who was invited, and the last day of changes. The rule is that of
calls (`schemes.outages`): nobody loses time because the portal was away.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications import emails, queries, returned, window
from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.audit.actions import record
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import london_day
from portal.schemes import outages
from portal.schemes.actions import calls
from portal.schemes.actions.closing import make_room, reason_for
from portal.schemes.models import Outage


def hold(session: Session, *, outage: Outage) -> None:
    """Hold what this outage may reach until the commit: applications, then their calls."""
    held = [queries.locked(session, each) for each in queries.reached_by(session, outage)]
    for call in {each.call_id: each.call for each in held}.values():
        calls.hold(session, call)


def extend(session: Session, *, outage: Outage, now: datetime) -> None:
    """Move what this outage reaches, and tell each applicant once. Whoever calls holds them."""
    for application_id in queries.reached_by(session, outage):
        application = queries.whole(session, application_id)
        assert application is not None  # it is held
        _extend_invitation(session, application, outage, now)
        _extend_return(session, application, outage, now)


def shut(session: Session, *, since: datetime, until: datetime, now: datetime) -> None:
    """Note which invitations closed between two instants: no clock set back opens them again."""
    earliest = since - outages.LONGEST_GRACE
    for each in queries.invitations_between(session, earliest, until):
        if since <= window.last_moment(each.application) < until:
            each.shut_at = now
    session.flush()


def _extend_invitation(
    session: Session, application: Application, outage: Outage, now: datetime
) -> None:
    invitation = application.invitation
    if application.state is not State.INVITED or invitation is None or invitation.shut_at:
        return
    was, last = invitation.closes_at, window.last_moment(application)
    assert was is not None  # who is invited has a date
    if not outages.reaches(invitation.decided_at, was, last, outage.from_at, outage.to_at):
        return
    invitation.closes_at = outages.later(was, outage.from_at, outage.to_at)
    session.flush()
    facts = {"from_at": was.isoformat(), "to_at": invitation.closes_at.isoformat()}
    _record(session, application, "extended_invitation", outage, now, **facts)
    make_room(session, application.call, was, invitation.closes_at, outage)
    if application.applicant.is_active:
        emails.second_step_later(session, application, was, outage, now=now)


def _extend_return(
    session: Session, application: Application, outage: Outage, now: datetime
) -> None:
    back = returned.out(application)
    if back is None:
        return
    ends_at, last = returned.ends_at(back), returned.last_moment(back)
    if not outages.reaches(back.returned_at, ends_at, last, outage.from_at, outage.to_at):
        return
    was_on = back.answer_by_on
    back.answer_by_on = london_day(outages.later(ends_at, outage.from_at, outage.to_at))
    session.flush()
    facts = {"from_on": was_on.isoformat(), "to_on": back.answer_by_on.isoformat()}
    _record(session, application, "extended_return", outage, now, **facts)
    if application.applicant.is_active:
        emails.return_later(session, back, was_on, outage, now=now)


def _record(
    session: Session,
    application: Application,
    verb: str,
    outage: Outage,
    now: datetime,
    **facts: str,
) -> None:
    facts |= {"reason": reason_for(outage)}
    record(session, SYSTEM, verb, "application", application.id, now=now, **facts)
