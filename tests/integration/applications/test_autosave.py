"""Saving while typing: what is kept, which save counts, who is told, and what came before."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.applications.companions import Standing
from portal.applications.lifecycle import State
from portal.applications.models import Application, ReleasePeriod, SectionEntry, SectionVersion
from portal.audit.models import TrailEntry
from portal.schemes.questions import SectionKind
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, schemes, together
from tests.journeys import story

HOSTILE = "<script>alert('x')</script>"
LONG = "x" * 40_000
PASTED = (
    "“Word” text – with\u00a0a no-break space,\x0b a line\u2028 and a \u00adsoft hyphen",
    "Nurses 👩🏽‍⚕️ and 🧪",
    "שלום \u202eabc\u202c مرحبا",
    "ŵyr " * 4_900,
)


class Tabs:
    """One nurse's draft, in as many tabs and browsers as a test wants."""

    def __init__(self, app, database) -> None:
        self.app, self.database = app, database
        with app.app_context(), database.scope() as session:
            node = people.node(session)
            nurse = people.employee(session, node, name="Megan Prosser")
            draft = applications.draft(session, schemes.open_call(session, node), nurse)
            self.email, self.base = nurse.email, f"/applications/{draft.id}"
            self.draft_id, self.nurse_id = draft.id, nurse.id
            session.commit()
        self.browser = Browser(app).sign_in(self.email)

    def open(self, part: str = "sections/people") -> "Tab":
        return Tab(self, part)

    def rows(self, table):
        with self.database.scope(read_only=True) as session:
            return session.scalars(select(table)).all()

    def entry(self, key: str = "people") -> SectionEntry | None:
        return next((entry for entry in self.rows(SectionEntry) if entry.key == key), None)

    def earlier(self) -> set[str]:
        return {version.answers.get("mentor") for version in self.rows(SectionVersion)}


class Tab:
    """One page as it was served, with what its script would send."""

    def __init__(self, tabs: Tabs, part: str) -> None:
        self.tabs, self.path = tabs, f"{tabs.base}/{part}"
        page = tabs.browser.go(self.path)
        _action, self.values = page.form("Save and continue")

    def type(self, text: str | bytes, name: str = "q_mentor", **values):
        """Save what was typed, as the page's script does."""
        self.values |= {name: text, "turn": int(self.values["turn"]) + 1, **values}
        response = self.tabs.browser.client.post(
            f"{self.path}/autosave", data=self.values, headers={"Accept": "application/json"}
        )
        if response.is_json and "version" in response.json:
            self.values["version"] = response.json["version"]
        return response

    def press(self, **values):
        """Press Save and continue."""
        return self.tabs.browser.post(self.path, self.values | {"complete": "no"} | values, None)


@pytest.fixture
def tabs(app, database) -> Tabs:
    return Tabs(app, database)


def test_what_is_typed_is_kept_and_the_page_is_told_when(tabs):
    response = tabs.open().type("Dr Ll")
    assert (response.status_code, response.json) == (
        200,
        {"version": 1, "saved": "Saved 10am", "problem": ""},
    )
    assert tabs.entry().answers["mentor"] == "Dr Ll"
    assert tabs.entry().is_complete is False
    assert tabs.open().values["q_mentor"] == "Dr Ll"


@pytest.mark.parametrize("text", PASTED)
def test_what_is_pasted_is_kept(tabs, text):
    tab = tabs.open("sections/project")
    assert tab.type(text, "q_problem").status_code == 200
    kept = tabs.entry("project").answers["problem"]
    assert kept == text.replace("\x0b", "").strip()
    assert tab.press().path.endswith("/tasks")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LONG, "Your answer must be 20,000 characters or fewer. You have 40,000."),
        ("a\x00b", "Your answer has a character we cannot store. Type it again."),
    ],
)
def test_what_cannot_be_kept_is_told_and_the_rest_is_kept(tabs, text, told):
    tab = tabs.open("sections/project")
    tab.type("Kept before", "q_problem")
    response = tab.type(text, "q_problem", q_title="A new title")
    assert (response.status_code, response.json["problem"]) == (200, told)
    kept = tabs.entry("project").answers
    assert (kept["title"], kept["problem"]) == ("A new title", "Kept before")


def test_half_a_letter_breaks_nothing(tabs):
    assert tabs.open().type(b"Dr \xed\xa0\x80 Lloyd").status_code == 200
    assert "Lloyd" in tabs.entry().answers["mentor"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", json.dumps({"q_mentor": "\ud800"}).encode()]
)
def test_a_body_that_is_no_form_is_refused_and_changes_nothing(tabs, body):
    response = tabs.browser.client.post(
        f"{tabs.base}/sections/people/autosave", data=body, content_type="application/json"
    )
    assert response.status_code == 400
    assert tabs.entry() is None


