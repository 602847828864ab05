"""A cost while it is typed: kept, offered again, in no sum, and gone once saved, dropped or sent."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.applications import holds
from portal.applications.actions import sending, withdrawal
from portal.applications.begun import MOST_APART, MOST_BEGUN, BegunCost
from portal.applications.lifecycle import State
from portal.applications.models import Application, CostLine
from portal.audit.models import TrailEntry
from portal.kernel.holdings import Holder
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, schemes, together
from tests.integration.applications.costs_draft import RESEARCH, TRAVEL, Draft, row

HALF = {**RESEARCH, "price": ""}


class Page:
    """The form for one cost as it was served once, with what its script would send."""

    def __init__(self, draft, path, browser=None):
        self.draft, self.browser = draft, browser or draft.browser
        self.page = self.browser.go(f"{draft.base}/{path}")
        self.action, self.values = self.page.form("Save this cost")
        self.send_to = self.page.soup.select_one("[data-autosave-words]")["data-send-to"]

    def type(self, **typed):
        """Save what was typed, as the page's script does."""
        self.values |= {**typed, "turn": int(self.values["turn"]) + 1}
        response = self.browser.client.post(
            self.send_to, data=self.values, headers={"Accept": "application/json"}
        )
        if response.is_json and "version" in response.json:
            self.values["version"] = response.json["version"]
        return response

    def press(self, **typed):
        """Press Save this cost."""
        return self.browser.post(self.action, {**self.values, **typed}, None)

    def scripted_press(self, **typed):
        """Press it where the script counts that too."""
        return self.press(**typed, turn=int(self.values["turn"]) + 1)


@pytest.fixture
def draft(app, database):
    return Draft(app, database)


def begun(draft):
    """The words of what was begun and is kept, the oldest first."""
    with draft.database.scope(read_only=True) as session:
        found = session.scalars(select(BegunCost).order_by(BegunCost.written_at, BegunCost.id))
        return [each.words for each in found if each.ended_at is None]


def labels(draft):
    return sorted(words["label"] for words in begun(draft))


def link(page, words, label):
    """The address of a link with these words about this cost."""
    found = [a["href"] for a in page.soup.select("main a") if words in a.text and label in a.text]
    assert len(found) == 1, (words, label, found)
    return found[0]


def state(draft):
    """All that a half-typed cost must not touch."""
    with draft.database.scope(read_only=True) as session:
        found = session.get_one(Application, draft.id)
        lines = [(line.id, line.version, line.details, line.label) for line in found.cost_lines]
        sections = [(s.key, s.version, s.is_complete) for s in found.sections]
        trail = session.scalars(select(TrailEntry.verb)).all()
        return found.version, found.cost_pence, lines, sections, [v for v in trail if "cost" in v]


@pytest.mark.parametrize(
    ("kind", "typed"), [("other", HALF), ("salary", {"label": "Research nurse", "hours": "seven"})]
)
def test_what_is_typed_of_a_new_cost_is_kept_and_changes_nothing(draft, kind, typed):
    before = state(draft)
    response = Page(draft, kind).type(**typed)
    assert (response.status_code, response.json) == (
        200,
        {"version": 1, "saved": "Saved 10am", "problem": ""},
    )
    assert len(response.data) < 200
    assert state(draft) == before
    assert typed.items() <= begun(draft)[0].items()


def test_what_is_typed_of_a_line_is_kept_and_the_line_stays(draft):
    draft.add(RESEARCH)
    line, before = draft.lines()[0][0], state(draft)
    assert Page(draft, line).type(price="ninety").json["version"] == 1
    assert state(draft) == before
    page = draft.page()
    assert "A change to a cost: Typing" in page.main
    assert "You typed this on Monday 23 November 2026, 10am. It is not saved." in page.main
    again = draft.browser.go(link(page, "Go on with it", "Typing"))
    assert (again.h1, again.value("price")) == ("Change a cost", "ninety")
    page = draft.browser.send({"price": "90"}, button="Save this cost")
    assert draft.lines() == [(line, "Typing", 9_000)]
    assert begun(draft) == [] and "not saved" not in page.main


