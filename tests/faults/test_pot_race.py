"""Two and more who act at once: the pot is never overspent, and one of two wins."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.applications.actions import withdrawal
from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.awards import actions, queries
from portal.awards.actions import Choice, Unsound
from portal.awards.lifecycle import Outcome
from portal.awards.models import Decision
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from portal.people.models import Person
from portal.schemes.actions.calls import change_pot
from portal.schemes.actions.closing import move_close
from portal.schemes.dates import LATER
from portal.schemes.models import Call, CallExtension
from portal.schemes.plan import Unfit
from tests.conftest import NOW
from tests.factories import applications, awards, people, schemes

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


NURSES_PART = {"jobs": ["nurses"], "pence": ASKED, "wte_months_hundredths": None}


@pytest.fixture
def fenced(app, database):
    """Six nurses and six doctors before a pot of two awards, one of them kept for nurses."""
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        call = awards.decidable_call(session, board, pot_pence=2 * ASKED, ring_fences=[NURSES_PART])
        jobs = ["NUR-ADULT", "MED-CONS"] * (THREADS // 2)
        made = [
            (job, awards.ready(session, call, people.employee(session, board, job), ASKED).id)
            for job in jobs
        ]
        office = awards.office(session, board)
        session.commit()
        return call.id, made, office.id


def test_what_is_kept_for_nurses_goes_to_nobody_else_whoever_comes_first(fenced, app, database):
    call_id, made, office_id = fenced
    came = at_once([deciding(app, database, each, office_id) for _job, each in made])
    won = [job for (job, _each), became in zip(made, came, strict=True) if became == "awarded"]
    assert len(won) in {1, 2} and won.count("MED-CONS") <= 1
    more = at_once(
        [
            deciding(app, database, each, office_id)
            for (job, each), became in zip(made, came, strict=True)
            if became != "awarded" and job == "NUR-ADULT"
        ]
    )
    assert len(won) + more.count("awarded") == 2, "nurses can always be given what is kept"
    with database.scope(read_only=True) as session:
        assert queries.taken(session, call_id)[0] == 2 * ASKED


def test_a_pot_made_smaller_while_it_is_spent_is_never_below_what_is_spent(crowd, app, database):
    call_id, ids, office_id = crowd

    def shrink() -> str:
        with app.app_context(), database.scope() as session:
            call = session.get_one(Call, call_id)
            actor = session.get_one(Person, office_id).as_actor()
            try:
                change_pot(session, call, 0, None, "Cut.", seen=call.version, actor=actor, now=NOW)
                session.commit()
            except Unfit:
                return "unfit"
        return "smaller"

    came = at_once([shrink, deciding(app, database, ids[0], office_id)])
    with database.scope(read_only=True) as session:
        pot = session.get_one(Call, call_id).pot_pence
        assert queries.taken(session, call_id)[0] <= pot
    assert came[0] == ("unfit" if came[1] == "awarded" else "smaller")


def test_two_who_extend_at_once_extend_once_and_tell_once(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        call = schemes.open_call(session, board)
        applications.draft(session, call, people.employee(session, board))
        office = awards.office(session, board)
        session.commit()
        call_id, office_id, closed = call.id, office.id, call.closes_at
        dates = {name: getattr(call, name) for name in ("closes_at", *LATER)}
    dates["closes_at"] += timedelta(days=1)

    def extend() -> str:
        with app.app_context(), database.scope() as session:
            call = session.get_one(Call, call_id)
            actor = session.get_one(Person, office_id).as_actor()
            moved = move_close(session, call, dates, "Why.", seen=closed, actor=actor, now=NOW)
            session.commit()
        return "moved" if moved else "done already"

    came = at_once([extend] * 4)
    assert sorted(came) == ["done already"] * 3 + ["moved"]
    with database.scope(read_only=True) as session:
        assert len(session.scalars(select(CallExtension)).all()) == 1
        assert len(session.scalars(select(Message)).all()) == 1
