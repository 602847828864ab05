"""What the pages of requests show, decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from flask import url_for
from markupsafe import Markup

from portal.applications import changes
from portal.applications.lifecycle import BEING_WRITTEN
from portal.applications.models import Application
from portal.applications.pages import filed
from portal.applications.pages.filed import FilesShown
from portal.applications.pages.returns import in_one_list
from portal.applications.pages.whole import Change
from portal.applications.reading import Answered, answers_for, files_for
from portal.applications.returned import as_sent
from portal.approvals import drawing, policy, wording
from portal.approvals.calendar import Calendar, calendar
from portal.approvals.emails import reopened_words
from portal.approvals.lifecycle import ANSWERABLE, COVER_LABELS, ApprovalState, Seat
from portal.approvals.models import ApprovalRequest, CoverPlan
from portal.approvals.reasons import words_of
from portal.approvals.release import full_time, row, wanted
from portal.approvals.told import came, waits_for
from portal.kernel.actor import Actor
from portal.kernel.amounts import plain, pounds
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.people.models import Employment
from portal.schemes.questions import Audience
from portal.web.format import day, moment, short_day
from portal.web.pieces import Column, Fact, Table, Tag


@dataclass(frozen=True, slots=True)
class TeamChart:
    """Who is out, week by week: a sentence, two drawings of it, and the same as a table."""

    lead: str
    peak: str
    when: str
    more: str
    wide: Markup
    narrow: Markup
    legend: str
    table: Table


@dataclass(frozen=True, slots=True)
class CoverHints:
    """What the fields of the cover plan say for this request."""

    hours: str
    cost: str


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request. `answer` says whether the form is shown; `refusal` is why not, if need be."""

    request_id: UUID
    caption: str
    title: str
    name: str
    strip: tuple[Fact, ...]
    answer: Ruling
    refusal: str
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
    return DeclinePage(request.id, _caption(request), request.application.applicant.name)


def request_page(
    request: ApprovalRequest,
    others: Sequence[Application],
    team: Sequence[Employment],
    actor: Actor,
    now: datetime,
) -> RequestPage:
    """Decide all that the page of a request shows to this person at this moment.

    `others` are the releases already agreed in the team, `team` its main posts.
    """
    application = as_sent(request.application)
    weeks = team_calendar(application, others)
    left, right = _facts(application, weeks)
    answer = policy.may_answer(request, actor, now)
    return RequestPage(
        request_id=request.id,
        caption=_caption(request),
        title=wording.question(request),
        name=application.applicant.name,
        strip=_strip(request, actor, now),
        answer=answer,
        refusal=str(answer.reason) if request.state in ANSWERABLE else "",
        again=_again(request),
        changed=in_one_list(changes.sent(request.application, Audience.MANAGER)),
        wants_cover=policy.wants_cover(request),
        left=left,
        right=right,
        chart=_chart(weeks, request, team) if weeks else None,
        answers=tuple(answers_for(application, Audience.MANAGER)),
        files=_files(request),
        hints=_hints(application),
        answered=_answered(request),
        next=_next(request),
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
        files_for(request.application, Audience.MANAGER),
        lambda upload: url_for("approvals.file", request_id=request.id, file_id=upload.id),
    )


def team_calendar(application: Application, others: Iterable[Application]) -> Calendar | None:
    """Return the calendar of the weeks asked for; None where no hours are asked for."""
    if not application.periods:
        return None
    this, rows = row(application, is_this=True), [row(other) for other in others]
    return calendar(this, rows, application.team.release_limit_hundredths)


def _caption(request: ApprovalRequest) -> str:
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
        Fact(_("What for"), application.title),
        Fact(_("When"), wording.when(application)),
    )
    right = (
        Fact(_("How much"), wording.how_much(application)),
        Fact(_("Paid for"), wording.paid_for(application)),
        Fact(_("Already out"), wording.already_out(weeks) if weeks else _("Not asked for")),
    )
    return left, right


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
    if request.state is ApprovalState.WAITING and may_answer:
        return Tag(_("Your answer needed"), "yellow")
    return Tag(_("Waiting") if request.state is ApprovalState.WAITING else _("Closed"), "grey")


def _waiting_for(request: ApprovalRequest, actor: Actor, now: datetime) -> tuple[Fact, Fact]:
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


def stops(request: ApprovalRequest) -> bool:
    """Say whether this answer keeps the application from its reviewers."""
    needed = request.application.call.document.review_needs_approval
    return request.state is ApprovalState.DECLINED and needed


