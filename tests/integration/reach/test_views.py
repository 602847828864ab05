"""Views: counted once a person and call, by a POST or by an application; and in the funnel."""

from threading import Thread

import pytest
from sqlalchemy import select

from portal.applications import queries as applications
from portal.applications.actions.starting import start
from portal.reach.views import note_view, seen_by
from portal.schemes.models import Call, SchemeView
from portal.uptake.counts import GroupCounts
from portal.uptake.stages import stage_table
from portal.uptake.tally import Seen, Sent, group_counts
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people, schemes


@pytest.fixture
def call(session):
    board = people.node(session)
    made = schemes.open_call(session, board)
    session.nurse = people.employee(session, people.node(session, "ward", board))
    session.commit()
    return made


def views(session):
    return session.scalars(select(SchemeView)).all()


@pytest.fixture
def kept(app, database):
    """A call and a nurse, as rows that requests find."""
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        call = schemes.open_call(session, board)
        nurse = people.employee(session, people.node(session, "ward", board))
        session.commit()
        return call.scheme.slug, nurse.email, nurse.id


def tell(browser, slug):
    """What the page's script does."""
    marks = browser.go(f"/schemes/{slug}").soup.find(attrs={"data-seen": True})
    if marks is None:
        return None
    data = {"csrf_token": marks["data-token"]}
    return browser.client.post(marks["data-seen"], data=data).status_code


def counted(database):
    with database.scope(read_only=True) as session:
        return views(session)


def test_a_look_is_counted_once_under_the_job_held_then(app, database, kept):
    slug, email, nurse_id = kept
    browser = Browser(app).sign_in(email)
    assert [tell(browser, slug) for _ in range(2)] == [204, 204]
    (view,) = counted(database)
    assert (view.person_id, view.profession_code, view.seen_at) == (nurse_id, "NUR-ADULT", NOW)


def test_nobody_else_is_counted_and_reading_writes_nothing(app, database, kept):
    slug, email, _nurse_id = kept
    assert tell(Browser(app), slug) is None
    Browser(app).sign_in(email).go(f"/schemes/{slug}")
    assert counted(database) == []


def test_a_rehearsal_is_not_counted(app, session, call):
    call.rehearsal = True
    seen_by(session, call, session.nurse.id, NOW)
    note_view(session, call, session.nurse, NOW)
    assert views(session) == []


def test_whoever_starts_has_seen(app, session, call):
    nurse = session.nurse
    opening = applications.opening(session, nurse.as_actor(), call.id)
    start(session, opening, actor=nurse.as_actor(), now=NOW)
    assert [view.person_id for view in views(session)] == [nurse.id]


def test_two_at_once_count_once(app, database, session, call):
    call_id, nurse_id = call.id, session.nurse.id
    session.rollback()

    def look():
        with app.app_context(), database.scope() as own:
            seen_by(own, own.get_one(Call, call_id), nurse_id, NOW)
            own.commit()

    threads = [Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(views(session)) == 1


def test_seen_is_a_union_with_applied_and_each_person_counts_once():
    from uuid import uuid4

    from portal.costing.scales import Nation

    applicant, looker = uuid4(), uuid4()
    sent = [Sent(applicant, "NUR-ADULT", True, False, 0, 0)]
    seen = [Seen(applicant, "NUR-ADULT"), Seen(looker, "NUR-ADULT"), Seen(looker, "MID")]
    counted = {g.key: g for g in group_counts({"NUR-ADULT": 40}, sent, Nation.WALES, seen)}
    assert sum(g.seen for g in counted.values()) == 2
    uncounted = group_counts({"NUR-ADULT": 40}, sent, Nation.WALES)
    assert {g.seen for g in uncounted} == {None}


def test_the_stage_is_there_only_where_views_were_counted():
    group = GroupCounts("nurses", "Nurses", 400, 40, 30, 10, seen=120)
    table = stage_table([group], group)
    assert [stage.title for stage in table.stages][:2] == ["Saw the scheme", "Applied"]
    assert str(table.rows[0].counts[1]) == "120"
    assert table.rows[0].texts[0] == "30%"
    before = GroupCounts("nurses", "Nurses", 400, 40, 30, 10)
    assert len(stage_table([before], before).stages) == 3


def test_applied_cannot_be_more_than_seen():
    with pytest.raises(ValueError, match="part of the one before"):
        GroupCounts("nurses", "Nurses", 400, 40, 30, 10, seen=39)
