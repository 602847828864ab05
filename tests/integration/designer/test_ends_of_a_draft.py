"""How a draft begins and ends: what its questions answered, the version made, thrown away."""

from datetime import timedelta

from sqlalchemy import select

from portal.schemes.models import Call, Scheme, SchemeDraft
from tests.conftest import NOW
from tests.factories import applications, people, schemes

DAY = timedelta(days=1)


def test_removing_a_question_says_who_answers_it(app, database, rows, office):
    with app.app_context(), database.scope() as s:
        call = s.get_one(Call, rows["opened"])
        ward = people.node(s, "ward", call.scheme.organisation)
        for number in range(3):
            nurse = people.employee(s, ward)
            if number:
                applications.complete_draft(s, call, nurse)
            else:
                applications.submitted_application(s, call, nurse)
        old = schemes.call(s, call.scheme, closes_at=NOW - 300 * DAY)
        applications.complete_draft(s, old, people.employee(s, ward))
        s.commit()
    for path in ("lists/questions.project/plan/remove", "lists/sections/project/remove"):
        page = office.go(f"{rows['draft']}/{path}")
        assert "2 drafts answer this." in page.main
        assert "1 application that was sent answers this." in page.main
        assert "Calls that have opened keep the version" in page.main
    assert "Which research skill will you build?" in page.main
    office.send(button="Remove it")
    with database.scope(read_only=True) as s:
        assert s.get_one(Call, rows["opened"]).document.section("project") is not None


def test_a_question_that_nobody_answers_says_so(rows, office):
    page = office.go(f"{rows['draft']}/lists/questions.project/plan/remove")
    assert "Nobody has answered this" in page.main


def test_a_version_is_made_and_calls_that_have_not_opened_get_it(database, rows, office, verbs):
    assert office.go(f"{rows['draft']}/make").path == rows["draft"]
    office.go(f"{rows['draft']}/purpose")
    office.send({"minutes_to_apply": "55", "kind": "internship"}, button="Save")
    office.go(rows["draft"])
    unmade = "No call uses the changes before you make them a version."
    assert unmade in office.click("The scheme and its calls").main
    office.go(rows["draft"])
    page = office.click("Make this version 2")
    assert "1 call has not opened. Use version 2 for it?" in page.main
    assert office.send({"note": ""}).errors == ["Say in a few words what you changed"]
    page = office.send({"note": "It takes longer than we said."})
    assert "This is version 2 now. 1 call has it." in page.main and unmade not in page.main
    with database.scope(read_only=True) as s:
        scheme = s.get_one(Scheme, rows["scheme"])
        assert scheme.latest.note == "It takes longer than we said."
        assert (scheme.latest.number, scheme.kind.value) == (2, "internship")
        assert scheme.latest.made_by.name == "Ffion Rees"
        numbers = {call.id: call.pinned.number for call in scheme.calls}
        assert numbers == {rows["opened"]: 1, rows["coming"]: 2}
        assert s.scalar(select(SchemeDraft)) is None
    assert verbs()[-2:] == ["made_version", "moved_call_to_version"]


def test_a_call_that_is_not_ticked_or_has_opened_keeps_its_own(database, rows, office, at):
    office.go(f"{rows['draft']}/purpose")
    office.send({"minutes_to_apply": "55"}, button="Save")
    office.go(f"{rows['draft']}/make")
    served = office.page.form("Make")[1]
    opened = office.page
    at(NOW + DAY / 4)
    page = office.post(opened.path, {**served, "note": ""})
    assert page.errors and "has not opened" not in page.main
    page = office.post(opened.path, {**served, "note": "x", "calls": str(rows["coming"])})
    assert "This is version 2 now. A call that has opened in the meantime keeps" in page.main
    with database.scope(read_only=True) as s:
        assert s.get_one(Call, rows["coming"]).pinned.number == 1


def test_a_draft_is_thrown_away_after_a_question(rows, office, verbs):
    office.go(f"{rows['draft']}/purpose")
    office.send({"minutes_to_apply": "55"}, button="Save")
    office.go(rows["draft"])
    page = office.click("Throw these changes away")
    assert "The scheme then says what version 1 says." in page.main
    page = office.send(button="Throw the changes away")
    assert "The changes are thrown away." in page.main
    assert office.go(f"{rows['draft']}/purpose").path == f"/office/schemes/{rows['scheme']}"
    assert verbs()[-1] == "threw_draft_away"


def test_a_new_scheme_starts_with_a_draft_from_a_template_or_empty(database, rows, office):
    office.go("/office/schemes/new?template=small-grant")
    page = office.send({"name": "Winter grant"})
    assert page.path.endswith("/draft") and page.link("Set up a call")
    office.go("/office/schemes/new")
    page = office.click("start from an empty scheme")
    assert "It starts empty" in page.main and "Where each value comes from" not in page.main
    page = office.send({"name": "All our own"})
    assert page.h1 == "All our own" and "3 things to put right" in page.main
    assert "Nothing has changed yet" in page.main
    with database.scope(read_only=True) as s:
        keys = dict(s.execute(select(Scheme.slug, Scheme.template_key)).all())
        assert keys["winter-grant"] == "small-grant" and keys["all-our-own"] == ""
