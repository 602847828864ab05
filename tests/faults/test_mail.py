"""A mail server that refuses, defers, hangs up or takes a message and dies; nothing is lost."""

import smtplib
import socket
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from portal.files.models import Document
from portal.notifications.delivery import Smtp, as_mail, deliver_due
from portal.notifications.lifecycle import MessageState
from portal.notifications.models import Message
from tests.conftest import NOW

FROM = "headroom@example.nhs.uk"


class Server:
    """A real SMTP server on loopback that answers each mail as told."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.taken = list(answers), []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server, _session, envelope):
        self.taken.append(envelope.content)
        return "250 OK"


@contextmanager
def serving(*answers: str):
    handler = Server(*answers)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, Smtp("127.0.0.1", port)
    finally:
        controller.stop()


@pytest.fixture
def message(database):
    with database.scope() as session:
        made = Message(
            to_address="megan@example.nhs.uk",
            to_name="Megan Prosser, RN",
            template="t",
            language="en",
            subject="We have your application",
            body="Dear Megan\n",
            due_at=NOW,
            created_at=NOW,
        )
        session.add(made)
        session.commit()
        return made.id


def state(database, message_id):
    with database.scope(read_only=True) as session:
        found = session.get_one(Message, message_id)
        return found.state, found.tries, found.due_at, found.last_error


def test_a_message_goes_once(database, message):
    with serving() as (server, smtp):
        assert deliver_due(database, smtp, FROM, lambda: NOW) == 1
        assert deliver_due(database, smtp, FROM, lambda: NOW) == 0
        assert len(server.taken) == 1
    assert state(database, message)[0] is MessageState.SENT
    assert f"<{message}@example.nhs.uk>".encode() in server.taken[0]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("550 No such person", MessageState.FAILED), ("451 Try later", MessageState.WAITING)],
)
def test_a_refusal_is_final_and_a_delay_is_not(database, message, answer, expected):
    with serving(answer) as (_server, smtp):
        assert deliver_due(database, smtp, FROM, lambda: NOW) == 0
    found, tries, due_at, error = state(database, message)
    assert (found, tries) == (expected, 1)
    assert error
    if expected is MessageState.WAITING:
        assert due_at > NOW


def test_a_delayed_message_goes_when_its_time_comes(database, message):
    with serving("451 Try later") as (server, smtp):
        deliver_due(database, smtp, FROM, lambda: NOW)
        assert deliver_due(database, smtp, FROM, lambda: NOW + timedelta(seconds=30)) == 0
        assert deliver_due(database, smtp, FROM, lambda: NOW + timedelta(minutes=3)) == 1
        assert len(server.taken) == 1


def test_a_server_that_is_away_costs_nothing_but_time(database, message):
    assert deliver_due(database, Smtp("127.0.0.1", 9), FROM, lambda: NOW) == 0
    assert state(database, message)[0] is MessageState.WAITING


def test_it_is_given_up_after_two_days(database, message):
    assert deliver_due(database, Smtp("127.0.0.1", 9), FROM, lambda: NOW + timedelta(hours=49)) == 0
    assert state(database, message)[0] is MessageState.FAILED


class Dies:
    """Takes the mail, then the worker dies before it can be marked."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []

    def send(self, mail: EmailMessage) -> None:
        self.taken.append(mail)
        raise KeyboardInterrupt


def test_a_worker_that_dies_after_the_yes_sends_once_more_with_the_same_id(database, message):
    dying = Dies()
    with pytest.raises(KeyboardInterrupt):
        deliver_due(database, dying, FROM, lambda: NOW)
    assert state(database, message)[0] is MessageState.SENDING
    with serving() as (server, smtp):
        assert deliver_due(database, smtp, FROM, lambda: NOW + timedelta(minutes=1)) == 0
        assert deliver_due(database, smtp, FROM, lambda: NOW + timedelta(minutes=6)) == 1
    assert dying.taken[0]["Message-ID"].encode() in server.taken[0]


def test_a_message_waits_for_its_document(database, message):
    with database.scope() as session:
        letter = Document(
            subject_kind="decision",
            subject_id=message,
            filename="letter.pdf",
            source_html="<p>x",
            asked_at=NOW,
        )
        session.add(letter)
        session.flush()
        session.get_one(Message, message).document_id = letter.id
        session.commit()
        letter_id = letter.id
    with serving() as (server, smtp):
        assert deliver_due(database, smtp, FROM, lambda: NOW) == 0
        with database.scope() as session:
            letter = session.get_one(Document, letter_id)
            letter.pdf, letter.issued_at, letter.sha256 = b"%PDF-1.7", NOW, "0"
            session.commit()
        assert deliver_due(database, smtp, FROM, lambda: NOW) == 1
    assert b'filename="letter.pdf"' in server.taken[0]


@pytest.mark.parametrize(
    "address",
    [
        "a@example.nhs.uk, b@example.nhs.uk",
        "a b@example.nhs.uk",
        "a@example.nhs.uk\r\nBcc: b@x",
        "a@example.nhs.uk@x",
        "a@",
    ],
)
def test_one_address_is_one_recipient(address):
    message = Message(
        to_address=address, to_name="", subject="s", body="b", language="en", created_at=NOW
    )
    with pytest.raises(ValueError):
        as_mail(message, FROM, None)


def test_a_message_that_cannot_be_written_fails_alone(database, message):
    with database.scope() as session:
        bad = Message(
            to_address="a@example.nhs.uk@x",
            template="t",
            language="en",
            subject="s",
            body="b\n",
            due_at=NOW,
            created_at=NOW - timedelta(hours=1),
        )
        session.add(bad)
        session.commit()
        bad_id = bad.id
    with serving() as (server, smtp):
        assert deliver_due(database, smtp, FROM, lambda: NOW) == 1
        assert len(server.taken) == 1
    assert state(database, message)[0] is MessageState.SENT
    found, _tries, _due_at, error = state(database, bad_id)
    assert (found, "not an address" in error) == (MessageState.FAILED, True)


def test_a_name_cannot_add_a_header():
    message = Message(
        to_address="a@example.nhs.uk",
        to_name="A\r\nBcc: b@x.example",
        subject="s",
        body="b",
        language="en",
        created_at=NOW,
    )
    with pytest.raises(ValueError):
        as_mail(message, FROM, None)


def test_a_refused_connection_is_not_permanent():
    from portal.notifications.delivery import is_permanent

    assert not is_permanent(ConnectionRefusedError())
    assert is_permanent(smtplib.SMTPSenderRefused(550, b"no", "x"))
