"""The office's pages: the list of decisions, one decision, the release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from flask import url_for

from portal.awards import before_award, policy
from portal.awards.cases import Case
from portal.awards.lifecycle import OFFER_LABELS, OUTCOME_LABELS, DecisionState, Outcome
from portal.awards.pages import parts
from portal.awards.policy import Round
from portal.awards.pot import Pot, wte_months
from portal.costing.rounding import hundredth
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.language import _, _n
from portal.kernel.ruling import Ruling
from portal.reviews.lifecycle import Verdict
from portal.reviews.ranking import Row
from portal.web.format import moment, money
from portal.web.pieces import Cell, Column, Fact, Link, Pager, Table, Tag
from portal.web.places import place

PAGE = 50

OUTCOME_TAGS = {
    Outcome.AWARD: Tag(OUTCOME_LABELS[Outcome.AWARD], "green"),
    Outcome.RESERVE: Tag(OUTCOME_LABELS[Outcome.RESERVE], "blue"),
    Outcome.DECLINE: Tag(OUTCOME_LABELS[Outcome.DECLINE], "grey"),
}


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """The list: what is left, how things stand, a row for each application."""

    caption: str
    back: Link
    pot: tuple[Fact, ...]
    kept: tuple[Fact, ...]
    summary: str
    table: Table
    is_empty: bool
    pager: Pager
    pager_words: str
    fill: Ruling
    fill_url: str
    release: Ruling
    release_url: str


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One application, with what is known of it, and whether it can be decided."""

    caption: str
    title: str
    back: Link
    facts: tuple[Fact, ...]
    pot: tuple[Fact, ...]
    decide: Ruling
    version: int
    preview_url: str


def decisions(
    these: Round, ranks: Mapping[UUID, Row], pot: Pot, actor: Actor, now: datetime, page: int
) -> DecisionsPage:
    """Make the list for one reader: what is in conflict with them is not in it."""
    call, cases = these.call, _in_order(these.known_to(actor).cases, ranks)
    shown = cases[(page - 1) * PAGE : page * PAGE]
    return DecisionsPage(
        caption=parts.caption(call),
        back=Link(_("The call"), place("call", call.id)),
        pot=parts.pot_facts(pot),
        kept=parts.kept_facts(pot),
        summary=summary(cases),
        table=_table([_row(case, ranks, actor, now) for case in shown]),
        is_empty=not cases,
        pager=_pager(call.id, page, len(cases)),
        pager_words=_n("%(num)s application", "%(num)s applications", len(cases)),
        fill=policy.may_fill(these, actor, now),
        fill_url=url_for("awards.fill", call_id=call.id),
        release=policy.may_open_release(these, actor, now),
        release_url=url_for("awards.release", call_id=call.id),
    )


def summary(cases: Sequence[Case]) -> str:
    """Say how many have which decision, and how many none."""
    undecided = sum(case.is_rankable and case.decision is None for case in cases)
    decided = parts.counted(cases)
    return _("%(decided)s. Not decided: %(left)s.", decided=decided, left=undecided)


def _in_order(cases: Sequence[Case], ranks: Mapping[UUID, Row]) -> list[Case]:
    """Sort by rank, the best first; those without a rank after them, by reference."""
    places = {application_id: at for at, application_id in enumerate(ranks)}
    last = len(places)
    return sorted(
        cases,
        key=lambda case: (
            places.get(case.application.id, last),
            case.application.reference or "",
            str(case.application.id),
        ),
    )


def _table(rows: list[tuple[Cell, ...]]) -> Table:
    columns = (
        Column(_("Application")),
        Column(_("Rank"), numeric=True),
        Column(_("Score"), numeric=True),
        Column(_("Panel says")),
        Column(_("Asks for"), numeric=True),
        Column(_("Decision")),
        Column(_("State")),
        Column(_("Actions"), hidden=True),
    )
    return Table(_("Decisions"), columns, tuple(rows), caption_hidden=True)


