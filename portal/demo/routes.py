"""Two pages of the demonstration: be anybody in one click, and read the mail."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.demo import personas
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.notifications import queries as outbox
from portal.notifications.lifecycle import STATE_LABELS
from portal.notifications.models import Message
from portal.people import actions
from portal.people.models import Person
from portal.web.guard import guard, now
from portal.web.pieces import Pager

blueprint = Blueprint("demo", __name__)
PAGE = 50


def load_persona(session: Session, _actor: Actor, person_id: UUID) -> Person | None:
    """Return one of the demo's named people; nobody else can be signed in as this way."""
    emails = [persona.email for persona in personas.PERSONAS]
    return session.scalar(select(Person).where(Person.id == person_id, Person.email.in_(emails)))


def load_message(session: Session, _actor: Actor, message_id: UUID) -> Message | None:
    """Return one mail of the outbox."""
    return session.get(Message, message_id)


@blueprint.get("/demo/people")
@guard(public=True)
def people() -> str:
    """List the demo's people by role."""
    by_email = {
        person.email: person
        for person in db.current().scalars(
            select(Person).where(Person.email.in_([p.email for p in personas.PERSONAS]))
        )
    }
    rows = [(p, by_email[p.email].id) for p in personas.PERSONAS if p.email in by_email]
    return render_template("demo/people.html", rows=rows, password=personas.PASSWORD)


@blueprint.post("/demo/people/<uuid:person_id>")
@guard(load_persona, public=True)
def become(person: Person) -> Response:
    """Sign in as one of them."""
    with db.transaction():
        actions.sign_in(person, now())
    return redirect("/", 303)


@blueprint.get("/demo/mail")
@guard(public=True)
def mail() -> str:
    """Show the mail that would have gone, newest first."""
    session = db.current()
    total = outbox.count(session)
    pages = max(1, -(-total // PAGE))
    page = min(max(request.args.get("page", 1, int), 1), pages)
    messages = [
        (each, STATE_LABELS[each.state]) for each in outbox.latest(session, PAGE, (page - 1) * PAGE)
    ]
    hrefs = {number: f"/demo/mail?page={number}" for number in range(1, pages + 1)}
    return render_template(
        "demo/mail.html", messages=messages, total=total, pager=Pager(page, pages, total, hrefs)
    )


@blueprint.get("/demo/mail/<uuid:message_id>")
@guard(load_message, public=True)
def message(shown: Message) -> str:
    """Show one mail as its reader would see it."""
    return render_template("demo/message.html", message=shown)
