"""The panel over HTTP: the ranking, the line, recommendations, reasons; and conflicts in them."""

from datetime import date

import pytest

from portal.audit.models import TrailEntry
from portal.people.queries import person_by_email
from portal.reviews.asks import wte_months_hundredths
from portal.reviews.lifecycle import Verdict
from portal.reviews.models import Assignment, Recommendation
from portal.reviews.weighing import weigh
from portal.schemes.models import Call
from tests.browsing import Browser
from tests.factories import applications, people
from tests.factories import reviews as rows
from tests.integration.reviews.conftest import make_world


@pytest.fixture
def scored(world, app, database):
    """Both applications scored: the secret one 5 and 4, the plain one 3."""
    with app.app_context(), database.scope() as session:
        by_id = {
            key: session.get(Assignment, getattr(world, key))
            for key in ("tomasz_secret", "tomasz_plain", "ada_secret")
        }
        for (key, one), value in zip(by_id.items(), (5, 3, 4), strict=True):
            rows.review(
                session,
                one.application,
                one.reviewer,
                value,
                assignment=one,
                to_panel=f"Comment {key}",
            )
        call = session.get(Call, world.call)
        call.pot_pence = by_id["tomasz_secret"].application.cost_pence
        session.commit()
    return world


def ranking_of(world):
    return f"/office/calls/{world.call}/ranking"


def verdicts(database):
    with database.scope(read_only=True) as session:
        return {r.application_id: (r.verdict, r.note) for r in session.query(Recommendation)}


def conflicted(app, database, world, email):
    with app.app_context(), database.scope() as session:
        application = session.get(Assignment, world.tomasz_secret).application
        rows.conflict(session, application, person_by_email(session, email))
        session.commit()


@pytest.mark.parametrize("who", ["chair", "office"])
def test_the_ranking_with_its_line(app, scored, who):
    page = Browser(app).sign_in(getattr(scored, who)).go(ranking_of(scored))
    cells = [" ".join(tr.get_text(" ").split()) for tr in page.soup.select(".app-ranking tbody tr")]
    assert cells[0].startswith("Rank 1 Safer insulin on night shifts")
    assert "4.50" in cells[0]
    assert cells[1].startswith("Funding line. The pot covers the 1 application above. Left: £0.00")
    assert cells[2].startswith("Rank 2 Breathless at home")
    assert "app-ranking__row--below" in page.soup.select(".app-ranking tbody tr")[2]["class"]
    assert "Money runs out first" in page.main
    assert "If the line stays here, the 1 person is: 1 nurse." in page.main
    assert len(page.soup.select(".app-ranking tbody svg circle")) == 3


def test_names_stand_nowhere_in_the_ranking(app, scored):
    raw = Browser(app).sign_in(scored.chair).go(ranking_of(scored)).data.decode()
    for name in ("Quillfeather", "Prosser", "Tomasz", "Ada Morris"):
        assert name not in raw


@pytest.mark.parametrize("who", ["tomasz", "megan", "zebedee", "manager"])
def test_others_find_no_ranking(app, scored, database, who):
    browser = Browser(app).sign_in(getattr(scored, who))
    for path in (
        ranking_of(scored),
        f"{ranking_of(scored)}/line",
        f"/office/calls/{scored.call}/recommendations",
        f"/office/applications/{scored.plain}/reasons",
    ):
        assert browser.go(path, None).status == 404
    for path in (f"{ranking_of(scored)}/line", f"/office/calls/{scored.call}/recommendations"):
        assert (
            browser.post_by_hand(
                path, {"sure": "yes", f"verdict_{scored.plain.hex}": "fund"}
            ).status
            == 404
        )
    assert verdicts(database) == {}


def test_recommending_as_the_line_stands(app, scored, database):
    browser = Browser(app).sign_in(scored.chair)
    browser.go(ranking_of(scored))
    page = browser.click("Recommend as the line stands")
    assert "Fund 1 application" in page.main
    assert "Do not fund 1 application" in page.main
    page = browser.send({})
    assert page.errors == ["Tick the box if the panel agrees"]
    browser.send({"sure": "yes"})
    assert verdicts(database) == {
        scored.secret: (Verdict.FUND, ""),
        scored.plain: (Verdict.DO_NOT_FUND, ""),
    }
    with database.scope(read_only=True) as session:
        kinds = {e.subject_kind for e in session.query(TrailEntry).filter_by(verb="recommended")}
    assert kinds == {"recommendation"}


def test_a_line_that_moved_meanwhile_is_shown_again(app, scored, database):
    browser = Browser(app).sign_in(scored.chair)
    browser.go(f"{ranking_of(scored)}/line")
    with app.app_context(), database.scope() as session:
        session.get(Call, scored.call).pot_pence = 0
        session.commit()
    page = browser.send({"sure": "yes"})
    assert page.errors == ["Scores came in after you opened this page. Look at the new counts."]
    assert verdicts(database) == {}
    browser.send({"sure": "yes"})
    assert verdicts(database)[scored.secret] == (Verdict.DO_NOT_FUND, "")


