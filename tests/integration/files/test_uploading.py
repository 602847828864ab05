"""Files of an application over HTTP: added, refused, replaced, removed, opened, sent."""

import gc
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.applications.models import Application, Submission
from portal.applications.routes.files import LARGEST_SENT
from portal.files import uploads
from portal.files.models import ScanState, Upload, UploadContent
from portal.kernel.actor import Role
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, approvals, people, reviews, schemes
from tests.factories.files import MARK, action, files_of_all_kinds, name, pdf, picture, word
from tests.factories.uploads import LETTER, PLAN, stored, with_files

MEGABYTE = 1024 * 1024


@pytest.fixture
def draft(app, database):
    """A nurse at a draft with a section of files, with nothing in it."""
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        nurse = people.employee(session, node, name="Megan Prosser")
        office = people.staff_with_role(session, Role.OFFICE, node)
        other = people.employee(session, node, name="Other Person")
        call = schemes.open_call(session, node, definition=with_files())
        made = applications.complete_draft(session, call, nurse)
        session.commit()
        ids, email = (made.id, office.email, other.email), nurse.email
    return Draft(app, database, email, *ids)


def send(browser, address, token, sent, question=PLAN, status=200):
    """Send files as a browser does; by hand, because werkzeug's client leaves its own open."""
    where = f"{address}?question={question.key}"
    parts = [("csrf_token", None, token.encode())]
    parts += [(f"q_{question.key}", name, content) for name, content in sent]
    body = b"".join(
        f'--x\r\nContent-Disposition: form-data; name="{field}"'.encode()
        + (b"" if name is None else f'; filename="{name}"\r\nContent-Type: text/html'.encode())
        + b"\r\n\r\n" + content + b"\r\n"
        for field, name, content in parts
    )  # fmt: skip
    response = browser.client.post(
        where, data=body + b"--x--\r\n", content_type="multipart/form-data; boundary=x"
    )
    return browser._follow(response, where, status)


class Draft:
    def __init__(self, app, database, email, application_id, office, other) -> None:
        self.app, self.database, self.email = app, database, email
        self.browser = Browser(app).sign_in(email)
        self.application_id, self.office, self.other = application_id, office, other
        self.base = f"/applications/{application_id}"
        self.address = f"{self.base}/files/files"

    def add(self, *sent: tuple[str, bytes], question=PLAN, status=200):
        token = self.browser.go(self.address).value("csrf_token")
        return send(self.browser, self.address, token, sent, question, status)

    def rows(self) -> list[Upload]:
        with self.database.scope(read_only=True) as session:
            found = select(Upload).where(Upload.removed_at.is_(None)).order_by(Upload.name)
            return list(session.scalars(found))

    def session(self):
        return self.database.scope()


def test_a_file_is_added_shown_and_handed_back_as_a_thing_to_save(draft):
    page = draft.add(("My plan.pdf", pdf()))
    assert page.path == draft.address
    assert "1 file added." in page.text and "My plan.pdf" in page.main
    assert "Not checked for viruses" in page.main
    [row] = draft.rows()
    assert (row.name, row.question_key, row.kind) == ("My plan.pdf", PLAN.key, "pdf")
    opened = draft.browser.go(page.link("My plan.pdf"))
    assert opened.data.startswith(b"%PDF-") and MARK.encode() not in opened.data
    assert opened.headers["Content-Type"] == "application/pdf"
    assert opened.headers["Content-Disposition"] == 'attachment; filename="My plan.pdf"'
    assert opened.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert opened.headers["X-Content-Type-Options"] == "nosniff"
    assert opened.headers["Cache-Control"] == "no-store"
    assert opened.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_what_a_browser_says_of_type_and_path_is_not_believed(draft):
    page = draft.add(("../etc/C:/cynllun ŵ.pdf", pdf()))
    opened = draft.browser.go(page.link("cynllun ŵ.pdf"))
    assert opened.headers["Content-Type"] == "application/pdf"
    assert opened.headers["Content-Disposition"] == (
        "attachment; filename=\"cynllun w.pdf\"; filename*=UTF-8''cynllun%20%C5%B5.pdf"
    )


