"""What an application asks of the pot: pence, and months of full-time work."""

from fractions import Fraction

from portal.applications.models import Application, ReleasePeriod
from portal.applications.weeks import full_time_week
from portal.costing.rounding import whole
from portal.schemes.asked import months_and_days


def wte_months_hundredths(application: Application) -> int:
    """Return the time asked for in WTE-months, x 100, rounded once, halves up.

    One day a week for six months, where full time is five, is 1.20. Days beyond whole months
    count as their share of the month they begin. A period on a day for which no full-time
    hours are known counts nothing.
    """
    is_medical = application.profession.medical
    return whole(
        100 * sum((_months(p, application, is_medical) for p in application.periods), Fraction(0))
    )


def _months(period: ReleasePeriod, application: Application, is_medical: bool) -> Fraction:
    full_time = full_time_week(application.team.nation, period.starts_on, is_medical=is_medical)
    if not full_time:
        return Fraction(0)
    months, beyond, length = months_and_days(period.starts_on, period.ends_on)
    return Fraction(period.hours_hundredths, full_time) * (months + Fraction(beyond, length))
