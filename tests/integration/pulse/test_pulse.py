"""The pulse: answered once a round, kept as totals alone, shown when enough took part, or off."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal.app import create_app
from portal.audit.models import TrailEntry
from portal.kernel.actor import Role
from portal.kernel.ruling import Refused
from portal.people.models import Person
from portal.pulse.actions import take_part
from portal.pulse.models import PulseTaken, PulseTally
from portal.pulse.questions import PEOPLE, Answer, Question
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people

ROUND = date(2026, 7, 1)
ENDED = datetime(2026, 6, 30, 12, tzinfo=UTC)
SAID = {"whom": "yes", "release": "not_sure", "wish": "no"}
LINE = "Answer five questions about research"


@pytest.fixture
def world(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        ward = people.node(session, "ward", board)
        other = people.node(session, "other-board")
        made = {
            "board": board.id,
            "nurse": people.employee(session, ward),
            "elsewhere": people.employee(session, other),
            "member": people.person(session, "Board member"),
            "nobody": people.person(session, "No post"),
            "crowd": [people.employee(session, ward) for _ in range(20)],
        }
        people.grant(session, made["member"], Role.BOARD, board)
        session.commit()
        for name in ("nurse", "elsewhere", "member", "nobody"):
            made[name] = made[name].email
        made["crowd"] = [each.id for each in made["crowd"]]
    return made


def answer(app, database, ids, said=Answer.YES, now=NOW):
    with app.app_context(), database.scope() as session:
        for person_id in ids:
            person = session.get_one(Person, person_id)
            take_part(session, person, dict.fromkeys(Question, said), now)
        session.commit()


def send(browser, **said):
    browser.go("/pulse")
    return browser.send(said, button="Send my answers")


def kept(database):
    with database.scope(read_only=True) as session:
        return {
            (tally.job, tally.question, tally.answer): tally.number
            for tally in session.scalars(select(PulseTally))
            if tally.number
        }


def count(database, model):
    with database.scope(read_only=True) as session:
        return len(session.scalars(select(model)).all())


def test_answers_become_totals_and_who_took_part_is_noted(app, database, world):
    browser = Browser(app).sign_in(world["nurse"])
    trail = count(database, TrailEntry)
    page = browser.go("/pulse")
    assert "We do not keep what each person said" in page.main
    assert "Nurses in Glan Hafren" in page.main
    page = send(browser, **SAID)
    assert "Thank you for taking part" in page.main
    assert "Too few people took part in January to June 2026" in page.main
    assert kept(database) == {
        ("nurses", *PEOPLE): 1,
        ("nurses", "whom", "yes"): 1,
        ("nurses", "release", "not_sure"): 1,
        ("nurses", "wish", "no"): 1,
    }
    with database.scope(read_only=True) as session:
        assert session.scalars(select(PulseTaken.round_on)).all() == [ROUND]
        assert set(session.scalars(select(PulseTally.organisation_id))) == {world["board"]}
    assert count(database, PulseTally) == 16, "rows of other answers too, so that none stands out"
    assert count(database, TrailEntry) == trail


def test_no_table_holds_a_moment_or_a_person_beside_an_answer():
    assert set(PulseTaken.__table__.columns.keys()) == {"id", "person_id", "round_on"}
    assert set(PulseTally.__table__.columns.keys()) == {
        "id", "organisation_id", "round_on", "job", "question", "answer", "number",
    }  # fmt: skip


def test_twice_is_once_and_the_next_round_asks_again(app, database, world, at):
    browser = Browser(app).sign_in(world["nurse"])
    assert LINE in browser.go("/").main
    send(browser, **SAID)
    before = kept(database)
    page = browser.post_by_hand("/pulse", {"whom": "no"})
    assert "Thank you for taking part" in page.main
    assert kept(database) == before
    assert LINE not in browser.go("/").main
    at(datetime(2027, 1, 1, 0, 0, tzinfo=UTC))
    browser = Browser(app).sign_in(world["nurse"])
    assert LINE in browser.go("/").main
    assert "January to June 2027" in send(browser, whom="yes").main
    assert count(database, PulseTaken) == 2


def test_nobody_without_a_post_takes_part_and_the_board_reads(app, database, world):
    nobody, member = (Browser(app).sign_in(world[who]) for who in ("nobody", "member"))
    assert nobody.go("/pulse", 403).status == 403
    assert LINE not in nobody.go("/").main
    page = member.go("/pulse")
    assert "What staff said in Glan Hafren" in page.main
    assert "Send my answers" not in page.main
    assert "Thank you" not in page.main
    for browser in (nobody, member):
        assert browser.post_by_hand("/pulse", SAID).status == 403
    with app.app_context(), database.scope() as session, pytest.raises(Refused):
        person = session.scalars(select(Person).where(Person.email == world["member"])).one()
        take_part(session, person, {Question.WHOM: Answer.YES}, NOW)
    assert count(database, PulseTaken) == 0
    assert Browser(app).go("/pulse").path.startswith("/sign-in")


@pytest.mark.parametrize("wrong", ["maybe", "YES", "a\0b", "x" * 40_000, "\u0661", "took_part"])
def test_wrong_answers_are_told_and_nothing_is_kept(app, database, world, wrong):
    browser = Browser(app).sign_in(world["nurse"])
    page = browser.post_by_hand("/pulse", {**SAID, "whom": wrong})
    assert page.status < 500
    assert kept(database) == {}
    assert count(database, PulseTaken) == 0


def test_a_made_up_question_is_ignored_and_no_answer_at_all_is_told(app, database, world):
    browser = Browser(app).sign_in(world["nurse"])
    page = browser.post_by_hand("/pulse", {"everybody": "took_part", "extra": "yes"})
    assert page.errors == ["Answer at least one question"]
    assert page.error_beside("whom").endswith("Answer at least one question")
    assert count(database, PulseTaken) == 0
    browser.post_by_hand("/pulse", {"everybody": "took_part", "extra": "yes", "wish": "yes"})
    assert kept(database) == {("nurses", *PEOPLE): 1, ("nurses", "wish", "yes"): 1}


def test_what_was_chosen_stays_where_another_answer_was_wrong(app, world):
    browser = Browser(app).sign_in(world["nurse"])
    page = browser.post_by_hand("/pulse", {"whom": "maybe", "wish": "no"})
    assert page.errors == ["Choose one of the answers shown"]
    chosen = page.soup.find("input", attrs={"name": "wish", "checked": True})
    assert chosen["value"] == "no"


def test_19_people_are_too_few_to_show(app, database, world):
    answer(app, database, world["crowd"][:19], now=ENDED)
    page = Browser(app).sign_in(world["nurse"]).go("/pulse")
    assert "Too few people took part in January to June 2026" in page.main
    assert not page.soup.find("table")
    assert "19" not in page.main


def test_results_come_when_the_round_has_ended(app, database, world, at):
    answer(app, database, world["crowd"])
    browser = Browser(app).sign_in(world["nurse"])
    assert not browser.go("/pulse").soup.find("table"), "the round still runs"
    at(datetime(2026, 12, 31, 23, 59, tzinfo=UTC))
    assert not Browser(app).sign_in(world["nurse"]).go("/pulse").soup.find("table")
    at(datetime(2027, 1, 1, 0, 0, tzinfo=UTC))
    page = Browser(app).sign_in(world["nurse"]).go("/pulse")
    assert "July to December 2026" in page.soup.find("table").find_parent("main").get_text()
    assert len(page.soup.find_all("table")) == 5


def test_results_come_with_20_people_and_stay_with_their_organisation(app, database, world):
    answer(app, database, world["crowd"][:19], now=ENDED)
    answer(app, database, world["crowd"][19:], Answer.NO, now=ENDED)
    page = Browser(app).sign_in(world["nurse"]).go("/pulse")
    assert len(page.soup.find_all("table")) == 5
    foot = [cell.get_text() for cell in page.soup.find("tfoot").select(".app-table__value")]
    assert foot == ["20", "c"], "19 of 20 is printed like all of 20"
    assert not Browser(app).sign_in(world["elsewhere"]).go("/pulse").soup.find("table")


def test_the_round_before_stands_beside_the_last_one(app, database, world):
    half = len(world["crowd"]) // 2
    for now in (ENDED, datetime(2025, 12, 31, 12, tzinfo=UTC)):
        answer(app, database, world["crowd"][:half], Answer.YES, now)
        answer(app, database, world["crowd"][half:], Answer.NO, now)
    page = Browser(app).sign_in(world["member"]).go("/pulse")
    assert "Yes in July to December 2025" in page.main
    foot = [cell.get_text() for cell in page.soup.find("tfoot").select(".app-table__value")]
    assert foot == ["20", "50%", "50%"]


def test_the_page_asks_as_much_for_one_as_for_twenty(app, database, world, count_queries):
    browser = Browser(app).sign_in(world["nurse"])

    def asked():
        with count_queries() as seen:
            browser.go("/pulse")
        return len(seen)

    none = asked()
    answer(app, database, world["crowd"], now=ENDED)
    assert asked() == none


def test_uptake_leads_here(app, world):
    assert Browser(app).go("/uptake").link("what staff say about research") == "/pulse"


def test_off_it_is_not_there(app, database, settings, world):
    off = create_app(replace(settings, pulse=False), database)
    off.testing = True
    browser = Browser(off).sign_in(world["nurse"])
    assert browser.go("/pulse", 404).status == 404
    assert browser.post_by_hand("/pulse", SAID).status == 404
    assert count(database, PulseTaken) == 0
    for path in ("/", "/uptake", "/privacy"):
        assert "/pulse" not in browser.go(path).data.decode()
        assert "questions about research" not in browser.page.main
