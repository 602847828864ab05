"""Who may do what with an application, and when. Pure: no session, no request, no clock."""

from datetime import datetime

from portal.applications import asked, window
from portal.applications.lifecycle import BEING_WRITTEN, Move, State, can
from portal.applications.models import Application
from portal.applications.opening import Opening, of_application, verdict
from portal.applications.progress import gaps, steps
from portal.applications.saved import current_sections
from portal.kernel.actor import Actor, Role
from portal.kernel.clock import london_day
from portal.kernel.language import _, lazy
from portal.kernel.ruling import HIDDEN, YES, Ruling, no, yes_if
from portal.schemes.lifecycle import lets_in
from portal.schemes.models import Call
from portal.schemes.questions import Section
from portal.web.format import moment

ALREADY = lazy("You already have an application to this call.")
SENT = lazy("You have sent this application. It cannot be changed now.")
FIRST_SENT = lazy("You have sent the first step. It cannot be changed now.")
NOT_INVITED = lazy("You were not invited to the second step.")
LATER = lazy("This comes at the second step, if you are invited.")
WITHDRAWN = lazy("This application was withdrawn.")
ENDED = lazy("This rehearsal has ended.")
NO_POST = lazy("You are not in our staff list. Ask the R&D office.")
DECIDED = lazy("This application has been decided. It cannot be withdrawn now.")


def may_look(opening: Opening, actor: Actor, _now: datetime) -> Ruling:
    """Show somebody whether they can apply. A rehearsal is for whoever was given its link."""
    return yes_if(actor.is_person(opening.person.id), HIDDEN)


def may_start(opening: Opening, actor: Actor, now: datetime) -> Ruling:
    """Start an application: the call is open, the person fits, and has none yet.

    A late pass opens a closed call to one person. In a rehearsal everybody with a post fits.
    """
    if not (seen := may_look(opening, actor, now)):
        return seen
    if opening.existing is not None:
        return no(ALREADY)
    return _is_open(opening.call, now, opening.late_until) and _fits(opening, now)


def may_go_to_draft(opening: Opening, actor: Actor, now: datetime) -> Ruling:
    """Start one, or go to the one there is: asking twice is asking once."""
    if may_look(opening, actor, now) and opening.existing is not None:
        return YES
    return may_start(opening, actor, now)


def may_see(application: Application, actor: Actor, _now: datetime) -> Ruling:
    """See the pages of one's own application. For everybody else it does not exist."""
    return yes_if(actor.is_person(application.applicant_id), HIDDEN)


def may_see_answers(application: Application, actor: Actor, _now: datetime) -> Ruling:
    """Read all answers: the applicant always, the scheme's office once it has been sent."""
    office = application.call.scheme.organisation.path
    sent = application.submitted_at is not None
    return yes_if(
        actor.is_person(application.applicant_id) or (sent and actor.holds(Role.OFFICE, office)),
        HIDDEN,
    )


def may_see_receipt(application: Application, actor: Actor, now: datetime) -> Ruling:
    """See the receipt of what one has sent."""
    return may_see(application, actor, now) and yes_if(
        application.sent_at is not None, no(_("You have not sent this application yet."))
    )


def may_edit(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Change answers: one's own draft, while the call or the invitation takes it."""
    return _own_draft(application, actor) and _takes(application, now)


def may_edit_section(
    application: Application, section: Section, actor: Actor, now: datetime
) -> Ruling:
    """Change one section: as any, and of the stage that is being written."""
    is_now = section in current_sections(application)
    return may_edit(application, actor, now) and yes_if(is_now, no(LATER))


def may_try_to_send(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Press the button. Whether it is sent is `may_submit`; a second press gives the receipt."""
    return may_see(application, actor, now)


def may_tell(opening: Opening, actor: Actor, now: datetime) -> Ruling:
    """Change what one told about oneself: as any answer of one's own draft."""
    draft = opening.existing
    return HIDDEN if draft is None else may_edit(draft, actor, now)


def may_submit(
    application: Application,
    actor: Actor,
    arrived_at: datetime,
    *,
    held_before: bool | None = None,
) -> Ruling:
    """Send an application that arrived at this instant.

    The call takes it (its closing instant and the grace included), the person fits, every
    section is finished, and no hard cap is broken. Awards are made in a feature above this
    one, which says `held_before`.
    """
    return (
        may_edit(application, actor, arrived_at)
        and _fits(of_application(application, held_before), arrived_at)
        and _is_complete(application)
    )


def may_withdraw(
    application: Application, actor: Actor, now: datetime, *, is_decided: bool = False
) -> Ruling:
    """Take back one's own application, sent or not, at any time before a decision.

    Not to be invited is one too.

    Decisions are made in a feature above this one, which hands in `is_decided`.
    """
    if not (seen := may_see(application, actor, now)):
        return seen
    if not can(application.state, Move.WITHDRAW):
        return no(DECIDED if application.state is State.NOT_INVITED else WITHDRAWN)
    return yes_if(not is_decided, no(DECIDED))


def _own_draft(application: Application, actor: Actor) -> Ruling:
    if not actor.is_person(application.applicant_id):
        return HIDDEN
    if application.state in BEING_WRITTEN:
        return YES
    return no(_NOT_NOW[application.state])


_NOT_NOW = {
    State.FIRST_SENT: FIRST_SENT,
    State.NOT_INVITED: NOT_INVITED,
    State.SUBMITTED: SENT,
    State.WITHDRAWN: WITHDRAWN,
}


def _takes(application: Application, now: datetime) -> Ruling:
    closed_at = application.full_closes_at
    if closed_at is None or application.call.ended_at is not None:
        return _is_open(application.call, now, application.late_until)
    if window.lets_in(application, now):
        return YES
    return no(
        _(
            "The second step closed on %(when)s. What you wrote is kept. "
            "If something stopped you from sending it in time, ask the R&D office for a late pass.",
            when=moment(closed_at),
        )
    )


def _is_open(call: Call, now: datetime, late_until: datetime | None) -> Ruling:
    if call.ended_at is not None:
        return no(ENDED)
    if lets_in(call, now, late_until):
        return YES
    if now < call.opens_at:
        return no(_("This call opens on %(when)s.", when=moment(call.opens_at)))
    return no(
        _(
            "This call closed on %(when)s. "
            "What you wrote is kept. You can use it in the next call. "
            "If something stopped you from sending it in time, ask the R&D office for a late pass.",
            when=moment(call.closes_at),
        )
    )


def _fits(opening: Opening, now: datetime) -> Ruling:
    if opening.call.rehearsal:
        return yes_if(opening.person.post is not None, no(NO_POST))
    found = verdict(opening, london_day(now))
    return YES if found.may_apply else no(" ".join(found.reasons))


def _is_complete(application: Application) -> Ruling:
    checks = asked.cap_checks(application)
    if broken := [check for check in checks if check.stops]:
        return no(" ".join(check.message for check in broken))
    missing = gaps(steps(application, checks))
    names = ", ".join(str(step.section.title) for step in missing)
    return yes_if(not missing, no(_("These sections are not finished: %(names)s.", names=names)))
