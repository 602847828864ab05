"""The book that comes with the portal: what the shipped files say, and no more."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from portal.costing.book import Book, FullWeek
from portal.costing.oncosts import OnCosts, Provenance
from portal.costing.scales import (
    Nation,
    PayPoint,
    PayRange,
    PayScale,
    nation_of,
    pay_year_span,
)
from portal.costing.shipped import pay_rows, rates
from portal.kernel.amounts import parse_hundredths, parse_pence

_YEARS = re.compile(r"\d{4}/\d{2}")
_CONSULTANT = re.compile(r"consultant_.*_england_(\d{4})_(\d{2})")


def read() -> Book:
    """Return the shipped figures as a book. A row with the status "not_found" holds no figure."""
    return Book(tuple(_scales()), tuple(_on_costs()), tuple(_weeks()), _medical_ranges())


def _scales() -> Iterator[PayScale]:
    points = sorted(map(_point, _known_rows()), key=_where)
    for (nation, pay_year), found in groupby(points, key=_where):
        held = tuple(found)
        first, last = pay_year_span(pay_year)
        yield PayScale(Nation(nation), pay_year, first, last, _worst(held), held[0].source, held)


def _known_rows() -> Iterator[Mapping[str, str]]:
    return (row for row in pay_rows() if row["status"] != "not_found")


def _where(point: PayPoint) -> tuple[str, str]:
    return point.nation.value, point.pay_year


def _worst(points: tuple[PayPoint, ...]) -> str:
    """Return the status of a scale: "sourced" only if every point of it is."""
    return next((p.status for p in points if p.status != "sourced"), "sourced")


def _point(row: Mapping[str, str]) -> PayPoint:
    return PayPoint(
        nation=nation_of(row["nation"]),
        pay_year=row["pay_year"],
        band=row["band"],
        step=int(row["step"]),
        label=row["step_label"],
        annual_pence=parse_pence(row["annual_gbp"]),
        full_time_hundredths=parse_hundredths(row["full_time_hours_per_week"]),
        status=row["status"],
        source=row["source"],
    )


def _on_costs() -> Iterator[OnCosts]:
    ni, levy = rates()["nic"], rates()["apprenticeship_levy"]
    years = sorted(_YEARS.findall(ni["valid"]))
    for nation in Nation:
        pension = _pension(nation)
        paid, headline = _pension_rates(pension)
        yield OnCosts(
            nation=nation,
            starts_on=pay_year_span(years[0])[0],
            ends_on=pay_year_span(years[-1])[1],
            ni_rate=ni["employer_rate"],
            ni_threshold_pence=ni["secondary_threshold_gbp_per_year"] * 100,
            levy_rate=levy["rate"],
            pension_paid_rate=paid,
            pension_headline_rate=headline,
            ni=_provenance(ni),
            levy=_provenance(levy),
            pension=_provenance(pension),
        )


def _pension(nation: Nation) -> Mapping[str, Any]:
    shared = nation in {Nation.ENGLAND, Nation.WALES}
    found: Mapping[str, Any] = rates()["pension"]["england_wales" if shared else nation.value]
    return found


def _pension_rates(pension: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    """Return the rate paid by the employer and the headline; one rate alone is both."""
    if "rate" in pension:
        return pension["rate"], pension["rate"]
    return pension["paid_by_employer"], pension["with_admin_levy"]


def _provenance(block: Mapping[str, Any]) -> Provenance:
    return Provenance(block["status"], block["source"])


def _weeks() -> Iterator[FullWeek]:
    for row in rates()["full_time_hours"]:
        first = row.get("from", "0001-01-01")
        yield FullWeek(
            nation_of(row["nation"]),
            date.fromisoformat(first if "-" in first else f"{first}-01-01"),
            date.fromisoformat(row["to"]) if "to" in row else date.max,
            int(row["hours"] * 100),
        )


def _medical_ranges() -> Mapping[tuple[Nation, str], PayRange]:
    medical = rates()["medical"]
    found = ((_CONSULTANT.fullmatch(key), value) for key, value in medical.items())
    return {
        (Nation.ENGLAND, f"{match[1]}/{match[2]}"): PayRange(
            low_pence=value[0] * 100,
            high_pence=value[1] * 100,
            status="sourced",
            source=medical["status"],
        )
        for match, value in found
        if match
    }


SHIPPED = read()
