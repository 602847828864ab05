"""Alerts over HTTP: asked for, confirmed by a press, told once, changed, stopped."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.notifications.models import Message
from portal.reach import actions, queries
from portal.reach.models import Subscription
from portal.reach.tokens import Keys
from portal.worker import tell_of_openings
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people, schemes

LINK = re.compile(r"http://localhost(/alerts/\S+)")


@pytest.fixture
def board(database, app):
    with app.app_context(), database.scope() as session:
        made = people.node(session)
        session.commit()
        return made.id


def mails(database, template=None):
    with database.scope(read_only=True) as session:
        query = select(Message).order_by(Message.created_at, Message.to_address)
        return [m for m in session.scalars(query) if template in {None, m.template}]


def subscriptions(database):
    with database.scope(read_only=True) as session:
        return session.scalars(select(Subscription).order_by(Subscription.asked_at)).all()


def ask(app, email="megan@example.nhs.uk", path="/alerts", **values):
    browser = Browser(app)
    browser.go(path)
    return browser.send({"email": email, "language": "en", **values})


def link(message):
    return LINK.search(message.body).group(1)


def confirm(app, database):
    browser = Browser(app)
    browser.go(link(mails(database, "reach/confirm")[-1]))
    return browser.send()


def test_nothing_is_sent_before_the_button_behind_the_link_is_pressed(app, database, board, at):
    page = ask(app, jobs=["nurses"])
    assert page.h1 == "Look in your inbox"
    assert "megan" not in page.path
    (mail,) = mails(database)
    assert mail.to_address == "megan@example.nhs.uk"
    for _program_that_follows_links in range(3):
        assert app.test_client().get(link(mail)).status_code == 200
        assert app.test_client().head(link(mail)).status_code == 200
    assert subscriptions(database)[0].confirmed_at is None
    assert confirm(app, database).h1 == "Alerts are on"
    assert subscriptions(database)[0].confirmed_at == NOW


@pytest.mark.parametrize("why", ["used", "old", "superseded", "made up"])
def test_a_link_that_does_not_work_any_more_says_so_and_what_to_do(app, database, board, at, why):
    ask(app)
    address = link(mails(database)[0])
    if why == "used":
        confirm(app, database)
    if why == "old":
        at(NOW + timedelta(days=7))
    if why == "superseded":
        at(NOW + timedelta(minutes=1))
        ask(app)
    if why == "made up":
        address = "/alerts/confirm/made-up"
    page = Browser(app).go(address, 410)
    assert page.h1 == "This link does not work any more"
    assert page.soup.find("a", href="/alerts")


def test_a_link_works_once_even_if_pressed_twice(app, database, board):
    ask(app)
    first, second = Browser(app), Browser(app)
    for browser in (first, second):
        browser.go(link(mails(database)[0]))
    assert first.send().h1 == "Alerts are on"
    assert second.send(status=410).h1 == "This link does not work any more"


def test_the_answer_tells_nobody_whether_an_address_is_known(app, database, board):
    ask(app)
    confirm(app, database)
    known, unknown = ask(app), ask(app, "nobody@example.nhs.uk")
    assert known.main == unknown.main
    assert known.status == unknown.status


def test_nobody_can_fill_a_strangers_inbox(app, database, board, at):
    for minute in range(6):
        at(NOW + timedelta(minutes=minute))
        assert ask(app).h1 == "Look in your inbox"
    assert len(mails(database)) == 3


def test_the_newest_link_works_after_the_limit_too(app, database, board, at):
    for minute in range(5):
        at(NOW + timedelta(minutes=minute))
        ask(app)
    assert confirm(app, database).h1 == "Alerts are on"


def test_a_network_that_asks_too_much_waits_and_keeps_what_it_typed(app, database, board):
    with database.scope() as session:
        for number in range(60):
            wish = actions.Wish(f"a{number}@example.nhs.uk", "en", actions.Wanted(), "127.0.0.1")
            with app.app_context():
                actions.ask_for_alerts(session, wish, now=NOW - timedelta(minutes=5))
        session.commit()
    browser = Browser(app)
    browser.go("/alerts")
    page = browser.send({"email": "late@example.nhs.uk", "language": "en"}, status=429)
    assert "Wait an hour" in page.main
    assert page.soup.find("input", {"name": "email"})["value"] == "late@example.nhs.uk"


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        "a@b@c",
        "a",
        "a@b",
        "a b@example.nhs.uk",
        "a@example.nhs.uk\nBcc: x@y.uk",
        "\0@example.uk",
        "a" * 40_000,
    ],
)
def test_a_hostile_address_is_refused_beside_its_field(app, database, board, hostile):
    browser = Browser(app)
    browser.go("/alerts")
    page = browser.send({"email": hostile, "language": "en"}, status=200)
    assert page.soup.find(class_="nhsuk-error-summary")
    assert mails(database) == []


def opening(session, board_id, key="small-grant", **values):
    from portal.people.models import Organisation

    node = session.get_one(Organisation, board_id)
    values = {"opens_at": NOW, "closes_at": NOW + timedelta(days=30), **values}
    return schemes.open_call(session, node, key, **values)


def open_some(app, database, board, *keys, **values):
    with app.app_context(), database.scope() as session:
        made = [opening(session, board, key, **values).id for key in keys or ("small-grant",)]
        session.commit()
    return made


def tell(app, settings, database):
    with app.app_context():
        tell_of_openings(settings, database)
    return mails(database, "reach/opened")


def test_a_call_is_told_of_at_its_minute_once(app, database, board, settings, at):
    ask(app)
    confirm(app, database)
    open_some(app, database, board)
    at(NOW - timedelta(seconds=1))
    assert tell(app, settings, database) == []
    at(NOW)
    (mail,) = tell(app, settings, database)
    assert mail.subject == "Open until 23 December 2026: Small grant for a first project"
    assert len(mail.subject) <= 60
    assert "http://localhost/schemes/small-grant" in mail.body
    assert mail.unsubscribe_url.startswith("http://localhost/alerts/stop/")
    assert mail.unsubscribe_url in mail.body
    for minute in range(3):
        at(NOW + timedelta(minutes=minute))
        assert len(tell(app, settings, database)) == 1


def test_what_opens_at_one_minute_comes_in_one_mail(app, database, board, settings):
    ask(app)
    confirm(app, database)
    open_some(app, database, board, "small-grant", "secondment")
    (mail,) = tell(app, settings, database)
    assert mail.subject.startswith("2 schemes open")
    assert len(mail.subject) <= 60


def test_one_who_has_two_wishes_gets_one_mail(app, database, board, settings):
    with app.app_context(), database.scope() as session:
        call = opening(session, board)
        slug = call.scheme.slug
        session.commit()
    ask(app)
    confirm(app, database)
    ask(app, path=f"/alerts?scheme={slug}")
    confirm(app, database)
    assert len(subscriptions(database)) == 2
    assert len(tell(app, settings, database)) == 1


@pytest.mark.parametrize(
    "why", ["rehearsal", "retired", "old news", "closed already", "another job"]
)
def test_nobody_is_told_of(app, database, board, settings, at, why):
    ask(app, jobs=["estates"] if why == "another job" else [])
    confirm(app, database)
    values = {"rehearsal": {"rehearsal": True}, "old news": {"opens_at": NOW - timedelta(days=4)}}
    if why == "closed already":
        values = {why: {"opens_at": NOW - timedelta(days=1), "closes_at": NOW - timedelta(hours=1)}}
    key = "protected-time" if why == "another job" else "small-grant"
    made = open_some(app, database, board, key, **values.get(why, {}))
    if why == "retired":
        from portal.schemes.models import Call

        with database.scope() as session:
            session.get_one(Call, made[0]).scheme.retired_at = NOW
            session.commit()
    assert tell(app, settings, database) == []


def test_a_welsh_speaker_hears_in_welsh(app, database, board, settings):
    ask(app, language="cy")
    confirm(app, database)
    open_some(app, database, board)
    (mail,) = tell(app, settings, database)
    assert mail.language == "cy"
    assert "23 Rhagfyr 2026" in mail.subject
    assert "Grant bach" in mail.body


def one_click(app, address):
    """What a mail program does: a bare POST, without a cookie, a token or a page before."""
    return app.test_client().post(address, data={"List-Unsubscribe": "One-Click"})


def test_one_click_stops_everything_that_goes_to_the_address(app, database, board, settings):
    ask(app)
    confirm(app, database)
    open_some(app, database, board)
    (mail,) = tell(app, settings, database)
    address = mail.unsubscribe_url.removeprefix("http://localhost")
    assert Browser(app).go(address).h1 == "Stop the alerts?"
    assert subscriptions(database)[0].ended_at is None
    for _twice in range(2):
        assert one_click(app, address).status_code == 200
    assert subscriptions(database)[0].ended_at == NOW
    open_some(app, database, board, "secondment")
    assert len(tell(app, settings, database)) == 1


def test_a_made_up_key_stops_nobody(app, database, board):
    ask(app)
    confirm(app, database)
    assert one_click(app, "/alerts/stop/made-up").status_code == 410
    assert subscriptions(database)[0].ended_at is None


def test_choices_are_changed_from_the_link_in_a_mail(app, database, board, settings):
    ask(app, jobs=["estates"])
    confirm(app, database)
    key = Keys(settings.secret_key).of(subscriptions(database)[0].id)
    browser = Browser(app)
    page = browser.go(f"/alerts/change/{key}")
    assert page.soup.find("input", {"value": "estates"}).has_attr("checked")
    page = browser.send({"jobs": ["nurses", "midwives"], "language": "cy"})
    assert page.h1 == "Your choices are saved"
    kept = subscriptions(database)[0]
    assert (kept.jobs, kept.language) == (["nurses", "midwives"], "cy")


def test_who_is_signed_in_finds_address_and_job_filled_in(app, database, board):
    with app.app_context(), database.scope() as session:
        from portal.people.models import Organisation

        nurse = people.employee(session, session.get_one(Organisation, board))
        session.commit()
        email = nurse.email
    page = Browser(app).sign_in(email).go("/alerts")
    assert page.soup.find("input", {"name": "email"})["value"] == email
    assert page.soup.find("input", {"value": "nurses"}).has_attr("checked")


def test_addresses_are_forgotten(app, database, board, settings, at):
    ask(app, "never@example.nhs.uk")
    ask(app, "stopped@example.nhs.uk")
    confirm(app, database)
    with database.scope() as session:
        actions.stop(session, queries.by_id(session, subscriptions(database)[1].id), now=NOW)
        session.commit()
    at(NOW + timedelta(days=7, seconds=1))
    tell(app, settings, database)
    assert [s.email for s in subscriptions(database)] == ["stopped@example.nhs.uk"]
    at(NOW + timedelta(days=30, seconds=1))
    tell(app, settings, database)
    assert subscriptions(database) == []


def test_a_scheme_nobody_may_know_of_has_no_alerts(app, database, board):
    Browser(app).go("/alerts?scheme=nothing-here", 404)
    Browser(app).go("/alerts?scheme=%00", 404)


def test_a_worker_that_dies_between_batches_tells_nobody_twice_and_forgets_nobody(
    app, database, board, settings, monkeypatch
):
    monkeypatch.setattr(actions, "BATCH", 2)
    with app.app_context(), database.scope() as session:
        for number in range(5):
            session.add(
                Subscription(
                    email=f"n{number}@example.nhs.uk",
                    language="en",
                    token_digest=str(number),
                    asked_at=NOW,
                    confirmed_at=NOW,
                )
            )
        session.commit()
    open_some(app, database, board)
    whole, rounds = actions.announce, []

    def dying(session, after, keys, *, now):
        rounds.append(after)
        if len(rounds) == 2:
            whole(session, after, keys, now=now)
            raise KeyboardInterrupt
        return whole(session, after, keys, now=now)

    monkeypatch.setattr("portal.worker.reach.announce", dying)
    with pytest.raises(KeyboardInterrupt):
        tell(app, settings, database)
    assert len(mails(database)) == 2
    told = [m.to_address for m in tell(app, settings, database)]
    assert sorted(told) == [f"n{number}@example.nhs.uk" for number in range(5)]
    assert rounds == ["", "n1@example.nhs.uk", "", "n1@example.nhs.uk", "n3@example.nhs.uk"]
