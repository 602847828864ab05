"""Who may read first stages and answer them. Pure."""

from datetime import datetime

from portal.applications import returned
from portal.applications.lifecycle import Move, State, can
from portal.applications.models import Application
from portal.kernel.actor import Actor, Role
from portal.kernel.language import _
from portal.kernel.ruling import HIDDEN, YES, Ruling, no, yes_if
from portal.schemes.models import Call
from portal.web.format import moment


def may_see(call: Call, actor: Actor, _now: datetime) -> Ruling:
    """See the first stages of a call: its office, where the scheme has two stages."""
    office = actor.holds(Role.OFFICE, call.scheme.organisation.path)
    return yes_if(office and call.document.is_two_stage, HIDDEN)


def may_read(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Read a first stage that was sent and stands; never one's own."""
    stands = application.sent_at is not None and application.state is not State.WITHDRAWN
    theirs = actor.is_person(application.applicant_id)
    return may_see(application.call, actor, now) and yes_if(stands and not theirs, HIDDEN)


def may_answer(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Invite, or say no: once, to what waits for it, and not to what is out for changes."""
    if not (seen := may_see(application.call, actor, now)):
        return seen
    if actor.is_person(application.applicant_id):
        return HIDDEN
    if application.state is State.WITHDRAWN:
        return no(_("%(who)s has withdrawn.", who=application.applicant.name))
    if not can(application.state, Move.INVITE):
        return no(_("%(who)s has had an answer already.", who=application.applicant.name))
    if returned.out(application) is not None:
        return no(
            _(
                "%(who)s was asked for changes. Wait for the answer, or take that back.",
                who=application.applicant.name,
            )
        )
    return YES


def may_close_at(call: Call, closes_at: datetime, now: datetime) -> Ruling:
    """Hold the close of the full stage against now, and against the answers of managers."""
    if closes_at <= now:
        return no(_("The full form must close in the future"))
    latest = call.approvals_due_at
    return YES if closes_at < latest else no(
        _(
            "The full form must close before %(when)s, when managers must have answered",
            when=moment(latest),
        )
    )  # fmt: skip
