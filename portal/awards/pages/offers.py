"""The applicant's page of an offer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from portal.awards import policy
from portal.awards.cases import Case
from portal.awards.documents import offer_facts
from portal.awards.lifecycle import OfferState
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.web.format import day, in_days, short_day, short_money
from portal.web.pieces import Fact, Link, Tag
from portal.web.places import place


@dataclass(frozen=True, slots=True)
class OfferPage:
    """What is offered, by when to answer, and how it was answered."""

    caption: str
    title: str
    project: str
    back: Link
    strip: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    terms: tuple[str, ...]
    answer_by: str
    in_short: str
    answer: Ruling
    accept_url: str
    turn_down_url: str
    offer_url: str
    letter_url: str


def offer(case: Case, actor: Actor, now: datetime) -> OfferPage:
    """Make the page for the person who was offered this award."""
    application, award, decision = case.application, case.award, case.decision
    assert award is not None
    assert decision is not None
    return OfferPage(
        caption=f"{application.reference}, {case.definition.name}",
        title=_title(award.state),
        project=application.title,
        back=Link(_("Your application"), place("application", application.id)),
        strip=_strip(case, now),
        facts=offer_facts(case, award.amount_pence),
        terms=tuple(str(term) for term in case.definition.terms),
        answer_by=day(award.answer_by_on),
        in_short=_in_short(case),
        answer=policy.may_answer_offer(case, actor, now),
        accept_url=url_for("awards.accept", application_id=application.id),
        turn_down_url=url_for("awards.turn_down", application_id=application.id),
        offer_url=url_for("awards.offer", application_id=application.id),
        letter_url=letter_url(decision.letter_id),
    )


def letter_url(letter_id: UUID | None) -> str:
    """Return where the letter is, or ""."""
    return url_for("awards.letter", document_id=letter_id) if letter_id else ""


def _title(state: OfferState) -> str:
    match state:
        case OfferState.OFFERED:
            return _("We offer you an award")
        case OfferState.ACCEPTED:
            return _("You accepted this award")
        case OfferState.TURNED_DOWN:
            return _("You turned this award down")


def _strip(case: Case, now: datetime) -> tuple[Fact, ...]:
    award = case.award
    assert award is not None
    if award.answered_at is not None:
        return (
            Fact(_("Now"), tag=_tag(award.state)),
            Fact(_("Answered"), short_day(award.answered_at)),
            Fact(_("First day"), short_day(award.starts_on)),
            Fact(_("Last day"), short_day(award.ends_on)),
        )
    lapsed = policy.has_lapsed(award, london_day(now))
    return (
        Fact(_("Now"), tag=Tag(_("No answer"), "orange") if lapsed else _tag(award.state)),
        Fact(_("Offered"), short_day(award.offered_at)),
        Fact(_("Waiting for"), _("The R&D office") if lapsed else _("You")),
        Fact(_("Answer by"), short_day(award.answer_by_on), in_days(award.answer_by_on, now)),
    )


def _tag(state: OfferState) -> Tag:
    match state:
        case OfferState.OFFERED:
            return Tag(_("Your answer needed"), "yellow")
        case OfferState.ACCEPTED:
            return Tag(_("Accepted"), "green")
        case OfferState.TURNED_DOWN:
            return Tag(_("Turned down"), "grey")


def _in_short(case: Case) -> str:
    """Say the award in a few words, for the page that asks to confirm."""
    award = case.award
    assert award is not None
    if not case.asked_pence:
        return case.application.title
    return _(
        "%(amount)s for “%(title)s”",
        amount=short_money(award.amount_pence),
        title=case.application.title,
    )
