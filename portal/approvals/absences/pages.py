"""What the pages of absences show, decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for

from portal.approvals.absences.actions import Came
from portal.approvals.absences.policy import Answerer
from portal.approvals.models import Absence
from portal.kernel.language import _, _n
from portal.web.format import day
from portal.web.pieces import Cell, Column, Link, Pager, Table

PAGE = 50


@dataclass(frozen=True, slots=True)
class AbsencesPage:
    """What somebody has set: what holds now or is to come, and what is over."""

    current: Table
    past: Table
    pager: Pager
    past_words: str


@dataclass(frozen=True, slots=True)
class EndPage:
    """What is ended, and what that means."""

    title: str
    words: str
    button: str


def absences_page(answerer: Answerer, page: int, today: date) -> AbsencesPage:
    """Decide what the list shows on a day: the soonest first, of what is over the newest."""
    current = [each for each in answerer.absences if each.ends_on >= today]
    past = [each for each in reversed(answerer.absences) if each.ends_on < today]
    here = url_for("absences.index")
    pager = Pager.of(page, len(past), PAGE, lambda n: f"{here}?page={n}")
    shown = past[(pager.page - 1) * PAGE : pager.page * PAGE]
    words = _n("%(num)s that is over", "%(num)s that are over", len(past))
    return AbsencesPage(
        _table(_("Now and to come"), current, today), _table(_("Over"), shown, today), pager, words
    )


def _table(caption: str, rows: Iterable[Absence], today: date) -> Table:
    columns = (Column(_("When")), Column(_("What")), Column(_("Who answers")))
    return Table(caption, columns, tuple(_row(each, today) for each in rows), caption_hidden=True)


def _row(absence: Absence, today: date) -> tuple[object, ...]:
    what = _("You are away") if absence.is_away else _("For what is late")
    return (
        Cell(span(absence), note=_("Now") if absence.starts_on <= today <= absence.ends_on else ""),
        Cell(what, links=_links(absence, today)),
        absence.deputy.name if absence.deputy else _("The manager above you"),
    )


def _links(absence: Absence, today: date) -> tuple[Link, ...]:
    if absence.ends_on < today:
        return ()
    which = span(absence)
    end = _("End it") if absence.starts_on < today else _("Remove")
    return (
        Link(_("Change"), url_for("absences.change", absence_id=absence.id), which),
        Link(end, url_for("absences.end", absence_id=absence.id), which),
    )


def span(absence: Absence) -> str:
    """Write the days, the last included."""
    if absence.starts_on == absence.ends_on:
        return day(absence.starts_on)
    first, last = day(absence.starts_on), day(absence.ends_on)
    return _("%(first)s to %(last)s", first=first, last=last)


def end_page(absence: Absence, today: date) -> EndPage:
    """Return what is asked before one is ended."""
    whose = absence.deputy.name if absence.deputy else ""
    told = _("We tell %(name)s by email.", name=whose) if whose else ""
    if absence.starts_on < today:
        words = _("From today requests come to you again. %(told)s", told=told)
        return EndPage(_("Are you back?"), words.strip(), _("Yes, end it today"))
    words = _("%(span)s is taken off your list. %(told)s", span=span(absence), told=told)
    return EndPage(_("Remove this?"), words.strip(), _("Yes, remove it"))


def said(came: Came, starts_on: date, today: date) -> str:
    """Say what saving has done to the requests that wait."""
    if came.moved:
        return _n(
            "Saved. %(num)s request went to somebody else.",
            "Saved. %(num)s requests went to somebody else.",
            came.moved,
        )
    if starts_on > today and came.waiting:
        return _n(
            "Saved. %(num)s request waits for you now. Answer it before you go if you can.",
            "Saved. %(num)s requests wait for you now. Answer them before you go if you can.",
            came.waiting,
        )
    return _("Saved.")


def ended(came: Came) -> str:
    """Say what ending it has done."""
    if not came.moved:
        return _("Done.")
    return _n(
        "Done. %(num)s request has come back or gone on.",
        "Done. %(num)s requests have come back or gone on.",
        came.moved,
    )
