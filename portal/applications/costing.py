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
from portal.costing.lines import CostedLine, Duration, Months, Step, Weeks, salary_line, unit_line
from portal.costing.oncosts import NiMode, NoOnCosts, OnCosts, PensionMode, on_costs
from portal.costing.scales import (
    Nation,
    PayPoint,
    PayRange,
    TypedPay,
    medical_range,
    pay_point,
    pay_year_held,
    pay_year_of,
    pay_year_span,
    pay_years,
)
from portal.costing.shipped import NotHeld
from portal.kernel.language import _
from portal.people.models import Employment

OLDEST_RATES = 5  # years before the one wanted in which rates are looked for


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
    """Full-time pay, the rates on top of it, and the year and the week they are of."""

    pay: PayPoint | TypedPay
    rates: OnCosts
    full_time: int
    status: str


def cost_salary(
    asked: Salary, nation: Nation, starts_on: date, own: Employment | None, title: str = ""
) -> Costed:
    """Work out a line of pay that starts on this day.

    `title` names typed pay in the working. Raises NotHeld, with a plain sentence, where we
    hold no such pay, rates or week.
    """
    found = _pay(asked, nation, starts_on, own, title or asked.label)
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


def doctors_range(nation: Nation, starts_on: date) -> tuple[str, PayRange] | None:
    """Return the newest range of consultants' pay up to the day's pay year, and its year."""
    found = (
        (year, medical_range(nation, year))
        for year in reversed(pay_years(nation))
        if year <= pay_year_of(starts_on)
    )
    return next(((year, paid) for year, paid in found if paid is not None), None)


def _pay(asked: Salary, nation: Nation, on: date, own: Employment | None, title: str) -> _Pay:
    if asked.whose in {Whose.DOCTOR, Whose.TYPED}:
        return _typed(asked, nation, on, title)
    band, step = (asked.band, asked.step) if asked.whose is Whose.BAND else _own(own)
    year = pay_year_held(nation, on)
    point = pay_point(nation, year, band, step)
    return _Pay(point, on_costs(nation, year), point.full_time_hundredths, point.status)


def _typed(asked: Salary, nation: Nation, on: date, title: str) -> _Pay:
    week = full_time_week(nation, on, is_medical=asked.whose is Whose.DOCTOR)
    if week is None:
        raise NotHeld(_("We do not know the full-time hours on that day."))
    pay = TypedPay(title, asked.pay_pence, week)
    return _Pay(pay, newest_rates(nation, on), week, "")


def _own(own: Employment | None) -> tuple[str, int]:
    if own is None or own.band is None:
        raise NotHeld(_("We do not know your band. Choose another answer."))
    return own.band, own.step or 1


def newest_rates(nation: Nation, on: date) -> OnCosts:
    """Return the rates of the day's pay year, else of the last year before it that we hold.

    Raises NoOnCosts, naming the year wanted, where the five years before it are not held.
    """
    wanted = pay_year_of(on)
    try:
        return on_costs(nation, wanted)
    except NoOnCosts:
        for back in range(1, OLDEST_RATES + 1):
            first = pay_year_span(wanted)[0]
            year = pay_year_of(first.replace(year=first.year - back))
            if (held := _rates_of(nation, year)) is not None:
                return held
        raise


def _rates_of(nation: Nation, year: str) -> OnCosts | None:
    try:
        return on_costs(nation, year)
    except NoOnCosts:
        return None


def _salary_details(asked: Salary, found: _Pay, starts_on: date) -> dict[str, Any]:
    is_point = isinstance(found.pay, PayPoint)
    return {
        "whose": asked.whose.value,
        "nation": found.rates.nation.value,
        "pay_year": found.rates.pay_year,
        "wanted_pay_year": pay_year_of(starts_on),
        "band": found.pay.band if isinstance(found.pay, PayPoint) else "",
        "step": found.pay.step if isinstance(found.pay, PayPoint) else 0,
        "annual_pence": found.pay.annual_pence,
        "full_time_hundredths": found.full_time,
        "hours_hundredths": asked.hours_hundredths,
        "length": asked.length,
        "length_unit": asked.length_unit,
        "ni_mode": asked.ni_mode.value,
        "pension_mode": asked.pension_mode.value,
        "statuses": {
            **({"pay": found.status} if is_point else {}),
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
