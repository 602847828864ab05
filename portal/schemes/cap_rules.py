"""How a cap is measured, one class for each way of measuring, and the words for it.

Comparisons are exact (`Fraction`); only what is shown is rounded.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from portal.costing.wte import last_day
from portal.kernel.amounts import plain, pounds, short_pounds
from portal.kernel.language import _, _n
from portal.schemes.asked import Asked, financial_year
from portal.web.format import short_day


class UnitRule(ABC):
    """How one unit is measured, and its words. Values are in the cap's own unit."""

    whole = True  # whether limits must be whole numbers

    @abstractmethod
    def measure(self, asked: Asked, category: str | None) -> Fraction | None:
        """Return how much is asked for; None while a fact that it needs is missing."""

    @abstractmethod
    def amount(self, value: Fraction) -> str:
        """Write the value with its unit: "6 months"."""

    @abstractmethod
    def over(self, used: Fraction, limit: Fraction, asked: Asked) -> str:
        """Say by how much the limit is passed: one sentence."""

    @abstractmethod
    def remedy(self, limit: Fraction, asked: Asked) -> str:
        """Say what to do about being over: one sentence, or nothing."""

    def reaches(self, used: Fraction, least: Fraction, asked: Asked) -> bool:
        """Say whether what is asked for is as much as the least."""
        return used >= least

    def number(self, value: Fraction) -> str:
        """Write the bare number, for the lower end of a range."""
        return number(value)

    def used(self, value: Fraction, asked: Asked) -> str:
        """Write what is asked for."""
        return self.amount(value)

    def standing(self, used: Fraction, limit: Fraction, asked: Asked) -> str:
        """Say where one stands within the limit."""
        words = {"used": self.used(used, asked), "limit": self.amount(limit)}
        return _("%(used)s, of up to %(limit)s", **words)


def number(value: Fraction) -> str:
    """Write a number with at most two places and no needless zeros."""
    return plain(floor(value * 100 + Fraction(1, 2)))


def plural(value: Fraction) -> int:
    """Return the whole number by which a language picks its plural; a part counts as many."""
    return int(value) if value.denominator == 1 else 10


def hours(hundredths: Fraction | int) -> str:
    """Write hundredths of an hour as "7.5 hours"."""
    value = Fraction(hundredths) / 100
    return _n("%(number)s hour", "%(number)s hours", plural(value), number=number(value))


class Money(UnitRule):
    """Pence, in total, in the dearest year, or in one category of cost."""

    def __init__(self, pick: Callable[[Asked, str | None], int | None], form: str) -> None:
        self._pick, self._form = pick, form

    def measure(self, asked: Asked, category: str | None) -> Fraction | None:
        """Return the pence asked for."""
        pence = self._pick(asked, category)
        return None if pence is None else Fraction(pence)

    def number(self, value: Fraction) -> str:
        """Write whole pounds without pence."""
        return short_pounds(int(value))

    def amount(self, value: Fraction) -> str:
        """Write "£20,000" or "£4,500 a year"."""
        money = self.number(value)
        return _("%(money)s a year", money=money) if self._form == "year" else money

    def standing(self, used: Fraction, limit: Fraction, asked: Asked) -> str:
        """Say what is left, to the penny."""
        words = {"left": pounds(int(limit - used)), "limit": self.amount(limit)}
        return _("%(left)s left of %(limit)s", **words)

    def over(self, used: Fraction, limit: Fraction, asked: Asked) -> str:
        """Say how many pounds and pence too many."""
        words = {"over": pounds(int(used - limit)), "limit": self.number(limit)}
        if self._form == "year":
            return _("Your costs in one year are %(over)s over the %(limit)s limit.", **words)
        return _("Your costs are %(over)s over the %(limit)s limit.", **words)

    def remedy(self, limit: Fraction, asked: Asked) -> str:
        """Say to lower or remove."""
        return _("Lower them or remove a cost.")


class Months(UnitRule):
    """Calendar months: six months from 6 April end on 5 October."""

    def measure(self, asked: Asked, category: str | None) -> Fraction | None:
        """Return whole months and the part of the month begun."""
        if (period := asked.months) is None:
            return None
        months, days, length = period
        return months + Fraction(days, length)

    def amount(self, value: Fraction) -> str:
        """Write "6 months"."""
        return _n("%(number)s month", "%(number)s months", plural(value), number=number(value))

    def used(self, value: Fraction, asked: Asked) -> str:
        """Write "5 months and 12 days"."""
        months, days, _length = asked.months or (0, 0, 1)
        return _and_days(self.amount(Fraction(months)), months, days)

    def over(self, used: Fraction, limit: Fraction, asked: Asked) -> str:
        """Say how many days too many."""
        return _days_over(asked, self._days_allowed(limit, asked), self.amount(limit))

    def remedy(self, limit: Fraction, asked: Asked) -> str:
        """Name the last day that fits."""
        return _last_day_words(asked, self._days_allowed(limit, asked))

    def _days_allowed(self, limit: Fraction, asked: Asked) -> int:
        assert asked.starts_on
        return (last_day(asked.starts_on, int(limit)) - asked.starts_on).days + 1


