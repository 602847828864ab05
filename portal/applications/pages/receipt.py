"""After sending: the receipt, and the page on which an application is withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.applications import changes
from portal.applications.lifecycle import BEING_WRITTEN, State
from portal.applications.models import Application, Submission
from portal.applications.pages import returns
from portal.applications.pages.addresses import address
from portal.applications.pages.returns import Notice
from portal.applications.pages.whole import Change, PartRead, parts
from portal.applications.returned import as_sent, first_sent, is_again
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.schemes.lifecycle import lets_in
from portal.schemes.questions import Round
from portal.web.format import day, moment
from portal.web.pieces import KeyDate, Link


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """What was received, when, and what happens next."""

    heading: str
    reference: str
    lead: tuple[str, ...]
    dates: tuple[KeyDate, ...]
    after: tuple[str, ...]
    links: tuple[Link, ...]


def receipt_page(
    application: Application,
    submission: Submission,
    pdfs: tuple[Link, ...],
    actor: Actor,
    now: datetime,
) -> ReceiptPage:
    """Return the receipt of one stage. The equality questions are put to whoever sent it alone.

    `pdfs` lead to what was sent.
    """
    own = actor.is_person(application.applicant_id)
    read = _("Read what you sent") if own else _("Read what was sent")
    asked = Link(_("Answer some questions about equality (optional)"), url_for("monitoring.page"))
    is_gone = application.state is State.WITHDRAWN
    is_first = submission.stage is Round.FIRST
    return ReceiptPage(
        heading=_("We have your first step") if is_first else _("We have your application"),
        reference=application.reference or "",
        lead=_gone() if is_gone else _came(application, submission),
        dates=() if is_gone or is_first else _dates(application, now),
        after=() if is_gone else _then(application) if is_first else (_nothing_to_do(),),
        links=(
            Link(read, address("applications.answers", application)),
            *pdfs,
            *((asked,) if own else ()),
        ),
    )


def _gone() -> tuple[str, ...]:
    return (_("You have withdrawn this application. Nobody will read it."),)


def _nothing_to_do() -> str:
    return _("You do not have to do anything now.")


def _came(application: Application, submission: Submission) -> tuple[str, ...]:
    return (
        _(
            "“%(title)s” came on %(when)s. We have sent an email to %(email)s.",
            title=application.title or application.call.document.name,
            when=moment(submission.received_at),
            email=application.applicant.email,
        ),
        *_before(submission),
    )


def _before(submission: Submission) -> tuple[str, ...]:
    """Say when it was first sent, where this is what was sent again."""
    first = first_sent(submission)
    if first is None or not is_again(submission):
        return ()
    return (_("You first sent it on %(when)s. That date stays.", when=moment(first)),)


def _then(application: Application) -> tuple[str, ...]:
    """Say what comes between the two stages, and how it ended where it has."""
    answer = application.invitation
    if answer is None:
        return (
            _("The R&D office reads it. We write to you to say if you are invited to the next."),
            _("Nobody asks your manager before that."),
            _nothing_to_do(),
        )
    if answer.closes_at is None:
        return (
            _("You were not invited to the second step. The reason:"),
            answer.reason,
            _("You can talk to the R&D office about it."),
        )
    return (_("You are invited. Send the second step by %(when)s.", when=moment(answer.closes_at)),)


def _dates(application: Application, now: datetime) -> tuple[KeyDate, ...]:
    call = application.call
    points = [
        (_("We ask those who must agree. They answer by"), london_day(call.approvals_due_at)),
        (_("Reviewers read it by"), london_day(call.reviews_due_at)),
        (_("The panel meets"), call.panel_on),
        (_("You hear from us by"), call.decisions_on),
        (_("Your time can start from"), call.earliest_start_on),
    ]
    coming = [on for _label, on in points if on >= london_day(now)]
    upcoming = min(coming, default=None)
    return tuple(
        KeyDate(
            label, day(on), "past" if on not in coming else "next" if on == upcoming else "later"
        )
        for label, on in points
    )


@dataclass(frozen=True, slots=True)
class WithdrawalPage:
    """What withdrawing means here, before it is done. `ruling` says why it cannot be."""

    title: str
    lead: tuple[str, ...]
    button: str
    ruling: Ruling
    back: Link


def withdrawal_page(application: Application, ruling: Ruling, now: datetime) -> WithdrawalPage:
    """Return the page: a draft is deleted, what was sent is withdrawn."""
    sent = application.sent_at is not None
    again = lets_in(application.call, now, application.late_until)
    is_written = application.state in BEING_WRITTEN
    keep = "applications.tasks" if is_written else "applications.receipt"
    return WithdrawalPage(
        title=_("Withdraw this application?") if sent else _("Delete this application?"),
        lead=_sent_words(again=again) if sent else _draft_words(again=again),
        button=_("Withdraw it") if sent else _("Delete it"),
        ruling=ruling,
        back=Link(_("No, keep it"), address(keep, application)),
    )


def _sent_words(*, again: bool) -> tuple[str, ...]:
    return (
        _("Nobody will read or score it. Your manager will not have to answer."),
        _("You cannot undo this."),
        _("The call is still open, so you can start a new one.")
        if again
        else _("The call has closed, so you cannot send another."),
    )


def _draft_words(*, again: bool) -> tuple[str, ...]:
    return (
        _("It has not been sent, so nobody else has read it."),
        _("You cannot undo this."),
        _("The call is still open, so you can start again.")
        if again
        else _("The call has closed, so you cannot start another."),
    )


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """A whole application to read. `unsent` is what its owner typed and never sent."""

    title: str
    caption: str
    who: str
    notes: tuple[str, ...]
    notice: Notice | None
    parts: tuple[PartRead, ...]
    unsent: tuple[Change, ...]
    pdfs: tuple[Link, ...]
    links: tuple[Link, ...]


def answers_page(
    application: Application,
    actor: Actor,
    leaving: Ruling,
    pdfs: tuple[Link, ...],
    now: datetime,
) -> AnswersPage:
    """Return the page for its owner or the office; only the owner has links to act.

    While it is out for changes the office reads it as it was sent.
    """
    own = actor.is_person(application.applicant_id)
    shown = application if own else as_sent(application)
    scheme = f"{application.call.document.name}, {application.call.name}"
    links = (Link(_leave_words(application), address("applications.withdrawal", application)),)
    return AnswersPage(
        title=shown.title or str(application.call.document.name),
        caption=f"{scheme}. {application.reference}" if application.reference else scheme,
        who=f"{application.applicant.name}, {application.profession.name}, {application.pay_label}",
        notes=tuple(_notes(application)),
        notice=returns.notice(application, actor, now),
        parts=parts(shown, changed=returns.after_sending(changes.sent(application, None))),
        unsent=returns.unsent(application) if own else (),
        pdfs=pdfs,
        links=links if own and leaving else (),
    )


def _leave_words(application: Application) -> str:
    sent = application.sent_at is not None
    return _("Withdraw this application") if sent else _("Delete this application")


def _notes(application: Application) -> list[str]:
    notes = []
    if application.first_sent_at is not None:
        when = moment(application.first_sent_at)
        notes.append(_("The first step was sent on %(when)s.", when=when))
    if application.sent_at is None:
        notes.append(_("This has not been sent."))
    elif application.submitted_at is None and application.stage is Round.FULL:
        notes.append(_("The second step has not been sent."))
    else:
        sent_at = application.submitted_at or application.sent_at
        notes.append(_("Sent on %(when)s.", when=moment(sent_at)) if sent_at else "")
    if application.withdrawn_at is not None:
        notes.append(_("Withdrawn on %(when)s.", when=moment(application.withdrawn_at)))
    return notes
