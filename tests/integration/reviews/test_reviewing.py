"""A reviewer over HTTP: conflict first, then blind scoring, save, send."""

import pytest
from sqlalchemy import delete

from portal.audit.models import TrailEntry
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from portal.reviews.actions import assigning, scoring
from portal.reviews.models import Assignment, Conflict, Review, Score
from portal.reviews.written import Written
from tests.browsing import Browser
from tests.conftest import NOW
from tests.integration.reviews.conftest import MARKERS

CRITERIA = ("need", "skills", "plan", "support", "involvement")


def criteria(database, world):
    from portal.schemes.models import Call

    with database.scope(read_only=True) as session:
        return [c.key for c in session.get(Call, world.call).document.criteria]


def full(keys, value="4", why="Local figures."):
    return {f"score_{k}": value for k in keys} | {f"why_{k}": why for k in keys}


def cleared(app, world, who="tomasz", assignment="tomasz_secret"):
    browser = Browser(app).sign_in(getattr(world, who))
    browser.go(f"/reviews/{getattr(world, assignment)}")
    browser.send({"answer": "no"})
    return browser


def test_the_first_page_asks_for_a_conflict_and_shows_names_and_title_only(app, world):
    page = Browser(app).sign_in(world.tomasz).go(f"/reviews/{world.tomasz_secret}")
    assert page.h1 == "Before you read: do you have a conflict?"
    for shown in (MARKERS["name"], MARKERS["team"], "Safer insulin on night shifts"):
        assert shown in page.main
    assert "An answer." not in page.main
    assert MARKERS["email"] not in page.text


def test_nothing_but_the_answer_opens_it(app, world, database):
    browser = Browser(app).sign_in(world.tomasz)
    browser.go(f"/reviews/{world.tomasz_secret}")
    page = browser.send({})
    assert page.errors == ["Say whether you have a conflict"]
    page = browser.send({"answer": "yes", "why": "  "})
    assert page.errors == ["Say in a few words what the conflict is"]
    assert page.soup.find("input", attrs={"name": "answer", "value": "yes"}).has_attr("checked")
    with database.scope(read_only=True) as session:
        assert session.query(Conflict).count() == 0
        assert session.query(Assignment).filter(Assignment.cleared_at.is_not(None)).count() == 0


def test_a_blind_page_holds_nothing_of_the_applicant(app, world):
    browser = cleared(app, world)
    assert browser.page.h1 == "Safer insulin on night shifts"
    assert "An answer." in browser.page.main
    for path in (browser.page.path, "/reviews", f"/reviews/{world.tomasz_secret}/stop"):
        raw = browser.go(path).data.decode()
        assert [m for m in MARKERS.values() if m in raw] == []


def test_what_is_typed_is_kept_however_incomplete(app, world, database):
    browser = cleared(app, world)
    keys = criteria(database, world)
    page = browser.send(
        {f"score_{keys[0]}": "4", f"why_{keys[1]}": "  Two\r\nlines  ", "to_panel": "Hm"},
        "Save and come back later",
    )
    assert page.h1 == "My reviews"
    page = browser.go(f"/reviews/{world.tomasz_secret}")
    assert page.value(f"why_{keys[1]}") == "Two\nlines"
    assert page.value("to_panel") == "Hm"
    assert page.soup.find("input", attrs={"name": f"score_{keys[0]}", "value": "4"}).has_attr(
        "checked"
    )
    assert "1 of 5 done. 1 needs a reason." in page.main


def test_sending_needs_a_score_and_a_reason_each_and_keeps_what_there_is(app, world, database):
    browser = cleared(app, world)
    keys = criteria(database, world)
    given = full(keys) | {f"why_{keys[0]}": ""}
    del given[f"score_{keys[1]}"]
    page = browser.send(given, "Send my review")
    assert page.errors == [
        "Criterion 1: say why",
        "Criterion 2: choose a score, or “cannot score”",
    ]
    assert page.error_beside(f"why_{keys[0]}").endswith("Criterion 1: say why")
    assert page.soup.find(id=page.soup.select_one(".nhsuk-error-summary a")["href"][1:]) is not None
    assert page.value(f"why_{keys[2]}") == "Local figures."
    with database.scope(read_only=True) as session:
        review = session.query(Review).one()
        assert review.sent_at is None
        assert {s.criterion_key: s.value for s in review.scores}[keys[0]] == 4


