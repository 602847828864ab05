"""Costs at one instant: one form pressed many times is one line, and two who change do not mix."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from portal.applications import costing
from portal.applications.actions.costs import (
    LineChanged,
    LineGone,
    add_cost,
    change_cost,
    remove_cost,
)
from portal.applications.costing import Other
from portal.applications.models import Application, CostLine
from portal.applications.saved import section_of
from portal.schemes.questions import SectionKind
from tests.conftest import NOW
from tests.factories import applications, people, schemes

AT_ONCE = 8


@pytest.fixture
def draft(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        someone = people.employee(session, board)
        made = applications.draft(session, schemes.open_call(session, board), someone)
        session.commit()
        return made.id


def costed(price):
    return costing.cost_other(
        Other(label="Typing", category="research", quantity_hundredths=100, unit_pence=price)
    )


def at_once(app, database, draft, act, count=AT_ONCE):
    """Let `act(session, application, section, number, actor)` run so many times together."""
    start = threading.Barrier(count)

    def run(number):
        start.wait()
        with app.app_context(), database.scope() as session:
            application = session.get_one(Application, draft)
            section = section_of(application, SectionKind.COSTS)
            try:
                act(session, application, section, number, application.applicant.as_actor())
                session.commit()
            except (LineChanged, LineGone, StaleDataError) as error:
                return type(error).__name__
        return "done"

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def prices(database, draft):
    with database.scope(read_only=True) as session:
        query = select(CostLine.amount_pence).where(CostLine.application_id == draft)
        return sorted(session.scalars(query))


def test_one_form_pressed_many_times_is_one_line(app, database, draft):
    def press(session, application, section, _number, actor):
        add_cost(
            session, application, section, costed(100), actor=actor, now=NOW, ticket="one-form"
        )

    assert at_once(app, database, draft, press) == ["done"] * AT_ONCE
    assert prices(database, draft) == [100]


def test_of_those_who_change_one_line_at_once_one_does(app, database, draft):
    with app.app_context(), database.scope() as session:
        applications.cost(session, session.get_one(Application, draft), 5)
        session.commit()

    def change(session, application, section, number, actor):
        line = application.cost_lines[0]
        change_cost(
            session, line, section, costed(100 + number), seen_version=1, actor=actor, now=NOW
        )

    found = at_once(app, database, draft, change)
    assert sorted(found) == ["LineChanged"] * (AT_ONCE - 1) + ["done"]
    assert prices(database, draft) == [100 + found.index("done")]


def test_a_line_that_is_changed_and_removed_at_once_ends_as_one_of_the_two(app, database, draft):
    with app.app_context(), database.scope() as session:
        applications.cost(session, session.get_one(Application, draft), 5)
        session.commit()

    def act(session, application, section, number, actor):
        if not application.cost_lines:  # SQLite lets one writer in at a time
            raise LineGone
        line = application.cost_lines[0]
        if number:
            remove_cost(session, line, section, seen_version=1, actor=actor, now=NOW)
        else:
            change_cost(session, line, section, costed(100), seen_version=1, actor=actor, now=NOW)

    found = at_once(app, database, draft, act, 2)
    assert sorted(found) in (["LineChanged", "done"], ["LineGone", "done"])
    assert prices(database, draft) == ([100] if found[0] == "done" else [])
