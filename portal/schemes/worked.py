"""What a limit comes to in hours: it depends on the nation, the contract and the date."""

from datetime import date
from fractions import Fraction
from math import floor

from portal.costing.scales import Nation, nation_name
from portal.costing.shipped import NotHeld
from portal.costing.wte import TimeUnit, full_time_hundredths
from portal.kernel.amounts import plain
from portal.kernel.language import _
from portal.schemes.asked import Asked
from portal.schemes.cap_rules import Rate
from portal.schemes.cap_units import UNITS, CapUnit
from portal.schemes.caps import Cap

_LENGTHS = {
    CapUnit.SESSIONS_A_WEEK: TimeUnit.SESSIONS,
    CapUnit.PAS_A_WEEK: TimeUnit.PAS,
    CapUnit.DAYS_A_WEEK: TimeUnit.DAYS,
    CapUnit.DAYS: TimeUnit.DAYS,
}


def worked(cap: Cap, nation: Nation, on: date) -> str:
    """Say what a limit on time comes to for full-time staff of a nation on a day.

    "In Wales that is 7.5 hours a week: a session is 3.75 hours." Empty for limits that are not
    on hours, and where we do not know how long the unit is there. The hours are the most that
    the limit lets through: the same arithmetic (`UnitRule.measure`) decides.
    """
    rule = UNITS[cap.unit]
    if not isinstance(rule, Rate):
        return ""
    try:
        full_time = full_time_hundredths(nation, on)
    except NotHeld:
        return ""
    asked = Asked(nation=nation, full_time_hundredths=full_time, contracted_hundredths=full_time)
    length = rule.hundredths(asked)
    if not length:
        return ""
    most = plain(floor(Fraction(cap.limit) * length))
    return _words(cap.unit, nation_name(nation), most, plain(length))


def _words(unit: CapUnit, nation: str, most: str, length: str) -> str:
    words = {"nation": nation, "most": most, "length": length}
    if unit is CapUnit.SHARE:
        return _("Full time in %(nation)s that is up to %(most)s hours a week.", **words)
    if unit is CapUnit.WTE:
        return _(
            "In %(nation)s that is %(most)s hours a week: full time is %(length)s hours.", **words
        )
    if unit is CapUnit.DAYS:
        return _("In %(nation)s that is %(most)s hours: a day is %(length)s hours.", **words)
    return _each(_LENGTHS[unit], words)


def _each(unit: TimeUnit, words: dict[str, str]) -> str:
    if unit is TimeUnit.SESSIONS:
        return _(
            "In %(nation)s that is %(most)s hours a week: a session is %(length)s hours.", **words
        )
    if unit is TimeUnit.PAS:
        return _("In %(nation)s that is %(most)s hours a week: a PA is %(length)s hours.", **words)
    return _("In %(nation)s that is %(most)s hours a week: a day is %(length)s hours.", **words)
