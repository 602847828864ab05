"""One application, told whole."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.applications.models import Application
from portal.applications.pages.returns import Notice, notice
from portal.approvals.told import asked_of
from portal.awards import before_award
from portal.awards.cases import Case as Proposed
from portal.desk.pages.shared import call_title
from portal.desk.returned import as_read, office_links
from portal.desk.standing import (
    CAN_BE_WITHDRAWN,
    Case,
    Stage,
    Standing,
    as_told_to_the_office,
    stage_of,
    standing,
)
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.schemes.rehearsal import marked
from portal.web.format import moment, money
from portal.web.pieces import Fact, Link


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


def story(case: Case, proposed: Proposed, actor: Actor, now: datetime) -> Story:
    """Gather the page of one application that was sent.

    `proposed` is what was asked before an award, as far as this reader may know.
    """
    application = case.application
    is_mine = actor.is_person(application.applicant_id)
    return Story(
        title=as_read(application, is_mine=is_mine).title or _("No title yet"),
        caption=_caption(application),
        standing=standing(case, now)
        if is_mine
        else as_told_to_the_office(standing(case, now), case),
        facts=(*_facts(case, is_mine=is_mine), *_before_award(case, proposed)),
        notice=notice(application, actor, now),
        links=(*_links(case, now, is_mine=is_mine), *office_links(application, actor, now)),
        offer=_offer(case, now) if is_mine else None,
        back=_back(application, is_mine=is_mine),
    )


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
            asked_of(request),
            _("Asked on %(when)s", when=moment(request.asked_at)),
            links=(),
        )
        for request in case.requests
    )


def _before_award(case: Case, proposed: Proposed) -> tuple[Fact, ...]:
    """Say who agrees before an award; once it is released they stand with all who were asked."""
    return before_award.facts(proposed) if case.decision is None else ()


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
