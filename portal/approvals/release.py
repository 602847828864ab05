"""What one application asks of a team: its release over time, and what cover is held against."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.applications.asked import most_hours_a_week
from portal.applications.models import Application, CostKind
from portal.applications.money import Pot
from portal.applications.returned import as_sent
from portal.applications.weeks import start_of, week_of
from portal.approvals.calendar import Bar, Row
from portal.approvals.cover import Wanted
from portal.costing.wte import full_time_hundredths
from portal.people.models import Employment, Organisation


@dataclass(frozen=True, slots=True)
class Around:
    """What else is known of the weeks asked for.

    `agreed` are the releases already agreed in the team, `asked` those asked for and not agreed
    yet, `in_unit` those agreed in all of the unit, the team's own among them; `team` are the
    team's main posts. `unit` is the directorate; None where the team stands in none.
    """

    agreed: Sequence[Application] = ()
    asked: Sequence[Application] = ()
    team: Sequence[Employment] = ()
    unit: Organisation | None = None
    in_unit: Sequence[Application] = ()


def wanted(application: Application) -> Wanted:
    """Return what a cover plan is held against: the time and pay asked of the scheme, as sent."""
    application = as_sent(application)
    pay = sum(
        line.amount_pence
        for line in application.cost_lines
        if line.kind is CostKind.SALARY and line.pot is Pot.SCHEME
    )
    post = application.applicant.post
    return Wanted(
        most_hours_a_week(application.periods) or 0,
        pay,
        min((period.starts_on for period in application.periods), default=None),
        application.call.earliest_start_on,
        (post.band or "") if post else "",
        week_of(application, start_of(application)).full_time,
    )


def row(application: Application, *, is_this: bool = False) -> Row:
    """Return the release of one person, as the calendar draws it."""
    application = as_sent(application)
    week = full_time(application)
    bars = (
        Bar(p.starts_on, p.ends_on, p.hours_hundredths, week)
        for p in sorted(application.periods, key=lambda p: (p.starts_on, p.ends_on))
    )
    what = application.call.document.kind_label
    return Row(application.applicant.name, what, tuple(bars), is_this)


def full_time(application: Application) -> int:
    """Return the applicant's full-time hours a week, x 100, on the first day asked for.

    Raises NotHeld for a day before such figures begin.
    """
    application = as_sent(application)
    first = start_of(application)
    return week_of(application, first).full_time or full_time_hundredths(
        application.team.nation, first
    )
