"""A crowd of signed-in people, each with an application ready to send, made quickly as rows.

One of them is made by the factories; the others are copies of its rows under ids of their own.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from portal.applications.shown import digest
from portal.kernel import clock
from portal.people.passwords import hash_password
from portal.schema import Base
from tests.factories import applications, people, schemes

A_CALL = 4_000  # applications in one call: references have four digits
BATCH = 500
TABLES = Base.metadata.tables


@dataclass(frozen=True)
class Hand:
    """One person's browser, about to press the button: nothing of it changes when it is pressed
    again.
    """

    person_id: UUID
    application_id: UUID
    cookie: str
    token: str
    ticket: str
    shown: str  # what the page with the button showed


def gather(app, database, number: int, hours: int = 48) -> list[Hand]:
    """Make so many people in calls that are open from yesterday for so many hours more."""
    hands: list[Hand] = []
    with app.app_context(), database.scope() as session:
        ward = people.node(session, f"ward-{secrets.token_hex(3)}", people.node(session))
        while len(hands) < number:
            some = min(A_CALL, number - len(hands))
            hands += _fill_call(app, session, ward, some, hours)
        session.commit()
    return hands


def _fill_call(app, session, ward, number: int, hours: int) -> list[Hand]:
    now = clock.now()
    call = schemes.open_call(
        session,
        ward.parent,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(hours=hours),
    )
    manager = people.employee(session, ward)
    first = people.employee(session, ward, manager=manager)
    first.password_hash = hash_password(
        people.PASSWORD, app.extensions["settings"].argon2_memory_kib
    )
    draft = applications.complete_draft(session, call, first)
    session.flush()
    pattern = _rows_of(session, first.id, draft.id)
    shown = digest(draft)  # of the answers alone, so that of every copy too
    hands = []
    while len(hands) < number:
        copies = [_copy(pattern, app, now, shown) for _ in range(min(BATCH, number - len(hands)))]
        for name in (*pattern, "sign_ins"):
            rows = [row for copy, _hand in copies for row in copy[name]]
            if rows:
                session.execute(TABLES[name].insert(), rows)
        hands += [hand for _copy, hand in copies]
    return hands


def _rows_of(session, person_id: UUID, application_id: UUID) -> dict[str, list[dict]]:
    """The rows of the first one, by table, a table before those that point at it."""
    wanted = {
        "people": TABLES["people"].c.id == person_id,
        "employments": TABLES["employments"].c.person_id == person_id,
        "applications": TABLES["applications"].c.id == application_id,
        "section_entries": TABLES["section_entries"].c.application_id == application_id,
        "release_periods": TABLES["release_periods"].c.application_id == application_id,
        "cost_lines": TABLES["cost_lines"].c.application_id == application_id,
    }
    return {
        name: [dict(row) for row in session.execute(select(TABLES[name]).where(which)).mappings()]
        for name, which in wanted.items()
    }


def _copy(
    pattern: dict[str, list[dict]], app, now: datetime, shown: str
) -> tuple[dict[str, list[dict]], Hand]:
    new: dict[UUID, UUID] = {row["id"]: uuid4() for rows in pattern.values() for row in rows}

    def other(value):
        return new.get(value, value) if isinstance(value, UUID) else value

    copied = {
        name: [{key: other(value) for key, value in row.items()} for row in rows]
        for name, rows in pattern.items()
    }
    (person,), (application,) = copied["people"], copied["applications"]
    person["email"] = f"{person['id'].hex}@example.nhs.uk"
    hand, sign_in = _sign_in(app, person["id"], application["id"], now, shown)
    copied["sign_ins"] = [sign_in]
    return copied, hand


def _sign_in(
    app, person_id: UUID, application_id: UUID, now: datetime, shown: str
) -> tuple[Hand, dict]:
    """A browser that signed in a moment ago: its cookie, a form's token, and the row."""
    token, raw = secrets.token_urlsafe(32), secrets.token_hex(20)
    row = {
        "id": uuid4(),
        "person_id": person_id,
        "token_digest": hashlib.sha256(token.encode()).hexdigest(),
        "began_at": now,
        "ended_at": None,
    }
    cookie = app.session_interface.get_signing_serializer(app).dumps(
        {
            "_user_id": f"{row['id']}.{token}",
            "_fresh": True,
            "_permanent": True,
            "seen": now.timestamp(),
            "language": "en",
            "csrf_token": raw,
        }
    )
    form = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(raw)
    ticket = secrets.token_urlsafe(32)
    return Hand(person_id, application_id, cookie, form, ticket, shown), row
