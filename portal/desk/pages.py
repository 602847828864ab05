"""What the composite pages show, already decided."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.pages.returns import Notice, notice
from portal.applications.returned import as_sent
from portal.applications.saved import current_sections
from portal.approvals import queries as approvals
from portal.approvals.models import ApprovalRequest
from portal.awards.pages.parts import left_facts
from portal.awards.queries import pot_of
from portal.desk import queries
from portal.desk.dates import dates_of
from portal.desk.errands import Errand, asked_of, shared_with
from portal.desk.returned import as_read, changes_wanted, office_links
from portal.desk.standing import (
    BOARD_ORDER,
    CAN_BE_WITHDRAWN,
    MINE_TO_DO,
    STAGE_LABELS,
    WAITED_FOR,
    Case,
    Stage,
    Standing,
    as_told_to_the_office,
    stage_of,
    standing,
)
from portal.kernel.actor import Actor, Role
from portal.kernel.language import _, _n
from portal.pulse import queries as pulse
from portal.reviews import queries as reviews
from portal.schemes.lifecycle import PHASE_LABELS
from portal.schemes.models import Call
from portal.schemes.rehearsal import marked
from portal.web.format import day, in_days, moment, money
from portal.web.links import settings
from portal.web.pieces import Cell, Column, Fact, KeyDate, Link, Pager, Table


@dataclass(frozen=True, slots=True)
class Line:
    """One of a person's own applications, in a line."""

    title: str
    href: str
    scheme: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Home:
    """What needs me: things to do, the soonest due first; things waited for; boards."""

    errands: tuple[Errand, ...]
    lines: tuple[Line, ...]
    shared: tuple[Link, ...]
    boards: tuple[Link, ...]


def home(session: Session, actor: Actor, now: datetime) -> Home:
    """Gather the first page of a person."""
    mine = queries.my_cases(session, actor)
    errands = (
        *(_own(case, now) for case in mine if stage_of(case, now) in MINE_TO_DO),
        *(_request(r, now) for r in approvals.waiting_for(session, actor)),
        *asked_of(session, actor, now),
        *_reviews(session, actor),
        *_pulse(session, actor, now),
    )
    waited = (case for case in mine if stage_of(case, now) in WAITED_FOR)
    boards = tuple(
        Link(
            call_title(call), url_for("desk.board", call_id=call.id), PHASE_LABELS[call.phase(now)]
        )
        for call in queries.board_calls(session, actor)
    )
    return Home(
        tuple(sorted(errands, key=lambda errand: (errand.due is None, errand.due or now))),
        tuple(line(case, now) for case in waited),
        shared_with(session, actor),
        boards,
    )


def _own(case: Case, now: datetime) -> Errand:
    application = case.application
    name = marked(application.call.document.name, application.call)
    href = url_for("applications.resume", application_id=application.id)
    if stage_of(case, now) is Stage.OFFERED and case.award is not None:
        offer = url_for("awards.offer", application_id=application.id)
        words = _("Answer the offer for “%(title)s”", title=application.title)
        return Errand(words, offer, _("By %(day)s", day=day(case.award.answer_by_on)), now)
    if (wanted := changes_wanted(application, now)) is not None:
        return Errand(*wanted)
    sections = {section.key for section in current_sections(application)}
    done = sum(entry.is_complete and entry.key in sections for entry in application.sections)
    return Errand(
        _("Go on with your application for %(scheme)s", scheme=name),
        href,
        _(
            "%(done)s of %(all)s sections done. Closes %(when)s, on %(moment)s, UK time.",
            done=done,
            all=len(sections),
            when=in_days(application.closes_at, now),
            moment=moment(application.closes_at),
        ),
        application.closes_at,
    )


def _request(request: ApprovalRequest, now: datetime) -> Errand:
    call, who = request.application.call, request.application.applicant.name
    words = marked(_("Can you release %(name)s? Give your answer", name=who), call)
    late = now > request.due_at
    note = _("It was due on %(when)s") if late else _("By %(when)s")
    return Errand(
        words,
        url_for("approvals.show", request_id=request.id),
        note % {"when": moment(request.due_at)},
        request.due_at,
    )


def _reviews(session: Session, actor: Actor) -> tuple[Errand, ...]:
    owed = reviews.count_to_do(session, actor)
    if not owed:
        return ()
    first = reviews.pile(session, actor, 1)[0]
    due = first.application.call.reviews_due_at
    words = _n("Review %(num)s application", "Review %(num)s applications", owed)
    return (Errand(words, url_for("reviews.pile"), _("By %(when)s", when=moment(due)), due),)


