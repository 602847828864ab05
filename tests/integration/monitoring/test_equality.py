"""One's own equality answers: kept, changed, removed, and out of everybody else's reach."""

import logging
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal import worker
from portal.app import create_app
from portal.applications.models import Application
from portal.audit.models import TrailEntry
from portal.costing.scales import Nation
from portal.kernel import clock
from portal.kernel.actor import Role
from portal.monitoring import actions
from portal.monitoring.models import EqualityAnswers, EqualityTotal
from portal.monitoring.policy import Own
from portal.monitoring.seal import Seal
from portal.people.models import Organisation, Person
from portal.schema import Base
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people, uptake
from tests.journeys.doors import GETS
from tests.journeys.world import build

SAID = {"age": "35_44", "ethnicity": "white", "ethnicity_white": "roma", "religion": "buddhist"}
ONLOOKERS = {"manager", "helper", "office", "administrator", "analyst", "auditor"}
KEPT = {"age": "35_44", "ethnicity": "white.roma", "religion": "buddhist"}


@pytest.fixture
def world(app, database):
    with app.app_context(), database.scope() as session:
        made = build(session)
        session.commit()
    return made


def rows(database):
    with database.scope(read_only=True) as session:
        return [dict(row.answers) for row in session.scalars(select(EqualityAnswers))]


def send(browser, button="Keep my answers", **said):
    browser.go("/equality")
    return browser.send(said, button=button)


def test_answers_are_kept_shown_again_changed_and_removed(app, database, world):
    nurse = Browser(app).sign_in(world.people["nurse"])
    assert "We have kept your answers." in send(nurse, **SAID).main
    assert rows(database) == [KEPT]
    page = nurse.go("/equality")
    chosen = {each["value"] for each in page.soup.select("input[checked], option[selected]")}
    assert chosen >= {"35_44", "white", "roma", "buddhist"}
    send(nurse, ethnicity="prefer_not", age="")
    assert rows(database) == [{"ethnicity": "prefer_not", "religion": "buddhist"}]
    page = send(nurse, "Remove all my answers")
    assert "We have removed your answers." in page.main
    assert rows(database) == []
    assert "Remove all my answers" not in page.main


def test_sending_nothing_keeps_nothing(app, database, world):
    nurse = Browser(app).sign_in(world.people["nurse"])
    assert "We have removed your answers." in send(nurse).main
    assert rows(database) == []


def test_what_stands_under_an_answer_not_chosen_counts_for_nothing(app, database, world):
    nurse = Browser(app).sign_in(world.people["nurse"])
    send(nurse, ethnicity="asian", ethnicity_white="roma")
    assert rows(database) == [{"ethnicity": "asian"}]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("age", "36"),
        ("ethnicity", "' OR 1=1"),
        ("ethnicity_white", "<script>"),
        ("religion", "x" * 40_000),
        ("sex", "fem\x00ale"),
        ("sex", "\u202efemale"),
    ],
)
def test_an_answer_that_was_not_on_offer_is_refused_and_the_rest_is_kept(
    app, database, world, name, value
):
    nurse = Browser(app).sign_in(world.people["nurse"])
    page = send(nurse, **{"caring": "both", name: value})
    assert page.errors
    assert page.status == 200
    assert rows(database) == []
    assert page.soup.select_one('input[name="caring"][checked]')["value"] == "both"


def test_the_receipt_leads_to_the_questions(app, database, world):
    nurse = Browser(app).sign_in(world.people["nurse"])
    page = nurse.go("/applications/{weighed}/receipt".format(**world.ids))
    assert page.link("equality") == "/equality"


def test_nobody_else_reaches_a_persons_answers_on_any_page_log_trail_or_mail(
    app, database, world, caplog
):
    """Two databases' worth of pages, before and after the nurse answers, are the same."""
    browsers = {
        part: Browser(app).sign_in(email)
        for part, email in world.people.items()
        if part in ONLOOKERS
    }

    def seen():
        return {
            (endpoint, part): browser.client.get(path.format(**world.ids)).status_code
            if endpoint == "applications.check"  # its ticket is new each time
            else _same(browser.client.get(path.format(**world.ids)).data)
            for endpoint, (path, _who) in GETS.items()
            if endpoint != "people.time_out"  # its token is new each time, and nothing else
            for part, browser in browsers.items()
        }

    nurse = Browser(app).sign_in(world.people["nurse"])
    before, tables = seen(), _other_tables(database)
    with caplog.at_level(logging.DEBUG):
        send(nurse, **SAID)
    assert rows(database) == [KEPT]
    after = seen()
    changed = [key for key in before if after[key] != before[key]]
    assert changed == []
    assert _other_tables(database) == tables
    assert not any(word in caplog.text for word in ("roma", "buddhist"))


