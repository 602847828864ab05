"""Answering sections: what is kept, what is told, and two tabs at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.applications.lifecycle import State
from portal.applications.models import Application, SectionEntry
from portal.schemes.definition import Definition
from portal.schemes.gallery import template
from portal.schemes.questions import QuestionKind, SectionKind
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, schemes

OWN_PAGES = {SectionKind.TIME, SectionKind.COSTS}


def document() -> Definition:
    found = template("small-grant")
    assert found is not None
    return found.definition


def text_fields() -> list[tuple[str, str]]:
    """Every field of text in every section of questions: the section and the field's name."""
    fields = [("about", "q_job_title"), ("about", "q_team")]
    for section in document().sections:
        if section.kind not in OWN_PAGES:
            texts = (q for q in section.questions if "text" in q.kind)
            fields += [(section.key, f"q_{q.key}") for q in texts]
    return fields


@pytest.fixture
def nurse(app, database):
    """A browser signed in as a nurse with a draft, and the draft's id."""
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        someone = people.employee(session, node, name="Megan Prosser")
        draft = applications.draft(session, schemes.open_call(session, node), someone)
        found = (someone.email, draft.id)
        session.commit()
    return Browser(app).sign_in(found[0]), found[1]


def address(draft_id, key: str) -> str:
    return f"/applications/{draft_id}/sections/{key}"


def saved(database, key: str) -> SectionEntry | None:
    with database.scope(read_only=True) as session:
        return session.scalar(select(SectionEntry).where(SectionEntry.key == key))


TWO_MEGABYTES = "x" * 2_000_000
KEPT = (
    "Nurses 👩🏽‍⚕️ and 🧪",
    "שלום \u202eabc\u202c مرحبا",
    "<script>alert('x')</script>{{ 7*7 }}",
    "Tŷ bach twt, ŵyr a sgìl",
    "\"';--%(a)s%s\\",
)


@pytest.mark.parametrize("button", ["Save and continue", "Save and come back later"])
@pytest.mark.parametrize(("key", "name"), text_fields())
def test_nul_is_told_beside_the_field_and_the_rest_stays(nurse, database, key, name, button):
    browser, draft_id = nurse
    browser.go(address(draft_id, key))
    page = browser.send({name: "before\x00after", "complete": "yes"}, button=button)
    assert "character we cannot store" in page.error_beside(name)
    assert page.soup.title.text.startswith("Error: ")
    assert page.value(name) == "beforeafter"
    assert saved(database, key) is None


@pytest.mark.parametrize(("key", "name"), text_fields())
def test_two_megabytes_are_told_beside_the_field_and_stay(nurse, database, key, name):
    browser, draft_id = nurse
    browser.go(address(draft_id, key))
    page = browser.send({name: TWO_MEGABYTES}, button="Save and come back later")
    assert "characters or fewer. You have 2,000,000." in page.error_beside(name)
    assert page.value(name) == TWO_MEGABYTES
    assert saved(database, key) is None


def test_half_a_letter_pair_arrives_as_a_mark_and_breaks_nothing(nurse, database):
    browser, draft_id = nurse
    browser.go(address(draft_id, "people"))
    page = browser.send({"q_mentor": b"Dr \xed\xa0\x80 Lloyd"}, button="Save and come back later")
    assert page.path.endswith("/tasks")
    kept = saved(database, "people")
    assert kept is not None
    assert kept.answers["mentor"].encode()
    assert "Lloyd" in kept.answers["mentor"]


@pytest.mark.parametrize(("key", "name"), text_fields())
def test_odd_but_honest_text_is_kept_letter_for_letter_and_shown_as_text(
    nurse, database, key, name
):
    browser, draft_id = nurse
    for typed in KEPT:
        browser.go(address(draft_id, key))
        browser.send({name: typed}, button="Save and come back later")
        assert browser.page.path.endswith("/tasks")
        kept = saved(database, key)
        assert kept is not None
        assert kept.answers[name.removeprefix("q_")] == typed
        assert browser.go(address(draft_id, key)).value(name) == typed
    page = browser.go(f"/applications/{draft_id}/check")
    assert " ".join(typed.split()) in page.main


def test_a_script_in_an_answer_is_shown_as_text(nurse):
    browser, draft_id = nurse
    browser.go(address(draft_id, "people"))
    browser.send({"q_mentor": KEPT[2]}, button="Save and come back later")
    for page in (browser.page, browser.go(f"/applications/{draft_id}/check")):
        assert "<script>alert" not in page.data.decode()
        assert KEPT[2] in page.main


