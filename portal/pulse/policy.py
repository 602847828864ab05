"""Who may take part in the pulse and who may read its results. Pure: no session, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.kernel.actor import Actor
from portal.kernel.language import lazy
from portal.kernel.ruling import Ruling, forbidden, no, yes_if
from portal.people.models import Organisation, Person
from portal.people.professions import UptakeGroup
from portal.pulse.questions import Answer, Question

STAFF_ONLY = lazy("The pulse is for staff whose main post is in this service, and for the board.")
NO_ANSWER = lazy("Answer at least one question")


@dataclass(frozen=True, slots=True)
class Stand:
    """Where somebody stands: the organisation whose results they read, the job they count under.

    Without a main post in an organisation there is no job; with neither post nor board, no
    organisation.
    """

    person: Person | None
    organisation: Organisation | None
    job: UptakeGroup | None


def may_see(stand: Stand, _actor: Actor, _now: datetime) -> Ruling:
    """Read the page: staff with a main post, and the board."""
    return yes_if(stand.organisation is not None, forbidden(STAFF_ONLY))


def may_take_part(stand: Stand, _actor: Actor, _now: datetime) -> Ruling:
    """Take part: staff with a main post, who are counted by it."""
    return counts(stand)


def counts(stand: Stand) -> Ruling:
    """Say whether there is a job group to count this person under."""
    return yes_if(stand.job is not None, forbidden(STAFF_ONLY))


def says_something(answers: Mapping[Question, Answer]) -> Ruling:
    """Each question may be left out, but not all: a turn is not used up by saying nothing."""
    return yes_if(bool(answers), no(NO_ANSWER))
