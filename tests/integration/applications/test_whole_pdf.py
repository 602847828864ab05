"""The PDF of what was sent: asked for with the receipt, made by the worker, the same as the page."""

import re

import pypdfium2
import pytest
from sqlalchemy import select

from portal import worker
from portal.applications import documents, queries
from portal.applications.actions import sending
from portal.applications.models import Application
from portal.applications.pages.costs import cost_rows
from portal.files.models import Document
from portal.kernel.amounts import pounds
from portal.web.pdf import render_pdf
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, schemes

TICKET = "a-ticket-for-the-tests-0000001"
HOSTILE = '<script>alert(1)</script><img src="file:///etc/passwd"> {{ 7*7 }} & “quotes”'


@pytest.fixture
def ready(app, database):
    """A draft with a line of pay, ready to send."""
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        manager = people.employee(session, node)
        nurse = people.employee(session, node, name="Megan Prosser", manager=manager)
        other = people.employee(session, node, name="Colleague")
        draft = applications.complete_draft(
            session, schemes.open_call(session, node), nurse, title="Breathless", summary=HOSTILE
        )
        found = {"id": draft.id, "nurse": nurse.email, "other": other.email}
        session.commit()
    return found


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(found.split())


def test_the_receipt_does_not_wait_for_it_and_then_leads_to_it(app, database, ready):
    nurse = Browser(app).sign_in(ready["nurse"])
    nurse.go(f"/applications/{ready['id']}/check")
    nurse.send(button="Send your application")
    assert nurse.page.path.endswith("/receipt")
    where = nurse.page.link("What was sent on")
    page = nurse.go(where)
    assert "The PDF is being made" in page.main
    assert "usually ready within a minute" in page.main
    with app.app_context():
        assert worker.issue_due(database) == 1
    answer = nurse.client.get(where)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = words_of(answer.data)
    whole = nurse.go(f"/applications/{ready['id']}/answers")
    assert "PDF" in whole.main
    for told in (
        "Megan Prosser",
        "Breathless",
        "Version 1 of the scheme",
        "Monday 23 November 2026, 10am",
        "£1,200.00",
        "7.5 hours a week",
    ):
        assert told in text
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}" in text
    Browser(app).sign_in(ready["other"]).go(where, status=404)
    nurse.go(where.replace("/1.pdf", "/2.pdf"), status=404)


def test_every_answer_of_the_page_is_in_it(app, database, ready):
    with app.app_context(), database.scope() as session:
        application = queries.whole(session, ready["id"])
        nurse = application.applicant.as_actor()
        receipt = sending.submit(session, application, TICKET, actor=nurse, arrived_at=NOW)
        text = words_of(render_pdf(documents.html(receipt)))
        for section in application.call.document.sections:
            assert str(section.title) in text
            for question in section.questions:
                assert squeezed(question.label) in squeezed(text)


def squeezed(words: object) -> str:
    return re.sub(r"\s", "", str(words))


def test_pay_stands_with_its_working_and_all_adds_up_to_the_penny(app, database, ready):
    browser = Browser(app).sign_in(ready["nurse"])
    browser.go(f"/applications/{ready['id']}/costs/salary")
    browser.send({})  # cover for the time asked for, by the applicant's own post
    assert not browser.page.errors
    with app.app_context(), database.scope() as session:
        application = queries.whole(session, ready["id"])
        next(e for e in application.sections if e.key == "costs").is_complete = True
        nurse = application.applicant.as_actor()
        receipt = sending.submit(session, application, TICKET, actor=nurse, arrived_at=NOW)
        text = words_of(render_pdf(documents.html(receipt)))
        steps = [s for row in cost_rows(application) if row.working for s in row.working.steps]
        assert len(steps) > 3
        for step in steps:
            assert squeezed(step.label) in squeezed(text)
            assert step.text in text
        for row in cost_rows(application):
            assert row.amount in text
        assert f"Total {pounds(application.cost_pence)}" in text
        assert receipt.content["cost_pence"] == application.cost_pence


@pytest.mark.parametrize(
    "letters", ["W" * 40_000, "word " * 8_000, "\n" * 2_000 + "x", "שלום 🩺 " * 2_000]
)
def test_forty_thousand_letters_do_not_break_it(app, database, ready, letters):
    with app.app_context(), database.scope() as session:
        application = queries.whole(session, ready["id"])
        entry = next(e for e in application.sections if e.key == "project")
        entry.answers = {**entry.answers, "summary": letters[:40_000]}
        receipt = sending.submit(
            session, application, TICKET, actor=application.applicant.as_actor(), arrived_at=NOW
        )
        pdf = render_pdf(documents.html(receipt))
        document = pypdfium2.PdfDocument(pdf)
        wide = document[0].get_width()
        for page in document:
            assert page.get_width() == wide
            found = page.get_textpage()
            for n in range(0, found.count_chars(), 97):
                assert found.get_charbox(n)[2] <= wide - 20
        document.close()


def test_it_is_in_the_language_of_its_applicant(app, database, ready):
    with app.app_context(), database.scope() as session:
        application = session.get_one(Application, ready["id"])
        application.applicant.language = "cy"
        receipt = sending.submit(
            session, application, TICKET, actor=application.applicant.as_actor(), arrived_at=NOW
        )
        source = session.scalars(
            select(Document.source_html).where(Document.subject_id == receipt.id)
        ).one()
    assert '<html lang="cy">' in source
    assert "Tachwedd 2026" in source
