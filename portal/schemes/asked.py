"""What somebody asks for, as plain facts, and the calendar arithmetic that measures it."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The facts that caps are held against; None means not known yet.

    Hours are hundredths of an hour a week, money is pence, `ends_on` is the last day and
    counts. A session is a tenth of the full-time week unless its length is given; a PA is
    four hours unless given (3.75 in Wales). `applications` counts this one too, and so
    does `awards`. Years are the names under which costs were added up, such as "2027/28".
    """

    starts_on: date | None = None
    ends_on: date | None = None
    hours_hundredths_a_week: int | None = None
    hours_hundredths_in_all: int | None = None
    full_time_hundredths: int | None = None
    contracted_hundredths: int | None = None
    session_hundredths: int | None = None
    pa_hundredths: int = 400
    nation: str | None = None
    pence_total: int | None = None
    pence_by_category: Mapping[str, int] | None = None
    pence_by_year: Mapping[str, int] | None = None
    applications: int | None = None
    awards: int | None = None

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
    def hours_in_all(self) -> Fraction | None:
        """All hours, in hundredths: as given, or the weekly hours over every week begun."""
        if self.hours_hundredths_in_all is not None:
            return Fraction(self.hours_hundredths_in_all)
        if self.hours_hundredths_a_week is None or self.days is None:
            return None
        return Fraction(self.hours_hundredths_a_week * -(-self.days // 7))


def last_day(starts_on: date, months: int) -> date:
    """Return the last day of a period of whole calendar months.

    Six months from 6 April end on 5 October. Where the last month has no day with the
    number of the first day, the period ends with that month: one month from 31 January
    ends on 28 or 29 February.
    """
    year, month = divmod(starts_on.year * 12 + starts_on.month - 1 + months, 12)
    if starts_on.day > (length := monthrange(year, month + 1)[1]):
        return date(year, month + 1, length)
    return date(year, month + 1, starts_on.day) - timedelta(days=1)


def months_and_days(starts_on: date, ends_on: date) -> tuple[int, int, int]:
    """Return whole months, days beyond them, and the length in days of the month begun.

    The months are as many as fit: `last_day(starts_on, months) <= ends_on`.
    """
    months = max((ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month + 1, 0)
    while months > 0 and last_day(starts_on, months) > ends_on:
        months -= 1
    full = last_day(starts_on, months)
    beyond = max((ends_on - full).days, 0)
    return months, beyond, (last_day(starts_on, months + 1) - full).days