def test_a_sent_review_is_read_only_and_cannot_be_sent_twice(app, world, database):
    browser = cleared(app, world)
    keys = criteria(database, world)
    browser.send(full(keys) | {f"score_{keys[4]}": "unable"}, "Send my review")
    page = browser.go(f"/reviews/{world.tomasz_secret}")
    assert "You have sent this review. It cannot be changed." in page.main
    assert "Could not score" in page.main
    assert page.soup.find("textarea") is None
    for then in ("send", "later"):
        again = browser.post_by_hand(
            f"/reviews/{world.tomasz_secret}/save", full(keys, "1", "Changed") | {"then": then}
        )
        assert again.status == 409
    with database.scope(read_only=True) as session:
        assert {s.value for s in session.query(Score)} == {4, None}
        assert session.query(TrailEntry).filter_by(verb="sent_review").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("score_{0}", "6", 200),
        ("score_{0}", "0", 200),
        ("score_{0}", "-1", 200),
        ("score_{0}", "1e0", 200),
        ("score_{0}", "٣", 200),
        ("score_{0}", "4.5", 200),
        ("why_{0}", "NUL \x00 here", 200),
        ("why_{0}", "x" * 2_001, 200),
        ("to_panel", "y" * 5_001, 200),
    ],
)
def test_a_wrong_answer_is_said_and_nothing_is_stored(app, world, database, field, value, status):
    browser = cleared(app, world)
    keys = criteria(database, world)
    name = field.format(keys[0])
    page = browser.post_by_hand(
        f"/reviews/{world.tomasz_secret}/save", full(keys) | {name: value, "then": "send"}
    )
    assert page.status == status
    assert len(page.errors) == 1
    assert page.error_beside(name)
    assert page.value(f"why_{keys[2]}") == "Local figures."
    with database.scope(read_only=True) as session:
        assert session.query(Review).count() == 0


def test_a_criterion_nobody_asked_about_is_not_stored(app, world, database):
    browser = cleared(app, world)
    keys = criteria(database, world)
    browser.post_by_hand(
        f"/reviews/{world.tomasz_secret}/save", full(keys) | {"score_invented": "5", "then": "send"}
    )
    with database.scope(read_only=True) as session:
        assert {s.criterion_key for s in session.query(Score)} == set(keys)


@pytest.mark.parametrize(
    ("who", "assignment", "action", "status"),
    [
        ("tomasz", "tomasz_secret", "save", 409),  # not yet declared
        ("ada", "tomasz_secret", "save", 404),
        ("ada", "tomasz_secret", "declare", 404),
        ("ada", "tomasz_secret", "stop", 404),
        ("zebedee", "tomasz_secret", "save", 404),
        ("manager", "tomasz_secret", "declare", 404),
        ("office", "tomasz_secret", "save", 404),
        ("chair", "tomasz_secret", "save", 404),
    ],
)
def test_hand_made_posts_change_nothing(app, world, database, who, assignment, action, status):
    browser = Browser(app).sign_in(getattr(world, who))
    keys = criteria(database, world)
    sent = full(keys) | {"then": "send", "answer": "yes", "why": "x"}
    page = browser.post_by_hand(f"/reviews/{getattr(world, assignment)}/{action}", sent)
    assert page.status == status
    with database.scope(read_only=True) as session:
        assert session.query(Review).count() == session.query(Conflict).count() == 0


def test_clearing_twice_is_refused(app, world):
    browser = cleared(app, world)
    assert (
        browser.post_by_hand(f"/reviews/{world.tomasz_secret}/declare", {"answer": "no"}).status
        == 409
    )


def reviewer_pages(world):
    return [f"/reviews/{world.tomasz_secret}", f"/reviews/{world.tomasz_secret}/stop"]


