"""Questions to the R&D office: sent by anybody, answered by the right office, limited."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.kernel.actor import Role
from portal.notifications.models import Message
from portal.reach import enquiring
from portal.reach.enquiring import Question
from portal.schemes.models import Enquiry, Scheme
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people, schemes

ASK = {"name": "Megan Prosser", "email": "megan@example.nhs.uk", "words": "Does bank work count?"}
TOLD = "&profession=NUR-ADULT&pay=5&contract=permanent&hours=30"


@pytest.fixture
def world(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        other = people.node(session, "other-board")
        call = schemes.open_call(session, board)
        found = {
            "slug": call.scheme.slug,
            "scheme": call.scheme.id,
            "office": people.staff_with_role(session, Role.OFFICE, board, "Ffion").email,
            "elsewhere": people.staff_with_role(session, Role.OFFICE, other, "Other").email,
        }
        session.commit()
    return found


def ask(app, database, world, number, email=""):
    """A question put by the action itself, from a network of its own."""
    with app.app_context(), database.scope() as session:
        scheme = session.get_one(Scheme, world["scheme"])
        asks = Question("M", email or f"a{number}@example.nhs.uk", "en", "?", (), str(number))
        enquiring.ask(session, scheme, asks, now=NOW - timedelta(hours=number))
        session.commit()


def send(app, world, told="", **values):
    browser = Browser(app)
    browser.go(f"/ask?scheme={world['slug']}{told}")
    return browser.send({**ASK, **values}, status=None)


def rows(database, model):
    with database.scope(read_only=True) as session:
        return session.scalars(select(model)).all()


def test_a_question_reaches_the_office_who_answer_by_mail(app, database, world):
    page = send(app, world)
    assert page.h1 == "We have your question"
    (mail,) = rows(database, Message)
    assert (mail.to_address, mail.reply_to) == (world["office"], "megan@example.nhs.uk")
    assert "Does bank work count?" in mail.body


def test_what_the_checker_was_told_comes_along_unless_taken_out(app, database, world):
    browser = Browser(app)
    page = browser.go(f"/ask?scheme={world['slug']}{TOLD}")
    assert "Band 5" in page.main
    action, served = page.form("Send my question")
    assert served["with_facts"] == "yes"
    browser.post(action, {**served, **ASK})
    browser.post(action, {**{k: v for k, v in served.items() if k != "with_facts"}, **ASK})
    with_facts, without = sorted(rows(database, Enquiry), key=lambda e: -len(e.facts))
    assert ["Pay", "Band 5"] in with_facts.facts
    assert without.facts == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("email", "a@b@c"),
        ("email", "a@example.nhs.uk\nBcc: b@example.nhs.uk"),
        ("words", ""),
        ("words", "word " * 301),
        ("words", "x" * 40_000),
        ("name", "n" * 40_000),
        ("name", "Megan\0"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_sent(app, database, world, field, value):
    page = send(app, world, **{field: value})
    assert page.errors
    assert page.error_beside(field)
    assert rows(database, Enquiry) == [] == rows(database, Message)
    others = {"name", "email", "words"} - {field}
    assert all(page.value(each) == ASK[each] for each in others)


def test_a_name_cannot_add_a_header(app, database, world):
    send(app, world, name="Megan\r\nBcc: x@example.nhs.uk")
    (mail,) = rows(database, Message)
    assert "\n" not in mail.subject
    assert mail.reply_to == ASK["email"]


def test_one_name_and_one_network_have_a_limit(app, database, world):
    for number in range(5):
        ask(app, database, world, number, ASK["email"])
    page = send(app, world)
    assert page.status == 429
    assert page.value("words") == ASK["words"]
    assert "5 questions today" in page.main
    assert enquiring.may_ask(19, 4)
    assert not enquiring.may_ask(20, 0)
    assert not enquiring.may_ask(0, 5)


def test_the_office_lists_and_marks_and_others_do_not(app, database, world):
    send(app, world)
    (enquiry,) = rows(database, Enquiry)
    elsewhere = Browser(app).sign_in(world["elsewhere"])
    assert "Nobody has asked" in elsewhere.go("/office/questions").main
    assert elsewhere.post_by_hand(f"/office/questions/{enquiry.id}/answered").status == 404
    office = Browser(app).sign_in(world["office"])
    page = office.go("/office/questions")
    assert "Does bank work count?" in page.main
    page = office.send(button="Mark as answered")
    assert "Answered on 23 November 2026 by Ffion" in page.main
    assert office.post_by_hand(f"/office/questions/{enquiry.id}/answered").status == 409


@pytest.mark.parametrize("path", ["/ask", "/ask?scheme=nothing", "/ask?scheme=%00", "/ask/sent"])
def test_a_question_is_about_a_scheme_that_is_known(app, path):
    Browser(app).go(path, 404)


def test_the_list_asks_as_much_for_thirty_as_for_one(app, database, world, count_queries):
    office = Browser(app).sign_in(world["office"])

    def asked():
        with count_queries() as seen:
            office.go("/office/questions")
        return len(seen)

    ask(app, database, world, 0)
    one = asked()
    for number in range(1, 30):
        ask(app, database, world, number)
    assert asked() == one
