"""What somebody asks for, as plain facts, and the calendar arithmetic that measures it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.costing.scales import Nation
from portal.costing.wte import NoTimeUnit, TimeUnit, last_day, total_hours, unit_hundredths


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The facts that caps are held against; None means not known yet.

    Hours are hundredths of an hour a week, money is pence, `ends_on` is the last day and
    counts. The lengths of a session and a PA are the nation's (`costing.wte`) unless given
    here. `route` is the key of the answer to the question "route", where the scheme asks it.
    `applications` counts this one too, and so does `awards`. Years are the names
    under which costs were added up, such as "2027/28". `financial_years` is how many have time
    in them, where there are gaps; without it all from the first day to the last count.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    hours_hundredths_a_week: int | None = None
    hours_hundredths_in_all: int | None = None
    financial_years: int | None = None
    full_time_hundredths: int | None = None
    contracted_hundredths: int | None = None
    session_hundredths: int | None = None
    pa_hundredths: int | None = None
    nation: Nation | None = None
    pence_total: int | None = None
    pence_by_category: Mapping[str, int] | None = None
    pence_by_year: Mapping[str, int] | None = None
    applications: int | None = None
    awards: int | None = None
    route: str | None = None

    @property
    def days(self) -> int | None:
        """How many calendar days the period has, both ends counted; None before both are known."""
        if self.starts_on is None or self.ends_on is None:
            return None
        return max((self.ends_on - self.starts_on).days + 1, 0)

    @property
    def months(self) -> tuple[int, int, int] | None:
        """The period as whole months, days beyond them, and the days that next month has."""
        if self.starts_on is None or self.ends_on is None:
            return None
        return months_and_days(self.starts_on, self.ends_on)

    @property
    def hours_in_all(self) -> int | None:
        """All hours, in hundredths: as given, or the weekly hours over the whole period."""
        if self.hours_hundredths_in_all is not None:
            return self.hours_hundredths_in_all
        if self.hours_hundredths_a_week is None or not self.days or self.starts_on is None:
            return None
        last = self.starts_on + timedelta(days=self.days - 1)
        return total_hours(self.hours_hundredths_a_week, self.starts_on, last)

    def length_of(self, unit: TimeUnit) -> int | None:
        """How many hundredths of an hour one unit has; None where that is not known."""
        given = {TimeUnit.SESSIONS: self.session_hundredths, TimeUnit.PAS: self.pa_hundredths}
        if (length := given.get(unit)) is not None:
            return length
        if self.nation is None or self.full_time_hundredths is None:
            return None
        try:
            return unit_hundredths(unit, self.nation, self.full_time_hundredths)
        except NoTimeUnit:
            return None


def months_and_days(starts_on: date, ends_on: date) -> tuple[int, int, int]:
    """Return whole months, days beyond them, and the length in days of the month begun.

    The months are as many as fit: `last_day(starts_on, months) <= ends_on`.
    """
    months = max((ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month + 1, 0)
    while months > 0 and last_day(starts_on, months) > ends_on:
        months -= 1
    full = last_day(starts_on, months) if months else starts_on - timedelta(days=1)
    beyond = max((ends_on - full).days, 0)
    return months, beyond, (last_day(starts_on, months + 1) - full).days


def financial_year(day: date) -> int:
    """Return the calendar year in which the financial year of a day began, on 1 April."""
    return day.year if day.month >= 4 else day.year - 1
