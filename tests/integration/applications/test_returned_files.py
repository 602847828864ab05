"""A section of files sent back: who reads which file until it is answered, and what is left after."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import worker
from portal.applications import changes, queries, returned
from portal.applications.actions import returning, withdrawal
from portal.applications.actions.files import asking_of
from portal.applications.file_rules import may_add
from portal.applications.holds import tell
from portal.applications.models import Submission
from portal.files import uploads
from portal.files.models import ScanState, Upload
from portal.kernel.holdings import Holder
from portal.notifications.models import Message
from portal.schemes.questions import Audience
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import approvals, people, reviews
from tests.factories.clamd import listening
from tests.factories.files import MARK, eicar, pdf
from tests.factories.uploads import LETTER, PLAN, stored, with_files
from tests.integration.applications.returning import AFTER, act, read, return_it
from tests.integration.applications.returning import person as person_at
from tests.integration.files.test_uploading import send

OLD, NEW = f"{MARK} plan.pdf", f"{MARK} new.pdf"
SENT = b"%PDF-1.7 as it was sent"
DAY = timedelta(days=1)


@pytest.fixture
def ward(app, database):
    """Somebody's sent plan and letter, which a manager and a blind reviewer have, too."""
    with app.app_context(), database.scope() as session:
        where = approvals.ward(session, definition=with_files())
        sent = approvals.sent(session, where)
        plan = stored(
            session, sent, SENT, name=OLD, state=ScanState.CLEAN, uploaded_at=NOW - 2 * DAY
        )
        letter = stored(
            session, sent, name="letter.pdf", question_key=LETTER.key, uploaded_at=NOW - DAY
        )
        request = approvals.approved(session, sent, where.manager)
        reviewer = reviews.reviewer(session, people.node(session, "lab", where.board))
        task = reviews.assignment(session, sent, reviewer)
        session.commit()
        return {
            "id": sent.id, "nurse": sent.applicant.email, "office": where.office.email,
            "manager": where.manager.email, "reviewer": reviewer.email,
            "request": request.id, "task": task.id, "plan": plan.id, "letter": letter.id,
        }  # fmt: skip


def add(browser, ward, name=NEW, content=None, status=200):
    address = f"/applications/{ward['id']}/files/files"
    token = browser.go(address).value("csrf_token")
    return send(browser, address, token, [(name, content or pdf())], status=status)


def remove(browser, ward, upload_id, status=200):
    browser.go(f"/applications/{ward['id']}/files/files", status=status)
    page = browser.post_by_hand(f"/applications/{ward['id']}/uploads/{upload_id}/remove")
    assert page.status == status
    return page


def replace_plan(app, ward):
    """Take the plan away and add another, as the applicant."""
    nurse = Browser(app).sign_in(ward["nurse"])
    remove(nurse, ward, ward["plan"])
    add(nurse, ward)
    return nurse


def named(database, name) -> Upload:
    return read(database, lambda s: s.scalars(select(Upload).where(Upload.name == name)).one())


def has_bytes(database, upload_id) -> bool:
    return read(database, lambda s: uploads.content_of(s, s.get_one(Upload, upload_id)) is not None)


def each_reads(app, ward):
    """Every reader but the applicant, signed in, with the page and the address of a file."""
    for who, page, files in (
        ("office", f"/applications/{ward['id']}/answers", f"/applications/{ward['id']}/uploads"),
        ("manager", f"/requests/{ward['request']}", f"/requests/{ward['request']}/files"),
        ("reviewer", f"/reviews/{ward['task']}", f"/reviews/{ward['task']}/files"),
    ):
        yield who, Browser(app).sign_in(ward[who]), page, files


def test_others_read_the_file_that_was_sent_until_the_answer(app, database, ward):
    return_it(app, database, ward, "files", insists=True)
    nurse = replace_plan(app, ward)
    new = named(database, NEW)
    assert NEW in nurse.go(f"/applications/{ward['id']}/files/files").main
    for who, browser, page, files in each_reads(app, ward):
        shown = browser.go(page)
        assert "Your plan" in shown.main and NEW not in shown.main
        assert (OLD in shown.main) is (who != "reviewer")
        assert browser.click("File 1" if who == "reviewer" else OLD).data == SENT
        browser.go(f"{files}/{new.id}", status=404)
    nurse.go(f"/applications/{ward['id']}/uploads/{ward['plan']}", status=404)

    nurse.go(f"/applications/{ward['id']}/tasks")
    nurse.click("Check and send your changes")
    assert f"{OLD} (removed)" in nurse.page.main
    assert f"{NEW} (added)" in nurse.page.main
    nurse.send({}, "Send your changes")
    assert nurse.page.path.endswith("/receipt")
    for who, browser, page, files in each_reads(app, ward):
        shown = browser.go(page)
        names = ("File 1", "File 1") if who == "reviewer" else (OLD, NEW)
        assert f"{names[0]} (removed)" in shown.main
        assert f"{names[1]} (added)" in shown.main
        browser.go(f"{files}/{ward['plan']}", status=404)
        assert browser.go(f"{files}/{new.id}").data.startswith(b"%PDF-")
        if who == "reviewer":
            assert MARK not in shown.soup.decode()
    sent = read(database, lambda s: queries.submission(s, ward["id"]))
    assert [each["name"] for each in sent.content["files"]] == ["letter.pdf", NEW]