def test_a_body_that_is_too_large_is_refused(tabs):
    assert tabs.open().type("x" * 9_000_000).status_code == 413
    assert tabs.entry() is None


@pytest.mark.parametrize(
    "values",
    [{"version": "9" * 30}, {"version": "-1", "turn": "x"}, {"tab": "\x00"}, {"tab": "x" * 900}],
)
def test_made_up_marks_of_a_page_break_nothing(tabs, values):
    tab = tabs.open()
    tab.type("First")
    assert tabs.open().type("Second", **values).status_code in {200, 409}
    assert "First" in {tabs.entry().answers["mentor"], *tabs.earlier()}


def test_opening_a_page_and_typing_nothing_starts_nothing(tabs):
    assert tabs.open().type("").json["version"] == 0
    assert tabs.rows(SectionEntry) == []


def test_a_finished_section_opens_again_only_when_its_answers_change(tabs):
    tab = tabs.open()
    tab.type("Somebody")
    tab.press(complete="yes")
    assert tabs.entry().is_complete is True
    tabs.open().type("Somebody")
    assert tabs.entry().is_complete is True
    tabs.open().type("Somebody else")
    assert tabs.entry().is_complete is False


def test_save_after_ones_own_saves_is_no_conflict_even_where_an_answer_was_lost(tabs):
    tab = tabs.open()
    tab.type("One")
    tab.values["version"] = 0  # the answer never came: the page still knows version 0
    assert tab.type("One two").status_code == 200
    tab.values["version"] = 0
    assert tab.press(q_mentor="One two three").path.endswith("/tasks")
    assert tabs.entry().answers["mentor"] == "One two three"


def test_a_save_that_was_overtaken_on_the_way_changes_nothing(tabs):
    tab = tabs.open()
    late = dict(tab.values, q_mentor="Half a wo", turn=1)
    tab.values["turn"] = 1
    tab.type("Half a word")
    response = tabs.browser.client.post(f"{tab.path}/autosave", data=late)
    assert response.status_code == 200
    assert tabs.entry().answers["mentor"] == "Half a word"


def test_a_second_tab_is_told_and_what_it_typed_is_kept(tabs):
    first, second = tabs.open(), tabs.open()
    first.type("From the first")
    response = second.type("From the second")
    assert (response.status_code, response.json) == (409, {"conflict": True})
    assert tabs.entry().answers["mentor"] == "From the first"
    assert tabs.earlier() == {"From the second"}


@pytest.mark.parametrize(
    ("choice", "stands"), [("typed", "<b>Mine</b>"), ("saved", HOSTILE), ("edited", "Of both")]
)
def test_both_texts_are_shown_and_whatever_is_chosen_nothing_is_lost(tabs, choice, stands):
    first, second = tabs.open(), tabs.open()
    first.type(HOSTILE)
    page = second.press(q_mentor="<b>Mine</b>")
    assert "You saved this on Monday 23 November 2026, 10am, on another page." in page.main
    words = [each.get_text() for each in page.soup.select(".app-both__words")]
    assert words == [HOSTILE, "<b>Mine</b>"]
    assert "<script>alert" not in page.data.decode()
    assert not page.soup.select("form[data-autosave]")
    edited = {"q_mentor": "Of both"} if choice == "edited" else {}
    keep = "saved" if choice == "saved" else "typed"
    tabs.browser.send({"keep-q_mentor": keep, "complete": "no", **edited}, "Save and continue")
    assert tabs.entry().answers["mentor"] == stands
    assert {HOSTILE, "<b>Mine</b>"} <= {stands, *tabs.earlier()}


def test_leaving_the_conflict_page_loses_nothing(tabs):
    first, second = tabs.open(), tabs.open()
    first.type("Saved")
    second.press(q_mentor="Typed and left")
    assert tabs.earlier() == {"Typed and left"}
    page = tabs.browser.go(f"{tabs.base}/earlier/people")
    assert "Typed and left" in page.main
    assert "You, Monday 23 November 2026, 10am" in page.main


def test_another_person_is_named(tabs):
    tab = tabs.open()
    with tabs.database.scope() as session:
        other = people.person(session, name="Sian <i>Hughes</i>")
        applications.entry(
            session, session.get_one(Application, tabs.draft_id), "people", {"mentor": "Theirs"}
        ).saved_by_id = other.id
        session.commit()
    page = tab.press(q_mentor="Mine")
    assert "Sian <i>Hughes</i> saved this on" in page.main
    assert not page.soup.select("main i")


