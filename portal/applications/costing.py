"""From what an applicant types on a cost to the line that is stored: amount, inputs, working.

Pure: the figures are `portal.costing`'s. A line is costed when it is saved and is not costed
again behind anybody's back; `details` hold all that it was made from.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portal.applications.money import Pot
from portal.applications.pay import OnDays, Week, Whose, pay_on, rates_on
from portal.costing.book import Book
from portal.costing.choices import Choices, Cover
from portal.costing.figures import SHIPPED
from portal.costing.lines import CostedLine, Duration, Months, Step, Weeks, unit_line
from portal.costing.oncosts import NiMode
from portal.costing.posts import (
    Load,
    OnTop,
    Stretch,
    elsewhere_line,
    end_of,
    hourly_line,
    post_line,
)
from portal.costing.scales import Nation, PayPoint, PayRange, TypedPay, pay_year_of
from portal.costing.wte import TimeUnit
from portal.people.models import Employment

NO_CHOICES = Choices()
COVERS = {Whose.BANK: Cover.BANK, Whose.AGENCY: Cover.AGENCY}


class RateHas(StrEnum):
    """What a rate for an hour has in it."""

    ALL = "all"  # everything an employer pays: nothing is added
    PAY = "pay"  # pay only: National Insurance, pension and levy are added


class Vat(StrEnum):
    """Whether an agency's rate has VAT. None is ever added: the rate is what is paid."""

    IN_RATE = "in_rate"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Salary:
    """What is typed for a line of pay. Pay is pence for a full-time year, a rate for an hour.

    `band` and `step` count for OWN (empty: those of the post) and BAND; for BANK and AGENCY a
    band stands for the organisation's own rate of it. `pay_pence` is for DOCTOR, TYPED and
    ELSEWHERE, the latter with what its employer adds, in hundredths of one per cent, and its
    full-time week. Hours are for each of so many people; `given` is the amount as typed, in its
    unit. `ni_usual` is what the organisation usually chooses.
    """

    label: str
    category: str
    whose: Whose
    hours_hundredths: int
    length: int
    length_unit: str
    ni_mode: NiMode
    ni_usual: NiMode = NiMode.SHARE_OF_POST
    given_hundredths: int = 0
    given_unit: TimeUnit = TimeUnit.HOURS
    band: str = ""
    step: int = 0
    grade: str = ""
    pay_pence: int = 0
    on_cost_hundredths: int = 0
    week_hundredths: int = 0
    hourly_pence: int = 0
    rate_has: RateHas = RateHas.ALL
    vat: Vat = Vat.NONE
    people: int = 1
    is_cover: bool = True
    pot: Pot = Pot.SCHEME
    pot_name: str = ""

    @property
    def duration(self) -> Duration:
        """How long it runs."""
        return Weeks(self.length) if self.length_unit == "weeks" else Months(self.length)

    @property
    def load(self) -> Load:
        """How much of a post it is."""
        return Load(self.hours_hundredths, self.duration, self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """What is typed for any other line: so many things at a price each."""

    label: str
    category: str
    quantity_hundredths: int
    unit_pence: int
    counted: str = ""  # what is counted: "miles"
    pot: Pot = Pot.SCHEME
    pot_name: str = ""


@dataclass(frozen=True, slots=True)
class Costed:
    """A line worked out, as it is stored. `details` and `working` are plain JSON values."""

    label: str
    category: str
    amount_pence: int
    details: dict[str, Any]
    working: list[Any]
    pot: Pot = Pot.SCHEME
    pot_name: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a line stands on: the nation, its first day, the post, the figures and the choices.

    `title` names typed pay in the working.
    """

    nation: Nation
    starts_on: date
    own: Employment | None
    book: Book = SHIPPED
    choices: Choices = NO_CHOICES
    title: str = ""


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
    """Work out a line of pay that starts on this day, each day of it with that day's figures.

    `title` names typed pay in the working; `choices` are the organisation's, over the rates of
    the book. Where a later pay year is not known the last known one stands for it, without a
    rise, and the line says so. Raises NotHeld, with a plain sentence, where we hold no such
    pay, rates or week.
    """
    ground = Ground(nation, starts_on, own, book, choices, title or asked.grade or asked.label)
    match asked.whose:
        case Whose.BANK | Whose.AGENCY:
            return _hourly(asked, ground)
        case Whose.ELSEWHERE:
            return _elsewhere(asked, ground)
        case _:
            return _post(asked, ground)


def cost_other(asked: Other) -> Costed:
    """Work out a line of so many things at a price each."""
    quantity = Decimal(asked.quantity_hundredths).scaleb(-2)
    shown = quantity.to_integral_value() if quantity == quantity.to_integral_value() else quantity
    details = {
        "quantity_hundredths": asked.quantity_hundredths,
        "unit_pence": asked.unit_pence,
        "counted": asked.counted,
    }
    return _stored(asked, unit_line(shown, asked.unit_pence), details)


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


def salary_of(details: dict[str, Any], costed: Costed) -> Salary:
    """Return what a stored line of pay was made from; `costed` is the line as it stands.

    A line on the applicant's own band keeps the band it was made with.
    """
    return Salary(
        label=costed.label,
        category=costed.category,
        whose=Whose(details["whose"]),
        hours_hundredths=details["hours_hundredths"],
        given_hundredths=details.get("given_hundredths", details["hours_hundredths"]),
        given_unit=TimeUnit(details.get("given_unit", TimeUnit.HOURS)),
        length=details["length"],
        length_unit=details["length_unit"],
        ni_mode=NiMode(details["ni_mode"]),
        ni_usual=NiMode(details.get("ni_usual", details["ni_mode"])),
        band=details.get("band") or details.get("cover_band", ""),
        step=details.get("step", 0),
        grade=details.get("grade", ""),
        pay_pence=details.get("annual_pence", 0),
        on_cost_hundredths=details.get("on_cost_hundredths", 0),
        week_hundredths=details.get("full_time_hundredths", 0),
        hourly_pence=details.get("hourly_pence", 0),
        rate_has=RateHas(details.get("rate_has", RateHas.ALL)),
        vat=Vat(details.get("vat") or Vat.NONE),
        people=details.get("people", 1),
        is_cover=details.get("is_cover", True),
        pot=costed.pot,
        pot_name=costed.pot_name,
    )


def _post(asked: Salary, ground: Ground) -> Costed:
    """Work out a share of a post."""
    ends_on = end_of(ground.starts_on, asked.duration)
    wanted = OnDays(ground.nation, ground.starts_on, ends_on, ground.book, ground.choices)
    stretches = pay_on(wanted, asked, ground.own, ground.title)
    line, parts = post_line(stretches, asked.load, asked.ni_mode, ground.choices.pension_mode)
    last = stretches[-1]
    point = last.pay if isinstance(last.pay, PayPoint) else None
    details = {
        **_common(asked, ground),
        "pay_year": last.pay_year,
        "rates_year": last.rates_year,
        "wanted_pay_year": pay_year_of(ends_on),
        "band": point.band if point else "",
        "step": point.step if point else 0,
        "step_label": point.label if point else "",
        "annual_pence": last.pay.annual_pence,
        "full_time_hundredths": last.pay.full_time_hundredths,
        "grade": asked.grade,
        "range": _range(asked, ground),
        "parts": [_part(each, pence) for each, pence in zip(stretches, parts, strict=True)],
        "statuses": _statuses(stretches),
    }
    return _stored(asked, line, details)


def _elsewhere(asked: Salary, ground: Ground) -> Costed:
    """Work out a share of a post of another employer: pay, week and what is added are typed."""
    pay = TypedPay(ground.title, asked.pay_pence, asked.week_hundredths)
    on_cost = Decimal(asked.on_cost_hundredths).scaleb(-4)
    details = {
        **_common(asked, ground),
        "band": "",
        "annual_pence": asked.pay_pence,
        "full_time_hundredths": asked.week_hundredths,
        "on_cost_hundredths": asked.on_cost_hundredths,
    }
    return _stored(asked, elsewhere_line(pay, on_cost, asked.load), details)


def _hourly(asked: Salary, ground: Ground) -> Costed:
    """Work out cover paid by the hour, at the organisation's rate of a band or as typed."""
    days = OnDays(ground.nation, ground.starts_on, ground.starts_on, ground.book, ground.choices)
    rates, week = rates_on(days), Week.of(days, is_medical=False)
    pence, source, has = asked.hourly_pence, "", asked.rate_has
    if asked.band:
        held = ground.choices.hourly_rate(COVERS[asked.whose], asked.band, ground.starts_on)
        pence, source, has = held.hourly_pence, held.source, RateHas.ALL
    on_top = OnTop(rates, asked.ni_mode, ground.choices.pension_mode, week.hundredths)
    line = hourly_line(pence, asked.load, on_top if has is RateHas.PAY else None)
    charged = {"ni": rates.ni.status, "pension": rates.pension.status, "levy": rates.levy.status}
    details = {
        **_common(asked, ground),
        "band": "",
        "cover_band": asked.band,
        "hourly_pence": pence,
        "rate_source": source,
        "rate_has": has.value,
        "vat": asked.vat.value if asked.whose is Whose.AGENCY else "",
        "full_time_hundredths": week.hundredths,
        **({"statuses": charged, "rates_year": rates.year_used(ground.starts_on)}
           if has is RateHas.PAY else {}),
    }  # fmt: skip
    return _stored(asked, line, details)


def _common(asked: Salary, ground: Ground) -> dict[str, Any]:
    return {
        "whose": asked.whose.value,
        "nation": ground.nation.value,
        "starts_on": ground.starts_on.isoformat(),
        "people": asked.people,
        "is_cover": asked.is_cover,
        "hours_hundredths": asked.hours_hundredths,
        "given_hundredths": asked.given_hundredths or asked.hours_hundredths,
        "given_unit": asked.given_unit.value,
        "length": asked.length,
        "length_unit": asked.length_unit,
        "ni_mode": asked.ni_mode.value,
        "ni_usual": asked.ni_usual.value,
        "pension_mode": ground.choices.pension_mode.value,
    }


def _part(each: Stretch, pence: int) -> dict[str, Any]:
    return {
        "pay_year": each.pay_year,
        "starts_on": each.starts_on.isoformat(),
        "ends_on": each.ends_on.isoformat(),
        "amount_pence": pence,
    }


def _range(asked: Salary, ground: Ground) -> list[Any]:
    """Return the range that a doctor's pay is held against: year, lowest and highest pence."""
    if not asked.grade:
        return []
    found = doctors_range(ground.nation, ground.starts_on, ground.book)
    return [found[0], found[1].low_pence, found[1].high_pence] if found else []


def _statuses(stretches: tuple[Stretch, ...]) -> dict[str, str]:
    """Return the status of each figure; of several the first that is not "sourced"."""
    found: dict[str, str] = {}
    for each in stretches:
        pay = {"pay": each.pay.status} if isinstance(each.pay, PayPoint) else {}
        rates = each.rates
        charged = {
            "ni": rates.ni.status, "pension": rates.pension.status, "levy": rates.levy.status,
        }  # fmt: skip
        for what, status in {**pay, **charged}.items():
            if found.get(what, "sourced") == "sourced":
                found[what] = status
    return found


def _stored(asked: Salary | Other, line: CostedLine, details: dict[str, Any]) -> Costed:
    working = [
        {
            "label": str(step.label),
            "amount_pence": step.amount_pence,
            "factor": step.factor,
            "is_total": step.is_total,
        }
        for step in line.working
    ]
    costed = Costed(asked.label, asked.category, line.amount_pence, details, working)
    return replace(costed, pot=asked.pot, pot_name=asked.pot_name)
