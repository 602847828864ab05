"""The release: all at once, letters and mail once each, and nothing known to anybody before."""

import io
import re
from urllib.parse import urlsplit

import pikepdf
import pypdfium2
import pytest
from sqlalchemy import func, select

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.audit.queries import trail_of
from portal.awards import queries
from portal.awards.lifecycle import OfferState, Outcome
from portal.awards.models import Award, Decision
from portal.files.models import Document
from portal.kernel import clock
from portal.notifications.delivery import deliver_due
from portal.notifications.models import Message
from portal.people.models import Person
from portal.schemes.models import Call
from portal.worker import issue_due
from tests.conftest import NOW
from tests.factories import awards

APPLICATIONS = select(Application).order_by(Application.id)
OUTCOMES = (Outcome.AWARD, Outcome.RESERVE, Outcome.DECLINE)


class Kept:
    """Carries mail as far as a list."""

    def __init__(self) -> None:
        self.mails = []

    def send(self, mail) -> None:
        self.mails.append(mail)


def letters_of(world, database) -> list[Document]:
    with database.scope(read_only=True) as session:
        found = session.scalars(select(Decision)).all()
        by_application = {made.application_id: made.letter for made in found}
        for document in by_application.values():
            assert document.source_html
            document.pdf
        return [by_application[each] for each in world.ids]


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    words = (page.get_textpage().get_text_bounded() for page in pages)
    return " ".join(" ".join(words).split())


def test_the_page_counts_what_a_release_sends(world, as_, database):
    office = as_(world.office)
    page = office.go(f"/office/calls/{world.call}/release")
    assert page.main.count("has no decision.") == 3
    assert page.soup.main.find("form") is None
    office.go(f"/office/applications/{world.ids[0]}/decision")
    office.send({"outcome": "award", "amount": "15,000"})
    page = office.go(f"/office/calls/{world.call}/release")
    assert f"{world.references[1]} has no decision." in page.main
    assert page.soup.main.find("form") is None
    office.go(f"/office/calls/{world.call}/decisions")
    office.send(button="Fill in")
    page = office.go(f"/office/calls/{world.call}/release")
    assert "This sends 3 letters: 1 award, 1 reserve, 1 regret. You cannot undo it." in page.main
    assert "until Monday 7 December 2026" in page.main
    page = office.send(button="Release and send")
    assert page.h1 == "The decisions are released"
    assert "3 letters: 1 award, 1 reserve, 1 regret" in page.main


def test_a_release_tells_everybody_at_once(released, database):
    with database.scope(read_only=True) as session:
        known = queries.released(session, released.ids)
        assert [known[each].outcome for each in released.ids] == list(OUTCOMES)
        assert {each.released_at for each in known.values()} == {NOW}
        (award,) = session.scalars(select(Award))
        assert award.application_id == released.ids[0]
        assert (award.amount_pence, award.wte_months_hundredths) == (1_500_000, 120)
        assert award.hours_hundredths == 19_607  # 183 days of 7.5 hours a week
        assert award.state is OfferState.OFFERED
        assert f"{award.answer_by_on}" == "2026-12-07"
        for each in released.ids:
            assert [entry.verb for entry in trail_of(session, each)] == ["released_decision"]
        mails = session.scalars(select(Message)).all()
        assert sorted(mail.to_address for mail in mails) == sorted(released.emails)
        assert all(len(mail.subject) <= 60 for mail in mails)