def test_what_was_sent_stays_as_long_as_it_is_out_and_goes_a_day_after_the_answer(
    app, database, ward, at
):
    return_it(app, database, ward, "files", insists=True)
    replace_plan(app, ward)
    at(NOW + 5 * DAY)
    worker.forget_files(database)
    office, nurse = Browser(app).sign_in(ward["office"]), Browser(app).sign_in(ward["nurse"])
    file = f"/applications/{ward['id']}/uploads/{ward['plan']}"
    assert office.go(file).data == SENT
    assert "You removed" in nurse.go(f"/applications/{ward['id']}/files/files").main
    nurse.go(f"/applications/{ward['id']}/changes")
    nurse.send({}, "Send your changes")
    worker.forget_files(database)
    assert not has_bytes(database, ward["plan"])
    assert has_bytes(database, named(database, NEW).id)
    assert read(database, kept) == []


def kept(session):
    return list(session.scalars(select(Upload.name).where(Upload.is_kept)))


def test_a_file_that_is_put_back_is_no_change(app, database, ward, at):
    return_it(app, database, ward, "files", insists=True)
    replace_plan(app, ward)
    at(NOW + 3 * DAY)
    nurse = Browser(app).sign_in(ward["nurse"])
    remove(nurse, ward, named(database, NEW).id)
    nurse.post_by_hand(f"/applications/{ward['id']}/uploads/{ward['plan']}/put-back")
    page = nurse.go(f"/applications/{ward['id']}/changes")
    assert "Send it without a change" in page.main
    assert nurse.go(f"/applications/{ward['id']}/uploads/{ward['plan']}").data == SENT


@pytest.mark.parametrize("how", ["cancelled", "passed", "withdrawn", "with the rehearsal"])
def test_without_an_answer_the_files_are_as_they_were_sent_and_nothing_is_orphaned(
    app, database, ward, how, at
):
    return_it(app, database, ward, "files", insists=True)
    replace_plan(app, ward)
    new = named(database, NEW)

    def end(session):
        application = queries.whole(session, ward["id"])
        by = {"actor": application.applicant.as_actor(), "now": NOW}
        if how == "cancelled":
            officer = person_at(session, ward["office"]).as_actor()
            returning.cancel(session, application, "Not needed.", actor=officer, now=NOW)
        elif how == "passed":
            assert returning.let_pass(session, application.id, now=AFTER)
        elif how == "withdrawn":
            withdrawal.withdraw(session, application, **by)
        else:
            withdrawal.withdraw_all(session, application.call, **by)

    act(app, database, end)
    assert read(database, kept) == []
    gone = how == "with the rehearsal"
    for _who, browser, _page, files in each_reads(app, ward):
        if how in {"cancelled", "passed"}:
            assert browser.go(f"{files}/{ward['plan']}").data == SENT
        browser.go(f"{files}/{new.id}", status=404)
    nurse = Browser(app).sign_in(ward["nurse"])
    page = nurse.go(f"/applications/{ward['id']}/answers")
    assert f"{NEW} (added)" in page.main
    remove(nurse, ward, ward["plan"], status=409)
    at(AFTER + uploads.UNDO)
    worker.forget_files(database)
    assert not has_bytes(database, new.id)
    assert has_bytes(database, ward["plan"]) is not gone


def test_the_scanner_looks_at_what_is_read_and_takes_what_is_infected(
    app, database, ward, settings, monkeypatch
):
    bad = b"%PDF-1.7 " + eicar()
    virus = act(
        app,
        database,
        lambda s: stored(s, queries.whole(s, ward["id"]), bad, name="bad.pdf").id,
    )
    return_it(app, database, ward, "files", insists=True)
    nurse = Browser(app).sign_in(ward["nurse"])
    remove(nurse, ward, virus)
    remove(nurse, ward, ward["plan"])
    add(nurse, ward)
    with listening() as server, app.app_context():
        scanned = replace(settings, clamd=server.at)
        worker.scan_files(scanned, database)
        monkeypatch.setitem(app.extensions, "settings", scanned)
    assert named(database, "bad.pdf").state is ScanState.INFECTED
    assert named(database, NEW).state is ScanState.CLEAN
    for _who, browser, page, files in each_reads(app, ward):
        assert "bad.pdf" not in browser.go(page).main
        browser.go(f"{files}/{virus}", status=404)
        assert browser.go(f"{files}/{ward['plan']}").data == SENT
    bodies = read(database, lambda s: s.scalars(select(Message.body)).all())
    assert [b for b in bodies if "bad.pdf" in b and "Add a file without a virus" in b]


