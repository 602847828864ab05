"""Cost lines in words: what each is, how much of it, and how it adds up."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.applications.asked import duration_of
from portal.applications.costing import steps_of
from portal.applications.models import CostKind, CostLine
from portal.costing.lines import Months, Step
from portal.costing.oncosts import PensionMode, pension_mode_name
from portal.costing.scales import Nation, band_name, nation_name
from portal.costing.shipped import caution
from portal.costing.wte import week_in_words, wte
from portal.kernel.amounts import plain, pounds, short_pounds
from portal.kernel.language import _, _n


@dataclass(frozen=True, slots=True)
class Working:
    """How a line of pay came about: a heading, what it is of, its rows, and what to know."""

    heading: str
    about: str
    steps: tuple[Step, ...]
    notes: tuple[str, ...]


def how_much(line: CostLine) -> str:
    """Say how much of it there is: "Band 6 top, 0.20 WTE (one day a week), 6 months"."""
    if line.kind is CostKind.SALARY:
        return _salary_words(line) if "hours_hundredths" in line.details else ""
    return _things(line.details) if "quantity_hundredths" in line.details else ""


def working(line: CostLine) -> Working | None:
    """Return how a line of pay adds up; None for any other line: its words say it all."""
    if line.kind is not CostKind.SALARY or not line.working:
        return None
    return Working(
        heading=str(_("How we worked out %(amount)s", amount=pounds(line.amount_pence))),
        about=_about(line.details),
        steps=steps_of(line.working),
        notes=notes(line.details),
    )


def notes(details: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what to know of a line of pay: a later pay year, the pension, figures not sure."""
    found = [_later_pay(details), _later_rates(details)]
    if mode := details.get("pension_mode"):
        pension = pension_mode_name(PensionMode(mode))
        found.append(str(_("Pension: %(which)s.", which=pension[:1].lower() + pension[1:])))
    found += [_unsure(what, status) for what, status in details.get("statuses", {}).items()]
    return tuple(dict.fromkeys(words for words in found if words))


def pay_words(details: Mapping[str, Any]) -> str:
    """Name the pay: "Band 6 top", or what was typed for a full-time year."""
    if not details["band"]:
        return str(_("%(pay)s a year", pay=short_pounds(details["annual_pence"])))
    return band_name(details["band"], details.get("step_label", ""))


def price(pence: int) -> str:
    """Write the price of one thing: "£72.00", and "45p" below a pound."""
    return f"{pence}p" if 0 < pence < 100 else pounds(pence)


def _salary_words(line: CostLine) -> str:
    details = line.details
    hours, full_time = details["hours_hundredths"], details["full_time_hundredths"]
    duration = duration_of(line)
    count = duration.count if duration else 0
    if isinstance(duration, Months):
        length = _n("%(num)s month", "%(num)s months", count)
    else:
        length = _n("%(num)s week", "%(num)s weeks", count)
    return str(
        _(
            "%(pay)s, %(wte)s WTE (%(week)s), %(length)s",
            pay=pay_words(details),
            wte=wte(hours, full_time),
            week=week_in_words(hours, full_time),
            length=length,
        )
    )


def _things(details: Mapping[str, Any]) -> str:
    quantity, unit_pence = details["quantity_hundredths"], details["unit_pence"]
    counted = details.get("counted", "")
    number = f"{Decimal(plain(quantity)):,}"
    things = f"{number} {counted}" if counted else number
    if quantity == 100 and counted:
        return things
    return str(_("%(things)s at %(price)s", things=things, price=price(unit_pence)))


def _about(details: Mapping[str, Any]) -> str:
    if "nation" not in details:
        return ""
    words = {"nation": nation_name(Nation(details["nation"])), "year": details["pay_year"]}
    if not details["band"]:
        return str(
            _("One full-time post for one year. %(nation)s, %(year)s rates on top of pay.", **words)
        )
    pay = pay_words(details)
    return str(
        _(
            "One full-time post, %(pay)s, for one year. %(nation)s, %(year)s pay.",
            pay=pay[:1].lower() + pay[1:],
            **words,
        )
    )


def _later_pay(details: Mapping[str, Any]) -> str:
    wanted, used = details.get("wanted_pay_year", ""), details.get("pay_year", "")
    if wanted <= used or not details.get("band"):
        return ""
    return str(
        _("We will use %(year)s pay when it is published, and show you the change.", year=wanted)
    )


def _later_rates(details: Mapping[str, Any]) -> str:
    """Say that the rates on top of pay are of a year before the one wanted."""
    wanted, used = details.get("wanted_pay_year", ""), details.get("rates_year", "")
    if not used or wanted <= used:
        return ""
    return str(
        _(
            "We do not know the %(wanted)s rates on top of pay yet. We used those of %(used)s.",
            wanted=wanted,
            used=used,
        )
    )


def _unsure(what: str, status: str) -> str:
    if not (words := caution(status)):
        return ""
    names: dict[str, str] = {
        "pay": _("Pay"),
        "ni": _("National Insurance"),
        "pension": _("Pension"),
        "levy": _("Apprenticeship levy"),
    }
    return str(_("%(what)s: %(caution)s", what=names[what], caution=words))