def _row(case: Case, ranks: Mapping[UUID, Row], actor: Actor, now: datetime) -> tuple[Cell, ...]:
    application = case.application
    row = ranks.get(application.id)
    return (
        Cell(
            application.title,
            place("application", application.id),
            f"{application.reference}, {application.applicant.name}, {application.team.name}",
        ),
        Cell(_rank(row)),
        Cell(_score(row.score if row else None)),
        Cell(_verdict(case.verdict)),
        Cell(money(case.asked_pence), note=_time(case.asked_wte_months_hundredths)),
        _decided(case),
        Cell(_state(case, now)),
        Cell(links=_links(case, actor, now)),
    )


def _rank(row: Row | None) -> str:
    if row is None or row.rank is None:
        return _("None")
    return _("%(rank)s, tie", rank=row.rank) if row.is_equal else str(row.rank)


def _score(score: Fraction | None) -> str:
    return f"{hundredth(score):.2f}" if score is not None else ""


def _verdict(verdict: Verdict | None) -> object:
    return OUTCOME_LABELS[policy.FOLLOWS[verdict]] if verdict else _("Nothing yet")


def _time(hundredths: int) -> str:
    return wte_months(hundredths) if hundredths else ""


def _decided(case: Case) -> Cell:
    if case.decision is None:
        return Cell(_("Not decided") if case.is_approved else _("Not approved"))
    is_award = case.decision.outcome is Outcome.AWARD
    amount = money(case.decision.amount_pence) if is_award else ""
    return Cell(tag=OUTCOME_TAGS[case.decision.outcome], note=amount)


def _state(case: Case, now: datetime) -> object:
    if case.decision is None:
        return ""
    if case.decision.state is DecisionState.PENDING:
        return _("Not released") if case.is_live else _("Withdrawn")
    if case.award is None:
        return _("Released")
    if policy.has_lapsed(case.award, london_day(now)):
        return _("No answer")
    return OFFER_LABELS[case.award.state]


def _links(case: Case, actor: Actor, now: datetime) -> tuple[Link, ...]:
    """Return what this reader can do with one row."""
    reference, found = case.application.reference or "", []
    if policy.may_decide(case, actor, now):
        words = _("Change") if case.decision else _("Decide")
        url = url_for("awards.decision", application_id=case.application.id)
        found.append(Link(words, url, reference))
    if case.decision and not case.is_released:
        url = url_for("awards.preview", application_id=case.application.id)
        found.append(Link(_("Letter"), url, reference))
    if case.decision and case.decision.letter_id:
        url = url_for("awards.letter", document_id=case.decision.letter_id)
        found.append(Link(_("Letter (PDF)"), url, reference))
    return tuple(found)


def _pager(call_id: UUID, page: int, total: int) -> Pager:
    def href(number: int) -> str:
        return url_for("awards.decisions", call_id=call_id, page=number)

    return Pager.of(page, total, PAGE, href)


def decision(case: Case, pot: Pot, actor: Actor, now: datetime) -> DecisionPage:
    """Make the page of one decision; `pot` leaves out what this application takes."""
    application = case.application
    return DecisionPage(
        caption=f"{application.reference}, {application.applicant.name}",
        title=application.title,
        back=parts.back_to_list(application.call),
        facts=_facts(case),
        pot=(*parts.pot_facts(pot), *parts.kept_facts(pot)),
        decide=policy.may_decide(case, actor, now),
        version=case.decision.version if case.decision else 0,
        preview_url=(
            url_for("awards.preview", application_id=application.id) if case.decision else ""
        ),
    )


def _facts(case: Case) -> tuple[Fact, ...]:
    application = case.application
    facts: tuple[Fact, ...] = (
        Fact(_("Asks for"), money(case.asked_pence), _time(case.asked_wte_months_hundredths)),
        Fact(_("Team"), application.team.name),
        Fact(_("Panel says"), _verdict(case.verdict), case.verdict_note),
        Fact(
            _("Reviews in"),
            _("%(sent)s of %(all)s", sent=case.reviews_sent, all=case.reviewers),
        ),
    )
    facts = (*facts, *before_award.facts(case))
    if case.decision is None:
        return facts
    words = _(
        "%(outcome)s, decided by %(name)s, %(when)s",
        outcome=OUTCOME_LABELS[case.decision.outcome],
        name=case.decision.decided_by.name,
        when=moment(case.decision.decided_at),
    )
    return (*facts, Fact(_("Decision so far"), words))
