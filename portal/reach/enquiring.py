"""Ask the R&D office, and say that it was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from portal.audit.actions import record
from portal.kernel.actor import Actor, Role
from portal.kernel.language import lazy
from portal.kernel.reactions import answers
from portal.kernel.ruling import HIDDEN, YES, Ruling, enforce, forbidden, no, yes_if
from portal.people.models import Organisation
from portal.people.queries import at_or_below, people_with_role
from portal.reach import emails
from portal.reach.tokens import digest
from portal.schemes.models import Enquiry, Scheme

ASKED_AN_HOUR = 20  # from one network address
ASKED_A_DAY = 5  # in one email address's name
PAGE = 50

TOO_MANY = lazy("Too many questions came from your network. Wait an hour, or telephone us.")
TOO_MANY_YOURS = lazy("You have sent 5 questions today. Wait until tomorrow, or telephone us.")
OFFICE_ONLY = lazy("This page is for the R&D office.")
ANSWERED = lazy("This question is marked as answered already.")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks. `facts` are what the checker was told, as label and answer."""

    name: str
    email: str
    language: str
    words: str
    facts: tuple[tuple[str, str], ...] = ()
    asker: str = ""


def may_ask(from_here: int, in_this_name: int) -> Ruling:
    """Take one more question, after so many from a network in an hour and a name in a day."""
    if from_here >= ASKED_AN_HOUR:
        return no(TOO_MANY)
    return yes_if(in_this_name < ASKED_A_DAY, no(TOO_MANY_YOURS))


def may_see_list(_subject: object, actor: Actor, _now: datetime) -> Ruling:
    """See questions: whoever is an office of any part."""
    return yes_if(actor.holds_anywhere(Role.OFFICE), forbidden(OFFICE_ONLY))


def may_answer(enquiry: Enquiry, actor: Actor, _now: datetime) -> Ruling:
    """Mark a question of one's own schemes as answered, once."""
    if not actor.holds(Role.OFFICE, enquiry.scheme.organisation.path):
        return HIDDEN
    return YES if enquiry.answered_at is None else no(ANSWERED)


def ask(session: Session, scheme: Scheme, question: Question, *, now: datetime) -> Enquiry:
    """Keep a question and mail it to the scheme's office, who answer to the asker by mail.

    No mail goes to the asker: a stranger's address could be typed. Raises Refused.
    """
    asker = digest(question.asker)
    hour, day = now - timedelta(hours=1), now - timedelta(days=1)
    enforce(
        may_ask(
            _count(session, Enquiry.asked_from == asker, Enquiry.made_at > hour),
            _count(session, Enquiry.asker_email == question.email, Enquiry.made_at > day),
        )
    )
    made = Enquiry(
        scheme=scheme,
        asker_name=question.name,
        asker_email=question.email,
        language=question.language,
        words=question.words,
        facts=[list(fact) for fact in question.facts],
        asked_from=asker,
        made_at=now,
    )
    session.add(made)
    session.flush()
    for person in people_with_role(session, Role.OFFICE, scheme.organisation.path):
        emails.question(session, made, person, now=now)
    return made


def mark_answered(session: Session, enquiry: Enquiry, *, actor: Actor, now: datetime) -> None:
    """Note that it has been answered, and by whom."""
    session.refresh(enquiry, with_for_update={"of": Enquiry})
    enforce(may_answer(enquiry, actor, now))
    enquiry.answered_at, enquiry.answered_by_id = now, actor.person_id
    record(session, actor, "answered_question", "scheme", enquiry.scheme_id, now=now)


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Enquiry).where(*conditions)) or 0


def _of_office(actor: Actor) -> ColumnElement[bool]:
    return at_or_below(*actor.paths_for(Role.OFFICE))


def of_office(session: Session, actor: Actor, page: int) -> Sequence[Enquiry]:
    """Return a page of the questions to one's offices: open ones by age, then answered ones."""
    return session.scalars(
        select(Enquiry)
        .join(Enquiry.scheme)
        .join(Scheme.organisation)
        .where(_of_office(actor))
        .order_by(
            Enquiry.answered_at.is_not(None),
            Enquiry.answered_at.desc(),
            Enquiry.made_at,
            Enquiry.id,
        )
        .options(
            joinedload(Enquiry.scheme).joinedload(Scheme.organisation),
            joinedload(Enquiry.scheme).selectinload(Scheme.versions),
            joinedload(Enquiry.answered_by),
        )
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()


def connect() -> None:
    """Say how many questions wait, to the office's list of schemes."""
    answers("open_questions", open_questions)


def open_questions(session: Session, *, actor: Actor) -> int:
    """Count the questions to one's offices that nobody has answered."""
    return count_of_office(session, actor, open_only=True)


def count_of_office(session: Session, actor: Actor, *, open_only: bool = False) -> int:
    """Count the questions to one's offices."""
    query = (
        select(func.count())
        .select_from(Enquiry)
        .join(Scheme, Scheme.id == Enquiry.scheme_id)
        .join(Organisation, Organisation.id == Scheme.organisation_id)
        .where(_of_office(actor))
    )
    return session.scalar(query.where(Enquiry.answered_at.is_(None)) if open_only else query) or 0