def _same(data: bytes) -> bytes:
    """Leave out what is new on every answer: form tokens."""
    return re.sub(
        rb'name="(csrf_token|ticket|tab)"[^>]*value="[^"]*"|data-token="[^"]*"', b"", data
    )


def _other_tables(database):
    with database.scope(read_only=True) as session:
        return {
            table.name: sorted(str(tuple(row)) for row in session.execute(select(table)))
            for table in Base.metadata.sorted_tables
            if table.name not in {"equality_answers", "sign_ins"}
        }


def test_the_table_has_no_key_to_anything_and_no_instant():
    table = EqualityAnswers.__table__
    assert not table.foreign_keys
    assert {column.name for column in table.columns} == {"seal", "nation", "answers", "month_on"}
    points_here = [
        key
        for other in Base.metadata.sorted_tables
        for key in other.foreign_keys
        if key.column.table is table
    ]
    assert points_here == []


def test_without_the_secret_the_rows_belong_to_nobody(app, database, settings, world):
    send(Browser(app).sign_in(world.people["nurse"]), **SAID)
    stolen = create_app(replace(settings, secret_key="another"), database)
    page = Browser(stolen).sign_in(world.people["nurse"]).go("/equality")
    assert "Remove all my answers" not in page.main


def test_old_answers_are_forgotten_and_newer_ones_kept(app, database, settings, world, monkeypatch):
    nurse = Browser(app).sign_in(world.people["nurse"])
    send(nurse, **SAID)
    for now, left in (
        (datetime(2028, 5, 31, 12, tzinfo=UTC), 1),
        (datetime(2028, 6, 1, 12, tzinfo=UTC), 0),
    ):
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        worker.release_equality(settings, database)
        assert len(rows(database)) == left


@pytest.fixture
def year(app, database, settings):
    """A board whose people applied in a year that has ended; most of them answered."""
    with app.app_context(), database.scope() as session:
        board = uptake.board(session, {"NUR-ADULT": 500})
        sent = datetime(2025, 11, 3, 12, tzinfo=UTC)
        call = uptake.closed_call(session, board)
        uptake.group(session, call, board, "NUR-ADULT", 44, 40, 20)
        people.grant(session, member := people.person(session, "Member"), Role.BOARD, board)
        applied = session.scalars(select(Application).order_by(Application.started_at)).all()
        for number, each in enumerate(applied):
            each.submitted_at = sent
            if number < 40:
                _answer(session, settings, each.applicant, number)
        session.commit()
        return {"member": member.email, "board": board.id}


def _answer(session, settings, person: Person, number: int):
    said = {"sex": "female" if number % 2 else "male", "caring": "no" if number else "both"}
    own = Own(person, Nation.WALES)
    seal = Seal(settings.secret_key)
    actions.keep(session, own, said, seal, actor=person.as_actor(), now=NOW)


def totals(database):
    with database.scope(read_only=True) as session:
        return {
            (each.question, each.answer): (each.applied, each.awarded)
            for each in session.scalars(select(EqualityTotal))
            if each.year_on == date(2025, 4, 1)
        }


def test_a_year_is_released_once_protected_and_never_changes(app, database, settings, year):
    worker.release_equality(settings, database)
    found = totals(database)
    assert found["people", "answered"] == (45, 20)
    assert found["sex", "female"] == (20, 10)
    assert found["caring", "both"] == (None, None)
    assert found["caring", "none"] == (None, None)
    with database.scope() as session:
        session.query(EqualityAnswers).delete()
        session.commit()
    worker.release_equality(settings, database)
    assert totals(database) == found


def test_the_board_reads_the_totals_and_an_auditor_elsewhere_does_not(
    app, database, settings, year
):
    worker.release_equality(settings, database)
    page = Browser(app).sign_in(year["member"]).go("/uptake/equality")
    assert "April 2025 to March 2026" in page.main
    assert "45 people applied" in page.main
    with app.app_context(), database.scope() as session:
        path = session.get_one(Organisation, year["board"]).path
        other = people.node(session, "other-board")
        people.grant(session, away := people.person(session, "Away"), Role.AUDITOR, other)
        session.commit()
        email = away.email
    away = Browser(app).sign_in(email)
    assert away.client.get(f"/uptake/equality?node={path}").status_code == 404
    assert "45 people" not in away.go("/uptake/equality").main


def test_nothing_of_it_is_in_the_trail(app, database, world):
    send(Browser(app).sign_in(world.people["nurse"]), **SAID)
    with database.scope(read_only=True) as session:
        verbs = set(session.scalars(select(TrailEntry.verb)))
    assert not any("equal" in verb for verb in verbs)
