"""A call as the office runs it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from portal.applications.returned import as_sent
from portal.awards.pages.parts import left_facts
from portal.awards.queries import pot_of
from portal.desk import queries
from portal.desk.dates import dates_of
from portal.desk.ledgers.files import Which
from portal.desk.ledgers.policy import may_export
from portal.desk.pages.shared import call_title
from portal.desk.standing import (
    BOARD_ORDER,
    STAGE_LABELS,
    Case,
    Stage,
    as_told_to_the_office,
    stage_of,
    standing,
)
from portal.kernel.actor import Actor, Role
from portal.kernel.language import _, _n
from portal.schemes.lifecycle import PHASE_LABELS
from portal.schemes.models import Call
from portal.web.format import money
from portal.web.pieces import Cell, Column, Fact, KeyDate, Link, Pager, Table


@dataclass(frozen=True, slots=True)
class Export:
    """The files of what is listed: where to ask for them, of which stage, and the buttons."""

    href: str
    heading: str
    stage: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A call as the office runs it: dates, pot, how many stand where, and the list of one stage."""

    title: str
    caption: str
    phase: str
    dates: tuple[KeyDate, ...]
    pot: tuple[Fact, ...]
    counts: tuple[Link, ...]
    links: tuple[Link, ...]
    table: Table | None
    pager: Pager
    export: Export | None


def board(
    session: Session, call: Call, actor: Actor, now: datetime, chosen: str, page: int
) -> Board:
    """Gather the board of a call, with the list of the chosen stage, or of all."""
    stages = [(case, stage_of(case, now)) for case in queries.sent_to(session, actor, call)]
    shown = [case for case, stage in stages if chosen in {"", stage.value}]
    pages = max(1, -(-len(shown) // queries.PAGE))
    page = min(max(page, 1), pages)
    rows = shown[(page - 1) * queries.PAGE : page * queries.PAGE]
    queries.with_people(session, rows)
    return Board(
        title=call_title(call),
        caption=str(call.scheme.organisation.name),
        phase=str(PHASE_LABELS[call.phase(now)]),
        dates=dates_of(call, now),
        pot=left_facts(pot_of(session, call)),
        counts=_counts(
            call, [stage for _case, stage in stages], queries.count_drafts(session, call.id)
        ),
        links=_board_links(call, actor),
        table=_table(rows, now, chosen, _reads_stories(call, actor)) if rows else None,
        pager=_pager(call, chosen, page, pages, len(shown)),
        export=_export(call, actor, chosen, len(shown), now),
    )


def _export(call: Call, actor: Actor, chosen: str, count: int, now: datetime) -> Export | None:
    """Offer the files to whoever may have them, where there is a row to put in."""
    if not count or not may_export(call, actor, now):
        return None
    return Export(
        href=url_for("ledgers.export", call_id=call.id),
        heading=_n("Download %(num)s application", "Download %(num)s applications", count),
        stage=chosen,
        files=(
            (Which.WORKBOOK.value, _("Excel workbook, with all costs (XLSX)")),
            (Which.APPLICATIONS.value, _("Applications (CSV)")),
            (Which.COSTS.value, _("Cost lines (CSV)")),
        ),
    )


def _counts(call: Call, stages: Sequence[Stage], drafts: int) -> tuple[Link, ...]:
    by_stage = Counter(stages)
    everything = url_for("desk.board", call_id=call.id)
    return (
        Link(_("Drafts"), "", drafts),
        Link(_("Sent"), everything, len(stages)),
        *(
            Link(
                STAGE_LABELS[stage],
                url_for("desk.board", call_id=call.id, stage=stage.value),
                by_stage[stage],
            )
            for stage in BOARD_ORDER
        ),
    )


def _board_links(call: Call, actor: Actor) -> tuple[Link, ...]:
    """Return the rooms of the call that this reader may enter."""
    office = url_for("schemes.office_call", call_id=call.id)
    first = Link(_("First steps"), url_for("applications.first_stage", call_id=call.id))
    offered = (
        *(((Role.OFFICE, first),) if call.document.is_two_stage else ()),
        (Role.OFFICE, Link(_("Dates, money and late passes"), office)),
        (Role.OFFICE, Link(_("Reviewers"), url_for("reviews.reviewers", call_id=call.id))),
        (Role.CHAIR, Link(_("Ranking"), url_for("reviews.ranking", call_id=call.id))),
        (
            Role.AUDITOR,
            Link(_("Decisions and letters"), url_for("awards.decisions", call_id=call.id)),
        ),
    )
    path = call.scheme.organisation.path
    enters = {
        Role.OFFICE: actor.holds(Role.OFFICE, path),
        Role.CHAIR: actor.holds(Role.OFFICE, path) or actor.holds(Role.CHAIR, path),
        Role.AUDITOR: True,  # whoever sees the board sees the decisions
    }
    return tuple(link for role, link in offered if enters[role])


def _reads_stories(call: Call, actor: Actor) -> bool:
    return actor.holds(Role.OFFICE, call.scheme.organisation.path)


def _table(rows: Sequence[Case], now: datetime, chosen: str, is_linked: bool) -> Table:
    caption = STAGE_LABELS[Stage(chosen)] if chosen else _("Everything that was sent")
    return Table(
        caption=caption,
        columns=(
            Column(_("Application")), Column(_("Applicant")), Column(_("Stands at")),
            Column(_("Waiting for")), Column(_("Asks for"), numeric=True),
        ),
        rows=tuple(_row(case, now, is_linked) for case in rows),
    )  # fmt: skip


def _row(case: Case, now: datetime, is_linked: bool) -> tuple[Cell, ...]:
    found = as_told_to_the_office(standing(case, now), case)
    application = as_sent(case.application)
    href = url_for("desk.application", application_id=application.id) if is_linked else ""
    who = f"{application.profession.name}, {application.team.name}"
    return (
        Cell(application.title, href, application.reference or ""),
        Cell(application.applicant.name, note=who),
        Cell(tag=found.tag),
        Cell(found.waiting_for, note=found.next),
        Cell(money(application.asked_pence)),
    )


def _pager(call: Call, chosen: str, page: int, pages: int, total: int) -> Pager:
    hrefs = {
        number: url_for("desk.board", call_id=call.id, stage=chosen or None, page=number)
        for number in range(1, pages + 1)
    }
    return Pager(page, pages, total, hrefs)