@pytest.mark.parametrize("kind", ["other", "salary"])
def test_it_is_offered_on_the_form_and_the_list_on_another_device_and_saved_once(draft, kind):
    typed = {
        "label": "Half a thought",
        **({"quantity": "3"} if kind == "other" else {"hours": "3"}),
    }
    Page(draft, kind).type(**typed)
    elsewhere = Browser(draft.app).sign_in(draft.email)
    for path in (draft.base, f"{draft.base}/{kind}"):
        page = elsewhere.go(path)
        where = link(page, "Go on with it", "Half a thought")
    page = elsewhere.go(where)
    assert {name: page.value(name) for name in typed} == typed
    assert "Go on with it" not in page.main
    rest = {"category": "research", "price": "5"} if kind == "other" else {}
    assert elsewhere.send(rest, button="Save this cost").path == draft.base
    assert [label for _id, label, _pence in draft.lines()] == ["Half a thought"]
    assert begun(draft) == []
    assert elsewhere.go(where, None).status == 404


def test_it_is_offered_on_its_own_form_alone(draft):
    draft.add(TRAVEL)
    Page(draft, "other").type(**HALF)
    for path in ("salary", draft.lines()[0][0]):
        assert "Go on with it" not in draft.browser.go(f"{draft.base}/{path}").main


def test_what_was_typed_and_undone_is_not_begun(draft):
    draft.add(RESEARCH)
    page = Page(draft, draft.lines()[0][0])
    page.type(price="90")
    page.type(price="100")
    assert begun(draft) == []
    assert Page(draft, "other").type(label=" ").json["version"] == 0
    assert Page(draft, "salary").type().json["version"] == 0
    with draft.database.scope(read_only=True) as session:
        assert len(session.scalars(select(BegunCost)).all()) == 1  # what knows of late saves


def test_the_last_words_of_a_page_count_in_whatever_order_they_come(draft):
    page = Page(draft, "other")
    late = {**page.values, "label": "Typi", "turn": 1}
    page.values["turn"] = 1
    page.type(label="Typing")
    page.browser.client.post(page.send_to, data=late)
    assert labels(draft) == ["Typing"]


def test_a_save_on_its_way_while_the_line_is_saved_begins_nothing(draft):
    for was_kept in (True, False):
        page = Page(draft, "other")
        if was_kept:
            page.type(**HALF)
        late = {**page.values, **HALF, "turn": int(page.values["turn"]) + 1}
        page.values |= {"turn": late["turn"]}
        assert page.scripted_press(**RESEARCH).path == draft.base
        assert page.browser.client.post(page.send_to, data=late).status_code == 200
        assert begun(draft) == []


def test_what_a_late_save_is_known_by_goes_after_an_hour(draft, at):
    page = Page(draft, "other")
    page.type(**HALF)
    page.scripted_press(**RESEARCH)
    at(NOW + timedelta(hours=2))
    page = Page(draft, "other")
    page.type(**HALF)
    page.scripted_press(**RESEARCH)
    with draft.database.scope(read_only=True) as session:
        assert len(session.scalars(select(BegunCost)).all()) == 1


def test_a_press_that_is_wrong_keeps_the_words_without_a_script(draft):
    draft.browser.go(f"{draft.base}/other")
    page = draft.browser.send(HALF, button="Save this cost")
    assert page.errors == ["Enter the price of one"]
    assert labels(draft) == ["Typing"]
    draft.browser.send({"price": "x"}, button="Save this cost")
    assert [words["price"] for words in begun(draft)] == ["x"]
    draft.browser.send({"price": "5"}, button="Save this cost")
    assert begun(draft) == [] and len(draft.lines()) == 1


def test_two_tabs_are_two_costs_and_neither_overwrites_the_other(draft):
    first, second = Page(draft, "other"), Page(draft, "other")
    first.type(**{**HALF, "label": "One"})
    second.type(**{**HALF, "label": "Two"})
    assert labels(draft) == ["One", "Two"]
    first.press(price="1")
    assert labels(draft) == ["Two"]
    assert "Two" in draft.page().main


def gone_on(draft, label, browser=None):
    """The form of something begun, as it is when one goes on with it."""
    page = (browser or draft.browser).go(draft.base)
    where = link(page, "Go on with it", label).removeprefix(f"{draft.base}/")
    return Page(draft, where, browser)


