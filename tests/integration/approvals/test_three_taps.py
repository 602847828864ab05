"""From the mail to a recorded yes in three taps: the link, the answer, and it says so."""

import re

import pytest

from portal.approvals.actions import asking
from portal.kernel.actor import SYSTEM
from portal.notifications.models import Message
from portal.schemes.definition import ApprovalStep, Stage
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import approvals as made
from tests.factories import people

COVER = {"means": "absorbed", "cost": "0", "when_busy": "The day moves."}
MOST_LETTERS = 60


@pytest.mark.parametrize("stage", [Stage.LINE_MANAGER, Stage.HEAD_OF_SERVICE])
def test_mail_page_answer(app, database, stage) -> None:
    with app.app_context(), database.scope() as session:
        ward = made.ward(session, definition={"approvals": (ApprovalStep(stage),)})
        head = people.employee(session, ward.team, name="Head")
        ward.manager.post.manager = head
        session.flush()
        application = made.sent(session, ward)
        asking.ask(session, application, actor=SYSTEM, now=NOW)
        session.commit()
        mail = session.query(Message).filter_by(template="approvals/asked").one()
        subject, body, to = mail.subject, mail.body, mail.to_address
    assert len(subject) <= MOST_LETTERS
    assert "7 December 2026" in subject, "by when"
    assert "release" in subject, "what"
    addresses = re.findall(r"http://localhost(/\S+)", body)
    assert len(addresses) == 1, "one thing to tap"
    browser, taps = Browser(app).sign_in(to), 0
    browser.go(addresses[0])
    taps += 1
    browser.send(COVER if stage is Stage.LINE_MANAGER else {}, button="Yes")
    taps += 1
    assert not browser.page.errors
    assert "You said yes" in browser.page.main or "What was answered" in browser.page.main
    assert taps <= 3