def test_only_what_was_sent_back_unlocks(app, database, ward):
    return_it(app, database, ward, "project", insists=True)
    nurse = Browser(app).sign_in(ward["nurse"])
    nurse.go(f"/applications/{ward['id']}/files/files", status=409)
    page = nurse.post_by_hand(f"/applications/{ward['id']}/uploads/{ward['plan']}/remove")
    assert page.status == 409
    assert "Only the sections that were sent back to you can be changed now." in page.main

    def rules(session):
        application = queries.whole(session, ward["id"])
        who = application.applicant.as_actor()
        upload = next(each for each in application.uploads if each.id == ward["plan"])
        return bool(may_add(application, asking_of(application, upload).question, who, NOW))

    assert not read(database, rules)
    assert read(database, kept) == []


def test_a_file_that_is_needed_cannot_be_left_out_of_the_answer(app, database, ward):
    return_it(app, database, ward, "files", insists=True)
    nurse = Browser(app).sign_in(ward["nurse"])
    remove(nurse, ward, ward["plan"])
    page = nurse.go(f"/applications/{ward['id']}/changes")
    assert "Files" in page.main and "Send your changes" not in page.main
    page = nurse.post_by_hand(
        f"/applications/{ward['id']}/changes", {"ticket": "a-ticket-for-the-files-000001"}
    )
    assert page.status == 409
    assert len(read(database, lambda s: s.scalars(select(Submission)).all())) == 1


def test_what_is_kept_for_others_takes_no_room_of_the_applicant(app, database, ward):
    """Somebody who has sent all that fits can still answer by replacing a file."""

    def fill(session):
        application = queries.whole(session, ward["id"])
        stored(session, application, name="big.pdf", size=uploads.MOST_OF_SUBJECT - 100)
        other = uploads.MOST_OF_OWNER - uploads.MOST_OF_SUBJECT
        elsewhere = stored(session, application, name="elsewhere.pdf", size=other)
        elsewhere.subject_id = ward["request"]  # of another application of theirs
        return next(each.id for each in application.uploads if each.name == "big.pdf")

    big = act(app, database, fill)
    return_it(app, database, ward, "files", insists=True)
    nurse = Browser(app).sign_in(ward["nurse"])
    remove(nurse, ward, ward["plan"])
    assert "smaller than 30MB" in " ".join(add(nurse, ward).errors)
    remove(nurse, ward, big)
    assert "1 file added" in add(nurse, ward).text


def test_everything_of_mine_has_what_others_still_read(app, database, ward):
    return_it(app, database, ward, "files", insists=True)
    replace_plan(app, ward)

    def told(session):
        nurse = person_at(session, ward["nurse"])
        parts = tell(session, Holder(nurse.id, nurse.email))
        return [record.title for part in parts for record in part.records if record.content]

    with app.test_request_context():
        assert sorted(read(database, told)) == sorted(["letter.pdf", NEW, OLD])


def test_what_a_manager_may_not_read_is_no_change_to_them(app, database, ward):
    return_it(app, database, ward, "files", insists=True)
    nurse = Browser(app).sign_in(ward["nurse"])
    remove(nurse, ward, ward["letter"])
    nurse.go(f"/applications/{ward['id']}/changes")
    nurse.send({}, "Send your changes")

    def seen(session):
        application = queries.whole(session, ward["id"])
        return [bool(changes.sent(application, who)) for who in (None, *Audience)]

    assert read(database, seen) == [True, *(each is Audience.PANEL for each in Audience)]


def test_as_sent_is_in_the_order_in_which_files_came(app, database, ward):
    return_it(app, database, ward, "files", insists=True)
    replace_plan(app, ward)

    def order(session):
        application = queries.whole(session, ward["id"])
        sent = [each.name for each in returned.as_sent(application).files]
        return sent, [each.name for each in application.files], application.files == []

    assert read(database, order) == ([OLD, "letter.pdf"], ["letter.pdf", NEW], False)


def test_the_page_of_a_section_of_files_is_as_it_is_in_a_draft(app, database, ward):
    return_it(app, database, ward, "files", insists=True)
    nurse = Browser(app).sign_in(ward["nurse"])
    nurse.go(f"/applications/{ward['id']}/tasks")
    assert "Please say more in files." in nurse.page.main
    nurse.click("Change files")
    assert PLAN.label.en in nurse.page.main
    nurse.send({"complete": "yes"}, "Save and continue")
    assert nurse.page.path.endswith("/tasks")
