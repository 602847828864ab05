"""What the page of one request shows, decided."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from portal.applications import changes
from portal.applications.lifecycle import BEING_WRITTEN
from portal.applications.models import Application
from portal.applications.pages import filed
from portal.applications.pages.filed import FilesShown
from portal.applications.pages.returns import in_one_list
from portal.applications.pages.whole import Change
from portal.applications.reading import Answered, answers_for, files_for, in_words, readable
from portal.applications.returned import as_sent
from portal.approvals import policy, wording
from portal.approvals.calendar import Calendar
from portal.approvals.cover import so_far
from portal.approvals.emails import reopened_words
from portal.approvals.lifecycle import ANSWERABLE, ApprovalState, Why
from portal.approvals.models import ApprovalRequest
from portal.approvals.pages.answered import answered, next_words, stops
from portal.approvals.pages.chart import TeamChart, team_calendar, team_chart
from portal.approvals.release import Around, wanted
from portal.approvals.told import came, waits_for
from portal.kernel.actor import Actor
from portal.kernel.amounts import plain, pounds
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.schemes.questions import Audience, QuestionKind
from portal.web.format import day, moment, short_day
from portal.web.pieces import Fact, Tag


@dataclass(frozen=True, slots=True)
class CoverHints:
    """What the fields of the cover plan say for this request, and what it comes to so far."""

    hours: str
    starts: str
    cost: str
    so_far: str
    worked_out_at: str = ""


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request. `answer` says whether the form is shown; `refusal` is why not, if need be.

    `notes` say for whom it is answered and how it came here; `warning` what else the reader has
    to do with the application.
    """

    request_id: UUID
    caption: str
    title: str
    name: str
    strip: tuple[Fact, ...]
    answer: Ruling
    refusal: str
    may_offer: Ruling
    may_pass_on: Ruling
    may_take_back: Ruling
    notes: tuple[str, ...]
    warning: str
    again: str
    changed: tuple[Change, ...]
    wants_cover: bool
    left: tuple[Fact, ...]
    right: tuple[Fact, ...]
    chart: TeamChart | None
    answers: tuple[Answered, ...]
    files: tuple[FilesShown, ...]
    hints: CoverHints
    answered: tuple[Fact, ...]
    next: str


@dataclass(frozen=True, slots=True)
class DeclinePage:
    """Whom a no concerns, and the way back to the request."""

    request_id: UUID
    caption: str
    name: str


def decline_page(request: ApprovalRequest) -> DeclinePage:
    """Return what the page of a no shows."""
    return DeclinePage(request.id, caption(request), request.application.applicant.name)


def request_page(
    request: ApprovalRequest,
    around: Around,
    actor: Actor,
    now: datetime,
    typed: tuple[int | None, int | None] | None = None,
) -> RequestPage:
    """Decide all that the page of a request shows to this person at this moment.

    `typed` are the hours and pence of a plan that was sent and is shown again.
    """
    application = as_sent(request.application)
    weeks = team_calendar(application, around.agreed)
    left, right = _facts(application, weeks)
    answer = policy.may_answer(request, actor, now)
    return RequestPage(
        request_id=request.id,
        caption=caption(request),
        title=wording.question(request),
        name=application.applicant.name,
        strip=_strip(request, actor, now),
        answer=answer,
        refusal=str(answer.reason) if request.state in ANSWERABLE else "",
        may_offer=policy.may_offer(request, actor, now),
        may_pass_on=policy.may_pass_on(request, actor, now),
        may_take_back=policy.may_take_back(request, actor, now),
        notes=_notes(request, actor, now),
        warning=_warning(request, actor) if answer else "",
        again=_again(request),
        changed=in_one_list(changes.sent(request.application, Audience.MANAGER)),
        wants_cover=policy.wants_cover(request),
        left=left,
        right=right,
        chart=team_chart(request, application, weeks, around) if weeks else None,
        answers=tuple(answers_for(application, Audience.MANAGER)),
        files=_files(request),
        hints=hints(request, application, typed),
        answered=answered(request),
        next=next_words(request),
    )


def _again(request: ApprovalRequest) -> str:
    """Say that an answer is wanted again, and why; nothing once it has been given."""
    if request.reopened_at is None or request.state is not ApprovalState.WAITING:
        return ""
    when = moment(request.reopened_at)
    asked = _("You are asked again. The application was changed on %(when)s.", when=when)
    return f"{asked} {reopened_words(request)}"


def _files(request: ApprovalRequest) -> tuple[FilesShown, ...]:
    return filed.shown(
        files_for(as_sent(request.application), Audience.MANAGER),
        lambda upload: url_for("approvals.file", request_id=request.id, file_id=upload.id),
    )


def caption(request: ApprovalRequest) -> str:
    """Return what stands over the title of every page about a request."""
    application = request.application
    words = _("Release request, before it is sent.")
    if application.reference:
        words = _("Release request %(reference)s.", reference=application.reference)
    return f"{words} {application.team.name}{wording.in_place_of(request)}"


def _facts(
    application: Application, weeks: Calendar | None
) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    left = (
        Fact(_("Who"), wording.who(application)),
        Fact(_("What for"), application.title, note=_what_for(application)),
        Fact(_("When"), wording.when(application)),
    )
    right = (
        Fact(_("How much"), wording.how_much(application)),
        Fact(_("Paid for"), wording.paid_for(application)),
        Fact(_("Already out"), wording.already_out(weeks) if weeks else _("Not asked for")),
    )
    return left, right


