"""What an application would be with other days and hours: its time, and the pay that follows it.

Pure: nothing is changed. Used for what an approver offers, what the applicant reads before they
accept it, and what is then kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

from portal.applications import asked, recosting
from portal.applications.asked import Period, duration_of
from portal.applications.costing import Costed, Salary, cost_salary, salary_of
from portal.applications.figures import Figures
from portal.applications.models import Application, CostKind, CostLine
from portal.applications.money import tally
from portal.applications.recosting import Recosted, first_day
from portal.applications.saved import entry_of, section_of
from portal.applications.timing import Given, TimeAsked, hours_to_cover, months_or_weeks
from portal.costing.posts import end_of
from portal.costing.shipped import NotHeld
from portal.costing.wte import TimeUnit
from portal.schemes.caps import CapCheck

NEAR = timedelta(days=7)  # a line of so many weeks or months seldom ends on the very last day


@dataclass(frozen=True, slots=True)
class Term:
    """One period as it would be: both days included, hours a week x 100."""

    starts_on: date
    ends_on: date
    hours_hundredths: int


@dataclass(frozen=True, slots=True)
class Under:
    """An application under other terms: its periods, and the lines of pay that would change."""

    application: Application
    times: tuple[TimeAsked, ...]
    found: tuple[Recosted, ...]

    @property
    def changed(self) -> frozenset[str]:
        """Return what would change: "time", "costs", both or nothing."""
        before = [_term(period) for period in self.application.periods]
        time = {"time"} if [_term(each) for each in self.times] != before else set()
        return frozenset(time | ({"costs"} if self.found else set()))

    def as_it_would_be(self) -> Application:
        """Return the application under these terms, to read alone: it cannot be saved."""
        return cast("Application", _Changed(self))

    def broken(self) -> tuple[CapCheck, ...]:
        """Return the caps that these terms would break, where no reason given before allows it."""
        would_be = self.as_it_would_be()
        return tuple(
            check
            for check in asked.cap_checks(would_be)
            if check.stops or (check.asks_reason and not _reason(self.application, check))
        )


def under(application: Application, terms: Sequence[Term], figures: Figures) -> Under:
    """Work out what an application would be with these terms, one for each of its periods.

    A line of pay that started with a period starts with it still. One that was for the hours or
    the length of the period, or of all of them together, is for the new ones. Any other line, and
    one whose pay is not held any more, stays as it is. Raises ValueError for too few or too many.
    """
    times = tuple(
        _time(period, term) for period, term in zip(application.periods, terms, strict=True)
    )
    lines = ((line, _anew(line, application, times, figures)) for line in application.cost_lines)
    found = tuple(
        Recosted(line, anew)
        for line, anew in lines
        if anew is not None and anew != recosting.as_it_stands(line)
    )
    return Under(application, times, found)


class _Changed:
    """An application with other time and costs. All else is as it stands."""

    def __init__(self, terms: Under) -> None:
        self._live, self._terms = terms.application, terms
        self.periods = list(terms.times)

    @cached_property
    def cost_lines(self) -> list[CostLine]:
        anew = {each.line.id: each.anew for each in self._terms.found}
        return [_line(line, anew.get(line.id)) for line in self._live.cost_lines]

    @property
    def asked_pence(self) -> int:
        return tally(self.cost_lines).asked_pence

    @property
    def cost_pence(self) -> int:
        return tally(self.cost_lines).total_pence

    def __getattr__(self, name: str) -> Any:
        return getattr(self._live, name)


def _line(line: CostLine, anew: Costed | None) -> CostLine:
    """Return a line as it would be, as a row that belongs to no session."""
    costed = anew or recosting.as_it_stands(line)
    return CostLine(
        position=line.position,
        kind=line.kind,
        category=costed.category,
        label=costed.label,
        details=costed.details,
        working=costed.working,
        amount_pence=costed.amount_pence,
        pot=costed.pot,
        pot_name=costed.pot_name,
    )


def _reason(application: Application, check: CapCheck) -> str:
    """Return why more than a limit is asked for, as it was said in the section of the limit."""
    section = section_of(application, asked.section_of(check))
    entry = entry_of(application, section) if section else None
    return str(entry.answers.get("reason") or "").strip() if entry else ""


def _term(period: Period) -> Term:
    return Term(period.starts_on, period.ends_on, period.hours_hundredths)


def _time(period: Any, term: Term) -> TimeAsked:
    """Keep what was typed where the hours are the same, else in the same unit where it comes out
    even; days in all become hours a week, because an approver is asked for those.
    """  # noqa: D205 -- one thought
    amount, unit = period.given_amount, Given(period.given_unit)
    if _term(period) == term:
        return _asked(amount, unit, term, period.in_all_hundredths)
    if unit is not Given.DAYS_IN_ALL:
        scaled = Fraction(amount * term.hours_hundredths, period.hours_hundredths)
        if scaled.denominator == 1:
            return _asked(int(scaled), unit, term)
    return _asked(term.hours_hundredths, Given.HOURS, term)


def _asked(amount: int, unit: Given, term: Term, in_all: int | None = None) -> TimeAsked:
    return TimeAsked(amount, unit, term.starts_on, term.ends_on, term.hours_hundredths, in_all)


def _anew(
    line: CostLine, application: Application, times: Sequence[TimeAsked], figures: Figures
) -> Costed | None:
    if line.kind is not CostKind.SALARY or "hours_hundredths" not in line.details:
        return None
    before, after = _followed(line, application.periods, times)
    asks = salary_of(line.details, recosting.as_it_stands(line))
    following = _following(asks, line, before, after)
    if following == asks and after.starts_on == first_day(line):
        return None
    post = application.applicant.post
    title = (post.grade or "") if post and not asks.grade else ""
    try:
        return cost_salary(
            following, application.team.nation, after.starts_on, post, title,
            book=figures.book, choices=figures.choices,
        )  # fmt: skip
    except NotHeld:
        return None


def _followed(
    line: CostLine, periods: Sequence[Any], times: Sequence[TimeAsked]
) -> tuple[Term, Term]:
    """Return the time that a line is for, before and after: one period's, or that of all."""
    starts = first_day(line)
    pairs = [(_term(p), _term(t)) for p, t in zip(periods, times, strict=True)]
    whole = (_all(periods), _all(times))
    near = [pair for pair in pairs if pair[0].starts_on == starts]
    fits = [pair for pair in (*near, whole) if _runs_to(line, starts, pair[0].ends_on)]
    return next(iter(fits), near[0] if near else whole)


def _all(periods: Sequence[Period]) -> Term:
    first, last = min(p.starts_on for p in periods), max(p.ends_on for p in periods)
    return Term(first, last, hours_to_cover(periods) or 0)


def _runs_to(line: CostLine, starts: date, ends: date) -> bool:
    duration = duration_of(line)
    return duration is not None and abs(end_of(starts, duration) - ends) < NEAR


def _following(asks: Salary, line: CostLine, before: Term, after: Term) -> Salary:
    """Return what a line would ask for, where it was for the hours or the length before."""
    if asks.people == 1 and asks.hours_hundredths == before.hours_hundredths:
        hours = after.hours_hundredths
        if hours != asks.hours_hundredths:
            asks = replace(
                asks, hours_hundredths=hours, given_hundredths=hours, given_unit=TimeUnit.HOURS
            )
    is_as_long = before.ends_on - before.starts_on == after.ends_on - after.starts_on
    if not is_as_long and _runs_to(line, before.starts_on, before.ends_on):
        length, unit = months_or_weeks(after.starts_on, after.ends_on)
        asks = replace(asks, length=length, length_unit=unit)
    return asks
