"""Signing in and out, with right and wrong names, and from several devices."""

from datetime import timedelta

import pytest

from portal.people.models import FailedSignIn, SignIn
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people


@pytest.fixture
def nurse(database, app):
    with app.app_context(), database.scope() as session:
        someone = people.employee(session, people.node(session), name="Megan Prosser")
        email = someone.email
        session.commit()
    return email


def test_signing_in_and_out_again(app, nurse):
    browser = Browser(app).type_in(nurse)
    assert "Megan Prosser" in browser.page.text
    browser.post_by_hand("/sign-out")
    assert browser.go("/account").h1 == "Sign in"


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("", "x", "Enter your email address"),
        ("megan@example.nhs.uk", "", "Enter your password"),
        (
            "nobody@example.nhs.uk",
            "a long enough password",
            "The email address or password is not right. Try again.",
        ),
    ],
)
def test_wrong_input_is_said_beside_the_field(app, nurse, email, password, words):
    browser = Browser(app)
    browser.go("/sign-in")
    page = browser.send({"email": email, "password": password})
    assert page.errors == [words]
    assert page.soup.title.text.startswith("Error: ")
    assert page.value("email") == email


def test_a_wrong_password_and_an_unknown_address_look_the_same(app, nurse):
    pages = []
    for email in (nurse, "zzzzzzz@example.nhs.uk"):
        browser = Browser(app)
        browser.go("/sign-in")
        page = browser.send({"email": email, "password": "wrong wrong wrong"})
        pages.append(page.main.replace(email, ""))
    assert pages[0] == pages[1]


def test_the_eleventh_guess_waits_and_the_right_password_too(app, nurse, database):
    browser = Browser(app)
    for _ in range(10):
        browser.go("/sign-in")
        browser.send({"email": nurse, "password": "wrong wrong wrong"})
    browser.go("/sign-in")
    page = browser.send({"email": nurse, "password": people.PASSWORD}, status=429)
    assert page.errors == ["There were too many wrong tries. Wait 5 minutes, then try again."]
    with database.scope(read_only=True) as session:
        assert session.query(FailedSignIn).count() == 10


def test_waiting_five_minutes_is_enough(app, nurse, at):
    browser = Browser(app)
    for _ in range(10):
        browser.go("/sign-in")
        browser.send({"email": nurse, "password": "wrong wrong wrong"})
    at(NOW + timedelta(minutes=5, seconds=1))
    Browser(app).type_in(nurse)


@pytest.mark.parametrize(("hours", "still_in"), [(19.99, True), (20, False)])
def test_a_sign_in_lasts_twenty_hours(app, nurse, at, hours, still_in):
    browser = Browser(app).type_in(nurse)
    at(NOW + timedelta(hours=hours))
    assert (browser.go("/account").h1 == "Your account") is still_in


def test_signing_out_everywhere_ends_every_device(app, nurse):
    phone, desktop = Browser(app).type_in(nurse), Browser(app).type_in(nurse)
    desktop.go("/account")
    desktop.send(button="Sign out on every device")
    assert phone.go("/account").h1 == "Sign in"
    assert desktop.go("/account").h1 == "Sign in"


def test_signing_in_drops_the_session_that_was_there(app, nurse):
    browser = Browser(app)
    with browser.client.session_transaction() as before:
        before["planted"] = "by somebody else"
    browser.type_in(nurse)
    with browser.client.session_transaction() as after:
        assert "planted" not in after


def test_only_a_digest_of_the_token_is_kept(app, nurse, database):
    browser = Browser(app).type_in(nurse)
    with browser.client.session_transaction() as cookie:
        token = cookie["_user_id"].split(".")[1]
    with database.scope(read_only=True) as session:
        assert token not in session.query(SignIn).one().token_digest


def test_a_form_without_its_token_is_refused(app, nurse):
    response = Browser(app).client.post(
        "/sign-in", data={"email": nurse, "password": people.PASSWORD}
    )
    assert response.status_code == 400


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "\t//evil.example",
        "/%09/evil.example\n",
        "https://localhost.evil.example/",
        "",
        "/sign-in",
    ],
)
def test_after_signing_in_a_person_stays_on_this_host(app, nurse, target):
    client = Browser(app).client
    page = client.get("/sign-in").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    response = client.post(
        "/sign-in",
        data={"email": nurse, "password": people.PASSWORD, "next": target, "csrf_token": token},
    )
    assert response.headers["Location"] == "/"


def test_a_page_that_needs_signing_in_is_returned_to(app, nurse):
    browser = Browser(app)
    browser.go("/account")
    page = browser.send({"email": nurse, "password": people.PASSWORD})
    assert page.h1 == "Your account"