def _what_for(application: Application) -> str:
    """Return the first paragraph that the scheme lets managers read; nothing where it has none."""
    saved = {entry.key: entry.answers for entry in application.sections}
    for section in application.call.document.sections:
        answers = saved.get(section.key, {})
        for question in readable(section, answers, Audience.MANAGER):
            if question.kind is QuestionKind.LONG_TEXT and answers.get(question.key):
                return in_words(question, answers[question.key])
    return ""


def _notes(request: ApprovalRequest, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Say for whom the reader answers, how it came to them, and what was not accepted."""
    if request.state not in ANSWERABLE:
        return ()
    seat = policy.seat_of(request, actor, now)
    found = (wording.on_behalf(request, seat), _passed(request), _not_accepted(request))
    return tuple(words for words in found if words)


def _passed(request: ApprovalRequest) -> str:
    last = request.handovers[-1] if request.handovers else None
    if last is None or last.why is not Why.PASSED_ON or last.by is None:
        return ""
    said = _("%(name)s passed it on.", name=last.by.name)
    return f"{said} {last.note}".strip()


def _not_accepted(request: ApprovalRequest) -> str:
    condition, name = request.condition, request.application.applicant.name
    if condition is None or condition.ended_at is None or not condition.answer:
        return ""
    return _(
        "%(name)s did not accept a yes with a condition on %(when)s: %(said)s",
        name=name,
        when=moment(condition.ended_at),
        said=condition.answer,
    )


def _warning(request: ApprovalRequest, actor: Actor) -> str:
    found = policy.interest_of(request, actor)
    return wording.interest_warning(found, request.application.applicant.name) if found else ""


def _strip(request: ApprovalRequest, actor: Actor, now: datetime) -> tuple[Fact, ...]:
    sent = Fact(
        _("Since"),
        day(request.answered_at or request.asked_at),
        note=_sent_words(request) if request.answered_at is None else "",
    )
    return (
        Fact(_("Now"), tag=tag(request, policy.may_answer(request, actor, now))),
        sent,
        *_waiting_for(request, actor, now),
    )


def _sent_words(request: ApprovalRequest) -> str:
    """Say what made it come: that it was sent, or that it cannot be before there is an answer."""
    name = request.application.applicant.name
    if request.application.state in BEING_WRITTEN:
        return _("%(name)s has not sent the application yet", name=name)
    if policy.is_before_award(request):
        return _("An award is proposed. %(name)s does not know of it.", name=name)
    return _("%(name)s sent the application", name=name)


def tag(request: ApprovalRequest, may_answer: Ruling) -> Tag:
    """Return how the request stands for the reader."""
    if request.state is ApprovalState.APPROVED:
        return Tag(_("Yes"), "green")
    if request.state is ApprovalState.DECLINED:
        return Tag(_("No"), "grey")
    if request.state is ApprovalState.CONDITIONAL:
        return Tag(_("Yes if"), "blue")
    if request.state is ApprovalState.NO_ANSWER:
        return Tag(_("No answer"), "grey")
    if request.state is ApprovalState.WAITING and may_answer:
        return Tag(_("Your answer needed"), "yellow")
    return Tag(_("Waiting") if request.state is ApprovalState.WAITING else _("Closed"), "grey")


def _waiting_for(request: ApprovalRequest, actor: Actor, now: datetime) -> tuple[Fact, Fact]:
    if request.state is ApprovalState.CONDITIONAL:
        accept = Fact(_("Waiting for"), request.application.applicant.name)
        left = wording.days_left(request.due_at, now)
        return accept, Fact(_("Next"), left, note=_("To accept it, or not"))
    if request.state is not ApprovalState.WAITING:
        return Fact(_("Waiting for"), _("Nobody here")), _after(request)
    due = _("By %(when)s.", when=moment(request.due_at))
    return (
        _asked(request, actor),
        Fact(_("Next"), wording.days_left(request.due_at, now), note=due),
    )


def _after(request: ApprovalRequest) -> Fact:
    application = request.application
    if application.withdrawn_at is not None:
        withdrawn = _("Withdrawn on %(day)s", day=short_day(application.withdrawn_at))
        return Fact(_("Next"), _("Nothing"), note=withdrawn)
    if stops(request):
        return Fact(_("Next"), _("Nothing"), note=_("It does not go to reviewers"))
    decided = _("By %(day)s", day=day(application.call.decisions_on))
    return Fact(_("Next"), _("The decision"), note=decided)


def _asked(request: ApprovalRequest, actor: Actor) -> Fact:
    words = waits_for(request, actor)
    words = words[:1].upper() + words[1:]
    post = request.holder.post if request.holder and not request.is_with_office else None
    return Fact(_("Waiting for"), words, note=post.job_title if post else came(request))


def hints(
    request: ApprovalRequest,
    application: Application,
    typed: tuple[int | None, int | None] | None = None,
) -> CoverHints:
    """Return what the fields of a plan say for this time and pay, with what is typed so far."""
    asked = wanted(application)
    name = application.applicant.name
    hours = _("%(name)s asks for %(hours)s", name=name, hours=plain(asked.hours_hundredths))
    starts = _("By %(day)s", day=day(asked.first_day)) if asked.first_day else ""
    cost = _("The application asks for no pay. This is from your budget")
    if asked.pay_pence:
        cost = _("The scheme pays up to %(pay)s", pay=pounds(asked.pay_pence))
    shown = (asked.hours_hundredths, asked.pay_pence) if typed is None else typed
    where = url_for("approvals.cover_worked_out", request_id=request.id)
    return CoverHints(hours, starts, cost, so_far(*shown, asked), where)
