"""Applications in every state, as rows: a bare draft, one ready to send, one sent, one withdrawn."""

import secrets
from datetime import date, timedelta
from itertools import count

from portal.applications import approver
from portal.applications.begun import BegunCost
from portal.applications.lifecycle import State
from portal.applications.models import (
    Application,
    CostKind,
    CostLine,
    Invitation,
    ReleasePeriod,
    SectionEntry,
    SectionVersion,
    Submission,
)
from portal.applications.saved import current_sections
from portal.people.models import Person
from portal.schemes.models import Call
from portal.schemes.questions import Question, QuestionKind, Round, Section, SectionKind
from tests.conftest import NOW

_numbers = count(1)


def draft(session, call: Call, applicant: Person, **values) -> Application:
    """An application just started: no section is saved."""
    post = applicant.post
    made = Application(
        call=call,
        applicant=applicant,
        team=values.pop("team", post.organisation),
        profession_code=values.pop("profession_code", post.profession_code),
        pay_label=values.pop("pay_label", f"Band {post.band}" if post.band else post.grade),
        started_at=values.pop("started_at", NOW - timedelta(days=3)),
        **values,
    )
    session.add(made)
    session.flush()
    return made


def entry(session, application: Application, key: str, answers=None, **values):
    """One section as saved."""
    made = SectionEntry(
        application=application,
        key=key,
        answers=answers or {},
        is_complete=values.pop("is_complete", True),
        saved_at=values.pop("saved_at", NOW - timedelta(days=1)),
        saved_by_id=application.applicant_id,
        **values,
    )
    session.add(made)
    session.flush()
    return made


def version(session, application: Application, key: str, answers=None, **values):
    """Words of a section that were set aside."""
    made = SectionVersion(
        application_id=application.id,
        key=key,
        answers=answers or {"title": "An earlier title"},
        written_at=values.pop("written_at", NOW - timedelta(days=2)),
        written_by_id=values.pop("written_by_id", application.applicant_id),
        set_aside_at=values.pop("set_aside_at", NOW - timedelta(days=1)),
    )
    session.add(made)
    session.flush()
    return made


def begun(session, application: Application, kind=CostKind.OTHER, words=None, **values):
    """A cost that was typed and not saved."""
    made = BegunCost(
        application=application,
        ticket=values.pop("ticket", secrets.token_urlsafe(32)),
        kind=kind,
        words=words or {"label": "Typing up"},
        written_at=values.pop("written_at", NOW - timedelta(hours=1)),
        written_by_id=values.pop("written_by_id", application.applicant_id),
        **values,
    )
    session.add(made)
    session.flush()
    return made


def period(session, application: Application, **values) -> ReleasePeriod:
    """One day a week for six months unless said otherwise."""
    made = ReleasePeriod(
        application=application,
        starts_on=values.pop("starts_on", date(2027, 4, 6)),
        ends_on=values.pop("ends_on", date(2027, 10, 5)),
        hours_hundredths=values.pop("hours_hundredths", 750),
        given_amount=values.pop("given_amount", 100),
        given_unit=values.pop("given_unit", "days"),
        **values,
    )
    session.add(made)
    session.flush()
    return made


def cost(session, application: Application, amount_pence: int, **values) -> CostLine:
    """One typed cost."""
    made = CostLine(
        application=application,
        position=values.pop("position", len(application.cost_lines) + 1),
        kind=values.pop("kind", CostKind.OTHER),
        category=values.pop("category", application.call.document.cost_categories[0].key),
        label=values.pop("label", "Printing"),
        amount_pence=amount_pence,
        **values,
    )
    session.add(made)
    session.flush()
    return made


def complete_draft(session, call: Call, applicant: Person, **answers) -> Application:
    """A draft in which every section is finished. `answers` go to the questions of these keys."""
    application = draft(session, call, applicant)
    sections = current_sections(application)
    for section in sections:
        entry(session, application, section.key, section_answers(section, answers))
    application.title = answers.get("title", "What is your project called? An answer.")[:300]
    kinds = {section.kind for section in sections}
    if SectionKind.TIME in kinds:
        period(session, application)
    if SectionKind.COSTS in kinds:
        cost(session, application, 120_000)
    session.refresh(application)
    return application


def submitted_application(
    session, call: Call, applicant: Person, *, submitted_at=NOW - timedelta(hours=2), **answers
) -> Application:
    """An application sent, with its receipt. Any question's key may be given an answer."""
    application = complete_draft(session, call, applicant, **answers)
    number = next(_numbers)
    application.reference = f"{call.prefix}-{number:04d}"
    application.submitted_at = submitted_at
    application.state = State.SUBMITTED
    session.add(
        Submission(
            application=application,
            ticket=f"ticket-of-the-factory-{number}",
            received_at=submitted_at,
            content={},
        )
    )
    session.flush()
    return application


def first_sent(session, call: Call, applicant: Person, **answers) -> Application:
    """An application to a call in two stages whose first was sent, with its receipt."""
    application = complete_draft(session, call, applicant, **answers)
    number = next(_numbers)
    sent_at = NOW - timedelta(hours=2)
    application.reference = f"{call.prefix}-{number:04d}"
    application.first_sent_at = sent_at
    content = {"sections": {each.key: each.answers for each in application.sections}}
    session.add(
        Submission(
            application=application,
            stage=Round.FIRST,
            ticket=f"ticket-of-the-factory-{number}",
            received_at=sent_at,
            content=content,
        )
    )
    application.state = State.FIRST_SENT
    session.flush()
    return application


def answered_first(session, application: Application, by: Person, **said) -> Application:
    """A first stage with its answer: `closes_at` of the full one, or the `reason` for no."""
    application.invitation = Invitation(
        closes_at=said.get("closes_at"),
        reason=said.get("reason", ""),
        decided_at=NOW - timedelta(hours=1),
        decided_by_id=by.id,
    )
    application.state = State.INVITED if "closes_at" in said else State.NOT_INVITED
    session.flush()
    return application


def withdrawn_application(session, call: Call, applicant: Person, **answers) -> Application:
    """An application sent, then withdrawn."""
    application = submitted_application(session, call, applicant, **answers)
    application.state = State.WITHDRAWN
    application.withdrawn_at = NOW - timedelta(hours=1)
    session.flush()
    return application


def section_answers(section: Section, given: dict | None = None) -> dict:
    """An acceptable answer to every question of a section, or the one given for its key."""
    if section.kind is SectionKind.ABOUT:
        return {"job_title": "Staff nurse", "team": "Ward 7", **_of_questions(section, given or {})}
    known = {approver.CHOICE: approver.MANAGER} if approver.is_asked(section) else {}
    return {**known, **_of_questions(section, given or {})}


def _of_questions(section: Section, given: dict) -> dict:
    asked = [q for q in section.questions if q.kind is not QuestionKind.FILE]
    return {q.key: given.get(q.key, acceptable(q)) for q in asked}


def acceptable(question: Question) -> str | list[str]:
    """An answer that passes."""
    if question.kind is QuestionKind.ONE_OF:
        return question.options[0].key
    if question.kind is QuestionKind.MANY_OF:
        return [question.options[0].key]
    if question.kind is QuestionKind.YES_NO:
        return "yes"
    return f"{question.label.en} An answer."