def _asked(request: ApprovalRequest, actor: Actor) -> Fact:
    if request.seat is Seat.GUEST:
        return Fact(_("Waiting for"), waits_for(request))
    if request.is_with_office or request.holder is None:
        return Fact(_("Waiting for"), _("The R&D office"), note=came(request))
    name, post = request.holder.name, request.holder.post
    you = actor.is_person(request.holder_id)
    words = _("You, %(name)s", name=name) if you else name
    return Fact(_("Waiting for"), words, note=post.job_title if post else "")


def _chart(weeks: Calendar, request: ApprovalRequest, team: Sequence[Employment]) -> TeamChart:
    application = request.application
    hours = sum(post.hours_hundredths for post in team)
    title = _("Who is out of %(team)s, week by week", team=application.team.name)
    is_open = request.state is ApprovalState.WAITING
    return TeamChart(
        lead=_("If you say yes,") if is_open else _("With this release,"),
        peak=_("%(share)s WTE", share=wording.share(weeks.peak)),
        when=wording.peak(weeks),
        more=wording.beside_limit(weeks),
        wide=drawing.wide(weeks, title),
        narrow=drawing.narrow(weeks, title),
        legend=_legend(weeks, Fraction(hours, full_time(application))),
        table=_table(weeks, title),
    )


def _legend(weeks: Calendar, team_wte: Fraction) -> str:
    words = [_("Outlined in blue: this request. Solid grey: already agreed.")]
    if weeks.limit is not None:
        words.append(_("Dashed line: the limit your team set."))
    if team_wte:
        words.append(_("The team is %(share)s WTE in all.", share=wording.share(team_wte)))
    return " ".join(words)


def _table(weeks: Calendar, title: str) -> Table:
    columns = (
        Column(_("Weeks")),
        Column(_("Who is out already")),
        Column(_("Already out, WTE"), numeric=True),
        Column(_("With this request, WTE"), numeric=True),
    )
    rows = tuple(
        (
            wording.span(step.starts_on, step.ends_on),
            wording.names(weeks, step.starts_on, step.ends_on),
            wording.share(step.agreed),
            wording.share(step.total),
        )
        for step in weeks.steps
    )
    return Table(title, columns, rows, caption_hidden=True)


def _hints(application: Application) -> CoverHints:
    asked = wanted(application)
    name = application.applicant.name
    hours = _("%(name)s asks for %(hours)s", name=name, hours=plain(asked.hours_hundredths))
    if not asked.pay_pence:
        return CoverHints(hours, _("The application asks for no pay. This is from your budget"))
    return CoverHints(hours, _("The scheme pays up to %(pay)s", pay=pounds(asked.pay_pence)))


def _answered(request: ApprovalRequest) -> tuple[Fact, ...]:
    if not request.answerer or request.answered_at is None:
        return ()
    by = Fact(
        _("Answered by"),
        request.answerer,
        note=moment(request.answered_at),
    )
    if request.state is ApprovalState.DECLINED and request.reason:
        said = Fact(_("Answer"), _("No: %(reason)s", reason=words_of(request)))
        return (said, Fact(_("In words"), request.comment), by)
    plan = _cover(request.cover) if request.cover else ()
    return (Fact(_("Answer"), _("Yes")), *plan, by)


def _cover(plan: CoverPlan) -> tuple[Fact, ...]:
    facts = [Fact(_("Cover"), str(COVER_LABELS[plan.means]))]
    if plan.who:
        facts.append(Fact(_("Who covers"), plan.who))
    if plan.hours_hundredths:
        hours = _("%(hours)s hours a week", hours=plain(plan.hours_hundredths))
        facts.append(Fact(_("Hours covered"), hours))
    facts.append(Fact(_("Cost in all"), pounds(plan.cost_pence)))
    if plan.cost_centre:
        facts.append(Fact(_("Cost centre"), plan.cost_centre))
    return (*facts, Fact(_("If you are very busy"), plan.when_busy))


def _next(request: ApprovalRequest) -> str:
    application = request.application
    name = application.applicant.name
    if application.withdrawn_at is not None:
        return _("%(name)s withdrew the application. You need do nothing.", name=name)
    if request.state is ApprovalState.APPROVED:
        told = _("%(name)s was told by email.", name=name)
        decided = _("The decision comes by %(day)s.", day=day(application.call.decisions_on))
        return f"{told} {_after_yes(len(application.call.document.approvals))} {decided}"
    if request.state is ApprovalState.DECLINED:
        told = _("%(name)s was told by email, with the reason and the words.", name=name)
        return f"{told} {_('It does not go to reviewers.') if stops(request) else ''}".strip()
    return ""


def _after_yes(wanted_answers: int) -> str:
    if wanted_answers == 1:
        return _("Reviewers read the application next.")
    return _("It goes on when everybody who was asked has said yes.")
