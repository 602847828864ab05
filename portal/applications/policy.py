"""Who may do what with an application, and when. Pure: no session, no request, no clock."""

from datetime import datetime

from portal.applications import asked, returned, window
from portal.applications.companions import Access, Collaborator
from portal.applications.lifecycle import BEING_WRITTEN, CAN_BE_RETURNED, Move, State, can
from portal.applications.models import Application
from portal.applications.opening import Opening, of_application, verdict
from portal.applications.progress import gaps, steps
from portal.applications.saved import current_sections, section_of
from portal.kernel.actor import Actor, Role
from portal.kernel.clock import london_day
from portal.kernel.language import _, lazy
from portal.kernel.ruling import HIDDEN, YES, Ruling, forbidden, no, yes_if
from portal.schemes.lifecycle import lets_in
from portal.schemes.models import Call
from portal.schemes.questions import Section, SectionKind
from portal.web.format import day, moment

ALREADY = lazy("You already have an application to this call.")
SENT = lazy("You have sent this application. It cannot be changed now.")
FIRST_SENT = lazy("You have sent the first step. It cannot be changed now.")
NOT_INVITED = lazy("You were not invited to the second step.")
LATER = lazy("This comes at the second step, if you are invited.")
WITHDRAWN = lazy("This application was withdrawn.")
ENDED = lazy("This rehearsal has ended.")
NO_POST = lazy("You are not in our staff list. Ask the R&D office.")
DECIDED = lazy("This application has been decided. It cannot be withdrawn now.")
OTHER_SECTION = lazy("Only the sections that were sent back to you can be changed now.")
OUT_ALREADY = lazy("This application has been sent back already. Wait for the answer, or cancel.")
NOT_OUT = lazy("This application does not wait for changes.")
IN_REVIEW = lazy("Reviewers have started to read it. Say that you want to send it back even so.")
CHANGES_FIRST = lazy("This application was sent back for changes. Those come first.")
NO_REASON = lazy("Nothing has changed. Say why, then send it.")


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


def is_own(application: Application, actor: Actor) -> bool:
    """Say whether this is the applicant, who alone sends, withdraws, invites and declares."""
    return actor.is_person(application.applicant_id)


def part_of(application: Application, actor: Actor) -> Collaborator | None:
    """Return the part that this actor has in the application now; None for everybody else."""
    return next((c for c in application.joined if actor.is_person(c.person_id)), None)


def takes_part(application: Application, actor: Actor) -> bool:
    """Say whether this is the applicant or somebody who works on it with them now."""
    return is_own(application, actor) or part_of(application, actor) is not None


def may_see(application: Application, actor: Actor, _now: datetime) -> Ruling:
    """See the pages of an application that one takes part in. Otherwise it does not exist."""
    return yes_if(takes_part(application, actor), HIDDEN)


