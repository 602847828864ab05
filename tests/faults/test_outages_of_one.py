"""An outage over a close that is one person's: the second step, a late pass, the last day."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal import worker
from portal.applications import policy, returned
from portal.applications.actions import returning, sending
from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.audit.models import TrailEntry
from portal.kernel.clock import LONDON
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from portal.schemes.actions import outages
from portal.schemes.models import Beat, Call, LatePass
from tests.conftest import NOW
from tests.factories import applications, people, schemes
from tests.factories.returns import Ward, sent_back

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
ENDS = NOW + 2 * HOUR  # 12 noon in the UK: of the second step, and of the pass


def uk(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


class World:
    """One person with one close of their own, and what became of it."""

    def __init__(self, app, database, make):
        self.app, self.database = app, database
        with app.app_context(), database.scope() as session:
            self.id = make(session).id
            session.commit()

    def beat(self, now):
        with self.app.app_context(), self.database.scope() as session:
            found = outages.beat(session, now=now)
            session.commit()
            return found is not None

    def was_alive(self, at):
        """Be as if signs of life had come each minute until then."""
        with self.database.scope() as session:
            session.scalars(select(Beat)).one().alive_at = at
            session.commit()

    def beats(self, first, last):
        while first <= last:
            assert not self.beat(first)
            first += MINUTE

    def away(self, since, until):
        """Be away between two instants; say whether that was an outage."""
        self.beat(since)
        return self.beat(until)

    def ask(self, of):
        with self.app.app_context(), self.database.scope(read_only=True) as session:
            return of(session, session.get_one(Application, self.id))

    def may_edit(self, now):
        return bool(self.ask(lambda _s, a: policy.may_edit(a, a.applicant.as_actor(), now)))

    def told(self, template):
        def of(session, _application):
            found = session.scalars(select(Message).where(Message.template == template))
            return [(each.to_address, each.body) for each in found]

        return self.ask(of)

    def acts(self, verb):
        def of(session, _application):
            found = session.scalars(select(TrailEntry).where(TrailEntry.verb == verb))
            return [(each.actor_id, each.facts["reason"]) for each in found]

        return self.ask(of)


# --- the second step of who was invited ---


def invited(session, closes_at=ENDS, **of_call):
    node = people.node(session)
    office = people.employee(session, node, name="Ffion Rees")
    call = schemes.open_call(
        session, node, "research-time",
        **{"opens_at": NOW - timedelta(days=40), "closes_at": NOW - timedelta(days=20), **of_call},
    )  # fmt: skip
    nurse = people.employee(session, node, name="Megan Prosser")
    sent = applications.first_sent(session, call, nurse)
    return applications.answered_first(session, sent, office, closes_at=closes_at)


@pytest.fixture
def second_step(app, database):
    return World(app, database, invited)


def second_close(world):
    return world.ask(lambda _s, a: a.invitation.closes_at)


def test_over_the_close_of_the_second_step_it_moves_and_its_applicant_is_told_once(second_step):
    assert second_step.away(ENDS - 10 * MINUTE, ENDS + 20 * MINUTE)
    assert second_close(second_step) == ENDS + 90 * MINUTE
    ((_to, body),) = second_step.told("applications/second_step_later")
    assert "It now closes later, on Monday 23 November 2026, 1:30pm, UK time." in body
    assert "It was to close on Monday 23 November 2026, 12 noon." in body
    ((actor, reason),) = second_step.acts("extended_invitation")
    assert (actor, reason) == (
        None, "The portal could not be reached from 23.11.2026 11:50 to 12:20.",
    )  # fmt: skip
    assert second_step.may_edit(ENDS + 80 * MINUTE)
    second_step.beats(ENDS + 21 * MINUTE, ENDS + 30 * MINUTE)
    assert len(second_step.told("applications/second_step_later")) == 1


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (ENDS - 2 * MINUTE, ENDS + 2 * MINUTE),  # too short
        (ENDS - 120 * MINUTE, ENDS - 61 * MINUTE),  # over before the last hour
        (ENDS + 11 * MINUTE, ENDS + 60 * MINUTE),  # after the grace
        (ENDS - timedelta(days=7, minutes=1), ENDS + MINUTE),  # a clock that was wrong
    ],
)
def test_other_gaps_move_no_second_step(second_step, since, until):
    second_step.away(since, until)
    assert second_close(second_step) == ENDS
    assert second_step.told("applications/second_step_later") == []


@pytest.mark.parametrize("state", [State.SUBMITTED, State.WITHDRAWN, State.NOT_INVITED])
def test_who_does_not_write_it_any_more_is_not_told(second_step, database, state):
    with database.scope() as session:
        found = session.get_one(Application, second_step.id)
        found.state, found.submitted_at, found.withdrawn_at = state, NOW, NOW
        session.commit()
    assert second_step.away(ENDS - 10 * MINUTE, ENDS + 20 * MINUTE)
    assert second_close(second_step) == ENDS
    assert second_step.told("applications/second_step_later") == []


def test_the_second_step_is_extended_once_by_any_number_of_processes(second_step):
    second_step.beat(ENDS - 10 * MINUTE)
    start = threading.Barrier(6)

    def run(_number):
        start.wait()
        return second_step.beat(ENDS + 20 * MINUTE)

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(run, range(6))) == 1
    assert second_close(second_step) == ENDS + 90 * MINUTE
    assert len(second_step.told("applications/second_step_later")) == 1


def test_two_outages_give_the_second_step_time_twice(second_step):
    assert second_step.away(ENDS - 10 * MINUTE, ENDS)
    first = second_close(second_step)
    assert second_step.away(first - 5 * MINUTE, first + 5 * MINUTE)
    assert second_close(second_step) > first
    told = second_step.told("applications/second_step_later")
    assert len(told) == len({body for _to, body in told}) == 3  # between the two it was away too


def test_a_clock_set_back_opens_no_second_step_that_closed(second_step):
    assert second_step.may_edit(ENDS - 30 * MINUTE)
    second_step.beats(ENDS, ENDS + 25 * MINUTE)
    assert not second_step.may_edit(ENDS - 30 * MINUTE)  # the clock says it is open again
    second_step.beat(ENDS - 30 * MINUTE)
    assert second_step.away(ENDS - 29 * MINUTE, ENDS - 10 * MINUTE)
    assert second_close(second_step) == ENDS
    assert second_step.told("applications/second_step_later") == []


def test_a_clock_that_jumps_years_shuts_no_second_step(second_step):
    second_step.beats(ENDS - 60 * MINUTE, ENDS - 55 * MINUTE)
    far = ENDS + timedelta(days=9_000)
    second_step.beats(far, far + 3 * MINUTE)
    second_step.beat(ENDS - 54 * MINUTE)
    assert second_step.may_edit(ENDS - 40 * MINUTE)


def test_the_later_dates_of_the_call_move_where_they_would_be_out_of_order(app, database):
    def make(session):
        return invited(session, approvals_due_at=ENDS + 30 * MINUTE)

    world = World(app, database, make)
    assert world.away(ENDS - 10 * MINUTE, ENDS + 20 * MINUTE)

    def dates(_session, application):
        call = application.call
        return call.approvals_due_at, call.reviews_due_at

    approvals, reviews = world.ask(dates)
    assert second_close(world) <= approvals <= reviews
    ((actor, _reason),) = world.acts("made_room")
    assert actor is None


def test_it_is_sent_while_the_outage_is_noticed_and_neither_is_lost(second_step):
    """Whoever is first: sent before the move, or after it; nobody waits for ever."""
    second_step.beat(ENDS - 10 * MINUTE)
    start = threading.Barrier(2)

    def notice():
        start.wait()
        return second_step.beat(ENDS + 20 * MINUTE)

    def send():
        start.wait()
        with second_step.app.app_context(), second_step.database.scope() as session:
            found = session.get_one(Application, second_step.id)
            actor = found.applicant.as_actor()
            try:
                sending.submit(
                    session, found, sending.new_ticket(),
                    actor=actor, arrived_at=ENDS + 5 * MINUTE,
                )  # fmt: skip
                session.commit()
            except Refused:
                return False
        return True

    with ThreadPoolExecutor(2) as pool:
        noticed, _sent = pool.submit(notice), pool.submit(send)
        assert noticed.result(timeout=30)


# --- a late pass ---


def with_pass(session, *, sent=False):
    node = people.node(session)
    nurse = people.employee(session, node, name="Megan Prosser")
    call = schemes.open_call(
        session, node,
        opens_at=NOW - timedelta(days=40), closes_at=NOW - timedelta(days=2), grace_minutes=10,
    )  # fmt: skip
    schemes.late_pass(session, call, nurse, ENDS, made_at=NOW - timedelta(days=1))
    if sent:
        return applications.submitted_application(session, call, nurse)
    return applications.complete_draft(session, call, nurse)


def pass_end(world):
    return world.ask(lambda session, _a: session.scalars(select(LatePass.until_at)).one())


def test_over_the_end_of_a_late_pass_it_is_longer_and_its_person_is_told_once(app, database):
    world = World(app, database, with_pass)
    assert world.away(ENDS - 10 * MINUTE, ENDS + 20 * MINUTE)
    assert pass_end(world) == ENDS + 90 * MINUTE
    ((_to, body),) = world.told("schemes/late_pass_longer")
    assert "You can now send it until Monday 23 November 2026, 1:30pm, UK time." in body
    assert len(world.acts("extended_late_pass")) == 1
    assert world.may_edit(ENDS + 80 * MINUTE)
    assert not world.may_edit(ENDS + 91 * MINUTE)
    assert world.told("applications/close_later") == []  # the call itself is long closed


def test_a_pass_has_no_grace_that_an_outage_could_reach(app, database):
    world = World(app, database, with_pass)
    assert world.away(ENDS + MINUTE, ENDS + 30 * MINUTE)
    assert pass_end(world) == ENDS


def test_a_pass_that_was_used_stays_as_it_is(app, database):
    world = World(app, database, lambda session: with_pass(session, sent=True))
    assert world.away(ENDS - 10 * MINUTE, ENDS + 20 * MINUTE)
    assert pass_end(world) == ENDS
    assert world.told("schemes/late_pass_longer") == []


def test_where_the_call_is_open_for_as_long_the_pass_is_not_moved_too(app, database):
    def make(session):
        draft = with_pass(session)
        draft.call.closes_at = ENDS - 5 * MINUTE
        return draft

    world = World(app, database, make)
    assert world.away(ENDS - 10 * MINUTE, ENDS + 20 * MINUTE)
    assert world.ask(lambda _s, a: a.call.closes_at) == ENDS + 90 * MINUTE
    assert pass_end(world) == ENDS
    assert len(world.told("applications/close_later")) == 1  # one mail, not two
    assert world.told("schemes/late_pass_longer") == []


def test_a_clock_set_back_opens_no_pass_that_ended(app, database):
    world = World(app, database, with_pass)
    assert world.may_edit(ENDS - 30 * MINUTE)
    world.beats(ENDS, ENDS + 15 * MINUTE)
    assert not world.may_edit(ENDS - 30 * MINUTE)
    world.beat(ENDS - 30 * MINUTE)
    assert world.away(ENDS - 29 * MINUTE, ENDS - 10 * MINUTE)
    assert pass_end(world) == ENDS


# --- the last day of changes ---

LAST = date(2026, 12, 4)
MIDNIGHT = uk("2026-12-05 00:00")


@pytest.fixture
def back(app, database):
    def make(session):
        made = Ward(session, closed=True)
        sent_back(session, made.sent, made.office, "project", by=LAST)
        return made.sent

    return World(app, database, make)


def last_day(world):
    return world.ask(lambda _s, a: a.returns[-1].answer_by_on)


def is_out(world):
    return world.ask(lambda _s, a: returned.out(a) is not None)


@pytest.mark.parametrize(
    ("since", "until", "becomes"),
    [
        ("2026-12-04 23:50", "2026-12-05 00:20", date(2026, 12, 5)),
        ("2026-12-04 22:00", "2026-12-04 23:00", date(2026, 12, 5)),  # into the last hour
        ("2026-12-04 16:00", "2026-12-05 09:00", date(2026, 12, 5)),  # 5pm: on that day
        ("2026-12-04 12:00", "2026-12-05 09:00", date(2026, 12, 6)),  # 9pm: so the next noon
        ("2026-12-04 16:00", "2026-12-07 09:00", date(2026, 12, 7)),
        ("2026-12-05 00:10", "2026-12-05 00:16", date(2026, 12, 5)),  # begun in the grace
        ("2026-12-04 12:00", "2026-12-04 22:59", LAST),  # an hour was left
        ("2026-12-04 23:58", "2026-12-05 00:02", LAST),  # too short
        ("2026-12-05 00:11", "2026-12-05 03:00", LAST),  # after the grace
    ],
)
def test_an_outage_over_the_end_of_the_last_day_moves_it(back, since, until, becomes):
    back.away(uk(since), uk(until))
    assert last_day(back) == becomes
    moved = becomes != LAST
    assert len(back.told("applications/return_later")) == moved
    assert len(back.acts("extended_return")) == moved


def test_its_applicant_reads_the_old_and_the_new_day_and_can_answer_until_it(back):
    back.away(uk("2026-12-04 23:50"), uk("2026-12-05 00:20"))
    ((_to, body),) = back.told("applications/return_later")
    assert "The last day was Friday 4 December 2026." in body
    assert "The last day to send your changes is Saturday 5 December 2026." in body

    def may(now):
        return back.ask(
            lambda _s, a: bool(
                policy.may_edit_section(
                    a, a.call.document.section("project"), a.applicant.as_actor(), now
                )
            )
        )

    assert may(uk("2026-12-05 23:59"))
    assert not may(uk("2026-12-06 00:11"))


def test_the_worker_ends_nothing_that_the_pages_have_not_seen_to_end(back, database, at):
    """The worker runs on while the pages are away: they come back, and the day moves."""
    back.beat(uk("2026-12-04 23:50"))
    at(uk("2026-12-05 00:30"))
    worker.end_unanswered_returns(database)
    assert is_out(back)
    assert back.beat(uk("2026-12-05 00:31"))
    assert last_day(back) == date(2026, 12, 5)
    at(uk("2026-12-06 00:20"))
    worker.end_unanswered_returns(database)
    assert is_out(back)  # nothing has been heard since
    back.was_alive(uk("2026-12-06 00:09"))
    worker.end_unanswered_returns(database)
    assert is_out(back)  # the grace is not over, as far as the pages know
    with back.app.app_context():
        back.beats(uk("2026-12-06 00:10"), uk("2026-12-06 00:12"))
        worker.end_unanswered_returns(database)
    assert not is_out(back)


def test_without_an_outage_the_worker_ends_it_within_minutes(back, app, database, at):
    back.beats(uk("2026-12-04 23:55"), uk("2026-12-05 00:12"))
    at(uk("2026-12-05 00:12") + timedelta(seconds=30))
    with app.app_context():
        worker.end_unanswered_returns(database)
    assert not is_out(back)


def test_a_day_that_passed_stays_passed_whatever_the_clock_says(back, app, database):
    back.beats(uk("2026-12-04 23:55"), uk("2026-12-05 00:15"))
    with app.app_context(), database.scope() as session:
        assert returning.let_pass(session, back.id, now=uk("2026-12-05 00:15"))
        session.commit()
    back.beat(uk("2026-12-04 23:00"))
    assert back.away(uk("2026-12-04 23:01"), uk("2026-12-04 23:40"))
    assert not is_out(back)
    assert last_day(back) == LAST
    assert back.told("applications/return_later") == []


def test_the_night_the_clocks_go_back_has_its_hour_more(app, database):
    def make(session):
        made = Ward(session, closed=True)
        back = sent_back(session, made.sent, made.office, "project", by=LAST)
        back.answer_by_on = date(2027, 3, 27)  # the clocks go forward in the night after
        return made.sent

    world = World(app, database, make)
    world.away(uk("2027-03-27 23:30"), uk("2027-03-28 02:30"))
    assert last_day(world) == date(2027, 3, 28)


def test_everything_at_once_is_moved_in_one_transaction(app, database):
    """Calls, invitations, passes and returns that one outage reaches."""

    def make(session):
        first = invited(session)
        other = schemes.open_call(session, first.team, closes_at=ENDS)
        nurses = [people.employee(session, first.team, name=f"Nurse {n}") for n in range(2)]
        applications.complete_draft(session, other, nurses[0])
        old = schemes.open_call(
            session, first.team,
            opens_at=NOW - timedelta(days=40), closes_at=NOW - timedelta(days=2),
        )  # fmt: skip
        schemes.late_pass(session, old, nurses[1], ENDS, made_at=NOW - timedelta(days=1))
        return first

    world = World(app, database, make)
    assert world.away(ENDS - 10 * MINUTE, ENDS + 20 * MINUTE)
    assert second_close(world) == pass_end(world) == ENDS + 90 * MINUTE
    closes = world.ask(lambda s, _a: set(s.scalars(select(Call.closes_at))))
    assert ENDS + 90 * MINUTE in closes and ENDS not in closes
    for template in (
        "applications/second_step_later", "applications/close_later", "schemes/late_pass_longer",
    ):  # fmt: skip
        assert len(world.told(template)) == 1
