"""Whose pay a line charges, and what that pay and the rates on top of it are, day by day. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from portal.applications.weeks import full_time_week
from portal.costing.book import Book
from portal.costing.choices import Choices
from portal.costing.oncosts import OnCosts
from portal.costing.posts import Stretch, turns
from portal.costing.scales import Nation, PayPoint, TypedPay
from portal.costing.shipped import NotHeld
from portal.kernel.language import _
from portal.people.models import Employment


class Whose(StrEnum):
    """Whose pay a line of pay charges."""

    OWN = "own"  # the applicant's own band and step
    BAND = "band"  # another band and step
    DOCTOR = "doctor"  # typed: a doctor or dentist
    BANK = "bank"  # shifts of the organisation's bank, by the hour
    AGENCY = "agency"  # an agency, by the hour
    ELSEWHERE = "elsewhere"  # typed: somebody at a university or another employer
    TYPED = "typed"  # typed: anybody else who is not on a band we hold


class Asked(Protocol):
    """What is asked of a line of pay, as far as pay is concerned."""

    @property
    def whose(self) -> Whose:
        """Whose pay."""

    @property
    def band(self) -> str:
        """The band; for OWN empty where it is that of the post."""

    @property
    def step(self) -> int:
        """The step of the band."""

    @property
    def pay_pence(self) -> int:
        """Typed pay for a full-time year."""


@dataclass(frozen=True, slots=True)
class OnDays:
    """Where and when pay is looked for, both days included, in which figures."""

    nation: Nation
    starts_on: date
    ends_on: date
    book: Book
    choices: Choices


@dataclass(frozen=True, slots=True)
class Week:
    """A full-time week in hundredths of an hour."""

    hundredths: int

    @classmethod
    def of(cls, days: OnDays, *, is_medical: bool) -> "Week":
        """Return the week on the first day. Raises NotHeld before our figures begin."""
        found = full_time_week(days.nation, days.starts_on, is_medical=is_medical, book=days.book)
        if found is None:
            raise NotHeld(_("We do not know the full-time hours on that day."))
        return cls(found)


def rates_on(days: OnDays) -> OnCosts:
    """Return the rates on the first day as the organisation charges them. Raises NoOnCosts."""
    return days.choices.over(days.book.on_costs_held(days.nation, days.starts_on))


def pay_on(days: OnDays, asked: Asked, own: Employment | None, title: str) -> tuple[Stretch, ...]:
    """Return the pay of each stretch of these days, one after the other.

    Days that differ in nothing are one stretch: so is a year that is not known yet and the
    known one that stands for it. Raises NotHeld where there is no such pay.
    """
    firsts = turns(days.book, days.nation, days.starts_on, days.ends_on)
    lasts = [*(day - timedelta(days=1) for day in firsts[1:]), days.ends_on]
    found = [
        _stretch(replace(days, starts_on=first, ends_on=last), asked, own, title)
        for first, last in zip(firsts, lasts, strict=True)
    ]
    return _joined(found)


def _stretch(days: OnDays, asked: Asked, own: Employment | None, title: str) -> Stretch:
    pay, pay_year = _pay(days, asked, own, title)
    rates = rates_on(days)
    year = rates.year_used(days.starts_on)
    return Stretch(days.starts_on, days.ends_on, pay, rates, pay_year or year, year)


def _pay(
    days: OnDays, asked: Asked, own: Employment | None, title: str
) -> tuple[PayPoint | TypedPay, str]:
    """Return the pay on the first day and the pay year of its scale; "" for typed pay."""
    if asked.whose in {Whose.DOCTOR, Whose.TYPED}:
        week = Week.of(days, is_medical=asked.whose is Whose.DOCTOR)
        return TypedPay(title, asked.pay_pence, week.hundredths), ""
    band, step = (asked.band, asked.step) if asked.band else _own(own)
    scale = days.book.scale(days.nation, days.starts_on)
    return scale.point(band, step), scale.pay_year


def _own(own: Employment | None) -> tuple[str, int]:
    if own is None or own.band is None:
        raise NotHeld(_("We do not know your band. Choose another answer."))
    return own.band, own.step or 1


def _joined(found: Sequence[Stretch]) -> tuple[Stretch, ...]:
    joined = [found[0]]
    for each in found[1:]:
        if _key(each) == _key(joined[-1]):
            joined[-1] = replace(joined[-1], ends_on=each.ends_on, rates_year=each.rates_year)
        else:
            joined.append(each)
    return tuple(joined)


def _key(each: Stretch) -> tuple[object, ...]:
    """Return all that an amount depends on."""
    pay = each.pay
    point = (pay.band, pay.step, pay.pay_year) if isinstance(pay, PayPoint) else ()
    return (point, pay.annual_pence, pay.full_time_hundredths, each.rates)