def may_own(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Do what the applicant keeps to themselves."""
    return may_see(application, actor, now) and yes_if(
        is_own(application, actor),
        forbidden(_("Only %(name)s can do this.", name=application.applicant.name)),
    )


def may_write(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Change answers, as far as who asks goes: the applicant, and whom they let."""
    part = part_of(application, actor)
    return may_see(application, actor, now) and yes_if(
        part is None or part.access is Access.EDIT,
        forbidden(
            _(
                "You can read this application, and not change it. Ask %(name)s if you need to.",
                name=application.applicant.name,
            )
        ),
    )


def may_see_answers(application: Application, actor: Actor, _now: datetime) -> Ruling:
    """Read all answers: whoever takes part, and the scheme's office once it has been sent."""
    office = application.call.scheme.organisation.path
    sent = application.submitted_at is not None
    return yes_if(
        takes_part(application, actor) or (sent and actor.holds(Role.OFFICE, office)), HIDDEN
    )


def may_see_receipt(application: Application, actor: Actor, now: datetime) -> Ruling:
    """See the receipt of what was sent."""
    return may_see(application, actor, now) and yes_if(
        application.sent_at is not None, no(_("This application has not been sent yet."))
    )


def may_edit(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Change answers of a draft, while the call or the invitation takes it."""
    return may_write(application, actor, now) and takes_changes(application, now)


def takes_changes(application: Application, now: datetime) -> Ruling:
    """Say whether it can be changed now, by whomever: it is being written, and not too late."""
    if application.state not in BEING_WRITTEN:
        return no(_NOT_NOW[application.state])
    return _takes(application, now)


def may_edit_section(
    application: Application, section: Section, actor: Actor, now: datetime
) -> Ruling:
    """Change one section of the stage that is being written, or one that was sent back.

    What is declared is declared by the applicant alone.
    """
    typing = may_write_section(application, section, actor, now)
    is_now = section in current_sections(application)
    return typing and takes_section(application, section, now) and yes_if(is_now, no(LATER))


def takes_section(application: Application, section: Section | None, now: datetime) -> Ruling:
    """Say whether one section can be changed now, by whomever; None is what is in no section."""
    back = returned.out(application)
    if back is None:
        return takes_changes(application, now)
    if section is None or returned.part_of(back, section.key) is None:
        return no(OTHER_SECTION)
    return _is_in_time(application, now)


def takes_people(application: Application, now: datetime) -> Ruling:
    """Say whether who takes part can be changed now: in a draft, or where that was sent back."""
    return takes_section(application, section_of(application, SectionKind.PEOPLE), now)


def may_write_section(
    application: Application, section: Section, actor: Actor, now: datetime
) -> Ruling:
    """Type into one section: what comes too late is refused in the page, so nothing is lost."""
    declares = section.kind is SectionKind.DECLARATIONS
    return (may_own if declares else may_write)(application, actor, now)


def may_edit_time(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Change the time asked for: see `may_edit_section`."""
    return _may_edit_kind(application, SectionKind.TIME, actor, now)


def may_edit_costs(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Change the costs: see `may_edit_section`."""
    return _may_edit_kind(application, SectionKind.COSTS, actor, now)


def may_send_back(
    application: Application,
    actor: Actor,
    _now: datetime,
    *,
    is_in_review: bool = False,
    insists: bool = False,
) -> Ruling:
    """Send an application back for changes: the scheme's office, of what was sent and stands.

    Never one's own. Reviews are written in a feature above this one, which says `is_in_review`:
    then only whoever `insists`.
    """
    if not (seen := _is_office(application, actor)):
        return seen
    if not (stands := _stands(application)):
        return stands
    if returned.out(application) is not None:
        return no(OUT_ALREADY)
    return yes_if(insists or not is_in_review, no(IN_REVIEW))


def may_ask_for_changes(application: Application, actor: Actor, _now: datetime) -> Ruling:
    """Come to the page on which it is sent back. Whether it can be is `may_send_back`."""
    return _is_office(application, actor) and _stands(application)


def _stands(application: Application) -> Ruling:
    """Say whether it is with the office: not withdrawn, nor on its way to a second stage."""
    if application.state is State.WITHDRAWN:
        return no(WITHDRAWN)
    answered = _("%(who)s has had an answer already.", who=application.applicant.name)
    return yes_if(application.state in CAN_BE_RETURNED, no(answered))


def may_cancel_return(application: Application, actor: Actor, _now: datetime) -> Ruling:
    """Cancel a return before it is answered."""
    is_out = returned.out(application) is not None
    return _is_office(application, actor) and yes_if(is_out, no(NOT_OUT))


def may_answer_return(application: Application, actor: Actor, arrived_at: datetime) -> Ruling:
    """Send changes that arrived at this instant: the sections are finished, no hard cap broken.

    Who can apply is not asked again: that was judged when it was first sent.
    """
    withdrawn = application.state is State.WITHDRAWN
    return (
        may_own(application, actor, arrived_at)
        and yes_if(not withdrawn, no(WITHDRAWN))
        and _is_in_time(application, arrived_at)
        and _is_complete(application)
    )


def may_try_to_send(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Press the button. Whether it is sent is `may_submit`; a second press gives the receipt."""
    return may_own(application, actor, now)


def may_tell(opening: Opening, actor: Actor, now: datetime) -> Ruling:
    """Change what one told about oneself: as any answer of one's own draft."""
    draft = opening.existing
    if draft is None:
        return HIDDEN
    return may_own(draft, actor, now) and may_edit(draft, actor, now)


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
        may_own(application, actor, arrived_at)
        and may_edit(application, actor, arrived_at)
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
    if not (own := may_own(application, actor, now)):
        return own
    if not can(application.state, Move.WITHDRAW):
        return no(DECIDED if application.state is State.NOT_INVITED else WITHDRAWN)
    return yes_if(not is_decided, no(DECIDED))


def may_take_terms(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Accept other days and hours than were asked for: the applicant, unless it is withdrawn.

    While it is out for changes there is something else to do first.
    """
    return (
        may_own(application, actor, now)
        and yes_if(application.state is not State.WITHDRAWN, no(WITHDRAWN))
        and yes_if(returned.out(application) is None, no(CHANGES_FIRST))
    )


def _may_edit_kind(
    application: Application, kind: SectionKind, actor: Actor, now: datetime
) -> Ruling:
    section = section_of(application, kind)
    return may_edit_section(application, section, actor, now) if section else HIDDEN


def _is_office(application: Application, actor: Actor) -> Ruling:
    """Let the office of the scheme act on what was sent to it, and nobody on what is their own."""
    path = application.call.scheme.organisation.path
    is_mine = takes_part(application, actor)
    is_sent = application.sent_at is not None
    return yes_if(is_sent and not is_mine and actor.holds(Role.OFFICE, path), HIDDEN)


def _is_in_time(application: Application, arrived_at: datetime) -> Ruling:
    back = returned.newest(application)
    if back is None or back.answered_at is not None or back.cancelled_at is not None:
        return no(NOT_OUT)
    return yes_if(
        returned.takes_answer(back, arrived_at),
        no(
            _(
                "The last day for changes was %(day)s. Your application stays as you sent it.",
                day=day(back.answer_by_on),
            )
        ),
    )


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
    has_pass = late_until is not None and now <= late_until
    was_shut = call.shut_at is not None and not has_pass  # whatever the clock says now
    if lets_in(call, now, late_until) and not was_shut:
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
