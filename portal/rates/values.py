"""From rows to the values that the costing takes. Pure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from portal.costing.choices import Choices, HourlyRate, OwnRate
from portal.costing.oncosts import OnCosts, Provenance
from portal.costing.scales import PayPoint, PayScale
from portal.rates.models import (
    MILLION,
    ChoiceSet,
    HourlySet,
    OnCostSet,
    ScalePoint,
    ScaleSet,
)


def rate(millionths: int) -> Decimal:
    """Return millionths of pay as a fraction of it: 143,800 is 0.1438."""
    return Decimal(millionths) / MILLION


def scale_of(found: ScaleSet) -> PayScale:
    """Return a set as a pay scale. Its points are labelled by their place in the band."""
    points = sorted(found.points, key=lambda point: (point.band, point.step))
    steps: dict[str, list[int]] = {}
    for point in points:
        steps.setdefault(point.band, []).append(point.step)
    return PayScale(
        nation=found.nation,
        pay_year=found.pay_year,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        status=found.trust.value,
        source=found.source,
        points=tuple(
            _point(found, point, label(point.step, steps[point.band])) for point in points
        ),
    )


def label(step: int, steps: Sequence[int]) -> str:
    """Return the word for a step among the steps of its band, as the shipped table has it."""
    if len(steps) == 1:
        return "single"
    if step == min(steps):
        return "entry"
    return "top" if step == max(steps) else "intermediate"


def _point(found: ScaleSet, point: ScalePoint, word: str) -> PayPoint:
    return PayPoint(
        nation=found.nation,
        pay_year=found.pay_year,
        band=point.band,
        step=point.step,
        label=word,
        annual_pence=point.annual_pence,
        full_time_hundredths=found.full_time_hundredths,
        status=found.trust.value,
        source=found.source,
        years=point.years,
    )


def on_costs_of(found: OnCostSet) -> OnCosts:
    """Return a set as rates; its source and status are those of each of them."""
    where = Provenance(found.trust.value, found.source)
    return OnCosts(
        nation=found.nation,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        ni_rate=rate(found.ni_millionths),
        ni_threshold_pence=found.ni_threshold_pence,
        levy_rate=rate(found.levy_millionths),
        pension_paid_rate=rate(found.pension_paid_millionths),
        pension_headline_rate=rate(found.pension_headline_millionths),
        ni=where,
        levy=where,
        pension=where,
    )


def choices_of(found: ChoiceSet | None, hourly: Iterable[HourlySet] = ()) -> Choices:
    """Return an organisation's choices; without any, those that the portal ships with."""
    rates = tuple(_hourly(row) for row in hourly)
    if found is None:
        return Choices(hourly=rates)
    own = found.pension_own_millionths
    return Choices(
        ni_mode=found.ni_mode,
        pension_mode=found.pension_mode,
        pension_own=None if own is None else OwnRate(rate(own), found.pension_own_source),
        charges_levy=found.charges_levy,
        hourly=rates,
    )


def _hourly(row: HourlySet) -> HourlyRate:
    return HourlyRate(row.cover, row.band, row.hourly_pence, row.source, row.starts_on, row.ends_on)
