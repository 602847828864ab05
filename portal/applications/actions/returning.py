"""Send an application back for changes, take that back, answer it, and let its day pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications import changes, emails, policy, progress, queries, returned
from portal.applications.actions.sending import claim, receipt, sent_with
from portal.applications.kept import hold, kept, let_go, put_back
from portal.applications.models import Application, Submission
from portal.applications.returns import Return, ReturnedSection
from portal.audit.actions import record
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.kernel.reactions import ask, react
from portal.kernel.ruling import Refused, Ruling, enforce, no, yes_if
from portal.schemes.questions import Section

LONGEST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the office wants changed: the key of each section with why, and by which UK day."""

    reasons: Mapping[str, str]
    answer_by_on: date
    note: str = ""
    insists: bool = False


def may_send_back(
    session: Session,
    application: Application,
    actor: Actor,
    now: datetime,
    *,
    insists: bool = False,
) -> Ruling:
    """Ask the policy, then every higher feature: who reacts to "application_returning" may
    raise Refused, as a decision does. Whoever answers "is_in_review" knows of reviews.
    """  # noqa: D205 -- one thought
    is_in_review = bool(ask(session, "is_in_review", False, application=application))
    ruling = policy.may_send_back(
        application, actor, now, is_in_review=is_in_review, insists=insists
    )
    try:
        react(session, "application_reading", application=application, actor=actor)
        react(session, "application_returning", application=application, actor=actor, now=now)
    except Refused as refused:
        return ruling and refused.ruling
    return ruling


def sections_to_choose(application: Application) -> tuple[Section, ...]:
    """Return the sections that can be sent back: all that were asked in the stage it is in."""
    return tuple(step.section for step in progress.steps(application))


def fits(application: Application, wanted: Wanted, now: datetime) -> Ruling:
    """Say whether this can be asked for: some sections, each with a reason, and a day to come."""
    known = {section.key for section in sections_to_choose(application)}
    is_known = bool(wanted.reasons) and wanted.reasons.keys() <= known
    said = all(reason.strip() for reason in wanted.reasons.values())
    return yes_if(is_known and said, no(_("Choose a section, and say why."))) and day_fits(
        wanted.answer_by_on, now
    )


def day_fits(on: date, now: datetime) -> Ruling:
    """Say whether this can be the last day to answer: from tomorrow to 60 days on."""
    today = london_day(now)
    is_near = today < on <= today + timedelta(days=LONGEST_DAYS)
    words = _("The last day must be after today, and at most %(days)s days away", days=LONGEST_DAYS)
    return yes_if(is_near, no(words))


def send_back(
    session: Session, application: Application, wanted: Wanted, *, actor: Actor, now: datetime
) -> Return:
    """Unlock these sections for the applicant, and say why. Asking the same twice asks once.

    Everybody else goes on reading the application as it was sent. Raises Refused.
    """
    queries.locked(session, application.id)
    if (had := _same(application, wanted, actor)) is not None:
        return had
    enforce(may_send_back(session, application, actor, now, insists=wanted.insists))
    enforce(fits(application, wanted, now))
    assert actor.person_id
    back = Return(
        application=application,
        returned_at=now,
        returned_by_id=actor.person_id,
        answer_by_on=wanted.answer_by_on,
        note=wanted.note,
        title=application.title,
    )
    chosen = [s for s in application.call.document.sections if s.key in wanted.reasons]
    for number, section in enumerate(chosen, 1):
        held = kept(application, section)
        hold(application, section)
        reason = wanted.reasons[section.key].strip()
        back.sections.append(
            ReturnedSection(position=number, key=section.key, reason=reason, before=held)
        )
    session.add(back)
    session.flush()
    names = ", ".join(section.title.en for section in chosen)
    facts = {"sections": names, "answer_by_on": wanted.answer_by_on.isoformat()}
    record(session, actor, "sent_back", "application", application.id, now=now, **facts)
    emails.sent_back(session, back, now=now)
    react(session, "application_sent_back", application=application, actor=actor, now=now)
    return back


def cancel(
    session: Session, application: Application, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Take a return back. The application is as it was sent; what was typed since is kept apart."""
    queries.locked(session, application.id)
    enforce(policy.may_cancel_return(application, actor, now))
    back = _end(session, application, now)
    back.cancelled_at = now
    record(
        session, actor, "cancelled_return", "application", application.id, now=now, reason=reason
    )
    emails.return_cancelled(session, back, reason, now=now)


def answer(
    session: Session,
    application: Application,
    ticket: str,
    words: str,
    *,
    actor: Actor,
    arrived_at: datetime,
) -> Submission:
    """Send the changes that arrived at this instant, or return the receipt there is.

    The reference and `submitted_at` stay; the receipt is a new one. Where nothing changed,
    `words` must say why. What was typed stays where it is refused. Raises Refused.
    """
    queries.locked(session, application.id)
    enforce(policy.may_try_to_send(application, actor, arrived_at))
    if (had := sent_with(session, application, ticket)) is not None:
        return had
    enforce(policy.may_answer_return(application, actor, arrived_at))
    claim(session, ticket)
    back = returned.out(application)
    assert back is not None  # the policy has seen to it
    for section, part in returned.sections_of(back):
        part.after = kept(application, section)
        let_go(application, section)
    what = changes.kinds_of(back)
    enforce(yes_if(bool(what) or bool(words.strip()), no(policy.NO_REASON)))
    back.answered_at, back.answer = arrived_at, words
    made = receipt(session, application, ticket, arrived_at)
    verb = "sent_changes" if what else "sent_no_changes"
    facts = {"reference": application.reference, "changed": sorted(what)}
    record(session, actor, verb, "application", application.id, now=arrived_at, **facts)
    emails.changes_received(session, back, made, now=arrived_at)
    emails.changes_came(session, back, made, now=arrived_at)
    react(
        session, "application_sent_again",
        application=application, changed=what, actor=actor, now=arrived_at,
    )  # fmt: skip
    return made


def let_pass(session: Session, application_id: UUID, *, now: datetime) -> bool:
    """End a return whose day has passed: the application stays as it was sent.

    Returns whether there was one; a second worker finds none.
    """
    application = queries.locked(session, application_id)
    back = returned.out(application)
    if back is None or returned.takes_answer(back, now):
        return False
    _end(session, application, now)
    back.passed_at = now
    record(session, SYSTEM, "return_passed", "application", application.id, now=now)
    emails.return_passed(session, back, now=now)
    return True


def leave_as_sent(session: Session, application: Application, *, now: datetime) -> None:
    """End a return because the application is withdrawn. Whoever calls holds the application."""
    if returned.out(application) is not None:
        _end(session, application, now).cancelled_at = now


def _same(application: Application, wanted: Wanted, actor: Actor) -> Return | None:
    """Return the return there is, where this person asked for just this a moment ago."""
    back = returned.out(application)
    if back is None or not actor.is_person(back.returned_by_id):
        return None
    reasons = {part.key: part.reason for part in back.sections}
    asks = {key: reason.strip() for key, reason in wanted.reasons.items()}
    is_same = (reasons, back.answer_by_on, back.note) == (asks, wanted.answer_by_on, wanted.note)
    return back if is_same else None


def _end(session: Session, application: Application, now: datetime) -> Return:
    """Put the application back as it was sent, and keep apart what was typed."""
    back = returned.out(application)
    assert back is not None  # whoever calls has asked
    for section, part in returned.sections_of(back):
        part.after = kept(application, section)
        put_back(session, application, section, part.before, now)
    application.title = back.title
    return back
