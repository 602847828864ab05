"""What is compressed on its way, and what must never be."""

import gzip

import pytest

from portal.web.assets import asset_url
from tests.browsing import Browser
from tests.factories import people

GZIP = {"Accept-Encoding": "br, gzip"}


@pytest.mark.parametrize(
    "name",
    ["css/headroom.css", "nhsuk/nhsuk-frontend.min.js", "nhsuk/nhsuk-frontend.min.css"],
)
def test_a_static_file_is_sent_small_and_whole(app, name):
    client = app.test_client()
    plain, small = client.get(asset_url(name)), client.get(asset_url(name), headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(small.data) == plain.data
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data) / 2
    assert "Accept-Encoding" in small.headers.get("Vary") and "immutable" in small.cache_control
    plain.close()


def test_a_static_file_that_is_there_already_is_not_sent_again(app):
    client, address = app.test_client(), asset_url("css/headroom.css")
    tag = client.get(address, headers=GZIP).headers["ETag"]
    again = client.get(address, headers={**GZIP, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_small_already_is_left_alone(app):
    picture = asset_url("nhsuk/assets/images/nhsuk-icon-192.png")
    with app.test_client().get(picture, headers=GZIP) as answer:
        assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    ("path", "is_small"),
    [("/schemes", True), ("/help", True), ("/nothing-here", True), ("/sign-in", False)],
)
def test_a_public_page_is_sent_small_unless_it_holds_a_token(app, path, is_small):
    answer = app.test_client().get(path, headers=GZIP)
    assert (answer.headers.get("Content-Encoding") == "gzip") is is_small
    body = gzip.decompress(answer.data) if is_small else answer.data
    assert b"<h1" in body
    assert (b'name="csrf_token"' in body) is not is_small


@pytest.mark.parametrize(
    ("asked", "is_small"),
    [
        ({}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "same-origin"}, True),
    ],
)
def test_a_page_of_a_person_is_sent_small_to_our_own_pages_alone(app, database, asked, is_small):
    with app.app_context(), database.scope() as session:
        email = people.employee(session, people.node(session), name="Megan Prosser").email
        session.commit()
    person = Browser(app).sign_in(email)
    answer = person.client.get("/schemes", headers={**GZIP, **asked})
    assert (answer.headers.get("Content-Encoding") == "gzip") is is_small
    assert "Sec-Fetch-Site" in answer.headers["Vary"]
    body = gzip.decompress(answer.data) if is_small else answer.data
    assert b"Megan Prosser" in body


def test_a_form_with_a_token_is_sent_small_to_our_own_pages_alone(app):
    asked = {**GZIP, "Sec-Fetch-Site": "same-origin"}
    answer = app.test_client().get("/sign-in", headers=asked)
    assert b'name="csrf_token"' in gzip.decompress(answer.data)
