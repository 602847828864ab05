"""A post over days whose pay changes, a post of another employer, and work paid by the hour.

As in `lines`: parts of a full-time year are whole pence, a share of them is exact, and each
part of a line is rounded once, half up. A line is the sum of its parts, so that they add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from portal.costing.book import Book, Dated
from portal.costing.lines import (
    CostedLine,
    Duration,
    Step,
    Weeks,
    duration_step,
    last_step,
    people_steps,
    salary_label,
    salary_line,
    share_step,
    year_steps,
)
from portal.costing.oncosts import NiMode, OnCosts, PensionMode, full_year, percent
from portal.costing.rounding import whole
from portal.costing.scales import Nation, PayPoint, TypedPay, pay_year_of, pay_year_span
from portal.costing.wte import last_day
from portal.kernel.amounts import plain
from portal.kernel.language import _


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a line, both included, with one pay and one set of rates on top of it."""

    starts_on: date
    ends_on: date
    pay: PayPoint | TypedPay
    rates: OnCosts
    pay_year: str
    rates_year: str

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True, slots=True)
class Load:
    """How much of a post, in hundredths of an hour a week for each of so many people."""

    hours_hundredths: int
    duration: Duration
    people: int = 1

    def __post_init__(self) -> None:
        if self.hours_hundredths < 0 or self.people < 1:
            raise ValueError("hours are nought or more, of at least one person")


@dataclass(frozen=True, slots=True)
class OnTop:
    """What is added to pay by the hour: rates, whose threshold counts, and a full-time week."""

    rates: OnCosts
    ni_mode: NiMode
    pension_mode: PensionMode
    full_time: int


def end_of(starts_on: date, duration: Duration) -> date:
    """Return the last day of a line that starts on this one."""
    if isinstance(duration, Weeks):
        return starts_on + timedelta(days=7 * duration.count - 1)
    return last_day(starts_on, duration.count)


def turns(book: Book, nation: Nation, starts_on: date, ends_on: date) -> tuple[date, ...]:
    """Return the first day, and each later day of a span on which the book may say otherwise.

    These are the days on which a pay year, a scale, rates or a full-time week begin.
    """
    years = range(starts_on.year, ends_on.year + 1)
    found = {pay_year_span(pay_year_of(date(year, 4, 1)))[0] for year in years}
    held: tuple[Dated, ...] = (*book.scales, *book.rates, *book.weeks)
    found |= {each.starts_on for each in held if each.nation is nation}
    return (starts_on, *sorted(day for day in found if starts_on < day <= ends_on))


def post_line(
    stretches: Sequence[Stretch], load: Load, ni_mode: NiMode, pension_mode: PensionMode
) -> tuple[CostedLine, tuple[int, ...]]:
    """Cost a post over these stretches, which follow one another; and what each comes to.

    What falls into a stretch is its share of the days of all.
    """
    if len(stretches) == 1:
        line = _whole_post(stretches[0], load, ni_mode, pension_mode)
        return line, (line.amount_pence,)
    days = sum(each.days for each in stretches)
    parts = [_part(each, days, load, ni_mode, pension_mode) for each in stretches]
    amount = sum(part.amount_pence for part in parts)
    steps = (*(step for part in parts for step in part.working), last_step(amount))
    return CostedLine(amount, steps), tuple(part.amount_pence for part in parts)


def elsewhere_line(pay: TypedPay, on_cost: Decimal, load: Load) -> CostedLine:
    """Cost a share of a post of another employer, who adds this fraction of pay of their own."""
    added = whole(pay.annual_pence * Fraction(on_cost))
    year = pay.annual_pence + added
    share = Fraction(load.hours_hundredths, pay.full_time_hundredths)
    amount = whole(year * share * load.duration.of_a_year * load.people)
    return CostedLine(
        amount,
        (
            Step(salary_label(pay), pay.annual_pence),
            Step(_("What their employer adds: %(rate)s", rate=percent(on_cost)), added),
            Step(_("Full time, one year"), year, is_total=True),
            share_step(load.hours_hundredths, pay.full_time_hundredths),
            *people_steps(load.people),
            duration_step(load.duration),
            last_step(amount),
        ),
    )