@pytest.mark.parametrize("typed", ["", "nothing-on-offer", "\x00", "x" * 200_000])
def test_a_choice_that_was_not_on_offer_is_not_kept(nurse, database, typed):
    browser, draft_id = nurse
    browser.go(address(draft_id, "project"))
    browser.send({"q_work_kind": typed, "q_plan": "A plan"}, button="Save and come back later")
    kept = saved(database, "project")
    assert kept is not None
    assert kept.answers["work_kind"] == ""
    assert kept.answers["plan"] == "A plan"


def test_too_many_words_are_kept_and_told_only_when_it_is_said_to_be_finished(nurse, database):
    browser, draft_id = nurse
    long = "word " * 61
    browser.go(address(draft_id, "release"))
    browser.send({"q_cover": long}, button="Save and come back later")
    assert not browser.page.errors
    browser.go(address(draft_id, "release"))
    page = browser.send({"complete": "yes"}, button="Save and continue")
    assert "must be 60 words or fewer. You have 61." in page.error_beside("q_cover")
    assert page.value("q_cover").split() == long.split()
    kept = saved(database, "release")
    assert kept is not None
    assert kept.is_complete is False
    browser.send({"q_cover": "word " * 60, "complete": "yes"}, button="Save and continue")
    kept = saved(database, "release")
    assert kept is not None
    assert kept.is_complete is True


def test_a_section_said_to_be_finished_names_every_gap_and_keeps_the_rest(nurse, database):
    browser, draft_id = nurse
    browser.go(address(draft_id, "project"))
    page = browser.send(
        {"q_title": "Breathless at home", "complete": "yes"}, button="Save and continue"
    )
    required = sum(q.required for q in document().section("project").questions)
    assert len(page.errors) == required - 1
    assert page.value("q_title") == "Breathless at home"
    kept = saved(database, "project")
    assert kept is not None
    assert (kept.answers["title"], kept.is_complete) == ("Breathless at home", False)


def test_saving_without_saying_whether_it_is_finished_asks_and_keeps(nurse, database):
    browser, draft_id = nurse
    browser.go(address(draft_id, "people"))
    page = browser.send({"q_mentor": "Dr Anwen Lloyd"}, button="Save and continue")
    assert page.errors == ["Choose yes, or no if you will come back later"]
    kept = saved(database, "people")
    assert kept is not None
    assert kept.answers["mentor"] == "Dr Anwen Lloyd"


def test_coming_back_to_a_finished_section_and_emptying_it_opens_it_again(nurse, database):
    browser, draft_id = nurse
    browser.go(address(draft_id, "people"))
    browser.send({"q_mentor": "Dr Lloyd", "complete": "yes"}, button="Save and continue")
    browser.go(address(draft_id, "people"))
    browser.send({"q_mentor": ""}, button="Save and come back later")
    kept = saved(database, "people")
    assert kept is not None
    assert kept.is_complete is False


@pytest.mark.parametrize(
    ("ticked", "done"), [([], False), (["q_true"], False), (["q_true", "q_share"], True)]
)
def test_every_declaration_must_be_ticked(nurse, database, ticked, done):
    browser, draft_id = nurse
    browser.go(address(draft_id, "declarations"))
    page = browser.send(dict.fromkeys(ticked, "yes"), button="Save and continue")
    assert len(page.errors) == 2 - len(ticked)
    kept = saved(database, "declarations")
    assert kept is not None
    assert kept.is_complete is done
    assert kept.answers["share"] == ("yes" if "q_share" in ticked else "")


def test_corrections_of_the_staff_list_are_kept_in_the_application_only(nurse, database):
    browser, draft_id = nurse
    browser.go(address(draft_id, "about"))
    browser.send({"q_job_title": "Senior nurse", "complete": "yes"}, button="Save and continue")
    kept = saved(database, "about")
    assert kept is not None
    assert kept.answers["job_title"] == "Senior nurse"
    with database.scope(read_only=True) as session:
        draft = session.get_one(Application, draft_id)
        assert draft.applicant.post.job_title == "Staff nurse"
        assert draft.profession_code == "NUR-ADULT"


def test_two_tabs_see_both_texts_and_neither_is_lost(nurse, database):
    browser, draft_id = nurse
    page = browser.go(address(draft_id, "people"))
    where, values = page.form("Save and continue")
    _where, others = browser.go(address(draft_id, "people")).form("Save and continue")
    browser.post(where, {**values, "q_mentor": "From the first tab", "complete": "no"})
    page = browser.post(where, {**others, "q_mentor": "From the second tab", "complete": "no"})
    assert "From the first tab" in page.main
    assert page.value("q_mentor") == "From the second tab"
    assert "Nothing has been overwritten." in page.main
    kept = saved(database, "people")
    assert kept is not None
    assert kept.answers["mentor"] == "From the first tab"
    browser.send({"complete": "no"}, button="Save and continue")
    kept = saved(database, "people")
    assert kept is not None
    assert kept.answers["mentor"] == "From the second tab"