def _pulse(session: Session, actor: Actor, now: datetime) -> tuple[Errand, ...]:
    if not settings().pulse or not pulse.is_asked(session, actor, now):
        return ()
    note = _("About a minute. Only totals are kept.")
    return (Errand(_("Answer five questions about research"), url_for("pulse.page"), note),)


def line(case: Case, now: datetime) -> Line:
    """Return one application in a line."""
    application = case.application
    return Line(
        application.title or _("No title yet"),
        url_for("desk.application", application_id=application.id),
        marked(application.call.document.name, application.call),
        standing(case, now),
    )


def call_title(call: Call) -> str:
    """Name a call: its scheme and its own name."""
    return marked(f"{call.document.name}, {call.name}", call)


@dataclass(frozen=True, slots=True)
class Story:
    """One application, told whole to its applicant or to the office."""

    title: str
    caption: str
    standing: Standing
    facts: tuple[Fact, ...]
    notice: Notice | None
    links: tuple[Link, ...]
    offer: Link | None
    back: Link


def story(case: Case, actor: Actor, now: datetime) -> Story:
    """Gather the page of one application that was sent."""
    application = case.application
    is_mine = actor.is_person(application.applicant_id)
    return Story(
        title=as_read(application, is_mine=is_mine).title or _("No title yet"),
        caption=_caption(application),
        standing=standing(case, now) if is_mine else _for_office(case, now),
        facts=_facts(case, is_mine=is_mine),
        notice=notice(application, actor, now),
        links=(*_links(case, now, is_mine=is_mine), *office_links(application, actor, now)),
        offer=_offer(case, now) if is_mine else None,
        back=_back(application, is_mine=is_mine),
    )


def _for_office(case: Case, now: datetime) -> Standing:
    return as_told_to_the_office(standing(case, now), case)


def _back(application: Application, *, is_mine: bool) -> Link:
    if is_mine:
        return Link(_("My applications"), url_for("desk.my_applications"))
    return Link(call_title(application.call), url_for("desk.board", call_id=application.call_id))


def _caption(application: Application) -> str:
    name = marked(application.call.document.name, application.call)
    if not application.reference:
        return name
    return _("%(scheme)s. Reference %(reference)s", scheme=name, reference=application.reference)


def _facts(case: Case, *, is_mine: bool) -> tuple[Fact, ...]:
    application = case.application
    who = () if is_mine else (Fact(_("Who"), _who(application)),)
    sent = (Fact(_("Sent"), moment(application.submitted_at)),) if application.submitted_at else ()
    asks = Fact(_("Asks for"), money(as_read(application, is_mine=is_mine).asked_pence))
    return (*who, *sent, asks, *_answers(case))


def _who(application: Application) -> str:
    return f"{application.applicant.name}, {application.profession.name}, {application.team.name}"


def _answers(case: Case) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            _("Asked to agree"),
            request.approver.name if request.approver else _("The R&D office"),
            _("Asked on %(when)s", when=moment(request.asked_at)),
            links=(),
        )
        for request in case.requests
    )


def _links(case: Case, now: datetime, *, is_mine: bool) -> tuple[Link, ...]:
    application_id = case.application.id
    links = [
        Link(
            _("Read the whole application"),
            url_for("applications.answers", application_id=application_id),
        )
    ]
    if case.decision is not None and case.decision.letter_id is not None:
        letter = url_for("awards.letter", document_id=case.decision.letter_id)
        links.append(Link(_("Your letter (PDF)") if is_mine else _("Letter (PDF)"), letter))
    if is_mine and case.application.sent_at is not None:
        links.append(
            Link(_("Your receipt"), url_for("applications.receipt", application_id=application_id))
        )
    if is_mine and stage_of(case, now) in CAN_BE_WITHDRAWN:
        links.append(
            Link(
                _("Withdraw this application"),
                url_for("applications.withdrawal", application_id=application_id),
            )
        )
    return tuple(links)


def _offer(case: Case, now: datetime) -> Link | None:
    if stage_of(case, now) is not Stage.OFFERED:
        return None
    return Link(_("Answer the offer"), url_for("awards.offer", application_id=case.application.id))


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
        rows=tuple(_row(case, _for_office(case, now), is_linked) for case in rows),
    )  # fmt: skip


def _row(case: Case, found: Standing, is_linked: bool) -> tuple[Cell, ...]:
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