def test_two_who_go_on_with_the_same_the_second_is_told_and_sees_both(draft):
    Page(draft, "other").type(**HALF)
    first, second = gone_on(draft, "Typing"), gone_on(draft, "Typing")
    first.type(price="70", pot="service")
    response = second.type(price="80")
    assert (response.status_code, response.json) == (409, {"conflict": True})
    assert sorted(words["price"] for words in begun(draft)) == ["70", "80"]
    page = second.press()
    (said,) = page.errors
    assert said == (
        "This cost was typed somewhere else as well. Save it to keep what you see here. "
        "The other words are kept until you drop them."
    )
    words = [each.get_text() for each in page.soup.select(".app-both__words")]
    assert words == ["This scheme", "My own service", "80", "70"]
    assert draft.lines() == [] and len(begun(draft)) == 2
    draft.browser.send(button="Save this cost")
    assert [pence for *_rest, pence in draft.lines()] == [8_000]
    assert [words["price"] for words in begun(draft)] == ["70"]


def test_the_other_words_can_be_taken_instead(draft):
    Page(draft, "other").type(**HALF)
    first, second = gone_on(draft, "Typing"), gone_on(draft, "Typing")
    first.type(price="70")
    second.press(price="80")
    page = draft.browser.click("Use the words of the other page")
    assert page.value("price") == "70"
    draft.browser.send(button="Save this cost")
    assert [pence for *_rest, pence in draft.lines()] == [7_000]
    assert [words["price"] for words in begun(draft)] == ["80"]


def test_one_that_was_saved_on_another_device_is_not_added_twice_unseen(draft):
    Page(draft, "other").type(**HALF)
    first, second = gone_on(draft, "Typing"), gone_on(draft, "Typing")
    first.press(price="70")
    page = second.press(price="80")
    assert page.errors[0].startswith(
        "This cost was saved somewhere else. It now says: Typing; 1 at £70.00; £70.00."
    )
    assert len(draft.lines()) == 1
    draft.browser.send(button="Save this cost")
    assert [pence for *_rest, pence in draft.lines()] == [7_000, 8_000]


def test_a_line_that_was_changed_meanwhile_is_told_when_one_goes_on(draft):
    draft.add(RESEARCH)
    line = draft.lines()[0][0]
    Page(draft, line).type(label="Mine")
    Page(draft, line).press(price="90")
    page = gone_on(draft, "Mine").page
    assert "It now says: Typing; 1 at £90.00; £90.00." in page.errors[0]
    assert draft.lines()[0][2] == 9_000
    draft.browser.send(button="Save this cost")
    assert draft.lines() == [(line, "Mine", 10_000)]


def test_a_line_that_was_removed_meanwhile_can_be_added_again_as_typed(draft, app):
    draft.add(RESEARCH)
    line = draft.lines()[0][0]
    other = helper(draft, app)
    Page(draft, line, other).type(label="What the helper typed")
    Page(draft, line).type(label="Mine")
    draft.browser.go(f"{draft.base}/{line}/remove")
    draft.browser.send(button="Remove")
    assert labels(draft) == ["What the helper typed"]  # one's own is taken back with the line
    page = gone_on(draft, "What the helper typed").page
    assert page.errors[0].startswith("This cost was removed somewhere else.")
    assert "Helen Helper typed this on" in draft.page().main
    assert "What the helper typed" in draft.browser.go(f"{draft.base}/other").main
    gone_on(draft, "What the helper typed").press()
    assert [label for _id, label, _pence in draft.lines()] == ["What the helper typed"]
    assert begun(draft) == []


def helper(draft, app):
    """The browser of somebody who may write in the application too."""
    with app.app_context(), draft.database.scope() as session:
        someone = people.employee(session, people.node(session, "ward-8"), name="Helen Helper")
        found = session.get_one(Application, draft.id)
        together.collaborator(session, found, someone, access="edit")
        email = someone.email
        session.commit()
    return Browser(app).sign_in(email)


def test_two_people_see_what_each_began(draft, app):
    other = helper(draft, app)
    Page(draft, "other", other).type(**HALF)
    assert "Helen Helper typed this on Monday 23 November 2026, 10am." in draft.page().main
    gone_on(draft, "Typing").type(price="5")
    assert "You typed this" in draft.page().main
    assert "Megan Prosser typed this" in other.go(draft.base).main