def hourly_line(rate_pence: int, load: Load, on_top: OnTop | None) -> CostedLine:
    """Cost work paid by the hour; without `on_top` the rate has everything in it.

    Where National Insurance is a share of a post's own, the threshold is shared by hours over
    the full-time week and by time over the year. Raises ValueError for a rate not above nought.
    """
    if rate_pence <= 0:
        raise ValueError("a rate is above nought")
    weeks = load.duration.of_a_year * Fraction(365, 7)
    pay = whole(rate_pence * Fraction(load.hours_hundredths, 100) * weeks * load.people)
    steps = (
        Step(_("Rate for an hour"), rate_pence),
        Step(
            _("Hours a week for each person"),
            factor=f"× {plain(load.hours_hundredths)}",
        ),
        *people_steps(load.people),
        _weeks_step(load.duration),
    )
    if on_top is None:
        return CostedLine(pay, (*steps, last_step(pay)))
    added = _added(pay, load, on_top)
    amount = pay + sum(step.amount_pence or 0 for step in added)
    total = Step(_("Pay"), pay, is_total=True)
    return CostedLine(amount, (*steps, total, *added, last_step(amount)))


def _whole_post(
    each: Stretch, load: Load, ni_mode: NiMode, pension_mode: PensionMode
) -> CostedLine:
    return salary_line(
        each.pay,
        each.rates,
        load.hours_hundredths,
        each.pay.full_time_hundredths,
        load.duration,
        ni_mode,
        pension_mode,
        people=load.people,
    )


def _part(
    each: Stretch, days: int, load: Load, ni_mode: NiMode, pension_mode: PensionMode
) -> CostedLine:
    year = full_year(each.pay.annual_pence, each.rates, ni_mode, pension_mode)
    week = each.pay.full_time_hundredths
    share = Fraction(load.hours_hundredths, week) * load.duration.of_a_year * load.people
    amount = whole(year.total_pence * share * Fraction(each.days, days))
    count = _("%(days)s of %(all)s days", days=each.days, all=days)
    return CostedLine(
        amount,
        (
            *year_steps(each.pay, year, each.rates, ni_mode, pension_mode),
            share_step(load.hours_hundredths, week),
            *people_steps(load.people),
            duration_step(load.duration),
            Step(str(count), factor=f"× {each.days}/{days}"),
            Step(_("At %(year)s pay", year=each.pay_year), amount, is_total=True),
        ),
    )


def _weeks_step(duration: Duration) -> Step:
    if isinstance(duration, Weeks):
        return Step(_("Weeks"), factor=f"× {duration.count}")
    label = _("%(count)s months, 12 to a year of 365 days", count=duration.count)
    return Step(str(label), factor=f"× {duration.count}/12 × 365/7")


def _added(pay: int, load: Load, on_top: OnTop) -> tuple[Step, ...]:
    rates = on_top.rates
    pension = rates.pension_rate(on_top.pension_mode)
    parts = (
        (_("Employer National Insurance: %(rate)s", rate=percent(rates.ni_rate)),
         whole(_ni_base(pay, load, on_top) * Fraction(rates.ni_rate))),
        (_("Pension: %(rate)s", rate=percent(pension)), whole(pay * Fraction(pension))),
        (_("Apprenticeship levy: %(rate)s", rate=percent(rates.levy_rate)),
         whole(pay * Fraction(rates.levy_rate))),
    )  # fmt: skip
    return tuple(Step(str(label), pence) for label, pence in parts)


def _ni_base(pay: int, load: Load, on_top: OnTop) -> Fraction:
    if on_top.ni_mode is NiMode.IN_FULL:
        return Fraction(pay)
    share = Fraction(load.hours_hundredths, on_top.full_time) * load.duration.of_a_year
    return max(Fraction(0), pay - on_top.rates.ni_threshold_pence * share * load.people)
