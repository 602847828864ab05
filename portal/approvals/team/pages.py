"""What a manager's home shows, decided: what waits, who is out, what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from portal.approvals import drawing, wording
from portal.approvals.awarded import AWARDED_WORDS
from portal.approvals.calendar import Calendar, over
from portal.approvals.lists import Lists, Waiting
from portal.approvals.team import words
from portal.approvals.team.months import Months
from portal.approvals.team.releases import COVER_WORDS, Cover, Release
from portal.approvals.team.scope import Scope
from portal.costing.wte import wte
from portal.kernel.amounts import plain
from portal.kernel.language import _, _n
from portal.people.models import Organisation
from portal.web.pieces import Cell, Column, Link, Pager, Table

SOME = 5  # of what waits, and of what was answered; the rest is a link away
PAGE = 25


@dataclass(frozen=True, slots=True)
class TeamCalendar:
    """The months of one team: a sentence, two drawings, and the same as two tables."""

    heading: str
    span: str
    earlier: Link | None
    later: Link | None
    lead: str
    wide: Markup
    narrow: Markup
    legend: str
    releases: Table
    pager: Pager
    pager_words: str
    weeks: Table


@dataclass(frozen=True, slots=True)
class TeamHome:
    """A manager's home. `together` leads to all requests of several teams, where there are."""

    title: str
    waiting: tuple[Waiting, ...]
    more_waiting: Link | None
    calendar: TeamCalendar
    answered: Table
    more_answered: Link | None
    links: tuple[Link, ...]
    has_several: bool


def home(
    found: Scope,
    shown: Lists,
    team: Organisation,
    months: Months,
    out: Sequence[Release],
    page: int,
) -> TeamHome:
    """Decide the page about one team; `out` are its releases of these months, by name."""
    return TeamHome(
        title=_("My team") if len(found.teams) == 1 else _("My teams"),
        waiting=shown.waiting[:SOME],
        more_waiting=_more(shown.waiting_pager.total),
        calendar=calendar(team, months, out, page),
        answered=_first(shown.answered),
        more_answered=_more(shown.answered_pager.total),
        links=_links(found),
        has_several=len(found.teams) > 1,
    )


def _first(table: Table) -> Table:
    return Table(table.caption, table.columns, table.rows[:SOME], caption_hidden=True)


def _more(total: int) -> Link | None:
    if total <= SOME:
        return None
    return Link(_("See all %(num)s", num=total), url_for("approvals.index"))


def _links(found: Scope) -> tuple[Link, ...]:
    together = Link(_("All requests of my teams"), url_for("team.together"))
    return (
        *([together] if found.heads or len(found.teams) > 1 else []),
        Link(_("Claims to make"), url_for("team.claims")),
        Link(_("Have this calendar on my phone"), url_for("team.feed")),
    )


def calendar(team: Organisation, months: Months, out: Sequence[Release], page: int) -> TeamCalendar:
    """Decide the calendar of one team: all weeks count everybody, a page draws some."""
    pager = Pager.of(page, len(out), PAGE, lambda n: _href(team, f"{months.first:%Y-%m}", n))
    these = out[PAGE * (pager.page - 1) : PAGE * pager.page]
    limit = team.release_limit_hundredths
    weeks = over([each.row for each in out], months.first, months.last, limit)
    rows = over([each.row for each in these], months.first, months.last).rows
    drawn = Calendar(rows, weeks.steps, limit)
    span = words.months(months)
    title = _("Who is out of %(team)s, %(months)s", team=team.name, months=span)
    return TeamCalendar(
        heading=str(team.name),
        span=span,
        earlier=_step(team, months.before, _("Earlier months")),
        later=_step(team, months.after, _("Later months")),
        lead=_lead(weeks, out),
        wide=drawing.wide(drawn, title),
        narrow=drawing.narrow(drawn, title),
        legend=_legend(out, limit),
        releases=_table(these, title),
        pager=pager,
        pager_words=_n("%(num)s release", "%(num)s releases", len(out)),
        weeks=words.weeks_table(weeks, _("WTE out each week")),
    )


def _step(team: Organisation, first: str, label: str) -> Link | None:
    return Link(label, _href(team, first, 1)) if first else None


def _href(team: Organisation, first: str, page: int) -> str:
    number = page if page > 1 else None  # left out of the address
    return url_for("team.home", team=team.id, months=first, page=number)


def _lead(weeks: Calendar, out: Sequence[Release]) -> str:
    if not out:
        return _("Nobody is out for research in these months, and nobody has asked.")
    return words.out_at_most(weeks)


def _legend(out: Sequence[Release], limit: int | None) -> str:
    """Say what the looks mean, of those that are there."""
    states = {each.cover for each in out}
    said = [
        ({Cover.PLAN, Cover.ABSORBED}, _("Solid grey: agreed, with the work covered.")),
        ({Cover.NO_PLAN}, _("Grey outline: agreed, no plan for cover.")),
        ({Cover.ASKED}, _("Blue outline: asked for.")),
        ({Cover.CONDITIONAL}, _("Blue dashes: yes, if the applicant accepts.")),
    ]
    shown = [line for which, line in said if states & which]
    if limit is not None:
        shown.append(_("Dashed line: the team's limit."))
    return " ".join(shown)


def _table(out: Sequence[Release], title: str) -> Table:
    columns = (
        Column(_("Who")),
        Column(_("When")),
        Column(_("Hours a week"), numeric=True),
        Column(_("WTE"), numeric=True),
        Column(_("Cover")),
        Column(_("Award")),
    )
    return Table(title, columns, tuple(_row(each) for each in out), caption_hidden=True)


def _row(release: Release) -> tuple[object, ...]:
    spans = "; ".join(wording.span(bar.starts_on, bar.ends_on) for bar in release.bars)
    is_asked = release.cover in {Cover.ASKED, Cover.CONDITIONAL}
    return (
        Cell(release.name, note=release.application.call.document.kind_label),
        spans,
        plain(release.most_hours),
        wte(release.most_hours, release.bars[0].full_time),
        Cell(COVER_WORDS[release.cover], note=words.cover_note(release.plan)),
        _("Not yet") if is_asked else str(AWARDED_WORDS[release.told.awarded]).capitalize(),
    )