def test_only_the_questions_that_differ_are_asked_about(tabs):
    first, second = tabs.open("sections/project"), tabs.open("sections/project")
    first.type("A title", "q_title", q_problem="The same")
    page = second.press(q_title="Another title", q_problem="The same")
    choices = {each["name"] for each in page.soup.select("[name^=keep-]")}
    assert choices == {"keep-q_title"}


def test_the_section_for_time_is_kept_while_typed_and_shown_whole(tabs):
    first, second = tabs.open("time"), tabs.open("time")
    time = {name: value for name, value in story.TIME.items() if name != "complete"}
    assert first.type("1", "amount", **time).json["version"] == 1
    assert [period.given_amount for period in tabs.rows(ReleasePeriod)] == [100]
    first.type("1 and", "amount")
    assert tabs.rows(ReleasePeriod) == []
    first.type("1", "amount")
    page = second.press(**{**time, "amount": "2"})
    words = [each.get_text() for each in page.soup.select(".app-both__words")]
    assert words[0].startswith("1 ") and words[3].startswith("2 ")
    tabs.browser.send({"keep-all": "saved", "complete": "no"}, "Save and continue")
    assert tabs.entry("time").answers["amount"] == "1"
    assert {version.answers["amount"] for version in tabs.rows(SectionVersion)} == {"1", "2"}


def test_too_long_for_the_section_for_time_is_told(tabs):
    response = tabs.open("time").type("8" * 400, "amount")
    assert response.status_code == 422
    assert response.json["problem"]


def test_the_costs_show_both_reasons_whole(tabs):
    first, second = tabs.open("costs"), tabs.open("costs")
    for tab, reason in ((first, "One reason"), (second, "Another reason")):
        tab.values |= {"reason": reason, "complete": "no"}
    first.press()
    page = second.press()
    assert [each.get_text() for each in page.soup.select(".app-both__words")][-1:] == [
        "Another reason"
    ]
    assert "One reason" in page.main


@pytest.mark.parametrize("state", [State.SUBMITTED, State.WITHDRAWN])
def test_after_the_draft_it_is_refused_in_words(tabs, state):
    tab = tabs.open()
    with tabs.database.scope() as session:
        draft = session.get_one(Application, tabs.draft_id)
        draft.state, draft.reference = state, "SG-1"
        draft.submitted_at = draft.withdrawn_at = NOW
        session.commit()
    response = tab.type("Too late")
    assert response.status_code == 409
    assert response.json["refused"]
    assert tabs.entry() is None


def test_somebody_else_is_not_there(tabs):
    tab = tabs.open()
    with tabs.app.app_context(), tabs.database.scope() as session:
        email = people.employee(session, people.node(session, slug="other")).email
        session.commit()
    stranger = Browser(tabs.app).sign_in(email)
    for path in ("sections/people/autosave", "time/autosave"):
        values = {**tab.values, "csrf_token": stranger.token()}
        assert stranger.post(f"{tabs.base}/{path}", values, None).status == 404
    assert stranger.go(f"{tabs.base}/earlier/people", None).status == 404


def test_signed_out_it_says_so_and_holds_nothing(tabs, at):
    tab = tabs.open()
    at(NOW + timedelta(hours=20))
    assert tab.type("Typed after the end").status_code == 401


def test_the_trail_has_one_entry_for_a_sitting(tabs, at):
    tab = tabs.open()
    for number in range(30):
        at(NOW + timedelta(seconds=30 * number))
        tab.type(f"Text {number}")
    assert len([e for e in tabs.rows(TrailEntry) if e.verb == "saved_section"]) == 1
    at(NOW + timedelta(minutes=25))
    tab.type("After a pause")
    assert len([e for e in tabs.rows(TrailEntry) if e.verb == "saved_section"]) == 2


def test_a_long_sitting_leaves_a_version_each_ten_minutes_and_before_a_loss(tabs, at):
    tab = tabs.open()
    for minutes in range(25):
        at(NOW + timedelta(minutes=minutes))
        tab.type(f"{'A long text that grows and grows. ' * 3}{minutes}")
    assert len(tabs.earlier()) == 3
    tab.type("")
    assert any(text and text.endswith("24") for text in tabs.earlier())


def test_the_last_twenty_versions_are_kept(tabs, at):
    for number in range(25):
        at(NOW + timedelta(minutes=number))
        tabs.open().press(q_mentor=f"Mentor {number}")
    assert tabs.earlier() == {f"Mentor {number}" for number in range(4, 24)}


