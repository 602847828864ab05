"""Whether the cover that is costed and the time that is asked for agree. Pure."""

from portal.applications.asked import duration_of, hours_in_all, most_hours_a_week
from portal.applications.models import Application, CostKind, CostLine
from portal.applications.recosting import first_day
from portal.costing.posts import end_of
from portal.costing.wte import total_hours
from portal.kernel.amounts import plain
from portal.kernel.language import _


def cover_hours(application: Application) -> int | None:
    """Return all hours of lines that are cover, in hundredths; None where no line says it is."""
    lines = [line for line in application.cost_lines if _is_cover(line)]
    return sum(map(_hours, lines)) if lines else None


def gap_words(application: Application) -> str:
    """Say where cover and time asked for differ by a week's time or more; "" where they agree.

    It is a warning and stops nothing: some of the work may be left undone, or covered for free.
    """
    asked = hours_in_all(application.periods)
    week = most_hours_a_week(application.periods)
    covered = cover_hours(application)
    if asked is None or week is None or covered is None or abs(covered - asked) < week:
        return ""
    return str(
        _(
            "Your cover lines are for %(covered)s hours in all. "
            "You ask for %(asked)s hours of your time. You can go on, but check both.",
            covered=plain(covered),
            asked=plain(asked),
        )
    )


def _is_cover(line: CostLine) -> bool:
    return line.kind is CostKind.SALARY and bool(line.details.get("is_cover"))


def _hours(line: CostLine) -> int:
    duration, first = duration_of(line), first_day(line)
    if duration is None:
        return 0
    people = line.details.get("people", 1)
    weekly: int = line.details["hours_hundredths"] * people
    return total_hours(weekly, first, end_of(first, duration))
