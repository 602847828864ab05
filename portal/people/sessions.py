"""Who is signed in: Flask-Login over rows that can be ended from the server.

The cookie carries a sign-in's id and a random token; the row holds the token's digest. A
sign-in lasts twenty hours (the NHS rule for nothing being lost to a time-out), and one press
adds an hour to its end, up to twenty-two in all; an administrator who has done nothing for thirty
minutes signs in again.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

from flask import Flask, g, has_request_context, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from portal.kernel import db
from portal.kernel.actor import ANONYMOUS, Actor, Role
from portal.people import held
from portal.people.held import digest
from portal.people.models import Person, RoleGrant, SignIn
from portal.web.autosave import who
from portal.web.format import moment

LIFETIME = timedelta(hours=20)
LONGEST = timedelta(hours=22)
EXTENSION = timedelta(hours=1)
ADMINISTRATOR_IDLE = timedelta(minutes=30)
NOTED_EACH = timedelta(minutes=1)
WARNING = timedelta(minutes=5)  # before the end; access.md asks for two at least
UNTIL_SHOWN = timedelta(hours=1)
LOOKING = "people.time_out"  # asks how long is left, which is no sign of life
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
    app.context_processor(lambda: {"time_out": time_out()})


def begin(person: Person, now: datetime) -> SignIn:
    """Sign a person in on this browser, under a new session: nothing set before is kept."""
    token, forms = secrets.token_urlsafe(32), secrets.token_hex(20)
    sign_in = SignIn(
        person=person, token_digest=digest(token), forms_digest=digest(forms), began_at=now
    )
    db.current().add(sign_in)
    db.current().flush()
    held.destroy_others(db.current(), person.id)
    session.clear()
    session.permanent = True
    session["csrf_token"] = forms  # Flask-WTF keeps the one it finds
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
    held.destroy_others(db.current(), None)
    logout_user()
    session.clear()


def end_everywhere(person_id: UUID, now: datetime) -> int:
    """End all of a person's sign-ins. Returns how many there were."""
    live = db.current().scalars(
        select(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    )
    ended = [sign_in for sign_in in live if now < ends_at(sign_in)]
    for sign_in in ended:
        sign_in.ended_at = now
    return len(ended)


def ends_at(sign_in: SignIn) -> datetime:
    """Return when a sign-in is over, whatever its person does until then."""
    return max(sign_in.began_at + LIFETIME, sign_in.extended_to or sign_in.began_at)


def extend(now: datetime) -> None:
    """Put off the end of this browser's sign-in by an hour from now, within LONGEST in all."""
    sign_in = db.current().get_one(SignIn, current_user.sign_in.id)
    sign_in.extended_to = min(max(ends_at(sign_in), now + EXTENSION), _last(sign_in))


def _last(sign_in: SignIn) -> datetime:
    return sign_in.began_at + LONGEST


@dataclass(frozen=True, slots=True)
class TimeOut:
    """When the reader of a page is signed out: in seconds from now, and in words.

    `warning` is how many seconds before that the page's script speaks.
    `may_extend` says whether a press puts it off; `is_soon` whether the page says it unasked.
    """

    who: str
    seconds: int
    warning: int
    until: str
    may_extend: bool
    is_soon: bool


def time_out() -> TimeOut | None:
    """Return when this browser's sign-in ends, or goes idle; None where nobody is signed in."""
    if not has_request_context() or not (g.get("actor") and g.actor.is_signed_in):
        return None
    if not current_user.is_authenticated:  # signed out by this very request
        return None
    sign_in = current_user.sign_in
    idle_at = _seen_at() + ADMINISTRATOR_IDLE if _goes_idle(sign_in) else ends_at(sign_in)
    end = min(ends_at(sign_in), idle_at)
    return TimeOut(
        who=who(),
        seconds=max(int((end - g.now).total_seconds()), 0),
        warning=int(WARNING.total_seconds()),
        until=moment(end),
        may_extend=min(g.now + EXTENSION, _last(sign_in)) > end or idle_at < ends_at(sign_in),
        is_soon=end - g.now <= UNTIL_SHOWN and not _goes_idle(sign_in),
    )


def _goes_idle(sign_in: SignIn) -> bool:
    is_administrator: bool = sign_in.person.as_actor().holds_anywhere(Role.ADMINISTRATOR)
    return is_administrator


def _seen_at() -> datetime:
    return datetime.fromtimestamp(float(session.get(_SEEN, 0)), UTC)


def actor() -> Actor:
    """Return who makes this request, with the roles they hold at this moment."""
    if not current_user.is_authenticated:
        return ANONYMOUS
    if request.endpoint != LOOKING and _is_to_note():
        session[_SEEN] = g.now.timestamp()
    return current_user.person.as_actor()  # type: ignore[no-any-return]  # Flask-Login has no types


def _is_to_note() -> bool:
    """Say whether this sign of life is noted: once a minute, since each costs half a kilobyte.

    Every one of somebody who goes idle is: their thirty minutes are counted from the last.
    """
    return _goes_idle(current_user.sign_in) or g.now - _seen_at() >= NOTED_EACH


def _load(cookie: str) -> SignedIn | None:
    """Return the sign-in behind a cookie, unless it has ended in one of the ways it can."""
    sign_in_id, _, token = cookie.partition(".")
    try:
        key = UUID(sign_in_id)
    except ValueError:
        return None
    grants = joinedload(SignIn.person).joinedload(Person.grants)
    asked = (
        select(SignIn).where(SignIn.id == key).options(grants.joinedload(RoleGrant.organisation))
    )
    sign_in = db.current().scalars(asked).unique().one_or_none()
    if sign_in is None or not hmac.compare_digest(sign_in.token_digest, digest(token)):
        return None
    return SignedIn(sign_in, token) if _is_live(sign_in, g.now) else None


@cache
def _by_id() -> Select[SignIn]:
    grants = joinedload(SignIn.person).joinedload(Person.grants)
    wanted = SignIn.id == bindparam("key", type_=SignIn.id.type)
    return select(SignIn).where(wanted).options(grants.joinedload(RoleGrant.organisation))


def _is_live(sign_in: SignIn, now: datetime) -> bool:
    if sign_in.ended_at is not None or not sign_in.person.is_active:
        return False
    if now >= ends_at(sign_in):
        return False
    return not (_goes_idle(sign_in) and now - _seen_at() >= ADMINISTRATOR_IDLE)