def test_a_release_is_not_undone_or_repeated(released, as_, database):
    office = as_(released.office)
    assert office.post_by_hand(f"/office/calls/{released.call}/release").status == 409
    form = {"outcome": "decline", "reason": "Changed our minds.", "version": "2"}
    for each in released.ids:
        assert office.post_by_hand(f"/office/applications/{each}/decision", form).status == 409
    with database.scope(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 3
        assert queries.outcome_of(session, released.ids[0]) is Outcome.AWARD


def test_nobody_sees_a_release_before_it_is_committed(world, app, as_, database):
    applicants = [as_(email) for email in world.emails]
    paths = [f"/applications/{each}" for each in world.ids]
    before = [plain(who.go(path)) for who, path in zip(applicants, paths, strict=True)]
    with database.scope() as session:
        with app.app_context():
            office = session.get_one(Person, world.office_id)
            for each, outcome in zip(world.ids, OUTCOMES, strict=True):
                awards.decided(session, session.get_one(Application, each), outcome, by=office)
            awards.released(session, session.get_one(Call, world.call), office)
        for who, path, was in zip(applicants, paths, before, strict=True):
            assert plain(who.go(path)) == was
        with database.scope(read_only=True) as reader:
            assert queries.released(reader, world.ids) == {}
        session.commit()
    with database.scope(read_only=True) as reader:
        assert len(queries.released(reader, world.ids)) == 3
    after = [plain(who.go(path)) for who, path in zip(applicants, paths, strict=True)]
    assert all(now != was for now, was in zip(after, before, strict=True))


def plain(page) -> tuple:
    """What a person gets, but for the form token, which changes with every page."""
    body = re.sub(rb'name="csrf_token" value="[^"]+"', b"", page.data)
    return page.status, page.headers.get("ETag"), body


def test_a_pending_decision_changes_nothing_that_others_see(world, as_, database):
    readers = {email: as_(email) for email in (*world.emails, world.manager, world.stranger)}
    paths = ["/", "/applications", *(f"/applications/{each}" for each in world.ids)]
    paths += [f"/applications/{each}/offer" for each in world.ids]
    paths += [f"/office/calls/{world.call}/decisions", f"/office/calls/{world.call}"]

    def seen():
        return {
            (who, path): plain(b.go(path, None)) for who, b in readers.items() for path in paths
        }

    with database.scope(read_only=True) as session:
        versions = [each.version for each in session.scalars(APPLICATIONS)]
    before = seen()
    assert before[world.emails[0], f"/applications/{world.ids[0]}"][0] == 200
    office = as_(world.office)
    office.go(f"/office/calls/{world.call}/decisions")
    office.send(button="Fill in")
    with database.scope(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == 3
        assert session.scalar(select(func.count()).select_from(Message)) == 0
        assert [each.version for each in session.scalars(APPLICATIONS)] == versions
    after = seen()
    assert {key for key in before if before[key] != after[key]} == set()


def test_letters_say_what_each_person_needs(released, database, app):
    assert issue_due(database) == 3
    award, reserve, decline = (text_of(document.pdf) for document in letters_of(released, database))
    assert "Lowri Bevan" in award
    assert "£15,000" in award
    assert "7.5 hours a week, 6 April 2027 to 5 October 2027" in award
    assert "Answer by Monday 7 December 2026." in award
    assert f"http://localhost/applications/{released.ids[0]}/offer" in award
    assert "Tomos Ellis" in reserve
    assert "reserve list" in reserve
    assert "Nia Rowlands" in decline
    assert "we cannot fund it this time" in decline
    assert "3 applications were considered, and 1 could be offered an award" in decline
    for letter in (award, reserve, decline):
        assert "A clear plan that patients helped to write." in letter
        assert "Say how you will follow people up." in letter
        assert "Reviewer A" not in letter  # nobody learns who
    assert "£" not in decline


def test_letters_are_tagged_titled_and_in_the_readers_language(world, as_, app, database):
    with database.scope() as session:
        session.get_one(Person, world.people[2]).language = "cy"
        session.commit()
    office = as_(world.office)
    office.go(f"/office/calls/{world.call}/decisions")
    office.send(button="Fill in")
    office.go(f"/office/calls/{world.call}/release")
    office.send(button="Release")
    issue_due(database)
    titles = ("We would like to fund", "is on our reserve list", None)
    for document, words, lang in zip(
        letters_of(world, database), titles, ("en", "en", "cy"), strict=True
    ):
        with pikepdf.open(io.BytesIO(document.pdf)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang) == lang
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            assert pdf.Root.StructTreeRoot
            if words:
                assert words in str(pdf.docinfo["/Title"])


def test_mail_goes_once_with_the_letter_and_only_when_it_is_made(released, database):
    mailed = Kept()
    assert deliver_due(database, mailed, "rd@example.nhs.uk", clock.now) == 0
    issue_due(database)
    assert deliver_due(database, mailed, "rd@example.nhs.uk", clock.now) == 3
    assert deliver_due(database, mailed, "rd@example.nhs.uk", clock.now) == 0
    by_address = {mail["To"].addresses[0].addr_spec: mail for mail in mailed.mails}
    assert set(by_address) == set(released.emails)
    subjects = [by_address[email]["Subject"] for email in released.emails]
    assert subjects[0] == "Answer your award offer by 7 December 2026"
    assert subjects[2] == f"Read our decision on {released.references[2]}"
    for email, document in zip(released.emails, letters_of(released, database), strict=True):
        (attached,) = by_address[email].iter_attachments()
        assert attached.get_content_type() == "application/pdf"
        assert attached.get_content() == document.pdf


def test_the_letter_is_fetched_by_its_reader_alone(released, as_, database):
    (letter, _reserve, other) = letters_of(released, database)
    path = f"/documents/{letter.id}.pdf"
    applicant = as_(released.emails[0])
    assert "ready in a minute" in applicant.go(path).main
    issue_due(database)
    page = applicant.go(path)
    assert page.data.startswith(b"%PDF")
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["Content-Disposition"].startswith("attachment;")
    assert page.headers["Cache-Control"] == "no-store"
    assert applicant.go(f"/documents/{other.id}.pdf", None).status == 404
    for email, status in (
        (released.office, 200), (released.chair, 200), (released.emails[1], 404),
        (released.stranger, 404), (released.manager, 404),
    ):  # fmt: skip
        assert as_(email).go(path, None).status == status, email


def test_a_preview_is_the_letter_and_takes_nothing(world, as_, database):
    office = as_(world.office)
    office.go(f"/office/calls/{world.call}/decisions")
    office.send(button="Fill in")
    for each, words in zip(
        world.ids, ("We would like to fund", "reserve list", "We cannot fund"), strict=True
    ):
        page = office.go(f"/office/applications/{each}/letter")
        assert words in page.main
        assert "A clear plan that patients helped to write." in page.main
    assert (
        as_(world.emails[0]).go(f"/office/applications/{world.ids[0]}/letter", None).status == 404
    )
    with database.scope(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Document)) == 0


def test_a_hostile_title_is_only_text(world, as_, database):
    with database.scope() as session:
        session.get_one(
            Application, world.ids[0]
        ).title = "<img src=file:///etc/passwd>%(x)s{{ 7*7 }}"
        session.commit()
    office = as_(world.office)
    office.go(f"/office/calls/{world.call}/decisions")
    office.send(button="Fill in")
    office.go(f"/office/calls/{world.call}/release")
    office.send(button="Release")
    assert issue_due(database) == 3
    letter = letters_of(world, database)[0]
    assert "<img" not in letter.source_html
    assert "{{ 7*7 }}" in text_of(letter.pdf)


def answer(browser, application_id, words, status=200):
    browser.go(f"/applications/{application_id}/offer")
    browser.click(words)
    return browser.send(button="Yes", status=status)


def test_accepting_thanks_the_person_and_tells_the_manager(released, as_, database):
    applicant = as_(released.emails[0])
    page = applicant.go(f"/applications/{released.ids[0]}/offer")
    assert "£15,000" in page.main
    assert "Answer by Monday 7 December 2026." in page.main
    page = answer(applicant, released.ids[0], "Accept this award")
    assert page.h1 == "You accepted this award"
    with database.scope(read_only=True) as session:
        (award,) = session.scalars(select(Award))
        assert (award.state, award.answered_at) == (OfferState.ACCEPTED, NOW)
        assert queries.taken(session, released.call) == (1_500_000, 120)
        told = {m.template: m.to_address for m in session.scalars(select(Message))}
        assert told["awards/accepted"] == released.emails[0]
        assert told["awards/manager_told"] == released.manager
        assert trail_of(session, released.ids[0])[0].verb == "accepted_offer"


@pytest.mark.parametrize("second", ["accept", "turn-down"])
@pytest.mark.parametrize("first", ["Accept this award", "Turn it down"])
def test_an_offer_is_answered_once(first, second, released, as_, database):
    applicant = as_(released.emails[0])
    answer(applicant, released.ids[0], first)
    state = {"Accept this award": OfferState.ACCEPTED, "Turn it down": OfferState.TURNED_DOWN}
    again = applicant.post_by_hand(f"/applications/{released.ids[0]}/offer/{second}")
    assert again.status == 409
    with database.scope(read_only=True) as session:
        assert session.scalars(select(Award.state)).one() is state[first]


def test_turning_down_gives_it_back_to_the_pot(released, as_, database):
    answer(as_(released.emails[0]), released.ids[0], "Turn it down")
    with database.scope(read_only=True) as session:
        assert queries.taken(session, released.call) == (0, 0)
    page = as_(released.office).go(f"/office/calls/{released.call}/decisions")
    assert "Left £30,000.00" in page.main
    assert "Turned down" in page.main


@pytest.mark.parametrize(("day", "hour", "status"), [(7, 23, 200), (8, 0, 409)])
def test_the_last_day_to_answer_is_in_time(day, hour, status, released, as_, at):
    at(NOW.replace(month=12, day=day, hour=hour))
    applicant = as_(released.emails[0])
    path = f"/applications/{released.ids[0]}/offer"
    applicant.go(path)
    page = applicant.post_by_hand(f"{path}/accept")
    assert page.status == status
    if status == 409:
        assert "The last day to answer has passed" in page.main
        assert "The last day to answer has passed" in applicant.go(path).main


def test_only_the_person_offered_can_answer(released, as_, database):
    path = f"/applications/{released.ids[0]}/offer"
    for email in (released.office, released.chair, released.emails[1], released.manager):
        browser = as_(email)
        assert browser.go(path, None).status == 404
        assert browser.post_by_hand(f"{path}/accept").status == 404
    assert as_(released.emails[1]).go(f"/applications/{released.ids[1]}/offer", None).status == 404


def test_a_withdrawal_drops_a_pending_decision(world, as_, database):
    office, applicant = as_(world.office), as_(world.emails[0])
    office.go(f"/office/calls/{world.call}/decisions")
    office.send(button="Fill in")
    applicant.go(f"/applications/{world.ids[0]}/withdraw")
    applicant.send()
    with database.scope(read_only=True) as session:
        assert session.get_one(Application, world.ids[0]).state is State.WITHDRAWN
        assert queries.decision_of(session, world.ids[0]) is None
        assert queries.taken(session, world.call) == (0, 0)
        assert [e.verb for e in trail_of(session, world.ids[0])] == ["withdrew"]
    assert office.go(f"/office/calls/{world.call}/release").main.count("This sends 2 letters") == 1


@pytest.mark.parametrize(("at_", "says"), [(0, "turn the offer down"), (2, "nothing left")])
def test_a_withdrawal_after_the_release_is_refused(at_, says, released, as_, database):
    applicant = as_(released.emails[at_])
    path = f"/applications/{released.ids[at_]}/withdraw"
    assert says in applicant.go(path).main
    page = applicant.post_by_hand(path)
    assert page.status == 409
    assert says in page.main
    with database.scope(read_only=True) as session:
        application = session.get_one(Application, released.ids[at_])
        assert application.state is State.SUBMITTED
        assert queries.is_released(session, application)


def test_a_decision_on_a_withdrawn_application_stops_the_release(world, as_, database):
    office = as_(world.office)
    office.go(f"/office/calls/{world.call}/decisions")
    office.send(button="Fill in")
    with database.scope() as session:
        gone = session.get_one(Application, world.ids[0])
        gone.state, gone.withdrawn_at = State.WITHDRAWN, NOW
        session.commit()
    page = office.go(f"/office/calls/{world.call}/release")
    assert f"{world.references[0]} was withdrawn, and has a decision." in page.main
    assert office.post_by_hand(f"/office/calls/{world.call}/release").status == 409
    with database.scope(read_only=True) as session:
        assert queries.released(session, world.ids) == {}


def test_mail_links_lead_somewhere(released, database, as_):
    applicant = as_(released.emails[0])
    with database.scope(read_only=True) as session:
        body = session.scalars(
            select(Message.body).where(Message.to_address == released.emails[0])
        ).one()
    (url,) = re.findall(r"http://\S+", body)
    assert applicant.go(urlsplit(url).path).h1 == "We offer you an award"
