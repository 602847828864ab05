"""Who is out of a team and its unit in the weeks asked for, and who else has asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from portal.applications.models import Application
from portal.approvals import drawing, wording
from portal.approvals.calendar import Calendar, calendar
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.approvals.release import Around, full_time, row
from portal.kernel.language import _, _n
from portal.web.pieces import Column, Table


@dataclass(frozen=True, slots=True)
class TeamChart:
    """Who is out, week by week: a sentence, two drawings of it, and the same as a table.

    `unit` says what is out of the directorate; `others` are the requests not agreed yet.
    """

    lead: str
    peak: str
    when: str
    more: str
    unit: str
    wide: Markup
    narrow: Markup
    legend: str
    table: Table
    others: Table | None
    others_lead: str


def team_calendar(application: Application, others: Iterable[Application]) -> Calendar | None:
    """Return the calendar of the weeks asked for; None where no hours are asked for."""
    if not application.periods:
        return None
    this, rows = row(application, is_this=True), [row(other) for other in others]
    return calendar(this, rows, application.team.release_limit_hundredths)


def team_chart(
    request: ApprovalRequest, application: Application, weeks: Calendar, around: Around
) -> TeamChart:
    """Return the chart of a request. `application` is as it was sent, `weeks` its calendar."""
    hours = sum(post.hours_hundredths for post in around.team)
    title = _("Who is out of %(team)s, week by week", team=application.team.name)
    is_open = request.state is ApprovalState.WAITING
    others = _others(application, around.asked)
    return TeamChart(
        lead=_("If you say yes,") if is_open else _("With this release,"),
        peak=_("%(share)s WTE", share=wording.share(weeks.peak)),
        when=wording.peak(weeks),
        more=wording.beside_limit(weeks),
        unit=_unit(application, around),
        wide=drawing.wide(weeks, title),
        narrow=drawing.narrow(weeks, title),
        legend=_legend(weeks, Fraction(hours, full_time(application))),
        table=_table(weeks, title),
        others=others,
        others_lead=_if_all(application, around) if others else "",
    )


def _unit(application: Application, around: Around) -> str:
    """Say what is agreed in the directorate in the same weeks; no names of other teams."""
    if around.unit is None:
        return ""
    weeks = team_calendar(application, around.in_unit)
    assert weeks is not None  # the chart is not shown without hours
    name, limit = around.unit.name, around.unit.release_limit_hundredths
    out = wording.share(weeks.already_out)
    if limit is None:
        words = _("In %(unit)s, up to %(share)s WTE is agreed for the same weeks.")
        return words % {"unit": name, "share": out}
    words = _("In %(unit)s, up to %(share)s WTE of %(limit)s is agreed for the same weeks.")
    return words % {"unit": name, "share": out, "limit": f"{limit / 100:.2f}"}


def _others(application: Application, asked: Sequence[Application]) -> Table | None:
    weeks = team_calendar(application, asked)
    if weeks is None or not weeks.others:
        return None
    columns = (Column(_("Who has asked too")), Column(_("When")), Column(_("WTE"), numeric=True))
    rows = tuple(
        (
            each.name,
            "; ".join(wording.span(bar.starts_on, bar.ends_on) for bar in each.bars),
            wording.share(max(bar.wte_on(bar.starts_on) for bar in each.bars)),
        )
        for each in weeks.others
    )
    return Table(_("Other requests in the same weeks"), columns, rows, caption_hidden=True)


def _if_all(application: Application, around: Around) -> str:
    every = team_calendar(application, [*around.agreed, *around.asked])
    assert every is not None  # there is a table of others
    return str(
        _n(
            "%(num)s more person of the team has asked. Nobody has agreed to it yet."
            " With all that is asked, up to %(share)s WTE would be out.",
            "%(num)s more people of the team have asked. Nobody has agreed to it yet."
            " With all that is asked, up to %(share)s WTE would be out.",
            len(around.asked),
            share=wording.share(every.peak),
        )
    )


def _legend(weeks: Calendar, team_wte: Fraction) -> str:
    words = [_("Outlined in blue: this request. Solid grey: already agreed.")]
    if weeks.limit is not None:
        words.append(_("Dashed line: the limit your team set."))
    if team_wte:
        words.append(_("The team is %(share)s WTE in all.", share=wording.share(team_wte)))
    return " ".join(words)


def _table(weeks: Calendar, title: str) -> Table:
    columns = (
        Column(_("Weeks")),
        Column(_("Who is out already")),
        Column(_("Already out, WTE"), numeric=True),
        Column(_("With this request, WTE"), numeric=True),
    )
    rows = tuple(
        (
            wording.span(step.starts_on, step.ends_on),
            wording.names(weeks, step.starts_on, step.ends_on),
            wording.share(step.agreed),
            wording.share(step.total),
        )
        for step in weeks.steps
    )
    return Table(title, columns, rows, caption_hidden=True)
