"""Who is signed in: Flask-Login over rows that can be ended from the server.

The cookie carries a sign-in's id and a random token; the row holds the token's digest. A
sign-in lasts twenty hours (the NHS rule for nothing being lost to a time-out); an administrator
who has done nothing for thirty minutes signs in again.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.kernel import db
from portal.kernel.actor import ANONYMOUS, Actor, Role
from portal.people.models import Person, RoleGrant, SignIn

LIFETIME = timedelta(hours=20)
ADMINISTRATOR_IDLE = timedelta(minutes=30)
_SEEN = "seen"


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """One browser's sign-in, as Flask-Login knows it."""

    def __init__(self, sign_in: SignIn, token: str) -> None:
        self.sign_in = sign_in
        self.id = f"{sign_in.id}.{token}"

    @property
    def person(self) -> Person:
        """Who is signed in."""
        return self.sign_in.person


def init(app: Flask) -> None:
    """Attach Flask-Login to the portal."""
    manager = LoginManager(app)
    manager.session_protection = None  # addresses change on a ward's wireless; the row decides
    manager.user_loader(_load)


def begin(person: Person, now: datetime) -> SignIn:
    """Sign a person in on this browser, under a new session: nothing set before is kept."""
    token = secrets.token_urlsafe(32)
    sign_in = SignIn(person=person, token_digest=_digest(token), began_at=now)
    db.current().add(sign_in)
    db.current().flush()
    session.clear()
    session.permanent = True
    session[_SEEN] = now.timestamp()
    session["language"] = person.language
    login_user(SignedIn(sign_in, token))
    return sign_in


def end(now: datetime) -> None:
    """Sign this browser out, here and on the server."""
    if current_user.is_authenticated:
        sign_in = db.current().get(SignIn, current_user.sign_in.id)
        if sign_in is not None:
            sign_in.ended_at = now
    logout_user()
    session.clear()


def end_everywhere(person_id: UUID, now: datetime) -> int:
    """End all of a person's sign-ins. Returns how many there were."""
    live = db.current().scalars(
        select(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    )
    ended = [sign_in for sign_in in live if now - sign_in.began_at < LIFETIME]
    for sign_in in ended:
        sign_in.ended_at = now
    return len(ended)


def actor() -> Actor:
    """Return who makes this request, with the roles they hold at this moment."""
    if not current_user.is_authenticated:
        return ANONYMOUS
    session[_SEEN] = g.now.timestamp()
    return current_user.person.as_actor()  # type: ignore[no-any-return]  # Flask-Login has no types


def _load(cookie: str) -> SignedIn | None:
    """Return the sign-in behind a cookie, unless it has ended in one of the ways it can."""
    sign_in_id, _, token = cookie.partition(".")
    try:
        key = UUID(sign_in_id)
    except ValueError:
        return None
    sign_in = db.current().scalar(
        select(SignIn)
        .where(SignIn.id == key)
        .options(
            joinedload(SignIn.person)
            .selectinload(Person.grants)
            .joinedload(RoleGrant.organisation),
            joinedload(SignIn.person).selectinload(Person.posts),
        )
    )
    if sign_in is None or not hmac.compare_digest(sign_in.token_digest, _digest(token)):
        return None
    return SignedIn(sign_in, token) if _is_live(sign_in, g.now) else None


def _is_live(sign_in: SignIn, now: datetime) -> bool:
    if sign_in.ended_at is not None or not sign_in.person.is_active:
        return False
    if now - sign_in.began_at >= LIFETIME:
        return False
    is_administrator = sign_in.person.as_actor().holds_anywhere(Role.ADMINISTRATOR)
    idle = now.timestamp() - float(session.get(_SEEN, 0))
    return not (is_administrator and idle >= ADMINISTRATOR_IDLE.total_seconds())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
