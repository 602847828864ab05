"""What holds for every request: headers, hosts, origins, limits, languages, error pages."""

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from portal.app import create_app
from portal.people.models import Person
from tests.browsing import Browser
from tests.factories import people, schemes


@pytest.fixture
def nurse(database, app):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        someone = people.employee(session, board, name="Megan Prosser")
        schemes.open_call(session, board)
        session.commit()
        return someone.email


def test_a_page_may_load_only_our_own_files(app, nurse):
    policy = app.test_client().get("/schemes").headers["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; script-src 'self' 'sha256-tDOvXJi1PXbg0CWjLCCYSNHRXtps26K4JXkE3M6u/c0='; "
        "style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; object-src 'none'; frame-ancestors 'none'; manifest-src 'self'"
    )


@pytest.mark.parametrize(
    "path", ["/schemes", "/nothing-here", "/static/css/headroom.css", "/healthz", "/uptake.csv"]
)
def test_every_answer_has_its_headers(app, nurse, path):
    with app.test_client().get(path) as response:
        headers = response.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_nothing_of_a_signed_in_person_is_kept_by_the_browser(app, nurse):
    browser = Browser(app).sign_in(nurse)
    assert browser.go("/account").headers["Cache-Control"] == "no-store"
    assert Browser(app).go("/schemes").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80"])
def test_another_host_is_refused(app, nurse, host):
    assert app.test_client().get("/schemes", headers={"Host": host}).status_code == 400


def test_what_a_client_says_of_its_proxy_is_ignored(app, nurse):
    response = app.test_client().get(
        "/account",
        headers={
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "1.2.3.4",
        },
    )
    assert "evil.example" not in response.headers["Location"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 400),
        ({"Origin": "null"}, 400),
        ({"Sec-Fetch-Site": "cross-site"}, 400),
        ({"Sec-Fetch-Site": "same-site"}, 400),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, 303),
        ({}, 303),
    ],
)
def test_a_change_sent_from_another_site_is_refused(app, nurse, headers, status):
    browser = Browser(app).sign_in(nurse)
    token = browser.token()
    response = browser.client.post("/sign-out", data={"csrf_token": token}, headers=headers)
    assert response.status_code == status


def test_a_body_that_is_too_large_is_refused_with_a_page(app, nurse):
    browser = Browser(app)
    browser.go("/sign-in")
    response = browser.client.post("/sign-in", data={"email": "x" * 9_000_000})
    assert response.status_code == 413
    assert b"<h1" in response.data


def test_bytes_that_are_not_text_change_nothing(app, nurse):
    response = app.test_client().post(
        "/sign-in",
        data=b"email=\xff\xfe&password=x",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("asked", "browser_says", "language"),
    [
        ("?lang=cy", "en", "cy"),
        ("", "cy,en;q=0.5", "cy"),
        ("", "fr", "en"),
        ("?lang=fr", "en", "en"),
    ],
)
def test_the_language_is_the_chosen_one_or_the_browsers(app, nurse, asked, browser_says, language):
    page = app.test_client().get(f"/help{asked}", headers={"Accept-Language": browser_says})
    assert f'<html lang="{language}">' in page.get_data(as_text=True)


def test_the_language_stays_chosen_and_the_switch_keeps_the_page(app, nurse):
    browser = Browser(app)
    page = browser.go("/schemes?kind=small_grant")
    page = browser.click("Cymraeg")
    assert page.path == "/schemes?kind=small_grant&lang=cy"
    assert browser.go("/help").soup.html["lang"] == "cy"


def test_an_error_of_ours_says_what_happened_to_the_work_and_shows_no_trace(
    app, nurse, monkeypatch
):
    def broken(*_args):
        raise RuntimeError("secret words of a trace")

    monkeypatch.setitem(app.view_functions, "desk.contact", broken)
    page = Browser(app).go("/contact", status=500)
    assert "Sorry, there is a problem" in page.h1
    assert "saved" in page.main
    assert b"secret words" not in page.data


@pytest.mark.parametrize(
    "error",
    [
        IntegrityError("INSERT", {}, Exception("secret words of a row")),
        ObjectDeletedError(inspect(Person()), "secret words of a row"),
        StaleDataError("secret words of a row"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_somebody_elses_change_that_came_first_is_a_409(app, nurse, monkeypatch, error):
    def late(*_args):
        raise error

    monkeypatch.setitem(app.view_functions, "desk.contact", late)
    page = Browser(app).go("/contact", status=409)
    assert b"secret words" not in page.data


def test_a_database_that_is_away_is_a_503_that_says_so(settings, tmp_path):
    from dataclasses import replace

    away = create_app(replace(settings, database_url=f"sqlite:///{tmp_path}/no/such/folder/x.db"))
    response = away.test_client().get("/schemes")
    assert response.status_code == 503
    assert b"<h1" in response.data


def test_health_says_database_outbox_and_version(app, nurse):
    found = app.test_client().get("/healthz").json
    assert found["status"] == "ok"
    assert found["database"] in {"sqlite", "postgresql"}
    assert found["outbox_age_s"] == 0
    assert found["version"]


def test_the_demonstrations_pages_do_not_exist_outside_it(app, nurse):
    for path in ("/demo/people", "/demo/mail"):
        assert app.test_client().get(path).status_code == 404


def test_over_https_the_cookie_is_secure_and_of_this_host(settings, shared_database):
    from dataclasses import replace

    secure = create_app(
        replace(settings, base_url="https://headroom.example.nhs.uk"), shared_database
    )
    response = secure.test_client().get("/sign-in", base_url="https://headroom.example.nhs.uk")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")