class Weeks(UnitRule):
    """Weeks of seven calendar days."""

    def measure(self, asked: Asked, category: str | None) -> Fraction | None:
        """Return sevenths of a week."""
        return None if asked.days is None else Fraction(asked.days, 7)

    def amount(self, value: Fraction) -> str:
        """Write "12 weeks"."""
        return _n("%(number)s week", "%(number)s weeks", plural(value), number=number(value))

    def used(self, value: Fraction, asked: Asked) -> str:
        """Write "11 weeks and 3 days"."""
        weeks, days = divmod(asked.days or 0, 7)
        return _and_days(self.amount(Fraction(weeks)), weeks, days)

    def over(self, used: Fraction, limit: Fraction, asked: Asked) -> str:
        """Say how many days too many."""
        return _days_over(asked, int(limit * 7), self.amount(limit))

    def remedy(self, limit: Fraction, asked: Asked) -> str:
        """Name the last day that fits."""
        return _last_day_words(asked, int(limit * 7))


class FinancialYears(UnitRule):
    """Years from April to March that the period touches, as a budget is given."""

    def measure(self, asked: Asked, category: str | None) -> Fraction | None:
        """Return how many such years have a day of the period in them."""
        if asked.starts_on is None or asked.ends_on is None:
            return None
        if asked.financial_years is not None:
            return Fraction(asked.financial_years)
        first, last = (financial_year(day) for day in (asked.starts_on, asked.ends_on))
        return Fraction(max(last - first + 1, 1))

    def amount(self, value: Fraction) -> str:
        """Write "1 year from April to March"."""
        return _n(
            "%(number)s year from April to March",
            "%(number)s years from April to March",
            plural(value),
            number=number(value),
        )

    def over(self, used: Fraction, limit: Fraction, asked: Asked) -> str:
        """Say how many years it runs into."""
        words = {"used": number(used), "limit": self.amount(limit)}
        return _("Your dates run into %(used)s financial years. The limit is %(limit)s.", **words)

    def remedy(self, limit: Fraction, asked: Asked) -> str:
        """Name the last day that fits."""
        assert asked.starts_on
        last = date(financial_year(asked.starts_on) + int(limit), 3, 31)
        return _("Choose %(day)s or an earlier last day.", day=short_day(last))


def _days(days: int) -> str:
    return _n("%(number)s day", "%(number)s days", days, number=days)


def _and_days(whole: str, count: int, days: int) -> str:
    if not days:
        return whole
    return _("%(whole)s and %(days)s", whole=whole, days=_days(days)) if count else _days(days)


def _days_over(asked: Asked, allowed: int, limit: str) -> str:
    over = _days((asked.days or 0) - allowed)
    return _("Your dates are %(over)s over the limit of %(limit)s.", over=over, limit=limit)


def _last_day_words(asked: Asked, allowed: int) -> str:
    assert asked.starts_on
    last = asked.starts_on + timedelta(days=allowed - 1)
    return _("Choose %(day)s or an earlier last day.", day=short_day(last))


@dataclass(frozen=True)
class Rate(UnitRule):
    """Hours, a week or in all, divided by the hours that one unit stands for."""

    hundredths: Callable[[Asked], int | None]  # of an hour, in one unit
    words: Callable[[Fraction], str]
    is_weekly: bool = True
    whole = False

    def measure(self, asked: Asked, category: str | None) -> Fraction | None:
        """Return how many units the hours make; None too where one unit has no length."""
        unit, spent = self.hundredths(asked), self._hours(asked)
        return None if not unit or spent is None else Fraction(spent, unit)

    def amount(self, value: Fraction) -> str:
        """Write "2 sessions a week"."""
        return self.words(value)

    def reaches(self, used: Fraction, least: Fraction, asked: Asked) -> bool:
        """Compare hours, to the hundredth that can be asked for: half of 36.25 hours is 18.12."""
        return (self._hours(asked) or 0) >= self._allowed(least, asked)

    def over(self, used: Fraction, limit: Fraction, asked: Asked) -> str:
        """Say how many hours too many: rounded units could read as if they fitted."""
        over = hours((self._hours(asked) or 0) - self._allowed(limit, asked))
        words = {"over": over, "limit": self.amount(limit)}
        if self.is_weekly:
            return _("Your time is %(over)s a week over the limit of %(limit)s.", **words)
        return _("Your time is %(over)s over the limit of %(limit)s.", **words)

    def remedy(self, limit: Fraction, asked: Asked) -> str:
        """Name the most hours that fit."""
        most = hours(self._allowed(limit, asked))
        if self.is_weekly:
            return _("Ask for %(hours)s a week or fewer.", hours=most)
        return _("Ask for %(hours)s in all or fewer.", hours=most)

    def _hours(self, asked: Asked) -> int | None:
        return asked.hours_hundredths_a_week if self.is_weekly else asked.hours_in_all

    def _allowed(self, limit: Fraction, asked: Asked) -> int:
        return floor(limit * (self.hundredths(asked) or 0))


class Share(Rate):
    """A share of the contracted hours, as a percentage."""

    def number(self, value: Fraction) -> str:
        """Write "40%"."""
        return f"{number(value * 100)}%"


@dataclass(frozen=True)
class Count(UnitRule):
    """Things counted: applications of a person, awards of a call."""

    count: Callable[[Asked], int | None]
    words: Callable[[Fraction], str]
    over_words: Callable[[str], str]

    def measure(self, asked: Asked, category: str | None) -> Fraction | None:
        """Return the count, this one included."""
        counted = self.count(asked)
        return None if counted is None else Fraction(counted)

    def amount(self, value: Fraction) -> str:
        """Write "1 application for each person"."""
        return self.words(value)

    def over(self, used: Fraction, limit: Fraction, asked: Asked) -> str:
        """Say what the limit is."""
        return self.over_words(self.amount(limit))

    def remedy(self, limit: Fraction, asked: Asked) -> str:
        """Say nothing: there is no smaller number to choose."""
        return ""
