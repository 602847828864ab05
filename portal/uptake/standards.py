"""The usual size of one award, from what its scheme says in public: sums are rounded by it."""

from collections.abc import Iterable
from decimal import Decimal

from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import Cap
from portal.schemes.definition import Definition
from portal.uptake.disclosure import AmountRules

# Our settings, used where a scheme sets no such limit.
NO_LIMIT_PENCE = 2_000_000
NO_LIMIT_MONTHS = 12
NO_LIMIT_WEEKLY_HOURS = Decimal("7.5")

# Hours a week of one unit. Only a size is wanted: a week is 37.5 hours everywhere.
_WEEKLY = {
    CapUnit.WTE: Decimal("37.5"),
    CapUnit.SHARE: Decimal("37.5"),
    CapUnit.DAYS_A_WEEK: Decimal("7.5"),
    CapUnit.PAS_A_WEEK: Decimal(4),
    CapUnit.SESSIONS_A_WEEK: Decimal("3.75"),
}
_WEEKS_A_MONTH = Decimal(52) / 12


def amount_rules(schemes: Iterable[Definition]) -> AmountRules:
    """Return the rules for sums over these schemes: the largest standard award of them all.

    Of money it is the most that one application may ask for. Of time it is the most hours a
    week for the most months. Where there is no such limit, our settings above.
    """
    each = list(schemes)
    return AmountRules(
        standard_pence=max((standard_pence(one) for one in each), default=NO_LIMIT_PENCE),
        standard_hours=max((standard_hours(one) for one in each), default=10_000),
    )


def standard_pence(scheme: Definition) -> int:
    """Return the most money one award may be, in pence; never 0."""
    limit = _limits(scheme.caps, CapUnit.PENCE)
    if limit is not None:
        return int(limit)
    a_year = _limits(scheme.caps, CapUnit.PENCE_A_YEAR)
    return NO_LIMIT_PENCE if a_year is None else int(a_year * _months(scheme) / 12) or 1


def standard_hours(scheme: Definition) -> int:
    """Return the most time one award may be, in hundredths of an hour; never 0."""
    days = _limits(scheme.caps, CapUnit.DAYS)
    if days is not None:
        return int(days * 750) or 1
    weekly = [
        limit * hours
        for unit, hours in _WEEKLY.items()
        if (limit := _limits(scheme.caps, unit)) is not None
    ]
    a_week = min(weekly, default=NO_LIMIT_WEEKLY_HOURS)
    return int(a_week * _months(scheme) * _WEEKS_A_MONTH * 100) or 1


def _months(scheme: Definition) -> Decimal:
    months = _limits(scheme.caps, CapUnit.MONTHS)
    if months is not None:
        return months
    weeks = _limits(scheme.caps, CapUnit.WEEKS)
    return Decimal(NO_LIMIT_MONTHS) if weeks is None else weeks / _WEEKS_A_MONTH


def _limits(caps: Iterable[Cap], unit: CapUnit) -> Decimal | None:
    """Return the largest limit above 0 in this unit."""
    found = (Decimal(cap.limit) for cap in caps if cap.unit is unit and cap.limit > 0)
    return max(found, default=None)
