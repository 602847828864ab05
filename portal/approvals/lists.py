"""What the list of requests shows: what waits first, then what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.approvals import policy, wording
from portal.approvals.models import ApprovalRequest
from portal.approvals.pages.request import tag
from portal.kernel.actor import Actor
from portal.kernel.language import _, _n
from portal.schemes.rehearsal import marked
from portal.web.format import moment, short_day
from portal.web.pieces import Cell, Column, Fact, Pager, Table


@dataclass(frozen=True, slots=True)
class Waiting:
    """One request that waits: its question, where it leads, and the facts to plan by."""

    question: str
    href: str
    line: str
    facts: tuple[Fact, ...]
    edge: str


@dataclass(frozen=True, slots=True)
class Lists:
    """The two lists, each with its pager and its count in words."""

    waiting: tuple[Waiting, ...]
    waiting_pager: Pager
    waiting_words: str
    answered: Table
    answered_pager: Pager
    answered_words: str


def lists(
    waiting: Sequence[ApprovalRequest],
    answered: Sequence[ApprovalRequest],
    pagers: tuple[Pager, Pager],
    actor: Actor,
    now: datetime,
) -> Lists:
    """Decide both lists for this person; the pagers are of the waiting and of the answered."""
    first, second = pagers
    return Lists(
        waiting=tuple(_waiting(request, now) for request in waiting),
        waiting_pager=first,
        waiting_words=_n("%(num)s request", "%(num)s requests", first.total),
        answered=_table(answered, actor, now),
        answered_pager=second,
        answered_words=_n("%(num)s answered", "%(num)s answered", second.total),
    )


def _waiting(request: ApprovalRequest, now: datetime) -> Waiting:
    application = request.application
    due = Fact(_("Answer"), wording.days_left(request.due_at, now), note=moment(request.due_at))
    return Waiting(
        question=marked(wording.question(request), application.call),
        href=_href(request),
        line=f"{application.team.name}{wording.in_place_of(request)}. {application.title}",
        facts=(
            due,
            Fact(_("When"), note=wording.when(application)),
            Fact(_("How much"), note=wording.how_much(application)),
        ),
        edge="warn" if now > request.due_at else "",
    )


def _table(answered: Sequence[ApprovalRequest], actor: Actor, now: datetime) -> Table:
    columns = (
        Column(_("Who")),
        Column(_("What for")),
        Column(_("Answer")),
        Column(_("Answered")),
    )
    rows = tuple(_row(request, actor, now) for request in answered)
    return Table(_("Answered"), columns, rows, caption_hidden=True)


def _row(request: ApprovalRequest, actor: Actor, now: datetime) -> tuple[object, ...]:
    on = short_day(request.answered_at) if request.answered_at else _("Closed without an answer")
    return (
        Cell(request.application.applicant.name, href=_href(request)),
        marked(request.application.title, request.application.call),
        Cell(tag=tag(request, policy.may_answer(request, actor, now))),
        on,
    )


def _href(request: ApprovalRequest) -> str:
    return url_for("approvals.show", request_id=request.id)
