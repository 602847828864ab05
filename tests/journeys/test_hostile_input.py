"""Every form, every text field, hostile text: never a 5xx, nothing run, and what was typed is kept."""

import pytest

from tests.browsing import Browser
from tests.journeys.world import build, fingerprint

FORMS = (
    ("nobody", "/sign-in", "Sign in"),
    ("nurse", "/applications/{draft}/sections/about", "Save and continue"),
    ("nurse", "/applications/{draft}/sections/project", "Save and continue"),
    ("nurse", "/applications/{draft}/sections/people", "Save and continue"),
    ("nurse", "/applications/{draft}/sections/release", "Save and continue"),
    ("nurse", "/applications/{draft}/time", "Save and continue"),
    ("nurse", "/applications/{draft}/costs", "Save and continue"),
    ("nurse", "/applications/{draft}/costs/salary", "Save"),
    ("nurse", "/applications/{draft}/costs/other", "Save"),
    ("nurse", "/applications/{draft}/costs/{line}", "Save"),
    ("manager", "/requests/{request}", "Yes"),
    ("manager", "/requests/{request}/decline", None),
    ("reviewer", "/reviews/{task}", "Save and come back later"),
    ("reviewer", "/reviews/{task}/stop", None),
    ("office", "/office/schemes/new?template=small-grant", None),
    ("office", "/office/schemes/{scheme}/calls/new", "Save"),
    ("office", "/office/calls/{soon}/edit", "Save"),
    ("office", "/office/calls/{open}/close", "See"),
    ("office", "/office/calls/{open}/pot", "Change"),
    ("office", "/office/calls/{open}/passes/new", "Give"),
    ("office", "/office/calls/{played}/fences/nurses/open", "Open"),
    ("office", "/office/calls/{reviewing}/reviewers", None),
    ("office", "/office/schemes/{drafted}/draft/purpose", "Save"),
    ("office", "/office/schemes/{drafted}/draft/scoring", "Save"),
    ("office", "/office/schemes/{drafted}/draft/lists/limits?kind=pence", "Save"),
    ("office", "/office/schemes/{drafted}/draft/lists/rules?kind=ContractLasts", "Save"),
    ("office", "/office/schemes/{drafted}/draft/lists/questions.project/plan", "Save"),
    ("office", "/office/schemes/{drafted}/draft/lists/criteria/need", "Save"),
    ("office", "/office/schemes/{drafted}/draft/make", "Make"),
    ("chair", "/office/calls/{reviewing}/recommendations", "Save"),
)
SHOWN_BACK = {
    "markup": "<script>window.__xss=1</script><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }} {% raw %} ${7*7} %(x)s %s {0}",
    "formula": "=cmd|' /C calc'!A0",
    "right to left": "\u202eevil \u0645\u0631\u062d\u0628\u0627 \U0001f469\u200d\u2695\ufe0f \u0301\u0301\u0301",
    "odd numbers": "1e3",
    "not a number": "sNaN",
    "minus": "-5",
    "Arabic digits": "\u0661\u0662\u0663",
    "letters": "£20k",
    "far too large": "9" * 40,
    "sql": "'; DROP TABLE people; --",
    "path": "../../../../etc/passwd",
}
REFUSED = {
    "NUL": "one\x00two",
    "2 MB": "a" * 2_000_000,
    "line ends": "a\r\nBcc: x@example.com\r\n\r\nb",
}


@pytest.fixture
def world(app, database):
    with app.app_context(), database.scope() as session:
        made = build(session)
        session.commit()
    return made


@pytest.fixture
def browsers(app, world):
    signed_in = {
        part: Browser(app).sign_in(world.people[part])
        for part in {who for who, *_ in FORMS} - {"nobody"}
    }
    return {"nobody": Browser(app), **signed_in}


def text_fields(page) -> list[str]:
    fields = page.soup.find("main").find_all(["input", "textarea"])
    kinds = {"text", "email", "password", None}
    hidden = {"csrf_token", "version", "ticket", "seen"}
    return [
        f["name"]
        for f in fields
        if f.get("name")
        and f["name"] not in hidden
        and (f.name == "textarea" or f.get("type") in kinds)
    ]


def sent(browser, path, button, text):
    page = browser.go(path, status=None)
    if page.status != 200 or not text_fields(page):
        return None
    action, values = page.form(button)
    values = {**values, **dict.fromkeys(text_fields(page), text)}
    response = browser.client.post(action, data=values)
    return browser._follow(response, action, None)


@pytest.mark.parametrize("name", [*SHOWN_BACK, *REFUSED])
def test_no_field_of_any_form_breaks_or_loses_it(app, database, world, browsers, name):
    text = {**SHOWN_BACK, **REFUSED}[name]
    asked = 0
    for who, path, button in FORMS:
        page = sent(browsers[who], path.format(**world.ids), button, text)
        if page is None:
            continue
        asked += 1
        assert page.status < 500, (path, page.status, page.main[:300])
        body = page.data.decode()
        assert "<script>window.__xss" not in body, path
        assert "onerror=alert(1)>" not in body, path
        if page.errors and name in SHOWN_BACK:
            kept = [page.value(f) for f in text_fields(page) if "password" not in f]
            assert any(" ".join(text.split()) == " ".join(value.split()) for value in kept), (
                path,
                page.errors,
            )
    assert asked >= 12, "the forms must be there for this to mean anything"


def test_what_is_refused_changes_nothing(app, database, world, browsers):
    before = fingerprint(database)
    for text in REFUSED.values():
        for who, path, button in FORMS:
            if "/sections/" in path or "/reviews/" in path:
                continue  # these keep the readable answers beside the refused one
            if text == REFUSED["line ends"]:
                continue  # white space in a text, which is honest there
            sent(browsers[who], path.format(**world.ids), button, text)
    assert fingerprint(database) == before
