"""The units a cap may be counted in, and the rule that measures each."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from math import floor

from portal.costing.wte import TimeUnit
from portal.kernel.language import _, _n
from portal.schemes.asked import Asked
from portal.schemes.cap_rules import (
    Count,
    FinancialYears,
    Money,
    Months,
    Rate,
    Share,
    UnitRule,
    Weeks,
    number,
    plural,
)


class CapUnit(StrEnum):
    """What a cap is counted in."""

    MONTHS = "months"
    WEEKS = "weeks"
    FINANCIAL_YEARS = "financial_years"  # from April to March, touched
    DAYS = "days"  # of work, in total
    DAYS_A_WEEK = "days_a_week"
    SESSIONS_A_WEEK = "sessions_a_week"
    PAS_A_WEEK = "pas_a_week"
    WTE = "wte"
    SHARE = "share"  # of contracted hours: 0.4 is 40%
    PENCE = "pence"
    PENCE_A_YEAR = "pence_a_year"
    PENCE_IN_CATEGORY = "pence_in_category"
    APPLICATIONS = "applications"  # by one person in one call
    AWARDS = "awards"  # in one call


OF_HOURS = frozenset(
    {
        CapUnit.DAYS,
        CapUnit.DAYS_A_WEEK,
        CapUnit.SESSIONS_A_WEEK,
        CapUnit.PAS_A_WEEK,
        CapUnit.WTE,
        CapUnit.SHARE,
    }
)


def _in_category(asked: Asked, category: str | None) -> int | None:
    sums = asked.pence_by_category
    return None if sums is None else sums.get(category or "", 0)


def _dearest_year(asked: Asked, _category: str | None) -> int | None:
    sums = asked.pence_by_year
    return None if sums is None else max(sums.values(), default=0)


def _days_of_work(value: Fraction) -> str:
    return _n(
        "%(number)s day in all", "%(number)s days in all", plural(value), number=number(value)
    )


def _days_a_week(value: Fraction) -> str:
    return _n(
        "%(number)s day a week", "%(number)s days a week", plural(value), number=number(value)
    )


def _sessions(value: Fraction) -> str:
    return _n(
        "%(number)s session a week",
        "%(number)s sessions a week",
        plural(value),
        number=number(value),
    )


def _pas(value: Fraction) -> str:
    return _n("%(number)s PA a week", "%(number)s PAs a week", plural(value), number=number(value))


def _wte(value: Fraction) -> str:
    return _("%(number)s WTE", number=f"{floor(value * 100 + Fraction(1, 2)) / 100:.2f}")


def _share(value: Fraction) -> str:
    return _("%(percent)s of your hours", percent=f"{number(value * 100)}%")


def _applications(value: Fraction) -> str:
    return _n(
        "%(number)s application for each person",
        "%(number)s applications for each person",
        plural(value),
        number=number(value),
    )


def _awards(value: Fraction) -> str:
    return _n(
        "%(number)s award in this call",
        "%(number)s awards in this call",
        plural(value),
        number=number(value),
    )


def _too_many_applications(limit: str) -> str:
    return _("You have already applied. The limit is %(limit)s.", limit=limit)


def _too_many_awards(limit: str) -> str:
    return _("All awards have been made. The limit is %(limit)s.", limit=limit)


UNITS: Mapping[CapUnit, UnitRule] = {
    CapUnit.MONTHS: Months(),
    CapUnit.WEEKS: Weeks(),
    CapUnit.FINANCIAL_YEARS: FinancialYears(),
    CapUnit.DAYS: Rate(
        lambda asked: asked.length_of(TimeUnit.DAYS), _days_of_work, is_weekly=False
    ),
    CapUnit.DAYS_A_WEEK: Rate(lambda asked: asked.length_of(TimeUnit.DAYS), _days_a_week),
    CapUnit.SESSIONS_A_WEEK: Rate(lambda asked: asked.length_of(TimeUnit.SESSIONS), _sessions),
    CapUnit.PAS_A_WEEK: Rate(lambda asked: asked.length_of(TimeUnit.PAS), _pas),
    CapUnit.WTE: Rate(lambda asked: asked.full_time_hundredths, _wte),
    CapUnit.SHARE: Share(lambda asked: asked.contracted_hundredths, _share),
    CapUnit.PENCE: Money(lambda asked, _category: asked.pence_total, "total"),
    CapUnit.PENCE_A_YEAR: Money(_dearest_year, "year"),
    CapUnit.PENCE_IN_CATEGORY: Money(_in_category, "category"),
    CapUnit.APPLICATIONS: Count(lambda a: a.applications, _applications, _too_many_applications),
    CapUnit.AWARDS: Count(lambda a: a.awards, _awards, _too_many_awards),
}