def test_a_declared_conflict_takes_the_application_away_everywhere(app, world, database):
    browser = cleared(app, world)
    assert [browser.go(path, None).status for path in reviewer_pages(world)] == [200, 200]
    browser.go(f"/reviews/{world.tomasz_secret}/stop")
    browser.send({"why": "We wrote a paper together."})
    assert browser.page.path == "/reviews"
    assert "Safer insulin" not in browser.page.main
    assert [browser.go(path, None).status for path in reviewer_pages(world)] == [404, 404]
    made_up = "/reviews/00000000-0000-4000-8000-000000000000"
    assert browser.go(reviewer_pages(world)[0], None).main == browser.go(made_up, None).main
    for action in ("save", "declare", "stop"):
        assert (
            browser.post_by_hand(f"/reviews/{world.tomasz_secret}/{action}", {"why": "x"}).status
            == 404
        )
    browser.go(f"/reviews/{world.tomasz_plain}")
    browser.send({"answer": "no"})
    assert "Application 1 of your 1" in browser.page.main
    with database.scope(read_only=True) as session:
        entry = session.query(TrailEntry).filter_by(verb="declared_conflict_late").one()
        assert entry.facts["opened_at"] == "2026-11-23T10:00:00+00:00"
        mail = session.query(Message).filter_by(template="reviews/conflict").one()
        assert mail.to_address == world.office
        assert "We wrote a paper together." in mail.body
        assert len(mail.subject) <= 60
        assert MARKERS["name"] not in mail.body


def test_a_conflict_said_at_once_says_it_was_never_opened(app, world, database):
    browser = Browser(app).sign_in(world.tomasz)
    browser.go(f"/reviews/{world.tomasz_secret}")
    browser.send({"answer": "yes", "why": "My sister."})
    with database.scope(read_only=True) as session:
        assert (
            session.query(TrailEntry).filter_by(verb="declared_conflict").one().facts["opened_at"]
            == ""
        )


@pytest.mark.parametrize("who", ["zebedee", "megan", "manager"])
def test_others_cannot_tell_a_review_from_a_made_up_one(app, world, who):
    browser = Browser(app).sign_in(getattr(world, who))
    real = browser.go(f"/reviews/{world.tomasz_secret}", None)
    made_up = browser.go("/reviews/00000000-0000-4000-8000-000000000000", None)
    assert real.status == made_up.status == 404
    assert real.main == made_up.main


def test_nothing_of_a_review_stands_on_the_application_trail(app, world, database):
    browser = cleared(app, world)
    browser.send(full(criteria(database, world)), "Send my review")
    with database.scope(read_only=True) as session:
        kinds = {
            e.subject_kind
            for e in session.query(TrailEntry).filter(
                TrailEntry.verb.in_(["cleared", "sent_review"])
            )
        }
    assert kinds == {"assignment"}


def test_the_pile_asks_the_same_for_one_and_for_thirty(app, world, database, count_queries):
    from portal.people.queries import person_by_email
    from portal.schemes.models import Call
    from tests.factories import people
    from tests.factories import reviews as rows

    browser = Browser(app).sign_in(world.tomasz)
    browser.go("/reviews")
    with count_queries() as few:
        browser.go("/reviews")
    with app.app_context(), database.scope() as session:
        tomasz, call = person_by_email(session, world.tomasz), session.get(Call, world.call)
        team = people.node(session, "ward-30", call.scheme.organisation)
        for n in range(30):
            application = rows.approved_application(
                session, call, people.employee(session, team), title=f"T{n}"
            )
            rows.review(session, application, tomasz, is_sent=n % 2 == 0)
        session.commit()
    with count_queries() as many:
        page = browser.go("/reviews")
    assert "T29" in page.main
    assert len(many) == len(few)


@pytest.mark.parametrize("act", ["clear", "declare", "save", "send", "unassign"])
def test_an_assignment_taken_away_meanwhile_is_gone(app, world, database, act):
    acts = {
        "clear": scoring.clear,
        "declare": lambda s, a, **who: scoring.declare(s, a, "A friend", **who),
        "save": lambda s, a, **who: scoring.save(s, a, Written({}, "", ""), **who),
        "send": scoring.send,
        "unassign": assigning.unassign,
    }
    with app.app_context(), database.scope() as session:
        taken = session.get_one(Assignment, world.tomasz_secret)
        who = taken.reviewer.as_actor()
        session.execute(
            delete(Assignment)
            .where(Assignment.id == taken.id)
            .execution_options(synchronize_session=False)
        )
        with pytest.raises(Refused):
            acts[act](session, taken, actor=who, now=NOW)
