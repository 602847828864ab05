"""My applications: what there is to do now, what waits for somebody else, what is finished."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import url_for
from sqlalchemy.orm import Session

from portal.desk import queries
from portal.desk.pages.shared import Line, line
from portal.desk.returned import changes_wanted
from portal.desk.standing import Case, Stage, is_over, stage_of
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.language import _, _n, lazy
from portal.web.pieces import Link, Pager

FEW = 5  # so many need no filter


class Turn(StrEnum):
    """Whose turn it is: that of the applicant, of somebody else, or nobody's any more."""

    MINE = "now"
    THEIRS = "waiting"
    NOBODYS = "finished"


HEADINGS = {
    Turn.MINE: lazy("To do now"),
    Turn.THEIRS: lazy("Waiting or going on"),
    Turn.NOBODYS: lazy("Finished"),
}

TURNS = {
    Stage.DRAFT: Turn.MINE,
    Stage.INVITED: Turn.MINE,
    Stage.RETURNED: Turn.MINE,
    Stage.FIRST_SENT: Turn.THEIRS,
    Stage.OFFERED: Turn.MINE,
    Stage.APPROVAL: Turn.THEIRS,
    Stage.REVIEW: Turn.THEIRS,
    Stage.RESERVE: Turn.THEIRS,
    Stage.ACCEPTED: Turn.THEIRS,
}


@dataclass(frozen=True, slots=True)
class Mine:
    """One application of mine, with the one thing to do about it where there is one."""

    line: Line
    act: Link | None


@dataclass(frozen=True, slots=True)
class Group:
    """Applications under one heading."""

    heading: str
    rows: tuple[Mine, ...]


@dataclass(frozen=True, slots=True)
class MyApplications:
    """The page. `filters` are offered where there are many, the one chosen without an address."""

    groups: tuple[Group, ...]
    filters: tuple[Link, ...]
    empty: str
    pager: Pager
    count: str


def my_applications(
    session: Session, actor: Actor, now: datetime, chosen: str, number: int
) -> MyApplications:
    """Gather the page: what is closest to its last day first, then the newest."""
    cases = [(case, turn_of(case, now)) for case in queries.my_cases(session, actor)]
    turn = Turn(chosen) if chosen in set(Turn) else None
    shown = sorted(
        (each for each in cases if turn in {None, each[1]}),
        key=lambda each: _order(each[0], each[1], now),
    )
    here = url_for("desk.my_applications", show=turn)
    join = "&" if turn else "?"
    pager = Pager.of(max(number, 1), len(shown), queries.PAGE, lambda n: f"{here}{join}page={n}")
    rows = shown[(pager.page - 1) * queries.PAGE : pager.page * queries.PAGE]
    return MyApplications(
        groups=_groups(rows, now),
        filters=_filters([turn for _case, turn in cases], turn),
        empty=_empty(bool(cases)) if not rows else "",
        pager=pager,
        count=_n("%(num)s application", "%(num)s applications", len(shown)),
    )


def turn_of(case: Case, now: datetime) -> Turn:
    """Say whose turn it is. Nothing more happens in a rehearsal that has ended."""
    if is_over(case, now):
        return Turn.NOBODYS
    return TURNS.get(stage_of(case, now), Turn.NOBODYS)


def _order(case: Case, turn: Turn, now: datetime) -> tuple[int, float]:
    """Sort by turn; what is to do by its last day, the rest by when it was started, newest first.

    Cases come newest first, and sorting keeps that.
    """
    place = list(Turn).index(turn)
    if turn is not Turn.MINE:
        return place, 0.0
    if case.award is not None:
        return place, (case.award.answer_by_on - london_day(now)).days * 86_400.0
    wanted = changes_wanted(case.application, now)
    due = wanted.due if wanted else case.application.closes_at
    return place, (due - now).total_seconds()


def _groups(rows: Sequence[tuple[Case, Turn]], now: datetime) -> tuple[Group, ...]:
    return tuple(
        Group(str(HEADINGS[turn]), tuple(_mine(c, t, now) for c, t in rows if t is turn))
        for turn in Turn
        if any(t is turn for _case, t in rows)
    )


def _mine(case: Case, turn: Turn, now: datetime) -> Mine:
    return Mine(line(case, now), _act(case, now) if turn is Turn.MINE else None)


def _act(case: Case, now: datetime) -> Link:
    application = case.application
    title = application.title or _("No title yet")
    if stage_of(case, now) is Stage.OFFERED:
        offer = url_for("awards.offer", application_id=application.id)
        return Link(_("Answer the offer"), offer, hidden=f": {title}")
    if (wanted := changes_wanted(application, now)) is not None:
        return Link(_("Make the changes"), wanted.href, hidden=f": {title}")
    tasks = url_for("applications.resume", application_id=application.id)
    return Link(_("Go on with your application"), tasks, hidden=f": {title}")


def _filters(turns: Sequence[Turn], chosen: Turn | None) -> tuple[Link, ...]:
    if len(turns) <= FEW:
        return ()
    everything = _("All (%(count)s)", count=len(turns))
    words = [(None, everything)] + [
        (turn, f"{HEADINGS[turn]} ({turns.count(turn)})") for turn in Turn
    ]
    return tuple(
        Link(label, "" if turn is chosen else url_for("desk.my_applications", show=turn))
        for turn, label in words
    )


def _empty(has_others: bool) -> str:
    if has_others:
        return _("None of your applications stand here.")
    return _("You have not started an application.")