def test_an_earlier_version_is_put_back_and_what_stood_there_is_kept(tabs):
    tabs.open().press(q_mentor="The first words", complete="yes")
    tabs.open().press(q_mentor="Other words", complete="yes")
    page = tabs.open().tabs.browser.click("Earlier versions of this page")
    assert "The first words" in page.main
    page = tabs.browser.send(button="Use these words")
    assert "These are the earlier words again." in page.main
    assert page.value("q_mentor") == "The first words"
    assert tabs.entry().is_complete is False
    assert "Other words" in tabs.earlier()


def test_an_earlier_time_is_put_back_with_its_period(tabs):
    tabs.open("time").press(**story.TIME)
    tabs.open("time").press(**{**story.TIME, "amount": "soon", "complete": "no"})
    assert tabs.rows(ReleasePeriod) == []
    tabs.browser.go(f"{tabs.base}/earlier/time")
    tabs.browser.send(button="Use these words")
    assert len(tabs.rows(ReleasePeriod)) == 1


def test_a_version_of_another_section_is_not_found(tabs):
    tabs.open().press(q_mentor="One")
    tabs.open().press(q_mentor="Two")
    version = tabs.rows(SectionVersion)[0]
    for key in ("project", "nothing"):
        path = f"{tabs.base}/earlier/{key}/{version.id}"
        assert tabs.browser.post_by_hand(path).status == 404


def test_the_page_of_versions_asks_as_often_for_one_as_for_twenty(tabs, count_queries):
    def asked() -> int:
        with count_queries() as seen:
            tabs.browser.go(f"{tabs.base}/earlier/people")
        return len(seen)

    assert "There are none yet." in tabs.browser.go(f"{tabs.base}/earlier/people").main
    tabs.open().press(q_mentor="One")
    tabs.open().press(q_mentor="Two")
    one = asked()
    for number in range(20):
        tabs.open().press(q_mentor=f"Mentor {number}")
    assert asked() == one


def test_a_page_that_was_refused_still_meets_the_other_save(tabs):
    """What the page saw is handed on, or the second try would overwrite what it never showed."""
    first, second = tabs.open("sections/project"), tabs.open("sections/project")
    first.type("Saved by the first", "q_problem")
    page = second.press(q_problem="a\x00b")
    assert page.error_beside("q_problem")
    page = tabs.browser.send({"q_problem": "Of the second", "complete": "no"}, "Save and continue")
    assert "Saved by the first" in page.main
    assert tabs.entry("project").answers["problem"] == "Saved by the first"


def test_the_questions_on_the_page_of_people_are_kept_while_typed_too(app, database):
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        nurse = people.employee(session, node)
        says = schemes.definition("small-grant")
        sections = tuple(
            replace(each, kind=SectionKind.PEOPLE) if each.key == "people" else each
            for each in says.sections
        )
        call = schemes.open_call(session, node, definition={"sections": sections})
        made = applications.draft(session, call, nurse)
        email, base = nurse.email, f"/applications/{made.id}/people"
        session.commit()
    browser = Browser(app).sign_in(email)
    page = browser.go(base)
    _action, values = page.form("Save and continue")
    name = next(each for each in values if each.startswith("q_"))
    where = page.soup.select_one("[data-autosave-words]")["data-send-to"]
    typed = {**values, name: "Half a sen", "turn": 1}
    assert browser.client.post(where, data=typed).json["version"] == 1
    assert browser.go(base).value(name) == "Half a sen"
    late = browser.client.post(where, data={**typed, "tab": "another", name: "Other"})
    assert (late.status_code, late.json) == (409, {"conflict": True})
    assert "Other" in browser.go(base.replace("/people", "/earlier/people")).main
    page = browser.post(base, {**typed, name: "Half a sentence", "turn": 2, "complete": "no"})
    assert page.path.endswith("/tasks")


@pytest.mark.parametrize("form", ["mentor", "invite"])
def test_what_is_typed_to_ask_somebody_is_for_the_device_alone(app, database, form):
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        nurse = people.employee(session, node)
        made = applications.draft(session, together.people_call(session, node), nurse)
        together.collaborator(session, made, standing=Standing.WAITING)
        email, base = nurse.email, f"/applications/{made.id}/people/{form}"
        session.commit()
    page = Browser(app).sign_in(email).go(base)
    words = page.soup.select_one("form[data-autosave] [data-autosave-words]")
    assert (words["data-send-to"], bool(words["data-key"])) == ("", True)
    _action, values = page.form("Send the link")
    assert values["version"] == {"mentor": "0", "invite": "1"}[form]  # grows once it is sent
