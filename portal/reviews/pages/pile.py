"""A reviewer's own pages before the reading: the pile, and the question of conflict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.kernel.language import _, _n, lazy
from portal.reviews import policy
from portal.reviews.lifecycle import STATE_LABELS, ReviewState
from portal.reviews.models import Assignment
from portal.schemes.rehearsal import marked
from portal.web.format import in_days, moment, short_day
from portal.web.pieces import Cell, Colour, Column, Fact, Pager, Table, Tag

PAGE = 50

GROUPS = (
    (lazy("To check for a conflict"), (ReviewState.TO_DECLARE,)),
    (lazy("To score"), (ReviewState.TO_SCORE, ReviewState.SCORING)),
    (lazy("Done"), (ReviewState.SENT,)),
)

COLOURS: Mapping[ReviewState, Colour] = {
    ReviewState.TO_DECLARE: "yellow",
    ReviewState.TO_SCORE: "grey",
    ReviewState.SCORING: "blue",
    ReviewState.SENT: "green",
}


@dataclass(frozen=True, slots=True)
class PilePage:
    """The reviewer's pile: a table for each thing to do."""

    lead: str
    tables: tuple[Table, ...]
    pager: Pager
    count: str


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """Title and names, before any content."""

    caption: str
    title: str
    facts: tuple[Fact, ...]
    declare_href: str
    back_href: str


def pile_page(
    found: Sequence[Assignment], to_do: int, total: int, page: int, now: datetime
) -> PilePage:
    """Sort a page of the pile into groups; empty groups are left out."""
    tables = []
    for label, states in GROUPS:
        mine = [one for one in found if policy.state_of(one) in states]
        if mine:
            tables.append(_table(label, mine, now))
    pages = max((total + PAGE - 1) // PAGE, 1)
    hrefs = {n: url_for("reviews.pile", page=n) for n in range(1, pages + 1)}
    count = _n("%(num)s application", "%(num)s applications", total)
    return PilePage(_lead(to_do), tuple(tables), Pager(page, pages, total, hrefs), count)


def _lead(to_do: int) -> str:
    if not to_do:
        return _("You have no reviews to do.")
    return _n("You have %(num)s review to do.", "You have %(num)s reviews to do.", to_do)


def _table(label: object, found: Sequence[Assignment], now: datetime) -> Table:
    columns = (
        Column(_("Application")),
        Column(_("Call")),
        Column(_("Due")),
        Column(_("State")),
    )
    return Table(label, columns, tuple(_row(one, now) for one in found))


def _row(one: Assignment, now: datetime) -> tuple[object, ...]:
    application, call = one.application, one.application.call
    state = policy.state_of(one)
    sent_at = one.review.sent_at if one.review is not None else None
    due = in_days(call.reviews_due_at, now).capitalize()
    if sent_at is not None:
        due = _("Sent %(day)s", day=short_day(sent_at))
    return (
        Cell(application.title, href=url_for("reviews.show", assignment_id=one.id)),
        Cell(marked(call.document.name, call), note=call.name),
        Cell(due, note="" if sent_at else moment(call.reviews_due_at)),
        Cell(tag=_tag(one, state, now)),
    )


def _tag(one: Assignment, state: ReviewState, now: datetime) -> Tag:
    if policy.is_late(one, now):
        return Tag(lazy("Late"), "orange")
    return Tag(STATE_LABELS[state], COLOURS[state])


def conflict_page(one: Assignment) -> ConflictPage:
    """Return the question before the reading, with title, name and team and nothing else."""
    application = one.application
    return ConflictPage(
        caption=f"{application.call.document.name}, {application.call.name}",
        title=application.title,
        facts=(
            Fact(_("Title"), application.title),
            Fact(_("Applicant"), application.applicant.name),
            Fact(_("Team"), application.team.name),
        ),
        declare_href=url_for("reviews.declare", assignment_id=one.id),
        back_href=url_for("reviews.pile"),
    )
