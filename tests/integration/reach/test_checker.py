"""Can I apply? Over HTTP, without an account: the form, the answers, what is wrong, who is known."""

from datetime import timedelta

import pytest

from portal.kernel.language import Text
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people, schemes

NURSE = {"profession": "NUR-ADULT", "pay": "5", "contract": "permanent", "hours": "37.5"}


def address(**values):
    return "/can-i-apply?" + "&".join(f"{k}={v}" for k, v in {**NURSE, **values}.items())


@pytest.fixture
def board(session):
    made = people.node(session)
    session.commit()
    return made


@pytest.fixture
def offered(session, board):
    schemes.open_call(session, board, definition={"name": Text("For all")})
    schemes.open_call(session, board, "protected-time", definition={"name": Text("For few")})
    schemes.open_call(
        session,
        board,
        definition={"name": Text("Soon")},
        opens_at=NOW + timedelta(days=2),
        closes_at=NOW + timedelta(days=30),
    )
    schemes.open_call(session, board, rehearsal=True, definition={"name": Text("Hidden")})
    session.commit()


def section(page, heading):
    """The names under a heading."""
    head = next((h for h in page.soup.find_all("h2") if h.get_text(strip=True) == heading), None)
    names = []
    for each in head.find_all_next(["h2", "h3"]) if head else []:
        if each.name == "h2":
            break
        names.append(each.get_text(strip=True))
    return names


def test_four_questions_and_then_answers(app, offered):
    browser = Browser(app)
    page = browser.go("/can-i-apply")
    assert page.h1 == "Can I apply?"
    assert "csrf_token" not in str(page.soup.find("main"))
    action, _served = page.form("See what fits me")
    assert action == "/can-i-apply"
    page = browser.go(address())
    assert section(page, "You can apply") == ["For all", "Soon"]
    assert "Hidden" not in page.main
    assert "Band 5" in page.main


def test_who_does_not_fit_reads_why(app, offered):
    page = Browser(app).go(address(profession="other", pay="3"))
    fits = section(page, "You can apply") + section(page, "Ask the R&D office")
    assert "For all" in fits
    assert page.soup.select(".app-card li") or "Not for you, and why" not in page.main


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"profession": ""}, "profession"),
        ({"profession": "made-up"}, "profession"),
        ({"pay": "99"}, "pay"),
        ({"contract": "zero"}, "contract"),
        ({"hours": ""}, "hours"),
        ({"hours": "sNaN"}, "hours"),
        ({"hours": "1e3"}, "hours"),
        ({"hours": "0"}, "hours"),
        ({"hours": "169"}, "hours"),
        ({"hours": "%D9%A3%D9%A7"}, "hours"),
        ({"hours": "%00"}, "hours"),
        ({"contract": "fixed_term"}, "ends_on"),
        (
            {
                "contract": "fixed_term",
                "ends_on-day": "31",
                "ends_on-month": "2",
                "ends_on-year": "2027",
            },
            "ends_on",
        ),
    ],
)
def test_a_wrong_answer_is_told_beside_its_question_and_the_rest_is_kept(
    app, offered, values, field
):
    page = Browser(app).go(address(**values))
    assert page.h1 == "Can I apply?"
    assert page.soup.title.get_text(strip=True).startswith("Error:")
    assert page.error_beside(field)
    if field != "hours":
        assert page.value("hours") == "37.5"


def test_changing_an_answer_keeps_the_others(app, offered):
    browser = Browser(app)
    browser.go(address(pay="8b"))
    page = browser.click("Change my answers")
    assert page.h1 == "Can I apply?"
    assert page.soup.find("option", {"value": "8b"}).has_attr("selected")
    assert page.errors == []


def test_who_is_signed_in_finds_their_post_filled_in(app, database):
    with app.app_context(), database.scope() as session:
        email = people.employee(session, people.node(session)).email
        session.commit()
    page = Browser(app).sign_in(email).go("/can-i-apply")
    assert page.soup.find("option", {"value": "NUR-ADULT"}).has_attr("selected")


def test_one_scheme_alone_from_its_page(app, session, board):
    one = schemes.open_call(session, board, definition={"name": Text("One")})
    schemes.open_call(session, board, definition={"name": Text("Other")})
    slug = one.scheme.slug
    session.commit()
    browser = Browser(app)
    browser.go(f"/schemes/{slug}")
    page = browser.click("Check if I can apply")
    assert page.value("scheme") == slug
    page = browser.go(address(scheme=slug))
    assert section(page, "You can apply") == ["One"]
    assert Browser(app).go("/can-i-apply?scheme=nothing").h1 == "Can I apply?"


def test_nothing_open_says_so(app):
    assert Browser(app).go(address()).h1 == "No scheme is open now or coming"


def test_queries_do_not_grow(app, session, board, count_queries):
    def asked():
        with count_queries() as seen:
            app.test_client().get(address())
        return len(seen)

    schemes.open_call(session, board)
    session.commit()
    one = asked()
    for _ in range(29):
        schemes.open_call(session, board)
    session.commit()
    assert asked() == one <= 4
