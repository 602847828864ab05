"""What the pages about teams say alike."""

from fractions import Fraction

from portal.applications.asked import most_hours_a_week
from portal.applications.models import Application
from portal.applications.returned import as_sent
from portal.approvals import wording
from portal.approvals.calendar import Calendar, hundredths
from portal.approvals.lifecycle import COVER_LABELS
from portal.approvals.models import CoverPlan
from portal.approvals.team.months import Months
from portal.kernel.amounts import plain
from portal.kernel.language import _
from portal.web.format import month, short_day
from portal.web.pieces import Column, Table


def out_at_most(weeks: Calendar) -> str:
    """Say how much is out at the most, agreed and with what is asked for, against the limit."""
    most, agreed = weeks.most, max(step.agreed for step in weeks.steps)
    said = _("At the most %(share)s WTE is out at once.", share=wording.share(agreed))
    if most == agreed:
        return f"{said} {beside_limit(most, weeks.limit)}"
    with_all = _("With all that is asked for it would be %(share)s.", share=wording.share(most))
    return f"{said} {with_all} {beside_limit(most, weeks.limit)}"


def beside_limit(most: Fraction, limit: int | None) -> str:
    """Hold WTE against a team's limit."""
    if limit is None:
        return _("The team has set no limit.")
    over, said = hundredths(most) - limit, f"{limit / 100:.2f}"
    if over > 0:
        return _(
            "That is %(over)s over the team's limit of %(limit)s.",
            over=f"{over / 100:.2f}",
            limit=said,
        )
    if over == 0:
        return _("That is the team's limit.")
    return _("The team's limit is %(limit)s.", limit=said)


def weeks_table(weeks: Calendar, caption: str) -> Table:
    """Return the weeks as a table: what is agreed, what it is with all that is asked for."""
    columns = (
        Column(_("Weeks")),
        Column(_("Agreed, WTE"), numeric=True),
        Column(_("With all that is asked for, WTE"), numeric=True),
        Column(_("Against the limit")),
    )
    rows = tuple(
        (
            wording.span(step.starts_on, step.ends_on),
            wording.share(step.agreed),
            wording.share(step.total),
            _against(step.total, weeks.limit),
        )
        for step in weeks.steps
    )
    return Table(caption, columns, rows, caption_hidden=True)


def _against(total: Fraction, limit: int | None) -> str:
    if limit is None:
        return _("No limit set")
    over = hundredths(total) - limit
    if over > 0:
        return _("%(over)s over", over=f"{over / 100:.2f}")
    return _("At the limit") if over == 0 else _("Below")


def months(shown: Months) -> str:
    """Write "January to June 2027", or with both years where they differ."""
    first, last = month(shown.first), month(shown.last)
    if shown.first.year == shown.last.year:
        first = first.removesuffix(f" {shown.first.year}")
    return _("%(first)s to %(last)s", first=first, last=last)


def cover_note(plan: CoverPlan | None) -> str:
    """Say how the work is covered: by what means, at which band or grade, and from when."""
    if plan is None:
        return ""
    words = [str(COVER_LABELS[plan.means])]
    if plan.band:
        words.append(_("band %(band)s", band=plan.band))
    if plan.grade:
        words.append(plan.grade)
    if plan.starts_on:
        words.append(_("from %(day)s", day=short_day(plan.starts_on)))
    return ", ".join(words)


def hours_a_week(application: Application) -> str:
    """Write the most hours asked for in any week."""
    hours = most_hours_a_week(as_sent(application).periods)
    return _("No hours are asked for") if hours is None else plain(hours)