def test_it_is_dropped_after_one_question_and_twice_is_once(draft):
    Page(draft, "other").type(**HALF)
    page = draft.browser.go(link(draft.page(), "Drop it", "Typing"))
    assert "A cost: Typing" in page.main
    action, values = page.form("Drop it")
    page = draft.browser.post(action, values)
    assert "You dropped “A cost: Typing”." in page.main
    assert begun(draft) == []
    assert draft.browser.post(action, values, None).status == 404


def test_checking_tells_of_it_and_stops_nothing(draft):
    Page(draft, "other").type(**HALF)
    page = draft.browser.go(f"/applications/{draft.id}/check")
    assert "These costs were typed and not saved." in page.main
    assert page.soup.find("a", string="A cost: Typing")["href"].startswith(draft.base)
    assert "£" not in row_of(page, "Typing")


def row_of(page, label):
    return next((li.text for li in page.soup.select("main li") if label in li.text), "")


@pytest.mark.parametrize("how", ["sent", "withdrawn"])
def test_it_is_forgotten_when_the_application_is(app, database, how):
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        nurse = people.employee(session, node)
        made = applications.complete_draft(session, schemes.open_call(session, node), nurse)
        applications.begun(session, made)
        pence, before = made.cost_pence, len(made.cost_lines)
        by = {"actor": nurse.as_actor()}
        if how == "sent":
            sending.submit(session, made, sending.new_ticket(), arrived_at=NOW, **by)
        else:
            withdrawal.withdraw(session, made, now=NOW, **by)
        session.commit()
        assert session.scalars(select(BegunCost)).all() == []
        assert (made.cost_pence, len(made.cost_lines)) == (pence, before)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"label": "x" * 301}, 422),
        ({"price": "9" * 5_000}, 422),
        ({"label": "a\x00b"}, 422),
        ({"pot": "\x00"}, 422),
        ({"category": "x" * 400}, 422),
        ({"label": "y" * 300}, 200),  # too long for a line, and kept until it is shorter
        ({"category": "nothing", "pot": "nobody"}, 200),
        ({"quantity": "sNaN", "price": "-1e9"}, 200),
        ({"label": "“Word” 👩🏽‍⚕️ שלום \u202eabc\u202c <b>"}, 200),
        ({"ticket": ""}, 400),
        ({"ticket": "é" * 43}, 400),
        ({"ticket": "x" * 70_000}, 400),
        ({"version": "9" * 30, "turn": "-4", "tab": "\x00", "label": "a"}, 200),
        ({"line_version": "9" * 30, "label": "a"}, 200),
    ],
)
def test_what_cannot_be_kept_is_told_and_breaks_nothing(draft, typed, status):
    page = Page(draft, "other")
    page.values["turn"] = 0
    response = page.browser.client.post(page.send_to, data={**page.values, "turn": 1, **typed})
    assert response.status_code == status
    assert len(begun(draft)) == (status == 200)
    assert draft.page().status == 200
    if status == 422:
        assert response.json["problem"] == "Part of this is too long to save. Make it shorter."


@pytest.mark.parametrize("line", ["x", "", "\x00", "../..", "00000000-0000-0000-0000-000000000000"])
def test_an_address_of_no_line_keeps_a_new_cost(draft, line):
    page = Page(draft, "other")
    page.send_to += f"?line={line}"
    assert page.type(**HALF).status_code == 200
    assert draft.browser.go(link(draft.page(), "Go on with it", "Typing")).h1 == "Add another cost"


def second_draft(app, database):
    """Another nurse's draft in the same call."""
    made = object.__new__(Draft)
    with app.app_context(), database.scope() as session:
        first = session.scalars(select(Application)).one()
        someone = people.employee(session, first.team, name="Another nurse")
        draft = applications.draft(session, first.call, someone)
        made.app, made.database, made.id, made.email = app, database, draft.id, someone.email
        session.commit()
    made.base = f"/applications/{made.id}/costs"
    made.browser = Browser(app).sign_in(made.email)
    return made


