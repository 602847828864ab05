"""Join the directory and step back from it; ask, answer and end; note a meeting."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import Refused, enforce, no
from portal.mentors import emails, policy, queries
from portal.mentors.lifecycle import MOVES, Move
from portal.mentors.models import Meeting, Mentor, Pairing
from portal.mentors.policy import Reader, Shown


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody offers. `professions` are groups of uptake, `ways` of `offers.Way`."""

    topics: str
    places: int
    methods: str = ""
    professions: tuple[str, ...] = ()
    speaks_welsh: bool = False
    languages: str = ""
    ways: tuple[str, ...] = ()


def offer(session: Session, reader: Reader, what: Offer, *, actor: Actor, now: datetime) -> Mentor:
    """Join the directory, come back to it, or change what one offers.

    Fewer places than there are pairs ends nothing: there is no room until pairs end.
    """
    enforce(policy.may_offer(reader, actor, now))
    mentor = reader.mentor or _new(session, reader, now)
    if mentor.left_at is not None:
        mentor.left_at, mentor.paused_at, mentor.joined_at = None, None, now
    verb = "offered_mentoring" if mentor.joined_at == now else "changed_offer"
    mentor.topics, mentor.methods, mentor.places = what.topics, what.methods, what.places
    mentor.professions, mentor.ways = list(what.professions), list(what.ways)
    mentor.speaks_welsh, mentor.languages = what.speaks_welsh, what.languages
    session.flush()
    record(session, actor, verb, "mentor", mentor.id, now=now)
    return mentor


def _new(session: Session, reader: Reader, now: datetime) -> Mentor:
    """Make the row. Two tabs at once make one: the second is told to look again."""
    made = Mentor(person=reader.person, topics="", places=1, joined_at=now)
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError as error:
        raise Refused(no(_("You joined in another window. Load this page again."))) from error
    return made


def pause(session: Session, reader: Reader, *, actor: Actor, now: datetime) -> None:
    """Take nobody new for a while. Pairs go on, and what was asked can be answered."""
    mentor = _in(reader, actor, now)
    if mentor.paused_at is None:
        mentor.paused_at = now
        record(session, actor, "paused_mentoring", "mentor", mentor.id, now=now)


def go_on(session: Session, reader: Reader, *, actor: Actor, now: datetime) -> None:
    """Take people again."""
    mentor = _in(reader, actor, now)
    if mentor.paused_at is not None:
        mentor.paused_at = None
        record(session, actor, "resumed_mentoring", "mentor", mentor.id, now=now)


def leave(session: Session, reader: Reader, *, actor: Actor, now: datetime) -> None:
    """Leave the directory. Requests that wait are declined and those people told; pairs go on."""
    mentor = queries.held(session, _in(reader, actor, now).id)
    mentor.left_at = now
    record(session, actor, "left_mentoring", "mentor", mentor.id, now=now)
    for each in queries.requests_to(session, mentor.id):
        _move(each, Move.DECLINE, now)
        record(session, actor, "declined_mentoring", "pairing", each.id, now=now)
        emails.declined(session, each, now=now)


def _in(reader: Reader, actor: Actor, now: datetime) -> Mentor:
    enforce(policy.may_step_back(reader, actor, now))
    assert reader.mentor is not None  # the rule saw to it
    return reader.mentor


def ask(session: Session, shown: Shown, note: str, *, actor: Actor, now: datetime) -> Pairing:
    """Ask a mentor, with a short note."""
    mentor = queries.held(session, shown.mentor.id)
    shown = queries.stand(session, mentor, shown.reader)
    enforce(policy.may_ask(shown, actor, now))
    post = shown.reader.post
    assert post is not None  # the rule saw to it
    made = Pairing(
        mentor=mentor,
        mentee=shown.reader,
        profession_code=post.profession_code,
        note=note,
        asked_at=now,
    )
    session.add(made)
    session.flush()
    record(session, actor, "asked_for_mentor", "pairing", made.id, now=now)
    emails.asked(session, made, now=now)
    return made


def accept(session: Session, pairing: Pairing, *, actor: Actor, now: datetime) -> None:
    """Take somebody on. Of two accepted at once with one place left, one is refused."""
    _hold(session, pairing)
    taken = queries.taken(session, pairing.mentor_id)
    enforce(policy.may_accept(pairing, taken, actor, now))
    _move(pairing, Move.ACCEPT, now)
    session.flush()
    record(session, actor, "accepted_mentoring", "pairing", pairing.id, now=now)
    emails.accepted(session, pairing, now=now)


def decline(
    session: Session, pairing: Pairing, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Say no, and why if one likes."""
    _hold(session, pairing)
    enforce(policy.may_answer(pairing, actor, now))
    _move(pairing, Move.DECLINE, now)
    pairing.reason = reason
    session.flush()
    record(session, actor, "declined_mentoring", "pairing", pairing.id, now=now)
    emails.declined(session, pairing, now=now)


def take_back(session: Session, pairing: Pairing, *, actor: Actor, now: datetime) -> None:
    """Take a request back that was not answered."""
    _hold(session, pairing)
    enforce(policy.may_take_back(pairing, actor, now))
    _move(pairing, Move.TAKE_BACK, now)
    session.flush()
    record(session, actor, "took_back_mentoring", "pairing", pairing.id, now=now)


def end(session: Session, pairing: Pairing, *, actor: Actor, now: datetime) -> None:
    """End a pairing, from either side; the other is told."""
    _hold(session, pairing)
    enforce(policy.may_end(pairing, actor, now))
    _move(pairing, Move.END, now)
    session.flush()
    record(session, actor, "ended_mentoring", "pairing", pairing.id, now=now)
    emails.ended(session, pairing, by_mentor=policy.is_mentor(pairing, actor), now=now)


def note_meeting(
    session: Session, pairing: Pairing, met_on: date, words: str, *, actor: Actor, now: datetime
) -> Meeting:
    """Note a meeting, in a line. The trail says nothing of it: it is for the two alone."""
    enforce(policy.may_note(pairing, actor, now))
    made = Meeting(
        pairing=pairing, met_on=met_on, words=words, noted_by_id=actor.person_id, noted_at=now
    )
    session.add(made)
    session.flush()
    return made


def _hold(session: Session, pairing: Pairing) -> None:
    """Keep others from taking a place of this mentor meanwhile, and read again how it stands."""
    queries.held(session, pairing.mentor_id)
    session.refresh(pairing)


def _move(pairing: Pairing, move: Move, now: datetime) -> None:
    pairing.state = MOVES[pairing.state, move]
    if move is Move.END:
        pairing.ended_at = now
    else:
        pairing.answered_at = now
