"""Two and more who act at once: the pot is never overspent, and one of two wins."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import OperationalError

from portal.applications.actions import withdrawal
from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.awards import actions, queries
from portal.awards.actions import Choice, Unsound
from portal.awards.lifecycle import Outcome
from portal.awards.models import Decision
from portal.kernel.ruling import Refused
from portal.people.models import Person
from portal.schemes.models import Call
from tests.conftest import NOW
from tests.factories import awards, people

THREADS = 12
ASKED = 1_500_000


@pytest.fixture
def crowd(app, database):
    """Twelve applications, each asking for all that the pot has, and the officer."""
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        call = awards.decidable_call(session, board, pot_pence=ASKED)
        ids = [
            awards.ready(session, call, people.employee(session, board), ASKED).id
            for _ in range(THREADS)
        ]
        office = awards.office(session, board)
        session.commit()
        return call.id, ids, office.id


def at_once(works) -> list[str]:
    """Run the works in threads that start together; return what became of each."""
    start = threading.Barrier(len(works))

    def run(work) -> str:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def deciding(app, database, application_id, office_id, amount=ASKED, seen=0):
    def work() -> str:
        with app.app_context(), database.scope() as session:
            try:
                application = session.get_one(Application, application_id)
                actor = session.get_one(Person, office_id).as_actor()
                choice = Choice(Outcome.AWARD, amount)
                actions.decide(session, application, choice, seen=seen, actor=actor, now=NOW)
                session.commit()
            except Unsound as refused:
                return f"pot: {refused.ruling.reason}"
            except Refused as refused:
                return f"refused: {refused.ruling.reason}"
        return "awarded"

    return work


def test_money_for_one_makes_one_award(crowd, app, database):
    call_id, ids, office_id = crowd
    came = at_once([deciding(app, database, each, office_id) for each in ids])
    assert came.count("awarded") == 1
    lost = {each for each in came if each != "awarded"}
    assert lost == {"pot: This award needs £15,000.00, and the pot has £0.00 left."}
    with database.scope(read_only=True) as session:
        assert queries.taken(session, call_id) == (ASKED, 120)


def test_a_pot_fills_up_to_the_penny_and_not_beyond(crowd, app, database):
    call_id, ids, office_id = crowd
    share = ASKED // 5  # five fit exactly, of twelve who try
    came = at_once([deciding(app, database, each, office_id, share) for each in ids])
    assert came.count("awarded") == 5
    with database.scope(read_only=True) as session:
        assert queries.taken(session, call_id)[0] == ASKED


def test_two_who_decide_the_same_application_do_not_overwrite(crowd, app, database):
    _call_id, ids, office_id = crowd
    works = [deciding(app, database, ids[0], office_id, amount) for amount in (100, 200)]
    came = at_once(works)
    assert sorted(each.partition(":")[0] for each in came) == ["awarded", "refused"]
    assert any("decided this on" in each for each in came)
    with database.scope(read_only=True) as session:
        kept = session.query(Decision).one()
        assert kept.amount_pence == (100, 200)[came.index("awarded")]


def test_a_withdrawal_and_a_release_end_in_one_of_the_two(crowd, app, database):
    call_id, ids, office_id = crowd
    with app.app_context(), database.scope() as session:
        first, *others = (session.get_one(Application, each) for each in ids)
        office = session.get_one(Person, office_id)
        awards.decided(session, first, by=office, wte_months_hundredths=120)
        for other in others:
            awards.decided(session, other, Outcome.DECLINE, by=office)
        session.commit()

    def release() -> str:
        return doing(
            lambda session: actions.release(
                session,
                session.get_one(Call, call_id),
                actor=session.get_one(Person, office_id).as_actor(),
                now=NOW,
            )
        )

    def withdraw() -> str:
        return doing(taking_back)

    def taking_back(session) -> None:
        application = session.get_one(Application, ids[0])
        actor = application.applicant.as_actor()
        withdrawal.withdraw(session, application, actor=actor, now=NOW)

    def doing(act) -> str:
        with app.app_context(), database.scope() as session:
            try:
                act(session)
                session.commit()
            except (Refused, OperationalError) as refused:
                return type(refused).__name__
        return "done"

    came = at_once([release, withdraw])
    with database.scope(read_only=True) as session:
        application = session.get_one(Application, ids[0])
        is_released = queries.is_released(session, application)
        assert is_released is (application.state is State.SUBMITTED)
        assert came in (["done", "Refused"], ["done", "done"], ["Refused", "done"])
        if application.state is State.WITHDRAWN:
            assert queries.decision_of(session, ids[0]) is None
            assert queries.taken(session, call_id) == (0, 0)