def test_a_recommendation_made_by_hand_is_kept(app, scored, database):
    browser = Browser(app).sign_in(scored.chair)
    browser.go(f"/office/calls/{scored.call}/recommendations")
    browser.send(
        {f"verdict_{scored.plain.hex}": "reserve", f"note_{scored.plain.hex}": "If money is left"}
    )
    page = browser.go(f"{ranking_of(scored)}/line")
    assert "1 application keeps the recommendation it has." in page.main
    browser.send({"sure": "yes"})
    assert verdicts(database) == {
        scored.secret: (Verdict.FUND, ""),
        scored.plain: (Verdict.RESERVE, "If money is left"),
    }
    browser.go(f"/office/calls/{scored.call}/recommendations")
    browser.send({f"verdict_{scored.plain.hex}": "", f"note_{scored.plain.hex}": ""})
    assert set(verdicts(database)) == {scored.secret}


@pytest.mark.parametrize("page", ["", "/answers"])
def test_an_officer_in_conflict_does_not_find_the_application(app, scored, database, page):
    browser = Browser(app).sign_in(scored.office)
    browser.go(f"/applications/{scored.secret}{page}")
    conflicted(app, database, scored, scored.office)
    browser.go(f"/applications/{scored.secret}{page}", status=404)
    browser.go(f"/applications/{scored.plain}{page}")


def two_at_once(app, scored):
    """The chair and the office, each with the page of recommendations open, nothing said yet."""
    both = [Browser(app).sign_in(who) for who in (scored.chair, scored.office)]
    for browser in both:
        browser.go(f"/office/calls/{scored.call}/recommendations")
    return both


def test_what_somebody_else_said_meanwhile_of_another_row_stays(app, scored, database):
    chair, office = two_at_once(app, scored)
    chair.send({f"verdict_{scored.plain.hex}": "reserve"})
    office.send({f"verdict_{scored.secret.hex}": "fund"})
    assert verdicts(database) == {
        scored.secret: (Verdict.FUND, ""),
        scored.plain: (Verdict.RESERVE, ""),
    }


def test_two_who_say_different_things_of_one_row(app, scored, database):
    chair, office = two_at_once(app, scored)
    chair.send({f"verdict_{scored.plain.hex}": "reserve"})
    page = office.send({f"verdict_{scored.plain.hex}": "fund"})
    assert page.errors == [
        "Somebody else changed this after you opened the page. See what they say, then save again."
    ]
    assert "Rhian Powell" in page.main
    assert verdicts(database) == {scored.plain: (Verdict.RESERVE, "")}
    office.send()
    assert verdicts(database) == {scored.plain: (Verdict.FUND, "")}


def test_two_who_say_the_same_agree(app, scored, database):
    chair, office = two_at_once(app, scored)
    for browser in (chair, office):
        assert not browser.send({f"verdict_{scored.plain.hex}": "reserve"}).errors
    assert verdicts(database) == {scored.plain: (Verdict.RESERVE, "")}


@pytest.mark.parametrize(
    ("field", "value"), [("verdict", "bribe"), ("note", "n" * 1_001), ("note", "\x00")]
)
def test_a_wrong_recommendation_is_said_and_nothing_is_stored(app, scored, database, field, value):
    browser = Browser(app).sign_in(scored.chair)
    browser.go(f"/office/calls/{scored.call}/recommendations")
    page = browser.send(
        {f"verdict_{scored.secret.hex}": "fund", f"{field}_{scored.plain.hex}": value}
    )
    assert len(page.errors) == 1
    assert verdicts(database) == {}


def test_a_foreign_application_cannot_be_recommended(app, scored, database):
    conflicted(app, database, scored, scored.chair)
    browser = Browser(app).sign_in(scored.chair)
    browser.go(f"/office/calls/{scored.call}/recommendations")
    browser.send({f"verdict_{scored.secret.hex}": "fund"})
    assert verdicts(database) == {}


def test_no_scores_no_line(app, world):
    browser = Browser(app).sign_in(world.chair)
    page = browser.go(ranking_of(world))
    assert "There are no scores yet." in page.main
    with pytest.raises(AssertionError):
        page.link("Recommend as the line stands")


def test_the_line_cannot_be_recommended_by_hand_without_scores(app, world, database):
    browser = Browser(app).sign_in(world.chair)
    page = browser.go(f"{ranking_of(world)}/line", None)
    assert page.status == 409
    assert browser.post_by_hand(f"{ranking_of(world)}/line", {"sure": "yes"}).status == 409
    assert verdicts(database) == {}


def test_reasons_name_reviewers_by_letter(app, scored):
    page = Browser(app).sign_in(scored.chair).go(f"/office/applications/{scored.secret}/reasons")
    assert "Reviewer A" in page.main
    assert "Reviewer B" in page.main
    assert "Comment ada_secret" in page.main
    raw = page.data.decode()
    for name in ("Tomasz", "Ada Morris", "Quillfeather"):
        assert name not in raw


