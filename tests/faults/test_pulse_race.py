"""The pulse at one instant: everybody counts, and each person once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal.people.models import Person
from portal.pulse.actions import take_part
from portal.pulse.models import PulseTaken, PulseTally
from portal.pulse.questions import PEOPLE, Answer, Question
from tests.conftest import NOW
from tests.factories import people

PEOPLE_AT_ONCE = 8


@pytest.fixture
def staff(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        ids = [people.employee(session, board).id for _ in range(PEOPLE_AT_ONCE)]
        session.commit()
    return ids


def at_once(app, database, ids) -> list[bool]:
    """Let each of these people answer together, every other one yes and every other one no."""
    start = threading.Barrier(len(ids))

    def run(number: int) -> bool:
        answers = dict.fromkeys(Question, (Answer.YES, Answer.NO)[number % 2])
        start.wait()
        with app.app_context(), database.scope() as session:
            counted = take_part(session, session.get_one(Person, ids[number]), answers, NOW)
            session.commit()
        return counted

    with ThreadPoolExecutor(len(ids)) as pool:
        return list(pool.map(run, range(len(ids))))


def numbers(database):
    with database.scope(read_only=True) as session:
        assert session.scalars(select(PulseTally.job).distinct()).all() == ["nurses"]
        return {
            (tally.question, tally.answer): tally.number
            for tally in session.scalars(select(PulseTally))
        }


def test_all_who_answer_at_once_count(app, database, staff):
    assert at_once(app, database, staff) == [True] * PEOPLE_AT_ONCE
    kept = numbers(database)
    assert kept[PEOPLE] == PEOPLE_AT_ONCE
    for question in Question:
        assert kept[question, Answer.YES] == kept[question, Answer.NO] == PEOPLE_AT_ONCE // 2
        assert kept[question, Answer.NOT_SURE] == 0


def test_one_person_many_times_at_once_counts_once(app, database, staff):
    came = at_once(app, database, staff[:1] * 6)
    assert sorted(came) == [False] * 5 + [True]
    kept = numbers(database)
    assert kept[PEOPLE] == 1
    assert all(sum(kept[q, a] for a in Answer) == 1 for q in Question)
    with database.scope(read_only=True) as session:
        assert len(session.scalars(select(PulseTaken)).all()) == 1
