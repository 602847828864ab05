"""Take part in the pulse. Nothing goes into the trail: it would join a person to a moment."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from portal.kernel.db import insert
from portal.kernel.ruling import enforce
from portal.people.models import Person
from portal.pulse import policy, queries
from portal.pulse.models import PulseTaken, PulseTally
from portal.pulse.questions import PEOPLE, Answer, Question
from portal.pulse.rounds import round_of

EVERY_TOTAL = (PEOPLE, *((q.value, a.value) for q in Question for a in Answer))


def take_part(
    session: Session, person: Person, answers: Mapping[Question, Answer], now: datetime
) -> bool:
    """Add the answers to the totals, once a person and round; False where it was done before.

    Two at once both count; the same person twice at once counts once: the tables hold them to
    it. Raises Refused for somebody without a main post, and where nothing is answered.
    """
    stand, round_on = queries.stand_of(session, person), round_of(now)
    enforce(policy.counts(stand) & policy.says_something(answers))
    if stand.organisation is None or stand.job is None:
        return False  # refused above
    if not _note_taken(session, person, round_on):
        return False
    where = {
        "organisation_id": stand.organisation.id,
        "round_on": round_on,
        "job": stand.job.value,
    }
    _add(session, where, answers)
    return True


def _note_taken(session: Session, person: Person, round_on: date) -> bool:
    """Note that the person took part; whoever comes second waits here for the first."""
    values = {"id": uuid4(), "person_id": person.id, "round_on": round_on}
    taken = insert(session, PulseTaken).values(values).on_conflict_do_nothing()
    return session.execute(taken.returning(PulseTaken.id)).first() is not None


def _add(session: Session, where: Mapping[str, object], answers: Mapping[Question, Answer]) -> None:
    """Write every total of the job group, those that stay the same too.

    So neither the order of rows nor the transaction that last touched one tells what was said.
    Always in the same order, so that two at once cannot lock each other out.
    """
    said = {(question.value, answer.value) for question, answer in answers.items()} | {PEOPLE}
    rows = [
        {
            **where,
            "id": uuid4(),
            "question": question,
            "answer": answer,
            "number": int((question, answer) in said),
        }
        for question, answer in EVERY_TOTAL
    ]
    adding = insert(session, PulseTally).values(rows)
    session.execute(
        adding.on_conflict_do_update(
            index_elements=[*where, "question", "answer"],
            set_={"number": PulseTally.number + adding.excluded.number},
        )
    )
