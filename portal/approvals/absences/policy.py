"""Who may say when they are away; what is wrong with what they say. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.approvals.models import Absence
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.kernel.ruling import HIDDEN, Ruling, no, yes_if
from portal.people.models import Person
from portal.web.format import day, short_day

FARTHEST = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody says: from when to when, both days included; who answers for them.

    `is_away`: requests go to the deputy at once. Otherwise only once they are late.
    """

    is_away: bool
    starts_on: date
    ends_on: date
    deputy: str = ""  # a work email address; empty for nobody


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing to put right: the field, and a sentence."""

    field: str
    words: str


class Unfit(Exception):
    """Raised for a plan that cannot be taken; says what to put right, and where."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        self.wrong = tuple(wrong)
        super().__init__("; ".join(each.words for each in self.wrong))


@dataclass(frozen=True, slots=True)
class Answerer:
    """Somebody who answers requests, with all that they have set."""

    person: Person
    absences: tuple[Absence, ...] = ()


def may_set(answerer: Answerer, actor: Actor, _now: datetime) -> Ruling:
    """Allow people for themselves."""
    return yes_if(actor.is_person(answerer.person.id), HIDDEN)


def may_change(absence: Absence, actor: Actor, now: datetime) -> Ruling:
    """Allow whose it is, until it is over."""
    is_over = absence.ends_on < london_day(now)
    over = no(_("This ended on %(day)s.", day=day(absence.ends_on)))
    return yes_if(actor.is_person(absence.person_id), HIDDEN) and yes_if(not is_over, over)


def wrong_with(
    plan: Plan, answerer: Answerer, deputy: Person | None, today: date, was: Absence | None = None
) -> Iterator[Wrong]:
    """Yield what is wrong. `was` is the one that is changed: its first day may stay as it was."""
    first = was.starts_on if was else today
    if plan.starts_on < today and plan.starts_on != first:
        yield Wrong("starts_on", _("The first day must be today or later"))
    if plan.ends_on < plan.starts_on:
        yield Wrong("ends_on", _("The last day must be the same as the first day, or after it"))
    elif plan.ends_on < today:
        yield Wrong("ends_on", _("The last day must be today or later"))
    elif plan.ends_on > today + FARTHEST:
        yield Wrong("ends_on", _("The last day must be in the next two years"))
    else:
        yield from _overlaps(plan, answerer, was)
    yield from _of_deputy(plan, answerer, deputy)


def _overlaps(plan: Plan, answerer: Answerer, was: Absence | None) -> Iterator[Wrong]:
    for each in answerer.absences:
        meets = each.starts_on <= plan.ends_on and plan.starts_on <= each.ends_on
        if each is not was and each.is_away == plan.is_away and meets:
            said = {"first": short_day(each.starts_on), "last": short_day(each.ends_on)}
            if plan.is_away:
                words = _(
                    "You have said that you are away from %(first)s to %(last)s. Change that."
                )
            else:
                words = _("Somebody answers for you from %(first)s to %(last)s. Change that.")
            yield Wrong("starts_on", words % said)
            return


def _of_deputy(plan: Plan, answerer: Answerer, deputy: Person | None) -> Iterator[Wrong]:
    if not plan.deputy:
        if not plan.is_away:
            yield Wrong("deputy", _("Enter the work email address of your deputy"))
    elif deputy is None:
        words = _("Nobody in the staff list has this address. Check it with the person.")
        yield Wrong("deputy", words)
    elif deputy.id == answerer.person.id:
        yield Wrong("deputy", _("This is your own address. Name somebody else."))
    elif not deputy.is_active:
        words = _("%(name)s has left, or cannot sign in. Name somebody else.", name=deputy.name)
        yield Wrong("deputy", words)
