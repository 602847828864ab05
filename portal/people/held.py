"""What somebody sent when their sign-in was over: held, for them alone, until they send it on.

A form's token is ours and signed, and names the sign-in under whose pages it was served
(`SignIn.forms_digest`): so a page that comes back late says whose it was, even where this browser
is signed out, or signed in anew. What it sent is then held for half an hour, for that person at
this browser (a cookie says which), and destroyed where anybody else signs in here. Nothing goes
on before the person presses a button, and then it is asked every question that a form is asked.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from flask import Flask, current_app, g, redirect, request, url_for
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.people.models import HeldPost, SignIn
from portal.web.typed import printable

KEPT_FOR = timedelta(minutes=30)
MOST = 5  # for one person: the oldest goes
FIELD = "held"  # names the row whose files go on with a form
_OWN = frozenset({"csrf_token", FIELD})
_TOKENS = "wtf-csrf-token"  # the salt of Flask-WTF's tokens


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: its fields in order, and its files."""

    fields: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, FileStorage], ...]


def init(app: Flask) -> None:
    """Have POSTs held, and the files of one that goes on put back."""
    app.extensions["keeper"] = keep
    app.before_request(_put_files_back)


def digest(secret: str) -> str:
    """Return what is kept of a secret: nobody who reads the table can use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keep() -> Response | None:
    """Hold this POST if it came from a page of ours, served to somebody who may come back.

    Returns the way to what is held, by the sign-in where that is needed; None where it is not
    held: for sign-in and sign-out, for a token that is not ours, and for a page of somebody else
    than who is signed in now.
    """
    if request.url_rule is None or request.blueprint == "people":
        return None
    sign_in = _whose()
    if sign_in is None or not sign_in.person.is_active:
        return None
    if current_user.is_authenticated and current_user.person.id != sign_in.person_id:
        return None
    browser = request.cookies.get(_cookie()) or secrets.token_urlsafe(32)
    _hold(sign_in.person_id, browser)
    where = url_for("people.held_posts")
    answer = redirect(
        where if current_user.is_authenticated else url_for("people.sign_in", next=where), 303
    )
    answer.set_cookie(
        _cookie(),
        browser,
        max_age=KEPT_FOR,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return answer


def mine(session: Session, person_id: UUID | None, now: datetime) -> list[HeldPost]:
    """Return what is held for this person at this browser, the last first."""
    return list(
        session.scalars(
            select(HeldPost)
            .where(HeldPost.person_id == person_id, *_here(), HeldPost.held_at > now - KEPT_FOR)
            .order_by(HeldPost.held_at.desc(), HeldPost.id)
        )
    )


def one(session: Session, person_id: UUID | None, held_id: UUID, now: datetime) -> HeldPost | None:
    """Return one of those."""
    return next((held for held in mine(session, person_id, now) if held.id == held_id), None)


def destroy_others(session: Session, person_id: UUID | None) -> None:
    """Destroy what this browser holds for anybody but this person; for everybody where None."""
    if request.cookies.get(_cookie()):
        session.execute(
            delete(HeldPost).where(*_here(), HeldPost.person_id.is_distinct_from(person_id))
        )


def is_due(session: Session, now: datetime) -> bool:
    """Say whether anything is held longer than it may be."""
    old = select(HeldPost.id).where(HeldPost.held_at <= now - KEPT_FOR).limit(1)
    return session.scalar(old) is not None


def forget(session: Session, now: datetime) -> None:
    """Destroy what was held for half an hour."""
    session.execute(delete(HeldPost).where(HeldPost.held_at <= now - KEPT_FOR))


def read(held: HeldPost) -> Sent:
    """Return the form as it was sent. Characters that no page can carry are left out."""
    body = json.loads(held.body)
    return Sent(
        tuple((name, printable(value)) for name, value in body["fields"]),
        tuple(
            (name, FileStorage(BytesIO(base64.b64decode(data)), filename, name, content_type=kind))
            for name, filename, kind, data in body["files"]
        ),
    )


def _here() -> Iterator[ColumnElement[bool]]:
    browser = request.cookies.get(_cookie(), "")
    yield HeldPost.browser_digest == digest(browser)


def _cookie() -> str:
    return "__Host-held" if current_app.config["SESSION_COOKIE_SECURE"] else "held"


def _whose() -> SignIn | None:
    """Return the sign-in, over or not, under which the page that was sent had been served."""
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt=_TOKENS)
    try:
        token = signer.loads(request.form.get("csrf_token", ""))
    except BadData:
        return None
    if not isinstance(token, str):
        return None
    return db.current().scalar(select(SignIn).where(SignIn.forms_digest == digest(token)))


def _hold(person_id: UUID, browser: str) -> None:
    query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
    made = HeldPost(
        person_id=person_id,
        browser_digest=digest(browser),
        path=f"{request.path}{query}",
        body=_body(),
        held_at=g.now,
    )
    with db.transaction() as session:
        had = session.scalars(
            select(HeldPost)
            .where(HeldPost.person_id == person_id)
            .order_by(HeldPost.held_at.desc(), HeldPost.id)
        ).all()
        for old in had[MOST - 1 :]:
            session.delete(old)
        session.add(made)


def _body() -> bytes:
    files = [
        (name, each.filename, each.mimetype, base64.b64encode(_all_of(each)).decode())
        for name, each in request.files.items(multi=True)
        if each.filename
    ]
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in _OWN]
    return json.dumps({"fields": fields, "files": files}).encode("ascii")


def _all_of(file: FileStorage) -> bytes:
    file.seek(0)  # somebody may have looked into it
    found: bytes = file.read()
    return found


def _put_files_back() -> None:
    """Where a form goes on that was held: give it its files, and let go of it as it is saved.

    The row goes with the view's own transaction: what the view refuses is still held.
    """
    if request.method != "POST" or FIELD not in request.form:
        return
    try:
        held_id = UUID(request.form[FIELD])
    except ValueError:
        return
    found = one(db.current(), g.actor.person_id, held_id, g.now)
    if found is None or found.path.partition("?")[0] != request.path:
        return
    files: MultiDict[str, FileStorage] = MultiDict(read(found).files)
    if files and not any(each.filename for each in request.files.values()):
        request.files = ImmutableMultiDict(files)
    db.current().delete(found)
