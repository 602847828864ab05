"""Who may do what with mentors. Pure: no session, no request, no clock.

`Shown` carries what a rule about one mentor needs and the row does not have: who has a place.
"""

from dataclasses import dataclass
from datetime import datetime

from portal.kernel.actor import Actor, Role
from portal.kernel.language import lazy
from portal.kernel.ruling import HIDDEN, YES, Ruling, forbidden, no, yes_if
from portal.mentors.lifecycle import MOVES, Move, PairingState
from portal.mentors.models import Mentor, Pairing
from portal.people.models import Person

MOST_ASKED = 5  # requests of one person that wait at once

STAFF_ONLY = lazy("The mentor directory is for staff. Ask the R&D office.")
YOURSELF = lazy("You cannot be your own mentor.")
PAUSED = lazy("This mentor takes nobody new at the moment.")
FULL = lazy("This mentor has no room at the moment.")
NO_ROOM = lazy("You have no room. End a pairing, or say that you can take more people.")
ASKED = lazy("You have asked this mentor already.")
TOO_MANY = lazy("You have asked 5 mentors already. Wait for an answer, or take one request back.")
ANSWERED = lazy("This request has been answered already.")
NOT_PAIRED = lazy("Meetings are noted while you are paired.")
LEFT = lazy("You are not in the directory.")
OFFICE_ONLY = lazy("This page is for the R&D office.")


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever is signed in, as far as the directory asks."""

    person: Person
    mentor: Mentor | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A mentor before a reader: whose places are taken, and what the reader has asked already."""

    mentor: Mentor
    reader: Person
    taken: int
    asked: int = 0  # of the reader's requests that wait, to anybody
    live: Pairing | None = None  # the reader's own request or pairing with this mentor

    @property
    def room(self) -> int:
        """How many more this mentor can take."""
        return max(self.mentor.places - self.taken, 0)


def is_listed(mentor: Mentor) -> bool:
    """Say whether this mentor is in the directory now."""
    return mentor.left_at is None and mentor.person.is_active


def may_look(reader: Reader, actor: Actor, _now: datetime) -> Ruling:
    """Look through the directory, as oneself: staff, who have a post."""
    return yes_if(actor.is_person(reader.person.id), HIDDEN) and yes_if(
        reader.person.post is not None, forbidden(STAFF_ONLY)
    )


def may_see(shown: Shown, actor: Actor, _now: datetime) -> Ruling:
    """See one mentor: staff, while the mentor is listed; oneself always."""
    if not actor.is_person(shown.reader.id):
        return HIDDEN
    if actor.is_person(shown.mentor.person_id):
        return YES
    return yes_if(shown.reader.post is not None and is_listed(shown.mentor), HIDDEN)


def may_ask(shown: Shown, actor: Actor, now: datetime) -> Ruling:
    """Ask one mentor: somebody else, who has room, and whom one has not asked yet."""
    return (
        may_see(shown, actor, now)
        and yes_if(not actor.is_person(shown.mentor.person_id), no(YOURSELF))
        and yes_if(shown.live is None, no(ASKED))
        and yes_if(shown.mentor.paused_at is None, no(PAUSED))
        and yes_if(shown.room > 0, no(FULL))
        and yes_if(shown.asked < MOST_ASKED, no(TOO_MANY))
    )


def may_offer(reader: Reader, actor: Actor, now: datetime) -> Ruling:
    """Join the directory, or change what one offers."""
    return may_look(reader, actor, now)


def may_step_back(reader: Reader, actor: Actor, now: datetime) -> Ruling:
    """Pause, go on, or leave: whoever is in the directory."""
    is_in = reader.mentor is not None and reader.mentor.left_at is None
    return may_look(reader, actor, now) and yes_if(is_in, no(LEFT))


def is_mentor(pairing: Pairing, actor: Actor) -> bool:
    """Say whether this is the mentor of the two."""
    return actor.is_person(pairing.mentor.person_id)


def is_mentee(pairing: Pairing, actor: Actor) -> bool:
    """Say whether this is who asked."""
    return actor.is_person(pairing.mentee_id)


def may_see_pairing(pairing: Pairing, actor: Actor, _now: datetime) -> Ruling:
    """See what two people wrote to each other: those two, and nobody else."""
    return yes_if(is_mentor(pairing, actor) or is_mentee(pairing, actor), HIDDEN)


def may_answer(pairing: Pairing, actor: Actor, now: datetime) -> Ruling:
    """Accept or decline: the mentor, once. Whether there is room is `may_accept`."""
    return (
        may_see_pairing(pairing, actor, now)
        and yes_if(is_mentor(pairing, actor), HIDDEN)
        and yes_if((pairing.state, Move.ACCEPT) in MOVES, no(ANSWERED))
    )


def may_accept(pairing: Pairing, taken: int, actor: Actor, now: datetime) -> Ruling:
    """Accept while there is a place: `taken` are those who have one."""
    has_room = taken < pairing.mentor.places
    return may_answer(pairing, actor, now) and yes_if(has_room, no(NO_ROOM))


def may_take_back(pairing: Pairing, actor: Actor, now: datetime) -> Ruling:
    """Take a request back before it is answered: who asked."""
    return (
        may_see_pairing(pairing, actor, now)
        and yes_if(is_mentee(pairing, actor), HIDDEN)
        and yes_if((pairing.state, Move.TAKE_BACK) in MOVES, no(ANSWERED))
    )


def may_end(pairing: Pairing, actor: Actor, now: datetime) -> Ruling:
    """End a pairing: either of the two."""
    return may_see_pairing(pairing, actor, now) and yes_if(
        (pairing.state, Move.END) in MOVES, no(NOT_PAIRED)
    )


def may_note(pairing: Pairing, actor: Actor, now: datetime) -> Ruling:
    """Note a meeting: either of the two, while they are paired."""
    return may_see_pairing(pairing, actor, now) and yes_if(
        pairing.state is PairingState.PAIRED, no(NOT_PAIRED)
    )


def may_count(_subject: object, actor: Actor, _now: datetime) -> Ruling:
    """Read how many are paired and how many wait: the office, of its own nodes."""
    return yes_if(actor.holds_anywhere(Role.OFFICE), forbidden(OFFICE_ONLY))


def office_paths(actor: Actor) -> tuple[str, ...]:
    """Return the nodes of which this actor is the office."""
    return actor.paths_for(Role.OFFICE)
