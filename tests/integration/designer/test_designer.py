"""The office edits a scheme through pages: every part, two officers at once, versions and calls."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.designer.lists import LISTS
from portal.designer.parts import PARTS
from portal.kernel.language import Text
from portal.schemes.models import Scheme, SchemeDraft
from tests.browsing import Browser
from tests.conftest import NOW


def ids(page):
    return {e["id"] for e in page.soup.find_all(id=True)}


def test_a_second_press_goes_to_the_draft_there_is(rows, office, second, verbs):
    page = office.page
    assert "It says the same as version 1 so far." in page.main and page.main.count("Done") == 8
    assert "All staff" in page.main
    second.go(f"/office/schemes/{rows['scheme']}")
    assert second.send(button="Edit this scheme").path == rows["draft"]
    assert verbs().count("began_draft") == 1


def test_the_outline_says_how_every_part_stands(database, rows, office):
    office.go(f"{rows['draft']}/purpose")
    office.send({"purpose": "", "summary_cy": ""})
    assert "What it is for: Write this in English." in office.page.main
    assert "Welsh: 8 of 9 texts" in office.page.main  # the Welsh of an empty purpose still counts
    page = office.click("Outline")
    assert "1 thing to put right" in page.main
    assert "Last changed by Ffion Rees on" in page.main
    assert "Put right what is listed first." in page.main
    assert page.link("What it is for: Write this in English.").endswith("/draft/purpose")
    office.go(f"{rows['draft']}/purpose")
    office.send({"purpose": "To learn."})
    assert "1 text lacks Welsh" in office.click("Outline").main


@pytest.mark.parametrize("part", [p for p in PARTS if p.form], ids=lambda p: p.key)
def test_a_form_sent_as_it_was_served_changes_nothing(rows, office, says, part):
    before = says()
    office.go(f"{rows['draft']}/{part.key}")
    assert not office.send(button="Save").errors
    assert says() == before


ADDED = [
    ("pays-for", "", {"words": "a quiet room", "words_cy": "ystafell dawel"}, "a quiet room"),
    ("not-paid", "", {"words": "cars"}, "cars"),
    ("promises", "", {"words": "the same pay"}, "the same pay"),
    ("not-needed", "", {"words": "a degree"}, "a degree"),
    ("limits", "weeks", {"limit": "30"}, "Up to 30 weeks"),
    ("limits", "share", {"limit": "40", "hard": "no"}, "Up to 40% of your hours, or more if"),
    ("limits", "pence_in_category", {"limit": "£500", "category": "research"},
     "Research costs: up to £500"),
    ("rules", "BandRange", {"lowest": "5", "otherwise": "ask"}, "Band 5 and above"),
    ("rules", "Professions", {"included": "no", "who": "doctors", "groups": "Medical"},
     "Not doctors"),
    ("rules", "NotHeldBefore", {}, "Staff who have not had this award before"),
    ("sections", "", {"title": "Your team"}, "Your team"),
    ("questions.project", "", {"label": "Why now?", "kind": "long_text", "max_words": "50"},
     "Why now?"),
    ("questions.about", "", {"label": "Which shift?", "kind": "one_of", "options": "Day\nNight"},
     "Which shift?"),
    ("costs", "", {"title": "Books"}, "Books"),
    ("time-units", "", {"unit": "pas"}, "Programmed activities"),
    ("approvals", "", {"stage": "finance"}, "Finance"),
    ("criteria", "", {"title": "Luck", "weight_percent": "5"}, "Luck"),
    ("reports", "", {"title": "Half way", "months": "3", "after_end": "no"}, "Half way"),
]  # fmt: skip


def test_every_list_has_a_row():
    assert {key.partition(".")[0] for key, *_ in ADDED} == {*LISTS, "questions"}


@pytest.mark.parametrize(("key", "kind", "values", "words"), ADDED)
def test_a_thing_is_added_changed_moved_and_removed(rows, office, says, key, kind, values, words):
    before = says()
    office.go(f"{rows['draft']}/lists/{key}" + (f"?kind={kind}" if kind else ""))
    page = office.send(values)
    assert not page.errors and words in page.main and "Saved:" in page.main
    anchor = page.path.partition("#")[0]
    row = page.soup.find_all(id=lambda i: i and i.startswith(f"{key.replace('.', '-')}-") and i[-1].isdigit())[-1]  # fmt: skip
    assert words in " ".join(row.get_text(" ").split())
    office.go(row.find("a", class_="app-row__change")["href"])
    assert not office.send().errors
    assert office.page.path.partition("#")[0] == anchor
    moves = row.find("button", id=f"{row['id']}-up")
    if moves:
        form = moves.find_parent("form")
        seen = form.find("input", attrs={"name": "seen"})["value"]
        after = office.post_by_hand(form["action"], {"seen": seen, "to": "up"})
        number = int(row["id"].rpartition("-")[2]) - 1
        assert f"is now {number} of" in after.main
        place = f"{row['id'].rpartition('-')[0]}-{number}"
        assert ids(after) & {f"{place}-up", f"{place}-down"}
        row = after.soup.find(id=place)
    office.go(row.find("a", class_="app-row__remove")["href"])
    assert "Remove this?" in office.page.h1
    page = office.send(button="Remove it")
    assert "Removed:" in page.main
    assert says() == before


@pytest.mark.parametrize(
    ("path", "values", "field", "words"),
    [
        ("lists/pays-for", {"words": ""}, "words", "Write this in English"),
        ("lists/pays-for", {"words": "x" * 40_000}, "words", "300 characters or fewer"),
        ("lists/pays-for", {"words": "a\x00"}, "words", "cannot store"),
        ("lists/limits?kind=months", {"limit": "1e3"}, "limit", "whole number"),
        ("lists/limits?kind=wte", {"limit": "sNaN"}, "limit", "like 2 or 1.5"),
        ("lists/limits?kind=wte", {"limit": "1.01"}, "limit", "1 or less"),
        ("lists/limits?kind=pence_in_category", {"limit": "5"}, "category", "kind of cost"),
        ("lists/approvals", {"stage": "nobody"}, "stage", "Choose who must agree"),
        ("lists/criteria", {"title": "x", "weight_percent": "101"}, "weight_percent", "100 or less"),
        ("scoring", {"low": "5", "high": "5"}, "high", "above the lowest"),
        ("purpose", {"name": " "}, "name", "Enter a name in English"),
        ("purpose", {"name": "x" * 10_000}, "name", "120 characters or fewer"),
        ("purpose", {"minutes_to_apply": "٣"}, "minutes_to_apply", "whole number"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_the_field_and_kept(
    rows, office, says, path, values, field, words
):
    before = says()
    office.go(f"{rows['draft']}/{path}")
    page = office.send(values, button="Save")
    assert words in page.error_beside(field) and words in page.errors[0]
    if len(values.get(field, "")) < 50 and "\x00" not in values.get(field, "x"):
        for name, typed in values.items():
            if page.soup.find(attrs={"name": name}).name == "input":
                assert page.value(name) == typed
    assert says() == before


def test_a_thing_that_is_in_a_list_already_is_refused(rows, office):
    for path, values in (
        ("lists/approvals", {"stage": "line_manager"}),
        ("lists/time-units", {"unit": "hours"}),
    ):
        office.go(f"{rows['draft']}/{path}")
        assert office.send(values).errors == ["This is in the list already. Choose another."]


def test_what_contradicts_is_kept_in_a_draft_and_said(rows, office, says):
    office.go(f"{rows['draft']}/lists/limits?kind=months")
    office.send({"limit": "9"})
    assert len([cap for cap in says().caps if cap.unit.value == "months"]) == 2
    assert "Length in months: There are two such limits. Keep one." in office.page.main
    office.go(f"{rows['draft']}/lists/criteria")
    office.send({"title": "Luck", "weight_percent": "5"})
    assert "The shares of the score add up to 105, not 100." in office.page.main
    assert "Put right what is listed first." in office.go(rows["draft"]).main
    assert office.go(f"{rows['draft']}/make").path == rows["draft"]


def test_a_list_is_full_at_its_most(rows, office, says):
    for n in range(LISTS["promises"].most - len(says().terms)):
        office.go(f"{rows['draft']}/lists/promises")
        office.send({"words": f"promise {n}"})
    assert "There is no room for more than 30." in office.page.main
    office.go(f"{rows['draft']}/lists/promises")
    page = office.send({"words": "one too many"})
    assert page.errors == ["There is no room for more than 30."]
    assert page.value("words") == "one too many"


def test_limits_follow_the_answer_to_the_question_of_routes(rows, office, says):
    office.go(f"{rows['draft']}/lists/questions.project")
    office.send(
        {"label": "Which course?", "kind": "one_of", "options": "Full\nShort", "is_route": "yes"}
    )
    assert [option.key for option in says().routes] == ["full", "short"]
    office.go(f"{rows['draft']}/lists/limits?kind=weeks")
    page = office.send({"limit": "18", "route": "short"})
    assert "Short: up to 18 weeks" in page.main


def test_a_question_moves_to_another_section(rows, office, says):
    office.go(f"{rows['draft']}/lists/questions.project/plan")
    page = office.send({"section": "people"})
    assert page.path.endswith("#questions-people-2") or "questions-people-2" in ids(page)
    assert [q.key for q in says().section("people").questions] == ["mentor", "plan"]


def test_a_section_of_files_is_made_of_questions_for_files(rows, office, says):
    office.go(f"{rows['draft']}/lists/sections")
    office.send({"title": "Your files", "kind": "files"})
    key = says().sections[-1].key
    office.go(f"{rows['draft']}/lists/questions.{key}")
    page = office.send({"label": "Your plan", "kind": "file"})
    assert page.errors == ["Say how many files at most"]
    page = office.send({"most_files": "2"})
    assert not page.errors and "2 files" in page.main
    asked = says().section(key).questions[0]
    assert (asked.kind, asked.most_files) == ("file", 2)
    office.go(f"{rows['draft']}/lists/questions.project")
    page = office.send({"label": "Why?", "kind": "long_text", "most_files": "2"})
    assert page.errors == ["Leave this empty: only files have a number of files"]


# --- who may ---


def test_another_office_and_made_up_names_find_nothing(app, rows, office):
    foreign, chair = (Browser(app).sign_in(rows[who]) for who in ("foreign", "chair"))
    for path in ("", "/purpose", "/make", "/lists/limits", "/lists/questions.project/plan/remove"):
        assert foreign.go(rows["draft"] + path, None).status == 404
        assert chair.go(rows["draft"] + path, None).status == 404
    for path in (
        "/nothing", "/lists/nothing", "/lists/questions.nowhere", "/lists/limits/99",
        "/lists/limits/none", "/lists/limits/-1", "/lists/sections/nowhere/remove", "/lists/pays-for/%00",
    ):  # fmt: skip
        assert office.go(rows["draft"] + path, None).status == 404, path
    assert office.go(f"/office/schemes/{uuid4()}/draft", None).status == 404


def test_hand_made_forms_are_told_what_is_missing(rows, office, says):
    before = says()
    asked = {"label": "Why?", "kind": "short_text", "required": "yes"}
    for path, values in (
        ("lists/questions.nowhere", asked),
        ("lists/questions.nowhere", {**asked, "section": "nowhere"}),
        ("lists/questions.project", asked),
        ("lists/questions.project/plan", {}),
        ("lists/limits/0?kind=months", {}),
        ("purpose", {}),
        ("scoring", {}),
    ):
        page = office.post_by_hand(f"{rows['draft']}/{path}", values)
        assert page.status == 200 and page.errors, path
    assert (
        office.post_by_hand(f"{rows['draft']}/lists/limits?kind=ells", {"limit": "1"}).status == 404
    )
    assert office.post_by_hand(f"{rows['draft']}/lists/limits/0/remove").status == 200
    assert office.post_by_hand(f"{rows['draft']}/limits").status == 200  # it has no form of its own
    assert says() == before


def test_a_part_of_another_organisation_cannot_be_named(rows, office, says):
    path = f"{rows['draft']}/lists/rules?kind=UnderOrganisation"
    values = {"who": "staff of the north", "otherwise": "no"}
    before = says()
    assert office.post_by_hand(path, {**values, "paths": rows["there"]}).status == 404
    assert says() == before
    office.go(path)
    assert "Staff of the north" in office.send({**values, "paths": rows["north"]}).main


def test_an_ended_scheme_is_not_edited(app, database, rows, office):
    with database.scope() as s:
        s.get_one(Scheme, rows["scheme"]).retired_at = NOW
        s.commit()
    for path in ("", "/purpose", "/lists/limits"):
        assert office.go(rows["draft"] + path, None).status == 409
    assert "Edit this scheme" not in office.go(f"/office/schemes/{rows['scheme']}").main


def test_a_scheme_is_never_longer_than_can_be_kept(rows, office, says, monkeypatch):
    monkeypatch.setattr("portal.designer.actions.MOST_LETTERS", 1000)
    before = says()
    for path, values in (
        ("purpose", {"minutes_to_apply": "5"}),
        ("lists/promises", {"words": "x"}),
    ):
        office.go(f"{rows['draft']}/{path}")
        page = office.send(values, button="Save")
        assert "too long to keep" in page.errors[0]
    assert says() == before


def test_as_many_queries_with_one_line_and_with_thirty(app, database, rows, office, count_queries):
    def asked(path):
        with count_queries() as seen:
            office.go(rows["draft"] + path)
        return len(seen)

    with database.scope() as s:
        draft = s.scalar(select(SchemeDraft))
        says = draft.document
        short = LISTS["promises"].put(says, (Text("one"),))
        draft.definition = short.to_json()
        s.commit()
    few = {path: asked(path) for path in ("", "/pays", "/questions", "/lists/promises/0")}
    with database.scope() as s:
        draft = s.scalar(select(SchemeDraft))
        draft.definition = (
            LISTS["promises"].put(says, tuple(Text(str(n)) for n in range(30))).to_json()
        )
        s.commit()
    assert {path: asked(path) for path in few} == few
