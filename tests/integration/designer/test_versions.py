"""Versions, previews, copy and end of a scheme over HTTP, and who is kept out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.audit.models import TrailEntry
from portal.kernel.actor import Role
from portal.people.models import NodeKind
from portal.schemes.gallery import template
from portal.schemes.models import Call, Scheme, SchemeDraft, SchemeVersion
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people, schemes

DAY = timedelta(days=1)


@pytest.fixture
def rows(app, database):
    """A scheme from a template with two versions and a draft, and offices here and there."""
    with app.app_context(), database.scope() as s:
        wales = people.node(s, "wales", kind=NodeKind.NATION)
        here = people.node(s, "glan-hafren", wales, NodeKind.ORGANISATION)
        there = people.node(s, "bae", wales, NodeKind.ORGANISATION)
        ward = people.node(s, "ward-7", here)
        made = {
            "office": people.staff_with_role(s, Role.OFFICE, here).email,
            "foreign": people.staff_with_role(s, Role.OFFICE, there).email,
            "nurse": people.employee(s, ward).email,
        }
        of = schemes.scheme(s, here)
        of.template_key = "small-grant"
        says = of.versions[0].document
        newer = replace(says, minutes_to_apply=55)
        of.versions.append(
            SchemeVersion(number=2, definition=newer.to_json(), made_at=NOW, note="It took longer")
        )
        drafted = replace(newer, minutes_to_apply=66)
        s.add(SchemeDraft(scheme=of, base_number=2, definition=drafted.to_json(), changed_at=NOW))
        s.commit()
        return made | {"scheme": of.id, "slug": of.slug, "here": here.id, "there": there.id}


@pytest.fixture
def office(app, rows):
    return Browser(app).sign_in(rows["office"])


@pytest.fixture
def at_scheme(rows):
    return f"/office/schemes/{rows['scheme']}"


def stored(database, ask):
    with database.scope(read_only=True) as s:
        return ask(s)


def test_a_version_says_what_changed_and_how_sure_each_value_is(office, at_scheme):
    office.go(at_scheme)
    page = office.click("Version 2")
    assert "1 change from version 1." in page.main
    assert "It took longer" in page.main and "55" in page.main
    assert "Your own" in page.main and "Has a source" in page.main
    assert "2 staff in the directory fit these rules." not in page.main
    assert "fewer than 8 of fewer than 8 staff in the directory fit these rules." in page.main
    first = office.go(f"{at_scheme}/versions/1")
    assert "This is the first version" in first.main
    assert "1 change from version 2." in office.click("Compare with version 2").main


@pytest.mark.parametrize(
    "rest", ["versions/3", "versions/99999999999", "versions/1?with=7", "preview/nobody",
             "preview/applicant?of=9", "preview/applicant?of=%00", "preview/applicant?step=none"]
)  # fmt: skip
def test_what_is_not_there_is_not_found(office, at_scheme, rest):
    office.go(f"{at_scheme}/{rest}", 404)


PAGES = ["versions/1", "copy", "end", "preview/applicant", "preview/manager", "preview/reviewer"]


@pytest.mark.parametrize("page", PAGES)
def test_other_offices_and_staff_find_nothing(app, rows, at_scheme, page):
    Browser(app).sign_in(rows["foreign"]).go(f"{at_scheme}/{page}", 404)
    Browser(app).sign_in(rows["nurse"]).go(f"{at_scheme}/{page}", 404)


STEPS = ["", "start", "tasks", "about", "project", "time", "costs", "release", "declarations"]


@pytest.mark.parametrize("of", ["draft", "1", "2"])
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("step", STEPS)
def test_an_applicants_page_is_a_preview_and_sends_nothing(
    app, database, office, at_scheme, of, language, step
):
    page = office.go(f"{at_scheme}/preview/applicant?of={of}&step={step}&lang={language}")
    assert page.soup.html["lang"] == language
    assert "<form" not in page.main
    assert "00000000-0000" not in page.text
    assert stored(database, lambda s: s.scalar(select(func.count()).select_from(Call))) == 0


@pytest.mark.parametrize("who", ["manager", "reviewer"])
def test_a_page_of_another_sends_nothing(office, at_scheme, who):
    page = office.go(f"{at_scheme}/preview/{who}?of=draft")
    assert "This is a preview. Nothing can be sent from it." in page.main
    assert "<form" not in page.main and "00000000-0000" not in page.main


def test_the_draft_is_seen_before_it_is_a_version(office, at_scheme):
    assert "About 66 minutes" in office.go(f"{at_scheme}/preview/applicant?of=draft").main
    assert "About 55 minutes" in office.go(f"{at_scheme}/preview/applicant").main
    assert "About 40 minutes" in office.go(f"{at_scheme}/preview/applicant?of=1").main


def test_a_reviewer_reads_no_more_than_the_phase_shows(office, at_scheme):
    page = office.go(f"{at_scheme}/preview/reviewer")
    assert "Name, team and pay are hidden." in page.main
    assert "Sam Example" not in page.main
    assert "Who will be your mentor?" not in page.main
    assert "What problem does it deal with" in page.main


def test_every_question_is_asked_as_the_applicant_is_asked(office, at_scheme):
    page = office.go(f"{at_scheme}/preview/applicant?step=project")
    for question in template("small-grant").definition.section("project").questions:
        assert question.label.en in page.main


def test_the_task_list_stays_in_the_preview(office, at_scheme):
    page = office.go(f"{at_scheme}/preview/applicant?step=tasks")
    tasks = page.soup.select(".nhsuk-task-list a")
    assert [link["href"].split("step=")[1] for link in tasks] == [
        section.key for section in template("small-grant").definition.sections
    ]
    assert office.click("Your project").h1.endswith("Your project")


def test_a_copy_says_the_same_under_another_name(database, office, at_scheme, rows):
    office.go(f"{at_scheme}/copy")
    page = office.send({"name": "Spring grant", "name_cy": "Grant y gwanwyn"})
    assert page.h1.endswith("Spring grant")
    made = stored(database, lambda s: s.scalar(select(Scheme).where(Scheme.slug == "spring-grant")))
    assert (made.template_key, made.organisation_id) == ("small-grant", rows["here"])
    says = stored(
        database,
        lambda s: s.scalar(select(Scheme).where(Scheme.id == made.id)).versions[0].document,
    )
    assert says.minutes_to_apply == 55 and says.name.cy == "Grant y gwanwyn"
    assert stored(database, lambda s: s.scalar(
        select(TrailEntry.facts).where(TrailEntry.verb == "copied_scheme")
    ))["name"] == "Spring grant"  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Enter a name in English"),
        ({"name": "x" * 40_000}, "120"),
        ({"name": "A\x00b"}, ""),
        ({"slug": "Not a slug"}, "Use small letters"),
        ({"slug": "TAKEN"}, "Another scheme has this address"),
    ],
)
def test_a_copy_with_bad_values_says_so(database, office, at_scheme, rows, typed, words):
    typed = {key: rows["slug"] if value == "TAKEN" else value for key, value in typed.items()}
    office.go(f"{at_scheme}/copy")
    page = office.send(typed)
    assert page.errors and words in " ".join(page.errors)
    assert stored(database, lambda s: s.scalar(select(func.count()).select_from(Scheme))) == 1


def test_a_copy_is_not_made_for_somebody_elses_organisation(database, office, at_scheme, rows):
    office.go(f"{at_scheme}/copy")
    assert office.send({"name": "Theirs", "node": str(rows["there"])}).errors
    assert stored(database, lambda s: s.scalar(select(func.count()).select_from(Scheme))) == 1


def _call(app, database, rows, **values):
    with app.app_context(), database.scope() as s:
        schemes.call(s, s.get_one(Scheme, rows["scheme"]), **values)
        s.commit()


def test_a_scheme_ends_and_comes_back(app, database, office, at_scheme, rows):
    _call(app, database, rows, closes_at=NOW - DAY)
    office.go(f"{at_scheme}/end")
    page = office.send({})
    assert "The scheme has ended. You can bring it back." in page.main
    assert "This scheme has ended" in Browser(app).go(f"/schemes/{rows['slug']}").main
    assert office.post_by_hand(f"{at_scheme}/end").status == 409
    office.go(f"{at_scheme}/end")
    page = office.send({})
    assert "The scheme is back." in page.main
    verbs = stored(database, lambda s: s.scalars(
        select(TrailEntry.verb).where(TrailEntry.subject_id == rows["scheme"])
    ).all())  # fmt: skip
    assert verbs == ["retired_scheme", "brought_scheme_back"]


@pytest.mark.parametrize(
    "values", [{}, {"opens_at": NOW + DAY, "closes_at": NOW + 9 * DAY}], ids=["open", "coming"]
)
def test_a_scheme_does_not_end_while_a_call_is_open_or_coming(
    app, database, office, at_scheme, rows, values
):
    _call(app, database, rows, **values)
    page = office.go(f"{at_scheme}/end")
    assert "You can end the scheme after that." in page.main and "<form" not in page.main
    assert office.post_by_hand(f"{at_scheme}/end").status == 409
    assert stored(database, lambda s: s.get_one(Scheme, rows["scheme"]).retired_at) is None


def test_queries_do_not_grow_with_versions_or_staff(
    app, database, office, at_scheme, rows, count_queries
):
    with count_queries() as few:
        office.go(f"{at_scheme}/versions/2")
    with app.app_context(), database.scope() as s:
        of = s.get_one(Scheme, rows["scheme"])
        for number in range(3, 33):
            of.versions.append(
                SchemeVersion(number=number, definition=of.versions[0].definition, made_at=NOW)
            )
        for _n in range(30):
            people.employee(s, of.organisation)
        s.commit()
    with count_queries() as many:
        office.go(f"{at_scheme}/versions/2")
    assert len(many) == len(few)
