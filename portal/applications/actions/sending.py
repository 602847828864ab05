"""Send an application: once, whatever happens to the answer on its way back."""

import re
import secrets
from datetime import datetime
from itertools import count

from sqlalchemy.orm import Session

from portal.applications import documents, emails, policy, queries, window
from portal.applications.actions import begun
from portal.applications.before_sending import may_go
from portal.applications.lifecycle import BEING_WRITTEN, MOVES, Move
from portal.applications.models import Application, Submission
from portal.applications.shown import is_as_shown
from portal.applications.snapshot import snapshot
from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.language import lazy
from portal.kernel.reactions import react
from portal.kernel.ruling import Refused, enforce, no
from portal.schemes.models import Call
from portal.schemes.questions import Round

TICKET = re.compile(r"[A-Za-z0-9_-]{20,64}")
NO_TICKET = lazy("This page is out of date. Load it again, then send your application.")
DIGITS = 4
GUESSES = 12  # before all that are free are looked at: nearly never


def new_ticket() -> str:
    """Return a claim ticket: what a form carries so that sending twice is sending once."""
    return secrets.token_urlsafe(32)


def submit(
    session: Session,
    application: Application,
    ticket: str,
    *,
    actor: Actor,
    arrived_at: datetime,
    shown: str | None = None,
) -> Submission:
    """Send what is being written and arrived at this instant, or return the receipt there is.

    In two stages that is the first, then all of it. `shown` is the digest of what the person
    read before pressing (`shown.digest`); None where no page stands between. The draft stays
    whole where it is refused. Raises Refused.
    """
    queries.locked(session, application.id)
    enforce(policy.may_try_to_send(application, actor, arrived_at))
    if had := _had(session, application, ticket):
        return had
    held_before = queries.awarded_before(session, application)
    enforce(policy.may_submit(application, actor, arrived_at, held_before=held_before))
    enforce(may_go(session, application, actor, arrived_at))
    claim(session, ticket)
    if shown is not None:
        enforce(is_as_shown(application, shown))
    application.reference = application.reference or _reference(session, application.call)
    made = receipt(session, application, ticket, arrived_at)
    late = window.is_in_grace(application, arrived_at)
    by_pass = window.is_by_pass(application, arrived_at)
    verb, event = _move(application, arrived_at)
    session.flush()
    facts = {"reference": application.reference, "in_grace": late}
    verb = f"{verb}_late" if by_pass else verb
    record(session, actor, verb, "application", application.id, now=arrived_at, **facts)
    emails.received(session, application, made.stage, now=arrived_at)
    react(session, event, application=application, actor=actor, now=arrived_at)
    return made


def _had(session: Session, application: Application, ticket: str) -> Submission | None:
    """Return the receipt where this was sent before: by this ticket, or by any other."""
    if sent := sent_with(session, application, ticket):
        return sent
    if application.state in BEING_WRITTEN:
        return None
    return queries.submission(session, application.id)


def _move(application: Application, arrived_at: datetime) -> tuple[str, str]:
    """Change the state; return the verb of the trail, and the name of what happened."""
    if application.stage is Round.FIRST:
        application.state = MOVES[application.state, Move.SEND_FIRST]
        application.first_sent_at = arrived_at
        return "sent_first", "first_stage_sent"
    application.state = MOVES[application.state, Move.SUBMIT]
    application.submitted_at = arrived_at
    return "submitted", "application_submitted"


def sent_with(session: Session, application: Application, ticket: str) -> Submission | None:
    """Return the receipt that this application has for this ticket."""
    had = queries.by_ticket(session, ticket) if TICKET.fullmatch(ticket) else None
    return had if had is not None and had.application_id == application.id else None


def receipt(
    session: Session, application: Application, ticket: str, arrived_at: datetime
) -> Submission:
    """Keep all that was sent at this instant, under the next number, and ask for its PDF.

    Whoever calls has claimed the ticket. Costs that were begun and not saved are forgotten.
    """
    last = queries.submission(session, application.id)
    made = Submission(
        application=application,
        number=last.number + 1 if last else 1,
        stage=application.stage,
        ticket=ticket,
        received_at=arrived_at,
        content=snapshot(application, arrived_at),
    )
    session.add(made)
    session.flush()
    begun.forget(session, application)
    documents.ask_for_whole(session, made, now=arrived_at)
    return made


def claim(session: Session, ticket: str) -> None:
    """Raise Refused for a ticket that no form of ours made, or that has sent another."""
    if TICKET.fullmatch(ticket) is None or queries.by_ticket(session, ticket) is not None:
        raise Refused(no(NO_TICKET))


def _reference(session: Session, call: Call) -> str:
    """Return a number nobody has in this call, at random: it says nothing of who came first.

    The call is held meanwhile, so that two at once cannot draw the same.
    """
    session.get_one(Call, call.id, with_for_update={"of": Call, "key_share": True})
    for _try in range(GUESSES):
        drawn = _named(call.prefix, secrets.randbelow(10**DIGITS - 1) + 1)
        if not queries.is_reference(session, drawn):
            return drawn
    given = queries.references(session, call.id)
    for digits in count(DIGITS):  # a call of more than 9,999 goes on with one digit more
        first = 10 ** (digits - 1) if digits > DIGITS else 1
        names = (_named(call.prefix, number) for number in range(first, 10**digits))
        if free := [name for name in names if name not in given]:
            return secrets.choice(free)
    raise AssertionError  # numbers do not end


def _named(prefix: str, number: int) -> str:
    return f"{prefix}-{number:0{DIGITS}d}"
