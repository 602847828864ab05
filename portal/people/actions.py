"""Sign people in and out."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.audit.actions import record
from portal.kernel import db
from portal.people import queries, sessions
from portal.people.models import FailedSignIn, Person
from portal.people.passwords import matches


class SignInResult(StrEnum):
    """What came of an attempt. The page says the same for a wrong name and a wrong password."""

    RIGHT = "right"
    WRONG = "wrong"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A name and password as typed, from a network address."""

    email: str
    password: str
    address: str

    @property
    def email_digest(self) -> str:
        """The account guessed at, without keeping what was typed."""
        return hashlib.sha256(self.email.strip().lower().encode()).hexdigest()


def check(attempt: Attempt, memory_kib: int, now: datetime) -> tuple[SignInResult, Person | None]:
    """Check a password outside any writing transaction: hashing takes 50 ms and holds no lock."""
    with db.reading() as session:
        if queries.guesses(session, attempt.email_digest, attempt.address, now) >= (
            queries.GUESSES_ALLOWED
        ):
            return SignInResult.WAIT, None
        person = queries.person_by_email(session, attempt.email)
        password_hash = person.password_hash if person and person.is_active else None
        if not matches(password_hash, attempt.password, memory_kib):
            return SignInResult.WRONG, None
    return SignInResult.RIGHT, person


def sign_in(person: Person, now: datetime) -> None:
    """Begin a sign-in on this browser and record it."""
    session = db.current()
    known = session.get_one(Person, person.id)
    sign_in = sessions.begin(known, now)
    record(session, known.as_actor(), "signed_in", "sign_in", sign_in.id, now=now)


def note_failure(attempt: Attempt, now: datetime) -> None:
    """Count a wrong password against the account and the address."""
    db.current().add(
        FailedSignIn(email_digest=attempt.email_digest, address=attempt.address, failed_at=now)
    )


def sign_out_everywhere(person: Person, now: datetime) -> int:
    """End all sign-ins of a person, this browser's too. Returns how many there were."""
    ended = sessions.end_everywhere(person.id, now)
    record(
        db.current(),
        person.as_actor(),
        "signed_out_everywhere",
        "person",
        person.id,
        now=now,
        ended=ended,
    )
    sessions.end(now)
    return ended