# --- conflicts: as if it did not exist ---


def test_a_conflicted_member_ranks_a_world_without_it(session):
    made = make_world(session, three=True)
    third = rows.approved_application(session, made.call, made.rhys, title="Third")
    for one, value in ((made.secret, 5), (made.plain, 3), (third, 4)):
        rows.review(session, one, made.tomasz, value)
    rows.review(session, made.secret, made.ada, 2)
    made.call.pot_pence = third.cost_pence
    rows.conflict(session, made.secret, made.chair)
    session.commit()
    seen = weigh(session, made.call, made.chair.as_actor()).ranking
    everything = weigh(session, made.call, made.office.as_actor()).ranking
    made.secret.state = applications.State.WITHDRAWN
    made.secret.withdrawn_at = applications.NOW
    session.commit()
    without = weigh(session, made.call, made.office.as_actor()).ranking
    assert seen == without
    assert len(everything.rows) == 3


def test_a_conflicted_member_finds_nothing_of_it_anywhere(app, scored, database):
    conflicted(app, database, scored, scored.chair)
    browser = Browser(app).sign_in(scored.chair)
    for path in (
        ranking_of(scored),
        f"{ranking_of(scored)}/line",
        f"/office/calls/{scored.call}/recommendations",
    ):
        raw = browser.go(path).data.decode()
        assert str(scored.secret) not in raw
        assert scored.secret.hex not in raw
        assert "Safer insulin" not in raw
    assert "1 application by score" in browser.go(ranking_of(scored)).main
    hidden = browser.go(f"/office/applications/{scored.secret}/reasons", None)
    made_up = browser.go("/office/applications/00000000-0000-4000-8000-000000000000/reasons", None)
    assert hidden.status == made_up.status == 404
    assert hidden.main == made_up.main


def test_the_author_on_the_panel_finds_nothing_of_their_own(session):
    made = make_world(session)
    people.grant(session, made.zebedee, rows.Role.CHAIR, made.board)
    session.refresh(made.zebedee)
    found = weigh(session, made.call, made.zebedee.as_actor())
    assert made.secret.id not in found.applications
    assert len(found.ranking.rows) == 1


def test_a_review_by_somebody_with_a_conflict_counts_no_more(session):
    made = make_world(session)
    rows.review(session, made.secret, made.tomasz, 5)
    rows.review(session, made.secret, made.ada, 1)
    rows.conflict(session, made.secret, made.ada)
    row = next(
        r
        for r in weigh(session, made.call, made.chair.as_actor()).ranking.rows
        if r.application_id == made.secret.id
    )
    assert row.dots == (5,)


def test_what_is_not_sent_counts_for_nothing(session):
    made = make_world(session)
    rows.review(session, made.secret, made.tomasz, 5, is_sent=False)
    assert all(
        r.score is None for r in weigh(session, made.call, made.chair.as_actor()).ranking.rows
    )


def test_without_approval_where_the_scheme_says_so(session):
    made = make_world(session, definition={"review_needs_approval": False})
    waiting = applications.submitted_application(
        session, made.call, people.employee(session, made.other_ward)
    )
    assert waiting.id in weigh(session, made.call, made.chair.as_actor()).applications


@pytest.mark.parametrize(
    ("hours", "starts", "ends", "hundredths"),
    [
        (750, (2027, 4, 6), (2027, 10, 5), 120),  # one day of five for six months
        (3750, (2027, 4, 1), (2027, 4, 30), 100),
        (3750, (2027, 4, 1), (2027, 4, 15), 50),  # fifteen days of thirty
        (375, (2027, 4, 6), (2028, 4, 5), 120),
    ],
)
def test_time_asked_in_months_of_full_time(session, hours, starts, ends, hundredths):
    made = make_world(session)
    for period in made.plain.periods:
        session.delete(period)
    applications.period(
        session, made.plain, hours_hundredths=hours, starts_on=date(*starts), ends_on=date(*ends)
    )
    session.expire(made.plain)
    assert wte_months_hundredths(made.plain) == hundredths


def test_queries_do_not_grow_with_applications(app, scored, database, count_queries):
    browser = Browser(app).sign_in(scored.chair)
    paths = (
        ranking_of(scored),
        f"/office/calls/{scored.call}/recommendations",
        f"/office/applications/{scored.plain}/reasons",
    )
    counts = []
    for path in paths:
        browser.go(path)
        with count_queries() as few:
            browser.go(path)
        counts.append(len(few))
    with app.app_context(), database.scope() as session:
        call = session.get(Call, scored.call)
        team = people.node(session, "w30", call.scheme.organisation)
        who = [rows.reviewer(session, team, f"R{n}") for n in range(2)]
        for n in range(30):
            application = rows.approved_application(
                session, call, people.employee(session, team), title=f"T{n}"
            )
            for one in who:
                rows.review(session, application, one, 1 + n % 5)
        session.commit()
    for path, few_count in zip(paths, counts, strict=True):
        with count_queries() as many:
            browser.go(path)
        assert len(many) == few_count, path
