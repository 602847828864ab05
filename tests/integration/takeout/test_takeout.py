"""Everything of mine: made by the worker, for its owner alone, with nothing of anybody else."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from portal import worker
from portal.applications import holds
from portal.applications.lifecycle import State
from portal.approvals.lifecycle import DeclineReason
from portal.awards.lifecycle import Outcome
from portal.awards.models import Decision
from portal.files.checks.verdict import Kind
from portal.files.models import Upload, UploadContent
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from portal.people.models import Person
from portal.takeout import actions
from portal.takeout.models import Takeout
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, approvals, awards, people, reviews, schemes

PATH = "/account/everything"
MINE = {
    "answer": "MARK-my-own-answer <b>&amp;",
    "no": "MARK-said-no-to-me",
    "feedback": "MARK-feedback-released",
    "mail": "MARK-mail-to-me",
    "file": "MARK-in-my-file",
}
HIDDEN = {
    "reviewer": "MARK-reviewer-name",
    "to_applicant": "MARK-words-of-a-reviewer",
    "to_panel": "MARK-words-to-the-panel",
    "pending": "MARK-feedback-not-released",
    "reason": "MARK-reason-for-the-record",
    "other": "MARK-answer-of-somebody-else",
    "other_mail": "MARK-mail-to-somebody-else",
    "other_file": "MARK-file-of-somebody-else",
    "other_name": "MARK-somebody-else",
}


def test_every_state_has_words():
    assert set(holds.STATES) == set(State)


@pytest.fixture
def nurse(app, database):
    """A nurse with one application in every state that matters, and a neighbour with as much."""
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        manager = people.employee(session, board, name="Sam Whittaker")
        nurse = people.employee(session, board, name="Megan Prosser", manager=manager)
        other = people.employee(session, board, name=HIDDEN["other_name"], manager=manager)
        office = awards.office(session, board)
        critic = reviews.reviewer(session, people.node(session, "lab", board), HIDDEN["reviewer"])
        call = schemes.open_call(session, board)
        draft = applications.complete_draft(session, call, nurse, title=MINE["answer"])
        theirs = applications.complete_draft(session, call, other, title=HIDDEN["other"])
        for of, owner, words in (
            (draft, nurse, MINE["file"]),
            (theirs, other, HIDDEN["other_file"]),
        ):
            session.add(
                Upload(
                    owner_id=owner.id, subject_kind="application", subject_id=of.id,
                    question_key="q", name=f"{words}.pdf", kind=Kind.PDF, size=len(words),
                    sha256="0" * 64, uploaded_at=NOW, stored=UploadContent(content=words.encode()),
                )
            )  # fmt: skip
        refused = applications.submitted_application(
            session, schemes.open_call(session, board), nurse
        )
        approvals.declined(
            session, refused, manager, reason=DeclineReason.WINTER_PRESSURE, comment=MINE["no"]
        )
        for words, is_released in ((MINE["feedback"], True), (HIDDEN["pending"], False)):
            decidable = awards.decidable_call(session, board)
            ready = awards.ready(session, decidable, nurse)
            awards.reviewed(session, ready, critic, HIDDEN["to_applicant"])
            made = awards.decided(session, ready, Outcome.DECLINE, office)
            made.feedback, made.reason = words, HIDDEN["reason"]
            if is_released:
                awards.released(session, decidable, office)
        for address, words in ((nurse.email, MINE["mail"]), (other.email, HIDDEN["other_mail"])):
            session.add(
                Message(
                    to_address=address, template="x/y", language="en", subject="S", body=words,
                    due_at=NOW, created_at=NOW,
                )
            )  # fmt: skip
        emails = {"nurse": nurse.email, "other": other.email, "office": office.email}
        session.commit()
    return emails


def work(database) -> int:
    return worker.make_takeouts(database)


def fetch(browser) -> ZipFile:
    href = browser.go(PATH).link("Download your file")
    return ZipFile(BytesIO(browser.go(href).data))


@pytest.fixture
def made(app, database, nurse):
    """The nurse's browser, with the file made."""
    browser = Browser(app).sign_in(nurse["nurse"])
    browser.go(PATH)
    browser.send(button="Make my file")
    with app.app_context():
        assert work(database) == 1
    return browser


def test_it_is_asked_for_made_by_the_worker_and_fetched(app, database, nurse):
    browser = Browser(app).sign_in(nurse["nurse"])
    browser.go(PATH)
    page = browser.send(button="Make my file")
    assert "Your file is being made." in page.main
    assert page.soup.main.find("form") is None
    with app.app_context():
        assert work(database) == 1
        assert work(database) == 0
    page = browser.go(browser.go(PATH).link("Download your file"))
    assert page.headers["Content-Type"] == "application/zip"
    assert page.headers["Content-Disposition"] == 'attachment; filename="headroom-2026-11-23.zip"'
    assert page.headers["Cache-Control"] == "no-store"
    with database.scope(read_only=True) as session:
        sent = session.scalars(select(Message).where(Message.template == "takeout/ready")).all()
    assert [message.to_address for message in sent] == [nurse["nurse"]]
    assert "Monday 30 November 2026" in sent[0].body


