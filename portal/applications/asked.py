"""What one application asks for, as the facts that its scheme's caps are held against."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Protocol

from portal.applications.models import Application, CostLine
from portal.applications.money import Pot, tally
from portal.applications.saved import current_sections
from portal.applications.weeks import start_of, week_of
from portal.costing.lines import Duration, Months, Weeks
from portal.costing.posts import end_of
from portal.costing.rounding import whole
from portal.costing.scales import pay_year_of, pay_year_span
from portal.kernel.language import _
from portal.kernel.ruling import YES, Ruling, no
from portal.schemes.asked import Asked, financial_year
from portal.schemes.cap_units import OF_HOURS, CapUnit
from portal.schemes.caps import CapCheck
from portal.schemes.definition import ROUTE
from portal.schemes.questions import Round, SectionKind

OF_DATES = frozenset({CapUnit.MONTHS, CapUnit.WEEKS, CapUnit.FINANCIAL_YEARS})
OF_TIME = OF_DATES | OF_HOURS


class Period(Protocol):
    """Hours a week, in hundredths, between two days, both included."""

    @property
    def starts_on(self) -> date:
        """The first day."""

    @property
    def ends_on(self) -> date:
        """The last day."""

    @property
    def hours_hundredths(self) -> int:
        """Hours a week, in hundredths."""

    @property
    def total_hundredths(self) -> int:
        """All hours, in hundredths."""


def asked(application: Application, periods: Sequence[Period] | None = None) -> Asked:
    """Return the facts of an application; `periods` stand in for the saved ones where given.

    Money is what is asked of the scheme, not what others pay. Costs not given yet are nought;
    time not given yet is not known. Periods that overlap add up: the hours a week are the most
    in any one week, and the WTE and the share are of that week. Months and weeks run from the
    first day to the last, gaps and all; financial years are those with a day of some period in
    them. How many applications a person has made is not looked at: the database holds that to
    one (`uq_applications_one_live`).
    """
    over = list(application.periods) if periods is None else list(periods)
    starts_on = min((period.starts_on for period in over), default=None)
    week = week_of(application, fullest_day(over) or start_of(application))
    mine = [line for line in application.cost_lines if line.pot is Pot.SCHEME]
    sums = tally(mine)
    return Asked(
        starts_on=starts_on,
        ends_on=max((period.ends_on for period in over), default=None),
        hours_hundredths_a_week=most_hours_a_week(over),
        hours_hundredths_in_all=hours_in_all(over),
        financial_years=_financial_years(over),
        full_time_hundredths=week.full_time,
        contracted_hundredths=week.contracted,
        nation=week.nation,
        pence_total=sums.asked_pence,
        pence_by_category=sums.asked_by_category,
        pence_by_year=pence_by_year(mine, starts_on or start_of(application)),
        route=route_of(application),
    )


def route_of(application: Application) -> str | None:
    """Return which route of the scheme was chosen; None where it has none, or none is chosen."""
    routes = {option.key for option in application.call.document.routes}
    for entry in application.sections if routes else ():
        if (chosen := entry.answers.get(ROUTE)) in routes:
            return str(chosen)
    return None


def cap_checks(application: Application) -> tuple[CapCheck, ...]:
    """Hold an application against every cap of its scheme, in the scheme's order.

    In a first stage only against those that can be put right in it: nobody was asked of the
    others yet.
    """
    checks = application.call.document.check_caps(asked(application))
    return of_stage(application, checks)


def of_stage(application: Application, checks: Iterable[CapCheck]) -> tuple[CapCheck, ...]:
    """Return those of the checks that can be put right in the stage being answered."""
    kinds = {section.kind for section in current_sections(application)}
    is_first = application.stage is Round.FIRST
    return tuple(c for c in checks if not is_first or section_of(c) in kinds)


def section_of(check: CapCheck) -> SectionKind:
    """Return the kind of section in which a person can put a broken cap right."""
    return SectionKind.COSTS if check.cap.is_money else SectionKind.TIME


def of(checks: Sequence[CapCheck], units: frozenset[CapUnit]) -> tuple[CapCheck, ...]:
    """Return the checks of caps counted in these units."""
    return tuple(check for check in checks if check.cap.unit in units)


def fits(checks: Iterable[CapCheck], reason: str) -> Ruling:
    """Say whether a section may be finished with these caps: none stops it, and a limit that
    may be passed with a reason has one.
    """  # noqa: D205 -- one thought
    held = tuple(checks)
    if broken := [check.message for check in held if check.stops]:
        return no(" ".join(broken))
    if any(check.asks_reason for check in held) and not reason.strip():
        return no(_("Say why you need more than the limit."))
    return YES


def most_hours_a_week(periods: Sequence[Period]) -> int | None:
    """Return the most hours asked for in any one week, where periods overlap their sum."""
    return max((_hours_on(periods, period.starts_on) for period in periods), default=None)


def fullest_day(periods: Sequence[Period]) -> date | None:
    """Return the first day of the fullest week; the sum can only rise where a period starts."""
    days = sorted({period.starts_on for period in periods})
    return max(days, key=lambda day: _hours_on(periods, day), default=None)


def hours_in_all(periods: Sequence[Period]) -> int | None:
    """Return all hours of all periods, in hundredths."""
    if not periods:
        return None
    return sum(period.total_hundredths for period in periods)


def pence_by_year(lines: Iterable[CostLine], starts_on: date) -> Mapping[str, int]:
    """Return what falls into each pay year; the years add up to all lines, to the penny.

    Pay is spread over the days that it was costed for, which start on the first day of the
    application or of one of its periods; any other cost falls into the year of the first day,
    because nobody is asked when it will be paid. Where the dates moved after a line was costed,
    it is spread over as many days from the new first day.
    """
    years: Counter[str] = Counter()
    for line in lines:
        for pence, first, last in _dated(line, starts_on):
            years.update(_spread(pence, first, last))
    return dict(years)


def duration_of(line: CostLine) -> Duration | None:
    """Return how long a line of pay runs; None for any other line."""
    if "length" not in line.details:
        return None
    kind = Weeks if line.details["length_unit"] == "weeks" else Months
    return kind(line.details["length"])


def _hours_on(periods: Sequence[Period], day: date) -> int:
    return sum(p.hours_hundredths for p in periods if p.starts_on <= day <= p.ends_on)


def _financial_years(periods: Sequence[Period]) -> int | None:
    """Count the years from April to March with a day of some period in them."""
    spans = [(financial_year(p.starts_on), financial_year(p.ends_on)) for p in periods]
    return len({year for first, last in spans for year in range(first, last + 1)}) or None


def _dated(line: CostLine, starts_on: date) -> Iterable[tuple[int, date, date]]:
    """Yield each part of a line with the days that it is for, both included."""
    parts = line.details.get("parts", [])
    if parts and line.details["starts_on"] == starts_on.isoformat():
        for part in parts:
            first, last = (date.fromisoformat(part[key]) for key in ("starts_on", "ends_on"))
            yield part["amount_pence"], first, last
    else:
        duration = duration_of(line)
        last = end_of(starts_on, duration) if duration else starts_on
        yield line.amount_pence, starts_on, last


def _spread(pence: int, starts_on: date, ends_on: date) -> dict[str, int]:
    """Share out an amount by days; the last year takes what rounding leaves."""
    days, left, found = (ends_on - starts_on).days + 1, pence, {}
    day = starts_on
    while (turn := pay_year_span(pay_year_of(day))[1]) < ends_on:
        part = min(whole(Fraction(pence * ((turn - day).days + 1), days)), left)
        found[pay_year_of(day)] = part
        day, left = turn + timedelta(days=1), left - part
    found[pay_year_of(day)] = left
    return found