def test_a_line_of_another_application_is_no_line_here(app, database):
    mine, other = Draft(app, database), second_draft(app, database)
    other.add(RESEARCH)
    page = Page(mine, "other")
    page.send_to += f"?line={other.lines()[0][0]}"
    page.type(**HALF)
    with database.scope(read_only=True) as session:
        assert session.scalars(select(BegunCost.line_id)).all() == [None]
    with database.scope(read_only=True) as session:
        begun_id = session.scalars(select(BegunCost.id)).one()
    for path in (f"begun/{begun_id}", f"begun/{begun_id}/drop"):
        assert other.browser.go(f"{other.base}/{path}", None).status == 404
        assert other.browser.go(f"{mine.base}/{path}", None).status == 404


def test_there_is_a_limit_and_what_is_overtaken_has_room_beyond_it(draft):
    for number in range(MOST_BEGUN):
        assert Page(draft, "other").type(label=f"Cost {number}").status_code == 200
    response = Page(draft, "other").type(label="One more")
    assert (response.status_code, response.json) == (
        409,
        {"refused": "You have 20 costs that are not saved. Save or drop some of them first."},
    )
    page = Page(draft, "other")
    assert page.press(**HALF).errors == ["Enter the price of one"]  # and no error of ours
    assert Page(draft, "other").press(**RESEARCH).path == draft.base
    assert len(begun(draft)) == MOST_BEGUN < MOST_APART


@pytest.mark.parametrize("after", [State.SUBMITTED, State.WITHDRAWN])
def test_after_the_draft_it_is_refused_in_words(draft, after):
    page = Page(draft, "other")
    with draft.database.scope() as session:
        found = session.get_one(Application, draft.id)
        found.state, found.reference = after, "SG-1"
        found.submitted_at = found.withdrawn_at = NOW
        session.commit()
    response = page.type(**HALF)
    assert (response.status_code, bool(response.json["refused"])) == (409, True)
    assert begun(draft) == []


def test_after_the_close_it_is_refused_in_words(draft, at):
    page = Page(draft, "other")
    page.type(**HALF)
    at(NOW + timedelta(days=400))
    draft.browser.sign_in(draft.email)
    page.values["csrf_token"] = draft.browser.token()
    assert "closed" in page.type(price="5").json["refused"]
    assert labels(draft) == ["Typing"]  # what was kept stays kept


def test_signed_out_it_says_so(draft, at):
    page = Page(draft, "other")
    at(NOW + timedelta(hours=23))
    assert page.type(**HALF).status_code == 401


def test_everything_of_mine_has_it(draft):
    Page(draft, "other").type(**HALF)
    with draft.app.test_request_context(), draft.database.scope(read_only=True) as session:
        found = session.get_one(Application, draft.id).applicant
        parts = holds.tell(session, Holder(found.id, found.email))
        (part,) = (each for each in parts if each.key == "begun_costs")
        (record,) = part.records
    assert record.title == "A cost: Typing"
    assert record.data["words"]["label"] == "Typing"


def test_the_list_asks_the_database_as_often_for_one_as_for_twenty(draft, count_queries):
    seen = []
    for wanted in (1, 20):
        with draft.app.app_context(), draft.database.scope() as session:
            found = session.get_one(Application, draft.id)
            for _number in range(len(found.begun_costs), wanted):
                applications.begun(session, found)
            session.commit()
        with count_queries() as queries:
            draft.page()
        seen.append(len(queries))
    assert seen[0] == seen[1]


def test_a_form_that_was_saved_is_named_so_that_a_device_forgets_it(draft):
    page = Page(draft, "other")
    page.type(**HALF)
    before = draft.browser.go(f"{draft.base}/other").soup.select_one("[data-autosave-words]")
    assert before["data-done"] == page.values["ticket"][:8] + ":1"
    with draft.database.scope() as session:
        session.delete(session.scalars(select(BegunCost)).one())
        session.commit()
    page.press(**RESEARCH)
    after = draft.browser.go(f"{draft.base}/other")
    done = after.soup.select_one("[data-autosave-words]")["data-done"].split()
    assert done == [page.values["ticket"][:8] + ":"]
    with draft.database.scope(read_only=True) as session:
        assert session.scalars(select(CostLine.ticket)).one() == page.values["ticket"]
    assert row(draft.page(), "Typing")