def test_the_same_words_twice_are_no_conflict(nurse):
    browser, draft_id = nurse
    page = browser.go(address(draft_id, "people"))
    where, values = page.form("Save and continue")
    typed = {**values, "q_mentor": "The same", "complete": "no"}
    browser.post(where, typed)
    assert browser.post(where, typed).path.endswith("/tasks")


@pytest.mark.parametrize("version", ["", "x", "-1", "1e3", "9" * 30, "٣"])
def test_a_made_up_version_overwrites_nothing(nurse, database, version):
    browser, draft_id = nurse
    browser.go(address(draft_id, "people"))
    browser.send({"q_mentor": "Saved", "complete": "no"}, button="Save and continue")
    browser.go(address(draft_id, "people"))
    page = browser.send({"q_mentor": "Other", "version": version, "complete": "no"})
    assert "Nothing has been overwritten." in page.main
    kept = saved(database, "people")
    assert kept is not None
    assert kept.answers["mentor"] == "Saved"


def test_what_comes_after_the_close_is_not_kept_but_stays_on_the_page(nurse, database, at):
    browser, draft_id = nurse
    closes_at = NOW + timedelta(days=10)
    at(closes_at - timedelta(minutes=5))
    with database.scope(read_only=True) as session:
        email = session.get_one(Application, draft_id).applicant.email
    browser.sign_in(email)
    browser.go(address(draft_id, "people"))
    where, values = browser.page.form("Save and continue")
    at(closes_at + timedelta(minutes=10, seconds=1))
    page = browser.post(where, {**values, "q_mentor": "A minute late"}, status=409)
    assert page.value("q_mentor") == "A minute late"
    assert "What you wrote is kept." in " ".join(page.errors)
    assert saved(database, "people") is None
    tasks = browser.go(f"/applications/{draft_id}/tasks")
    assert "Not sent" in tasks.main
    assert "Save and continue" not in tasks.main
    browser.go(address(draft_id, "people"), status=409)


def test_a_sent_application_cannot_be_changed_by_hand(nurse, database):
    browser, draft_id = nurse
    with database.scope() as session:
        draft = session.get_one(Application, draft_id)
        draft.state, draft.submitted_at, draft.reference = State.SUBMITTED, NOW, "C1-0001"
        session.commit()
    page = browser.post_by_hand(address(draft_id, "people"), {"q_mentor": "Later", "version": "0"})
    assert page.status == 409
    assert saved(database, "people") is None


def test_every_kind_of_question_can_be_asked_and_kept(app, database):
    from portal.kernel.language import Text
    from portal.schemes.questions import Option, Question, Section

    options = (Option("a", Text("First")), Option("b", Text("Second")))
    questions = tuple(
        Question(key=kind.value, label=Text(f"About {kind.value}?"), kind=kind, options=options)
        for kind in QuestionKind
    )
    section = Section(key="all", kind=SectionKind.QUESTIONS, title=Text("All"), questions=questions)
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        someone = people.employee(session, node)
        call = schemes.open_call(session, node, definition={"sections": (section,)})
        draft_id = applications.draft(session, call, someone).id
        email = someone.email
        session.commit()
    browser = Browser(app).sign_in(email)
    browser.go(address(draft_id, "all"))
    typed = {
        "q_short_text": "Short",
        "q_long_text": "Long\n\nwith a gap",
        "q_one_of": "b",
        "q_many_of": ["a", "b"],
        "q_yes_no": "no",
        "complete": "yes",
    }
    browser.send(typed, button="Save and continue")
    assert not browser.page.errors
    kept = saved(database, "all")
    assert kept is not None
    assert kept.answers == {
        "short_text": "Short",
        "long_text": "Long\n\nwith a gap",
        "one_of": "b",
        "many_of": ["a", "b"],
        "yes_no": "no",
    }
    page = browser.go(f"/applications/{draft_id}/check")
    assert "First, Second" in page.main


def test_the_schemes_own_question_about_costs_is_asked_there(nurse, database):
    browser, draft_id = nurse
    browser.go(f"/applications/{draft_id}/costs")
    browser.send({"q_other_funding": "word " * 61, "complete": "no"}, button="Save and continue")
    assert not browser.page.errors
    browser.go(f"/applications/{draft_id}/costs")
    page = browser.send({"complete": "yes"}, button="Save and continue")
    assert "must be 60 words or fewer" in page.error_beside("q_other_funding")
    browser.send({"q_other_funding": "Yes, £500", "complete": "yes"}, button="Save and continue")
    kept = saved(database, "costs")
    assert kept is not None
    assert (kept.answers["other_funding"], kept.is_complete) == ("Yes, £500", True)
    page = browser.go(f"/applications/{draft_id}/check")
    assert "Yes, £500" in page.main
