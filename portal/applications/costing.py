"""From what an applicant types on a cost to the line that is stored: amount, inputs, working.

Pure: the figures are `portal.costing`'s. A line is costed when it is saved and is not costed
again behind anybody's back; `details` hold all that it was made from.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portal.applications.weeks import full_time_week
from portal.costing.book import Book
from portal.costing.choices import Choices
from portal.costing.figures import SHIPPED
from portal.costing.lines import CostedLine, Duration, Months, Step, Weeks, salary_line, unit_line
from portal.costing.oncosts import NiMode, OnCosts, PensionMode
from portal.costing.scales import Nation, PayPoint, PayRange, TypedPay, pay_year_of
from portal.costing.shipped import NotHeld
from portal.kernel.language import _
from portal.people.models import Employment

NO_CHOICES = Choices()


class Whose(StrEnum):
    """Whose pay a salary line charges."""

    OWN = "own"  # the applicant's own band and step
    BAND = "band"  # another band and step
    DOCTOR = "doctor"  # typed: a doctor or dentist
    TYPED = "typed"  # typed: anybody else who is not on a band we hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Salary:
    """What is typed for a line of pay. Pay is pence for a full-time year.

    `band` and `step` count for BAND only, `pay_pence` for DOCTOR and TYPED only.
    """

    label: str
    category: str
    whose: Whose
    hours_hundredths: int
    length: int
    length_unit: str
    ni_mode: NiMode
    band: str = ""
    step: int = 0
    pay_pence: int = 0
    pension_mode: PensionMode = PensionMode.PAID_BY_EMPLOYER

    @property
    def duration(self) -> Duration:
        """How long it runs."""
        return Weeks(self.length) if self.length_unit == "weeks" else Months(self.length)


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """What is typed for any other line: so many things at a price each."""

    label: str
    category: str
    quantity_hundredths: int
    unit_pence: int
    counted: str = ""  # what is counted: "miles"


@dataclass(frozen=True, slots=True)
class Costed:
    """A line worked out, as it is stored. `details` and `working` are plain JSON values."""

    label: str
    category: str
    amount_pence: int
    details: dict[str, Any]
    working: list[Any]


@dataclass(frozen=True, slots=True)
class _Pay:
    """Full-time pay, the rates on top of it, and the years and the week they are of.

    `pay_year` is that of the scale; of typed pay, which has none, that of the rates.
    """

    pay: PayPoint | TypedPay
    rates: OnCosts
    full_time: int
    pay_year: str
    rates_year: str


def cost_salary(
    asked: Salary,
    nation: Nation,
    starts_on: date,
    own: Employment | None,
    title: str = "",
    *,
    book: Book = SHIPPED,
    choices: Choices = NO_CHOICES,
) -> Costed:
    """Work out a line of pay that starts on this day, with the figures of that day.

    `title` names typed pay in the working; `choices` are the organisation's, over the rates of
    the book. Raises NotHeld, with a plain sentence, where we hold no such pay, rates or week.
    """
    found = _pay(book, choices, asked, nation, starts_on, own, title or asked.label)
    line = salary_line(
        found.pay,
        found.rates,
        asked.hours_hundredths,
        found.full_time,
        asked.duration,
        asked.ni_mode,
        asked.pension_mode,
    )
    return _stored(asked.label, asked.category, line, _salary_details(asked, found, starts_on))


def cost_other(asked: Other) -> Costed:
    """Work out a line of so many things at a price each."""
    quantity = Decimal(asked.quantity_hundredths).scaleb(-2)
    shown = quantity.to_integral_value() if quantity == quantity.to_integral_value() else quantity
    details = {
        "quantity_hundredths": asked.quantity_hundredths,
        "unit_pence": asked.unit_pence,
        "counted": asked.counted,
    }
    return _stored(asked.label, asked.category, unit_line(shown, asked.unit_pence), details)


def steps_of(working: list[Any]) -> tuple[Step, ...]:
    """Read the stored rows of a working."""
    return tuple(Step(**row) for row in working)


def doctors_range(
    nation: Nation, starts_on: date, book: Book = SHIPPED
) -> tuple[str, PayRange] | None:
    """Return the newest range of consultants' pay up to the day's pay year, and its year."""
    found = (
        (year, book.medical_range(nation, year))
        for year in reversed(book.pay_years(nation))
        if year <= pay_year_of(starts_on)
    )
    return next(((year, paid) for year, paid in found if paid is not None), None)


def _pay(
    book: Book,
    choices: Choices,
    asked: Salary,
    nation: Nation,
    on: date,
    own: Employment | None,
    title: str,
) -> _Pay:
    if asked.whose in {Whose.DOCTOR, Whose.TYPED}:
        return _typed(book, choices, asked, nation, on, title)
    band, step = (asked.band, asked.step) if asked.whose is Whose.BAND else _own(own)
    scale = book.scale(nation, on)
    point = scale.point(band, step)
    rates = choices.over(book.on_costs_held(nation, on))
    return _Pay(point, rates, point.full_time_hundredths, scale.pay_year, rates.year_used(on))


def _typed(
    book: Book, choices: Choices, asked: Salary, nation: Nation, on: date, title: str
) -> _Pay:
    week = full_time_week(nation, on, is_medical=asked.whose is Whose.DOCTOR, book=book)
    if week is None:
        raise NotHeld(_("We do not know the full-time hours on that day."))
    rates = choices.over(book.on_costs_held(nation, on))
    year = rates.year_used(on)
    return _Pay(TypedPay(title, asked.pay_pence, week), rates, week, year, year)


def _own(own: Employment | None) -> tuple[str, int]:
    if own is None or own.band is None:
        raise NotHeld(_("We do not know your band. Choose another answer."))
    return own.band, own.step or 1


def _salary_details(asked: Salary, found: _Pay, starts_on: date) -> dict[str, Any]:
    point = found.pay if isinstance(found.pay, PayPoint) else None
    return {
        "whose": asked.whose.value,
        "nation": found.rates.nation.value,
        "pay_year": found.pay_year,
        "rates_year": found.rates_year,
        "wanted_pay_year": pay_year_of(starts_on),
        "band": point.band if point else "",
        "step": point.step if point else 0,
        "step_label": point.label if point else "",
        "annual_pence": found.pay.annual_pence,
        "full_time_hundredths": found.full_time,
        "hours_hundredths": asked.hours_hundredths,
        "length": asked.length,
        "length_unit": asked.length_unit,
        "ni_mode": asked.ni_mode.value,
        "pension_mode": asked.pension_mode.value,
        "statuses": {
            **({"pay": point.status} if point else {}),
            "ni": found.rates.ni.status,
            "pension": found.rates.pension.status,
            "levy": found.rates.levy.status,
        },
    }


def _stored(label: str, category: str, line: CostedLine, details: dict[str, Any]) -> Costed:
    working = [
        {
            "label": str(step.label),
            "amount_pence": step.amount_pence,
            "factor": step.factor,
            "is_total": step.is_total,
        }
        for step in line.working
    ]
    return Costed(label, category, line.amount_pence, details, working)