def test_every_kind_is_taken(draft, database):
    with draft.session() as session:
        call = session.get_one(Application, draft.application_id).call
        many = replace(PLAN, most_files=10)
        call.pinned.definition = replace(
            call.document, **with_files("small-grant", many, LETTER)
        ).to_json()
        session.commit()
    page = draft.add(*files_of_all_kinds())
    assert "4 files added." in page.text, page.errors
    assert [row.kind for row in draft.rows()] == ["word", "jpeg", "pdf", "png"]


def test_one_bad_file_is_named_and_the_others_are_kept(draft):
    bad = action(S=name("JavaScript"), JS="app.alert(1)")
    page = draft.add(("good.pdf", pdf()), ("bad.pdf", bad))
    [error] = page.errors
    assert error.startswith(
        "“bad.pdf”: The selected file could not be uploaded – try again. It has macros"
    )
    assert page.error_beside(f"q_{PLAN.key}").endswith(error)
    assert page.soup.title.text.startswith("Error:")
    assert [row.name for row in draft.rows()] == ["good.pdf"]
    assert "good.pdf" in page.main


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (("a.pdf", b""), "“a.pdf”: The selected file is empty"),
        (("a.exe", b"MZ"), "“a.exe”: The selected file must be a PDF, Word document or picture"),
        (("a.pdf", b"%PDF-" + bytes(10 * MEGABYTE)), "“a.pdf”: The selected file must be smaller than 10MB"),
        (("<b>a</b>.exe", b"MZ"), "“<b>a</b>.exe”: The selected file must be"),
    ],
)  # fmt: skip
def test_a_file_that_is_refused_says_why(draft, sent, words):
    page = draft.add(sent)
    assert page.errors[0].startswith(words)
    assert draft.rows() == []


