"""A yes with a condition held against what was asked for. Pure: used by the form and the action."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.applications.asked import Period
from portal.applications.models import Application
from portal.applications.terms import Term, Under
from portal.approvals.cover import Problem
from portal.costing.wte import total_hours
from portal.kernel.amounts import plain
from portal.kernel.language import _
from portal.schemes.caps import CapCheck
from portal.web.format import day

YEARS_AHEAD = 10
WHOLE = 0  # the number of what is wrong with all of it, and not with one period


@dataclass(frozen=True, slots=True)
class Offer:
    """What an approver can give: a term for each period asked for, in their order, and words.

    `when_filled` says that it starts once a post is filled, at the latest on the days given.
    """

    terms: tuple[Term, ...]
    when_filled: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one period, by its number from 1, or with all of it (`WHOLE`)."""

    number: int
    problem: Problem


def wrong_with(offer: Offer, periods: Sequence[Period], earliest_on: date) -> tuple[Wrong, ...]:
    """Return what is wrong with the days and hours of an offer; empty where they will do.

    Never are there more hours than were asked for, a week or in all.
    """
    if len(offer.terms) != len(periods):
        words = _("The application has changed. Look at it again")
        return (Wrong(WHOLE, Problem("words", str(words))),)
    found = [
        Wrong(number, problem)
        for number, (term, period) in enumerate(zip(offer.terms, periods, strict=True), start=1)
        if (problem := _of_term(term, period, earliest_on)) is not None
    ]
    if not found and not changes(offer, periods):
        words = _("Change a date or the hours, or say what your yes depends on")
        found.append(Wrong(WHOLE, Problem("words", str(words))))
    return tuple(found)


def changes(offer: Offer, periods: Sequence[Period]) -> bool:
    """Say whether an offer differs from a plain yes at all."""
    asked = [Term(p.starts_on, p.ends_on, p.hours_hundredths) for p in periods]
    return bool(list(offer.terms) != asked or offer.when_filled or offer.words)


def broken_by(under: Under) -> tuple[Wrong, ...]:
    """Return the limits of the scheme that an offer would break, beside the first period."""
    return tuple(Wrong(1, Problem(_place(check), check.message)) for check in under.broken())


def _place(check: CapCheck) -> str:
    return "ends" if check.cap.is_money else "hours"


def _of_term(term: Term, period: Period, earliest_on: date) -> Problem | None:
    latest = date(earliest_on.year + YEARS_AHEAD, 12, 31)
    if not 0 < term.hours_hundredths <= period.hours_hundredths:
        words = _(
            "Enter more than 0 hours a week, and at most the %(asked)s asked for",
            asked=plain(period.hours_hundredths),
        )
        return Problem("hours", str(words))
    if term.starts_on < min(earliest_on, period.starts_on):
        words = _("First day must be %(day)s or later", day=day(earliest_on))
        return Problem("starts", str(words))
    if term.starts_on > latest:
        return Problem("starts", str(_("First day must be %(day)s or earlier", day=day(latest))))
    if term.ends_on < term.starts_on:
        return Problem("ends", str(_("Last day must be the first day or later")))
    if term.ends_on > latest:
        return Problem("ends", str(_("Last day must be %(day)s or earlier", day=day(latest))))
    return _in_all(term, period)


def _in_all(term: Term, period: Period) -> Problem | None:
    same_days = (term.starts_on, term.ends_on) == (period.starts_on, period.ends_on)
    hours = total_hours(term.hours_hundredths, term.starts_on, term.ends_on)
    if same_days or hours <= period.total_hundredths:
        return None
    words = _(
        "This makes %(hours)s hours in all, and %(asked)s were asked for."
        " End earlier, or give fewer hours a week",
        hours=plain(hours),
        asked=plain(period.total_hundredths),
    )
    return Problem("ends", str(words))


def stored(offer: Offer) -> list[dict[str, object]]:
    """Return the terms as a `Condition` keeps them."""
    return [
        {
            "starts_on": term.starts_on.isoformat(),
            "ends_on": term.ends_on.isoformat(),
            "hours_hundredths": term.hours_hundredths,
        }
        for term in offer.terms
    ]


def terms_of(periods: Sequence[dict[str, object]]) -> tuple[Term, ...]:
    """Read the terms that a `Condition` keeps."""
    return tuple(
        Term(
            date.fromisoformat(str(each["starts_on"])),
            date.fromisoformat(str(each["ends_on"])),
            int(str(each["hours_hundredths"])),
        )
        for each in periods
    )


def as_asked(application: Application) -> tuple[Term, ...]:
    """Return the terms that were asked for."""
    return tuple(Term(p.starts_on, p.ends_on, p.hours_hundredths) for p in application.periods)
