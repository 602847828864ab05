"""Cost lines in words: what each is, how much of it, and how it adds up."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.applications.costing import steps_of
from portal.applications.models import CostKind, CostLine
from portal.applications.money import Pot, pot_words
from portal.applications.pages.cost_notes import notes
from portal.applications.pay import Whose
from portal.applications.recosting import years_of
from portal.costing.lines import Step
from portal.costing.scales import Nation, band_name, nation_name
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


def said(line: CostLine) -> str:
    """Say all that a line says, in one sentence, to hold beside what somebody else typed."""
    pot = "" if line.pot is Pot.SCHEME else pot_words(line.pot, line.pot_name)
    return "; ".join(filter(None, (line.label, how_much(line), pounds(line.amount_pence), pot)))


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
    words = {
        "who": _people(details),
        "length": length_words(details["length"], details["length_unit"]),
    }
    hours, full_time = details["hours_hundredths"], details["full_time_hundredths"]
    if "hourly_pence" in details:
        rate = pounds(details["hourly_pence"])
        return str(
            _(
                "%(who)s%(rate)s an hour, %(hours)s hours a week, %(length)s",
                rate=rate,
                hours=plain(hours),
                **words,
            )
        )
    return str(
        _(
            "%(who)s%(pay)s, %(wte)s WTE (%(week)s), %(length)s",
            pay=pay_words(details),
            wte=wte(hours, full_time),
            week=week_in_words(hours, full_time),
            **words,
        )
    )


def _people(details: Mapping[str, Any]) -> str:
    """Say how many people before what each of them has; nothing for one."""
    people = details.get("people", 1)
    if people == 1:
        return ""
    return str(_n("%(num)s person, each: ", "%(num)s people, each: ", people))


def length_words(count: int, unit: str) -> str:
    """Say how long: "6 months", "26 weeks"."""
    if unit == "months":
        return str(_n("%(num)s month", "%(num)s months", count))
    return str(_n("%(num)s week", "%(num)s weeks", count))


def _things(details: Mapping[str, Any]) -> str:
    quantity, unit_pence = details["quantity_hundredths"], details["unit_pence"]
    counted = details.get("counted", "")
    number = f"{Decimal(plain(quantity)):,}"
    things = f"{number} {counted}" if counted else number
    if quantity == 100 and counted:
        return things
    return str(_("%(things)s at %(price)s", things=things, price=price(unit_pence)))


def _about(details: Mapping[str, Any]) -> str:
    if "nation" not in details or "hourly_pence" in details:
        return ""
    if details.get("whose") == Whose.ELSEWHERE:
        return str(_("One full-time post at the other employer, for one year."))
    years = _(" and ").join(years_of(details))
    words = {"nation": nation_name(Nation(details["nation"])), "year": years}
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