def test_nothing_chosen_says_to_choose(draft):
    assert draft.add(("", b"")).errors == ["Select a file"]
    assert draft.add().errors == ["Select a file"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_form_without_a_file_name_or_cut_off_adds_nothing(draft):
    token = draft.browser.go(draft.address).value("csrf_token")
    where = f"{draft.address}?question={PLAN.key}"
    client = draft.browser.client

    def post(body: bytes, boundary="x"):
        return client.post(
            where, data=body, content_type=f"multipart/form-data; boundary={boundary}"
        )

    head = (
        b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'
        + token.encode()
        + b"\r\n"
    )
    part = b'--x\r\nContent-Disposition: form-data; name="q_plan_file"'
    nameless = post(head + part + b"\r\n\r\n" + pdf() + b"\r\n--x--\r\n")
    assert nameless.status_code == 200 and b"Select a file" in nameless.data
    empty_name = post(head + part + b'; filename=""\r\n\r\n' + pdf() + b"\r\n--x--\r\n")
    assert empty_name.status_code == 200 and b"Select a file" in empty_name.data
    assert post(head + part, boundary="y").status_code == 400
    assert post(head + part + b'; filename="a.pdf"\r\n\r\n%PDF').status_code == 400
    assert post(b"", boundary="").status_code == 400
    assert post((part + b"\r\n\r\nx\r\n") * 1_001 + b"--x--\r\n").status_code == 413
    assert client.post(where, data={"csrf_token": token, "q_plan_file": "text"}).status_code == 200
    assert draft.rows() == []
    twice = head + (part + b'; filename="a.pdf"\r\n\r\n' + pdf() + b"\r\n") * 2 + b"--x--\r\n"
    assert post(twice).status_code == 303
    assert [row.name for row in draft.rows()] == ["a.pdf", "a.pdf"]
    gc.collect()  # werkzeug leaves open what it was reading when a body ends too soon


def test_more_than_a_page_takes_gets_a_page_that_leads_back(draft):
    draft.add(("first.pdf", pdf()))
    page = draft.add(("large.pdf", b"%PDF-" + bytes(LARGEST_SENT)), status=413)
    assert "All that you saved before is kept." in page.main
    assert "Each file must be smaller than 10MB." in page.main
    page = draft.browser.click("Go back to the page you came from")
    assert page.path == draft.address and "first.pdf" in page.main


def test_other_forms_keep_their_own_limit(draft):
    page = draft.browser.go(f"{draft.base}/sections/project")
    data = {"csrf_token": page.value("csrf_token"), "q_title": "x" * 9 * MEGABYTE}
    page = draft.browser.post(f"{draft.base}/sections/project", data, 413)
    assert page.link("Go back to the page you came from") == f"{draft.base}/sections/project"


def test_one_more_than_may_be_is_refused_and_one_takes_the_place_of_another(draft):
    page = draft.add(("a.pdf", pdf()), ("b.pdf", pdf()), ("c.pdf", pdf()))
    assert page.errors == ["“c.pdf”: You can add 2 files here. Remove one first."]
    assert "You can add 2 files here. Remove one first." in page.main
    draft.add(("old.pdf", pdf()), question=LETTER)
    page = draft.add(("new.pdf", pdf()), question=LETTER)
    assert [row.name for row in draft.rows()] == ["a.pdf", "b.pdf", "new.pdf"]
    assert "You removed “old.pdf”." in page.main
    page = draft.browser.send(button="Put it back old.pdf")
    assert [row.name for row in draft.rows()] == ["a.pdf", "b.pdf", "old.pdf"]
    assert "You removed “new.pdf”." in page.main


def test_a_file_is_removed_and_put_back(draft, at):
    draft.add(("a.pdf", pdf()))
    page = draft.browser.send(button="Remove a.pdf")
    assert draft.rows() == [] and page.path == draft.address
    page = draft.browser.send(button="Put it back a.pdf")
    assert [row.name for row in draft.rows()] == ["a.pdf"]
    draft.browser.send(button="Remove a.pdf")
    at(NOW + uploads.UNDO)
    page = draft.browser.sign_in(draft.email).go(draft.address)
    assert page.h1 == "Files" and "Put it back" not in page.main
    [gone] = _all(draft)
    page = draft.browser.post_by_hand(f"{draft.base}/uploads/{gone.id}/put-back")
    assert page.status == 409 and "This file has been deleted. Add it again." in page.main


def _all(draft) -> list[Upload]:
    with draft.database.scope(read_only=True) as session:
        return list(session.scalars(select(Upload)))


def test_a_needed_file_keeps_the_section_unfinished(draft):
    page = draft.browser.go(draft.address)
    page = draft.browser.send({"complete": "yes"}, "Save and continue")
    assert page.errors == ["Add a file: Your plan"]
    assert "Add a file: Your plan" in draft.browser.go(f"{draft.base}/tasks").main
    page = draft.browser.go(f"{draft.base}/check")
    assert "Finish these first" in page.main and "No files added" in page.main
    draft.add(("a.pdf", pdf()))
    page = draft.browser.send({"complete": "yes"}, "Save and continue")
    assert page.path == f"{draft.base}/tasks" and "a.pdf" in page.main
    page = draft.browser.go(f"{draft.base}/check")
    assert "a.pdf (PDF, 1KB)" in page.main.replace("( ", "(").replace(" )", ")")


def test_the_section_can_be_left_for_later(draft):
    draft.browser.go(draft.address)
    page = draft.browser.send({"complete": ""}, "Save and continue")
    assert page.errors == ["Choose yes, or no if you will come back later"]
    page = draft.browser.send({"complete": "no"}, "Save and continue")
    assert page.path == f"{draft.base}/tasks"


def test_what_was_sent_stays_as_it_was(draft):
    draft.add(("a.pdf", pdf()))
    draft.browser.go(f"{draft.base}/check")
    page = draft.browser.send(button="Send your application")
    assert page.path == f"{draft.base}/receipt", page.main
    [row] = draft.rows()
    with draft.database.scope(read_only=True) as session:
        [kept] = session.scalar(select(Submission)).content["files"]
    assert (kept["name"], kept["sha256"], kept["question"]) == ("a.pdf", row.sha256, PLAN.key)
    for act in ("remove", "put-back"):
        assert draft.browser.post_by_hand(f"{draft.base}/uploads/{row.id}/{act}").status == 409
    page = send(draft.browser, draft.address, draft.browser.token(), [("late.pdf", pdf())])
    assert "You have sent this application. It cannot be changed now." in page.main
    assert [each.name for each in draft.rows()] == ["a.pdf"]
    draft.browser.go(f"{draft.base}/answers")
    assert draft.browser.click("a.pdf").data.startswith(b"%PDF")


def test_a_file_that_comes_after_the_close_is_not_kept_and_says_so(draft, at):
    at(NOW + timedelta(days=11))
    draft.browser.sign_in(draft.email)
    token = draft.browser.token()
    page = send(draft.browser, draft.address, token, [("late.pdf", pdf())])
    assert page.errors[0].startswith("“late.pdf”: This call closed on")
    assert draft.rows() == []


def test_the_files_of_a_deleted_draft_are_removed(draft):
    draft.add(("a.pdf", pdf()))
    draft.browser.go(f"{draft.base}/withdraw")
    draft.browser.send(button="Delete it")
    assert draft.rows() == []


def test_a_question_that_is_not_there_is_not_found(draft):
    for query in ("", "?question=nothing", "?question=title"):
        assert draft.browser.post_by_hand(f"{draft.address}{query}").status == 404
    assert draft.browser.go(f"{draft.base}/files/project", status=None).status == 404
    assert draft.browser.go(f"{draft.base}/sections/files", status=None).status == 404


def test_others_cannot_tell_that_a_file_is_there(draft):
    draft.add(("a.pdf", pdf()))
    [row] = draft.rows()
    there, made_up = (
        f"{draft.base}/uploads/{row.id}",
        f"{draft.base}/uploads/{draft.application_id}",
    )
    other = Browser(draft.app).sign_in(draft.other)
    assert other.go(there, None).status == other.go(made_up, None).status == 404
    office = Browser(draft.app).sign_in(draft.office)
    assert office.go(there, None).status == 404  # not sent yet
    with draft.session() as session:
        nurse = session.get_one(Application, draft.application_id).applicant
        call = schemes.open_call(session, nurse.post.organisation, definition=with_files())
        second = applications.draft(session, call, nurse)
        session.commit()
        address = f"/applications/{second.id}/uploads/{row.id}"
    assert draft.browser.go(address, None).status == 404  # of another application


# --- quotas ---


def _filled(draft, *sizes, subject=True, owner=None) -> None:
    with draft.session() as session:
        application = session.get_one(Application, draft.application_id)
        if not subject:
            node = application.applicant.post.organisation
            call = schemes.open_call(session, node, definition=with_files())
            application = applications.draft(session, call, application.applicant)
        for size in sizes:
            stored(session, application, size=size, question_key="elsewhere")
        session.commit()


def test_an_application_has_room_for_thirty_megabytes(draft):
    _filled(draft, 30 * MEGABYTE - 100)
    page = draft.add(("a.pdf", pdf()))
    assert page.errors == [
        "“a.pdf”: The files of one application must be smaller than 30MB in all. You have 0.0MB left."
    ]
    assert len(draft.rows()) == 1


def test_a_person_has_room_for_a_hundred_and_it_is_their_own(draft):
    _filled(draft, 100 * MEGABYTE - 100, subject=False)
    page = draft.add(("a.pdf", pdf()))
    assert page.errors == [
        "“a.pdf”: You have added 100MB of files in all. Remove some from another application first."
    ]
    other = Browser(draft.app).sign_in(draft.other)
    with draft.session() as session:
        call = session.get_one(Application, draft.application_id).call
        from portal.people.models import Person

        who = session.scalar(select(Person).where(Person.email == draft.other))
        theirs = applications.draft(session, call, who)
        session.commit()
        address = f"/applications/{theirs.id}/files/files"
    other.go(address)
    page = send(other, address, other.token(), [("a.pdf", pdf())])
    assert "1 file added." in page.text


def test_what_was_removed_counts_for_the_person_until_it_is_forgotten(draft):
    for size in (60, 60):
        with draft.session() as session:
            application = session.get_one(Application, draft.application_id)
            made = stored(session, application, size=size * MEGABYTE)
            uploads.remove(made, NOW - timedelta(hours=1))
            session.commit()
    assert draft.add(("a.pdf", pdf())).errors[0].startswith("“a.pdf”: You have added 100MB")
    with draft.session() as session:
        assert uploads.forget_removed(session, NOW + timedelta(days=2)) == 2
        session.commit()
    assert "1 file added." in draft.add(("a.pdf", pdf())).text


# --- readers ---


@pytest.fixture
def sent(app, database):
    """An application in review, with a plan that reviewers and managers see and a letter they do not."""
    with app.app_context(), database.scope() as session:
        where = approvals.ward(session, definition=with_files())
        application = approvals.sent(session, where)
        stored(session, application, name=f"{MARK} plan.pdf")
        stored(session, application, name="letter.pdf", question_key=LETTER.key)
        request = approvals.approved(session, application, where.manager)
        reviewer = reviews.reviewer(session, people.node(session, "lab", where.board))
        task = reviews.assignment(session, application, reviewer)
        session.commit()
        return {
            "application": application.id,
            "request": request.id,
            "task": task.id,
            "manager": where.manager.email,
            "reviewer": reviewer.email,
        }


def _ids(database) -> dict[str, object]:
    with database.scope(read_only=True) as session:
        return {each.question_key: each.id for each in session.scalars(select(Upload))}


def test_a_blind_reviewer_gets_the_files_they_may_see_without_their_names(app, database, sent):
    reviewer, ids = Browser(app).sign_in(sent["reviewer"]), _ids(database)
    page = reviewer.go(f"/reviews/{sent['task']}")
    assert "Your plan" in page.main and MARK not in page.soup.decode()
    assert "A letter from a mentor" not in page.main
    assert "File 1" in page.main and "Not checked for viruses" in page.main
    opened = reviewer.click("File 1")
    assert opened.data == b"%PDF-1.7 plan"
    assert opened.headers["Content-Disposition"] == 'attachment; filename="application-file.pdf"'
    assert reviewer.go(f"/reviews/{sent['task']}/files/{ids[LETTER.key]}", None).status == 404
    assert (
        reviewer.go(f"/applications/{sent['application']}/uploads/{ids[PLAN.key]}", None).status
        == 404
    )


def test_a_reviewer_who_has_not_declared_or_has_a_conflict_gets_none(app, database, sent):
    ids = _ids(database)
    address = f"/reviews/{sent['task']}/files/{ids[PLAN.key]}"
    with app.app_context(), database.scope() as session:
        from portal.reviews.models import Assignment

        task = session.get_one(Assignment, sent["task"])
        task.cleared_at = None
        session.commit()
    reviewer = Browser(app).sign_in(sent["reviewer"])
    assert reviewer.go(address, None).status == 409
    with app.app_context(), database.scope() as session:
        task = session.get_one(Assignment, sent["task"])
        reviews.conflict(session, task.application, task.reviewer)
        session.commit()
    assert reviewer.go(address, None).status == 404


def test_where_a_scanner_is_set_readers_wait_for_it(app, database, sent, monkeypatch):
    monkeypatch.setitem(
        app.extensions, "settings", replace(app.extensions["settings"], clamd="x:1")
    )
    ids = _ids(database)
    reviewer = Browser(app).sign_in(sent["reviewer"])
    page = reviewer.go(f"/reviews/{sent['task']}")
    assert "Waiting for the virus check" in page.main
    assert not page.soup.find("a", href=re.compile("/files/"))
    address = f"/reviews/{sent['task']}/files/{ids[PLAN.key]}"
    assert reviewer.go(address, None).status == 409
    with database.scope() as session:
        for each in session.scalars(select(Upload)):
            each.state, each.scanned_at = ScanState.CLEAN, NOW
        session.commit()
    assert "No virus found" in reviewer.go(f"/reviews/{sent['task']}").main
    assert reviewer.go(address).status == 200


def test_a_manager_gets_what_the_scheme_shows_to_managers(app, database, sent):
    ids = _ids(database)
    manager = Browser(app).sign_in(sent["manager"])
    page = manager.go(f"/requests/{sent['request']}")
    assert f"{MARK} plan.pdf" in page.main and "letter.pdf" not in page.main
    assert manager.click("plan.pdf").data == b"%PDF-1.7 plan"
    assert manager.go(f"/requests/{sent['request']}/files/{ids[LETTER.key]}", None).status == 404


def test_a_page_of_files_asks_as_many_questions_for_ten_as_for_one(draft, count_queries):
    with draft.session() as session:
        stored(session, session.get_one(Application, draft.application_id))
        session.commit()
    with count_queries() as one:
        draft.browser.go(draft.address)
    with draft.session() as session:
        for _ in range(9):
            stored(session, session.get_one(Application, draft.application_id))
        session.commit()
    with count_queries() as ten:
        draft.browser.go(draft.address)
    assert len(one) == len(ten)
    assert not any("upload_contents" in each for each in ten)


def test_bytes_are_kept_once_for_each_row(draft):
    draft.add(("a.pdf", pdf()), ("b.jpg", picture()))
    draft.add(("c.docx", word()), question=LETTER)
    with draft.database.scope(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(UploadContent)) == 3
