"""What stands in the forms for one cost when they are first shown, and cover in one press."""

from typing import Any

from portal.applications.costing import RateHas, Salary
from portal.applications.figures import Figures
from portal.applications.forms.pay import MONTHS, NO, YES
from portal.applications.models import Application, CostLine, ReleasePeriod
from portal.applications.money import Pot
from portal.applications.pay import Whose
from portal.applications.recosting import first_day
from portal.applications.timing import hours_to_cover, months_or_weeks
from portal.costing.wte import TimeUnit
from portal.kernel.language import _
from portal.people.models import Employment


def cover(
    application: Application, period: ReleasePeriod, category: str, figures: Figures
) -> Salary:
    """Return the line that covers one period of the time asked for, at the applicant's own pay."""
    post = application.applicant.post
    length, unit = length_of(period)
    return Salary(
        label=_("Cover for your time"),
        category=category,
        whose=Whose(likely(post)),
        hours_hundredths=period.hours_hundredths,
        length=length,
        length_unit=unit,
        ni_mode=figures.choices.ni_mode,
        ni_usual=figures.choices.ni_mode,
        pay_pence=(post.salary_pence or 0) if post else 0,
    )


def likely(post: Employment | None) -> str:
    """Return whose pay is offered first: one's own; "" where there is no post."""
    if post is None:
        return ""
    return Whose.OWN if post.grade is None else Whose.DOCTOR


def length_of(period: ReleasePeriod) -> tuple[int, str]:
    """Return how long a period runs, in months where they are whole, else in weeks begun."""
    return months_or_weeks(period.starts_on, period.ends_on)


def new_salary(application: Application, figures: Figures) -> dict[str, Any]:
    """Return what stands in the form for a new line: cover for the time asked for."""
    post = application.applicant.post
    length, unit = _length(application)
    return {
        "label": _("Cover for your time"),
        "cover": YES,
        "whose": likely(post),
        "doctor_pay": post.salary_pence if post else None,
        "people": 1,
        "hours": hours_to_cover(application.periods),
        "length": length,
        "length_unit": unit,
        "ni_mode": figures.choices.ni_mode,
    }


def stored_salary(line: CostLine) -> dict[str, Any]:
    """Return what stands in the form for a line that is changed."""
    details = line.details
    whose = details.get("whose", "")
    pay, hourly = details.get("annual_pence"), details.get("hourly_pence")
    held = details.get("cover_band", "")
    return {
        "label": line.label,
        "category": line.category,
        "cover": YES if details.get("is_cover", True) else NO,
        "whose": whose,
        "step": f"{details['band']}:{details['step']}" if details.get("band") else "",
        "grade": details.get("grade", ""),
        "doctor_pay": pay if whose == Whose.DOCTOR else None,
        "typed_pay": pay if whose == Whose.TYPED else None,
        "elsewhere_pay": pay if whose == Whose.ELSEWHERE else None,
        "elsewhere_on_cost": details.get("on_cost_hundredths"),
        "elsewhere_week": details.get("full_time_hundredths") if whose == Whose.ELSEWHERE else None,
        "bank_held": held if whose == Whose.BANK else "",
        "bank_rate": hourly if whose == Whose.BANK and not held else None,
        "bank_has": details.get("rate_has", RateHas.ALL),
        "agency_held": held if whose == Whose.AGENCY else "",
        "agency_rate": hourly if whose == Whose.AGENCY and not held else None,
        "agency_has": details.get("rate_has", RateHas.ALL),
        "agency_vat": details.get("vat", ""),
        "people": details.get("people", 1),
        "hours": details.get("given_hundredths", details.get("hours_hundredths")),
        "hours_unit": details.get("given_unit", TimeUnit.HOURS),
        "length": details.get("length"),
        "length_unit": details.get("length_unit", MONTHS),
        "ni_mode": details.get("ni_mode", ""),
        "starts": first_day(line).isoformat(),
        **_pot(line),
    }


def stored_other(line: CostLine) -> dict[str, Any]:
    """Return what stands in the form for a line that is changed: one of it, if need be."""
    details = line.details
    return {
        "label": line.label,
        "category": line.category,
        "quantity": details.get("quantity_hundredths", 100),
        "counted": details.get("counted", ""),
        "price": details.get("unit_pence", line.amount_pence),
        **_pot(line),
    }


def _pot(line: CostLine) -> dict[str, Any]:
    return {"pot": line.pot, "pot_name": line.pot_name if line.pot is Pot.OTHER else ""}


def _length(application: Application) -> tuple[int | None, str]:
    """Return how long the time asked for runs."""
    if not application.periods:
        return None, MONTHS
    first = min(period.starts_on for period in application.periods)
    return months_or_weeks(first, max(period.ends_on for period in application.periods))
