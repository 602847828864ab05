"""Cost lines: what a share of a post, or a number of things, comes to, and how it was worked out.

The parts of a full-time year are whole pence, so that what is shown adds up and can be
checked by hand; the share of that year is exact and is rounded once, half up, at the end.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.costing.oncosts import FullYear, NiMode, OnCosts, PensionMode, full_year, percent
from portal.costing.rounding import whole
from portal.costing.scales import PayPoint, TypedPay, step_name
from portal.costing.wte import wte
from portal.kernel.amounts import plain, pounds, short_pounds
from portal.kernel.language import _, _n


@dataclass(frozen=True, slots=True)
class Months:
    """So many whole months, each a twelfth of a year. Raises ValueError below one."""

    count: int

    def __post_init__(self) -> None:
        _at_least_one(self.count)

    @property
    def of_a_year(self) -> Fraction:
        """Return the share of a year."""
        return Fraction(self.count, 12)


@dataclass(frozen=True, slots=True)
class Weeks:
    """So many whole weeks, each 7 of the 365 days of a year. Raises ValueError below one."""

    count: int

    def __post_init__(self) -> None:
        _at_least_one(self.count)

    @property
    def of_a_year(self) -> Fraction:
        """Return the share of a year; leap years are not told apart."""
        return Fraction(self.count * 7, 365)


Duration = Months | Weeks


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a working: an amount in pence, or else a factor such as "× 6/12".

    A total sums or multiplies what stands above it and is ruled off.
    """

    label: str
    amount_pence: int | None = None
    factor: str = ""
    is_total: bool = False

    @property
    def text(self) -> str:
        """Return the figure as it is shown."""
        return self.factor if self.amount_pence is None else pounds(self.amount_pence)


@dataclass(frozen=True, slots=True)
class CostedLine:
    """What a line comes to, in pence, and the rows that show how."""

    amount_pence: int
    working: tuple[Step, ...]


def salary_line(  # noqa: PLR0913 -- each is a figure of its own
    pay: PayPoint | TypedPay,
    oncosts: OnCosts,
    hours_hundredths: int,
    full_time: int,
    duration: Duration,
    ni_mode: NiMode,
    pension_mode: PensionMode,
    *,
    people: int = 1,
) -> CostedLine:
    """Cost so many hours a week of a post for so long, or of several such posts.

    Hours are in hundredths, for each person. `full_time` is the full-time week that the pay is
    for. Under IN_FULL the hours are extra hours of somebody above the threshold already, so
    National Insurance is due on all of their pay. Raises ValueError for hours below nought or
    a full-time week not above it.
    """
    if hours_hundredths < 0 or full_time <= 0:
        raise ValueError("hours are nought or more, of a full-time week above nought")
    year = full_year(pay.annual_pence, oncosts, ni_mode, pension_mode)
    share = Fraction(hours_hundredths, full_time)
    amount = whole(year.total_pence * share * duration.of_a_year * people)
    return CostedLine(
        amount,
        (
            *year_steps(pay, year, oncosts, ni_mode, pension_mode),
            share_step(hours_hundredths, full_time),
            *people_steps(people),
            duration_step(duration),
            last_step(amount),
        ),
    )


def unit_line(quantity: Decimal | int, unit_pence: int) -> CostedLine:
    """Cost so many things at a price each: 410 miles at 45p. Rounded once, half up.

    Raises ValueError for a quantity or a price below nought.
    """
    if quantity < 0 or unit_pence < 0:
        raise ValueError("a quantity and a price are nought or more")
    amount = whole(Fraction(quantity) * unit_pence)
    return CostedLine(
        amount,
        (
            Step(_("Price of one"), unit_pence),
            Step(_("How many"), factor=f"× {quantity:,}"),
            last_step(amount),
        ),
    )


def _at_least_one(count: int) -> None:
    if count < 1:
        raise ValueError("a duration is at least one")


def year_steps(
    pay: PayPoint | TypedPay,
    year: FullYear,
    oncosts: OnCosts,
    ni_mode: NiMode,
    pension_mode: PensionMode,
) -> tuple[Step, ...]:
    """Return the parts of a full-time year, and their sum."""
    pension, levy = percent(oncosts.pension_rate(pension_mode)), percent(oncosts.levy_rate)
    levied = Step(_("Apprenticeship levy: %(rate)s", rate=levy), year.levy_pence)
    return (
        Step(salary_label(pay), year.salary_pence),
        Step(_ni_label(oncosts, ni_mode), year.ni_pence),
        Step(_("Pension: %(rate)s", rate=pension), year.pension_pence),
        *((levied,) if oncosts.levy_rate else ()),
        Step(_("Full time, one year"), year.total_pence, is_total=True),
    )


def salary_label(pay: PayPoint | TypedPay) -> str:
    """Return whose salary it is: "Salary, band 6 top"."""
    if isinstance(pay, TypedPay):
        return str(_("Salary, %(title)s", title=pay.title))
    label: str = _("Salary, band %(band)s %(step)s", band=pay.band, step=step_name(pay.label))
    return label.rstrip()


def _ni_label(oncosts: OnCosts, ni_mode: NiMode) -> str:
    rate = percent(oncosts.ni_rate)
    if ni_mode is NiMode.IN_FULL:
        return str(_("Employer National Insurance: %(rate)s of all pay", rate=rate))
    return str(
        _(
            "Employer National Insurance: %(rate)s of pay above %(threshold)s",
            rate=rate,
            threshold=short_pounds(oncosts.ni_threshold_pence),
        )
    )


def share_step(hours_hundredths: int, full_time: int) -> Step:
    """Show the share as WTE where two places say it exactly, else as hours over hours."""
    hours, week = plain(hours_hundredths), plain(full_time)
    shown = wte(hours_hundredths, full_time)
    label = _(
        "Your share: %(hours)s of %(week)s hours (%(wte)s WTE)", hours=hours, week=week, wte=shown
    )
    is_exact = Fraction(shown) == Fraction(hours_hundredths, full_time)
    return Step(label, factor=f"× {shown}" if is_exact else f"× {hours}/{week}")


def duration_step(duration: Duration) -> Step:
    """Return how long as a share of a year."""
    if isinstance(duration, Weeks):
        return Step(_weeks_label(duration.count), factor=f"× {duration.count * 7}/365")
    return Step(_months_label(duration.count), factor=f"× {duration.count}/12")


def _weeks_label(count: int) -> str:
    if count > 52:
        return str(_("%(count)s weeks, 365 days to a year", count=count))
    return str(
        _n(
            "%(num)s week: %(days)s of 365 days",
            "%(num)s weeks: %(days)s of 365 days",
            count,
            days=count * 7,
        )
    )


def _months_label(count: int) -> str:
    if count > 12:
        return str(_("%(count)s months, 12 to a year", count=count))
    return str(_("%(count)s of 12 months", count=count))


def people_steps(people: int) -> tuple[Step, ...]:
    """Return how many people, where there is more than one."""
    label = _n("%(num)s person", "%(num)s people", people)
    return (Step(str(label), factor=f"× {people}"),) if people != 1 else ()


def last_step(amount: int) -> Step:
    """Return the sum of a line."""
    return Step(_("This line"), amount, is_total=True)
