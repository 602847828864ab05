"""What a stored line of pay is made of, as numbers: its pay years, and pay and on-costs in each.

They are read from what was kept when the line was worked out (`applications.costing`); nothing
is worked out again. A line made before so much was kept has its amount alone.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.applications.asked import duration_of
from portal.applications.costing import RateHas, steps_of
from portal.applications.models import CostKind, CostLine
from portal.applications.pay import Whose
from portal.costing.posts import end_of


@dataclass(frozen=True, slots=True)
class Figures:
    """Pay and what is added to it, in pence: of a full-time year, or else of the line."""

    pay: int | None = None
    insurance: int | None = None
    pension: int | None = None
    levy: int | None = None
    added: int | None = None  # by another employer
    hourly: int | None = None
    of_a_year: bool | None = None


@dataclass(frozen=True, slots=True)
class PayPart:
    """The part of a line that falls into one pay year; the parts add up to the line."""

    amount_pence: int
    pay_year: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    figures: Figures = Figures()


def parts_of(line: CostLine) -> tuple[PayPart, ...]:
    """Return the parts of a line in the order of their days: one, unless its pay year changes."""
    if line.kind is not CostKind.SALARY or "starts_on" not in line.details:
        return (PayPart(line.amount_pence),)
    parts = line.details.get("parts", [])
    if len(parts) > 1 and sum(part["amount_pence"] for part in parts) == line.amount_pence:
        return _several(line, parts)
    return (_whole(line),)


def _several(line: CostLine, parts: list[dict[str, Any]]) -> tuple[PayPart, ...]:
    runs = _runs(line)
    known = runs if len(runs) == len(parts) else [[] for _part in parts]
    return tuple(
        PayPart(
            part["amount_pence"],
            part["pay_year"],
            date.fromisoformat(part["starts_on"]),
            date.fromisoformat(part["ends_on"]),
            _of_a_post(run),
        )
        for part, run in zip(parts, known, strict=True)
    )


def _whole(line: CostLine) -> PayPart:
    details, duration = line.details, duration_of(line)
    starts_on = date.fromisoformat(details["starts_on"])
    return PayPart(
        line.amount_pence,
        str(details.get("pay_year") or details.get("rates_year") or ""),
        starts_on,
        end_of(starts_on, duration) if duration else None,
        _figures(line),
    )


def _figures(line: CostLine) -> Figures:
    details, runs = line.details, _runs(line)
    if "hourly_pence" in details:
        return _by_the_hour(line, runs)
    if details.get("whose") == Whose.ELSEWHERE:
        pay, added = runs[0] if runs and len(runs[0]) == 2 else (None, None)
        return Figures(pay=pay, added=added, of_a_year=True)
    return _of_a_post(runs[0] if runs else [])


def _of_a_post(run: list[int]) -> Figures:
    """Read salary, insurance, pension and, where there is one, levy (`costing.year_steps`)."""
    if len(run) not in {3, 4}:
        return Figures()
    pay, insurance, pension, *levy = run
    return Figures(pay, insurance, pension, levy[0] if levy else 0, of_a_year=True)


def _by_the_hour(line: CostLine, runs: list[list[int]]) -> Figures:
    """Read what was added to a rate that is pay only (`costing.posts.hourly_line`)."""
    hourly = line.details["hourly_pence"]
    has_added = line.details.get("rate_has") == RateHas.PAY and len(runs) == 2
    if not has_added or len(runs[1]) != 3:
        return Figures(hourly=hourly)
    insurance, pension, levy = runs[1]
    pay = line.amount_pence - sum(runs[1])
    return Figures(pay, insurance, pension, levy, hourly=hourly, of_a_year=False)


def _runs(line: CostLine) -> list[list[int]]:
    """Return the amounts of a working between one sum and the next; sums of nothing left out."""
    found: list[list[int]] = [[]]
    for step in steps_of(line.working):
        if step.is_total:
            found.append([])
        elif step.amount_pence is not None:
            found[-1].append(step.amount_pence)
    return [run for run in found if run]