def test_what_is_mine_is_in_it_and_what_is_not_is_not(made):
    found = fetch(made)
    everything = {name: found.read(name).decode() for name in found.namelist()}
    data, pages = (
        everything["data.json"],
        "".join(text for name, text in everything.items() if name.endswith(".html")),
    )
    for words in MINE.values():
        assert json.dumps(words, ensure_ascii=False)[1:-1] in data
    assert "MARK-my-own-answer &lt;b&gt;&amp;amp;" in pages
    assert MINE["feedback"] in pages
    assert MINE["no"] in pages
    for name, text in everything.items():
        for words in HIDDEN.values():
            assert words not in text, (name, words)
        assert "password" not in text or name == "index.html"


def test_the_manifest_lists_every_file_by_its_digest(made):
    found = fetch(made)
    listed = json.loads(found.read("manifest.json"))
    names = [each["name"] for each in listed["files"]]
    assert sorted([*names, "manifest.json"]) == sorted(found.namelist())
    assert all(each["bytes"] == len(found.read(each["name"])) for each in listed["files"])
    assert sum(name.startswith("applications/") for name in names) == 4
    assert not any(".." in name or name.startswith("/") for name in names)
    index = found.read("index.html").decode()
    assert "applications/001.html" in index
    assert "reviewers are promised that" in index


def test_my_files_are_in_it_under_names_of_ours(made):
    found = fetch(made)
    assert [name for name in found.namelist() if name.startswith("files/")] == ["files/001.pdf"]
    assert found.read("files/001.pdf").decode() == MINE["file"]


def test_the_json_holds_time_costs_and_what_was_sent(made):
    data = json.loads(fetch(made).read("data.json"))
    first = next(each for each in data["applications"] if each["title"] == MINE["answer"])
    assert first["now"]["periods"][0]["hours_hundredths"] == 750
    assert first["now"]["cost_pence"] == 120_000
    assert [each["outcome"] for each in data["decisions"]] == ["decline"]
    assert data["posts"][0]["hours_hundredths"] == 3750
    assert data["sign_ins"]
    assert "submitted" not in first["now"]
    assert {each["verb"] for each in data["trail"]} >= {"asked_for_own_data"}


def test_nobody_else_reaches_it(app, nurse, made):
    href = made.go(PATH).link("Download your file")
    for who in ("other", "office"):
        browser = Browser(app).sign_in(nurse[who])
        browser.go(href, 404)
        assert "Download your file" not in browser.go(PATH).main


@pytest.mark.parametrize(
    ("after", "there"),
    [(timedelta(days=7, seconds=-1), True), (timedelta(days=7), False)],
)
def test_it_is_gone_after_seven_days(app, database, nurse, made, at, after, there):
    href = made.go(PATH).link("Download your file")
    at(NOW + after)
    browser = Browser(app).sign_in(nurse["nurse"])
    browser.go(href, 200 if there else 404)
    assert ("was deleted on" in browser.go(PATH).main) is not there
    with app.app_context():
        work(database)
    with database.scope(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Takeout)) == int(there)


def test_a_newer_file_takes_the_place_of_the_older(app, database, made):
    old = made.go(PATH).link("Download your file")
    made.go(PATH)
    made.send(button="Make a newer file")
    with app.app_context():
        work(database)
    made.go(old, 404)
    assert fetch(made).namelist()


def test_asking_twice_makes_one(app, database, nurse):
    with app.app_context(), database.scope() as session:
        who = session.scalars(select(Person).where(Person.email == nurse["nurse"])).one()
        actor = who.as_actor()
        actions.ask_for_everything(session, actor=actor, now=NOW)
        with pytest.raises(Refused):
            actions.ask_for_everything(session, actor=actor, now=NOW)
        session.commit()
    browser = Browser(app).sign_in(nurse["nurse"])
    browser.go(PATH)
    browser.post_by_hand(PATH)
    with database.scope(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Takeout)) == 1


def test_one_that_cannot_be_made_does_not_stop_the_others(app, database, nurse, monkeypatch):
    for who in ("nurse", "other"):
        browser = Browser(app).sign_in(nurse[who])
        browser.go(PATH)
        browser.send(button="Make my file")
    whole = actions.archive

    def broken(session, person, now):
        if person.email == nurse["nurse"]:
            raise RuntimeError("no paper")
        return whole(session, person, now)

    monkeypatch.setattr(actions, "archive", broken)
    with app.app_context():
        assert work(database) == 1
        monkeypatch.undo()
        monkeypatch.setattr("portal.kernel.clock.now", lambda: NOW)
        assert work(database) == 1


def test_it_is_in_the_language_of_its_owner(app, database, nurse):
    with app.app_context(), database.scope() as session:
        who = session.scalars(select(Person).where(Person.email == nurse["nurse"])).one()
        who.language = "cy"
        session.commit()
    browser = Browser(app).sign_in(nurse["nurse"])
    browser.post_by_hand(PATH)
    with app.app_context():
        work(database)
    with database.scope(read_only=True) as session:
        content = session.scalars(select(Takeout.content)).one()
        assert session.scalar(select(func.count()).select_from(Decision)) == 2
    assert 'lang="cy"' in ZipFile(BytesIO(content)).read("index.html").decode()
