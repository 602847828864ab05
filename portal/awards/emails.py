"""The mail that decisions and answers send: one function for each message."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.awards.cases import Case
from portal.awards.lifecycle import Outcome
from portal.awards.models import Award, Decision
from portal.notifications.actions import Recipient, queue
from portal.people.models import Person
from portal.web.links import link
from portal.web.places import place_link

MAILS = {
    Outcome.AWARD: "awards/award",
    Outcome.RESERVE: "awards/reserve",
    Outcome.DECLINE: "awards/decline",
}


def decision_released(
    session: Session, case: Case, decision: Decision, award: Award | None, now: datetime
) -> None:
    """Tell the applicant, once, with the letter; it goes when the letter has been made."""
    application = case.application
    queue(
        session,
        _to(application.applicant),
        MAILS[decision.outcome],
        now=now,
        about_id=application.id,
        document_id=decision.letter_id,
        dedupe=f"decision:{decision.id}",
        application=application,
        title=application.title,
        reference=application.reference,
        organisation=application.call.scheme.organisation.name,
        amount_pence=decision.amount_pence,
        answer_by_on=award.answer_by_on if award else None,
        url=_url(application, award),
    )


def _url(application: Application, award: Award | None) -> str:
    if award:
        return link("awards.offer", application_id=application.id)
    return place_link("application", application.id)


def offer_accepted(session: Session, award: Award, now: datetime) -> None:
    """Thank the person who accepted, and say when it starts."""
    _answered(session, award, award.application.applicant, "awards/accepted", now)


def offer_turned_down(session: Session, award: Award, now: datetime) -> None:
    """Tell the person that the offer is closed."""
    _answered(session, award, award.application.applicant, "awards/turned_down", now)


def manager_told(session: Session, award: Award, manager: Person, now: datetime) -> None:
    """Tell the manager who agreed that the time is now to be planned."""
    _answered(session, award, manager, "awards/manager_told", now)


def _answered(session: Session, award: Award, to: Person, template: str, now: datetime) -> None:
    application = award.application
    queue(
        session,
        _to(to),
        template,
        now=now,
        about_id=application.id,
        dedupe=f"{template}:{award.id}",
        application=application,
        name=application.applicant.name,
        title=application.title,
        reference=application.reference,
        periods=application.periods,
        starts_on=award.starts_on,
        ends_on=award.ends_on,
        url=link("awards.offer", application_id=application.id),
    )


def _to(person: Person) -> Recipient:
    return Recipient(person.email, person.name, person.language)
