"""What the pages show on which a head of service reads and answers all that waits."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

from flask import url_for

from portal.applications.asked import hours_in_all, most_hours_a_week
from portal.applications.models import Application
from portal.applications.returned import as_sent
from portal.approvals import calendar, wording
from portal.approvals import policy as of_request
from portal.approvals.calendar import IS_ASKED, Calendar
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.approvals.release import full_time, row
from portal.approvals.team import policy, words
from portal.approvals.team.releases import LOOKS, Release
from portal.approvals.told import waits_for
from portal.kernel.actor import Actor
from portal.kernel.amounts import plain, pounds
from portal.kernel.language import _, _n
from portal.people.models import Organisation
from portal.web.fields import Choice
from portal.web.format import moment
from portal.web.pieces import Cell, Column, Fact, Pager, Table, Tag

LONGEST = timedelta(days=731)  # how far the weeks of a table go


@dataclass(frozen=True, slots=True)
class One:
    """One request that waits. Without `href` it is another's to answer, and less is said."""

    heading: str
    href: str
    line: str
    facts: tuple[Fact, ...]
    edge: str


@dataclass(frozen=True, slots=True)
class TeamSum:
    """What it comes to in one team: a sentence and the weeks."""

    team: str
    words: str
    weeks: Table


@dataclass(frozen=True, slots=True)
class Together:
    """All requests that wait in some teams. `choices` are those a yes can be given to here."""

    requests: tuple[One, ...]
    pager: Pager
    pager_words: str
    sums: tuple[TeamSum, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What a yes to these comes to, counted, and which of the chosen cannot have one."""

    title: str
    counted: tuple[str, ...]
    sums: tuple[TeamSum, ...]
    agreed: tuple[str, ...]
    refused: tuple[Fact, ...]
    ids: tuple[UUID, ...]
    button: str


@dataclass(frozen=True, slots=True)
class Done:
    """What came of each request."""

    title: str
    results: Table


def together(
    requests: Sequence[ApprovalRequest],
    pager: Pager,
    sums: tuple[TeamSum, ...],
    out: Sequence[Release],
    actor: Actor,
    now: datetime,
) -> Together:
    """Decide the page; `out` are the releases of these teams from today on."""
    may = [each for each in requests if policy.may_agree_together(each, actor, now)]
    return Together(
        requests=tuple(_one(each, out, actor, now) for each in requests),
        pager=pager,
        pager_words=_n("%(num)s request", "%(num)s requests", pager.total),
        sums=sums,
        choices=tuple(Choice(str(each.id), _label(each)) for each in may),
    )


def _label(request: ApprovalRequest) -> str:
    application = as_sent(request.application)
    week = words.hours_a_week(application)
    return _(
        "%(name)s, %(team)s: %(hours)s hours a week",
        name=application.applicant.name,
        team=application.team.name,
        hours=week,
    )


def _one(request: ApprovalRequest, out: Sequence[Release], actor: Actor, now: datetime) -> One:
    application = as_sent(request.application)
    knows = bool(of_request.may_see_request(request, actor, now))
    due = Fact(_("Answer"), wording.days_left(request.due_at, now), note=moment(request.due_at))
    asked = (
        Fact(_("When"), note=wording.when(application)),
        Fact(_("How much"), note=wording.how_much(application)),
    )
    more = _facts_to_decide(application, out) if knows else ()
    holder = _("Waits for %(who)s", who=waits_for(request))
    return One(
        heading=application.applicant.name,
        href=url_for("approvals.show", request_id=request.id) if knows else "",
        line=f"{application.team.name}{wording.in_place_of(request)}. {holder}",
        facts=(due, *asked, *more),
        edge="warn" if now > request.due_at else "",
    )


def _facts_to_decide(application: Application, out: Sequence[Release]) -> tuple[Fact, ...]:
    """Return the rest of the six facts, for somebody who may open the request itself."""
    weeks = _around(application, out)
    return (
        Fact(_("What for"), note=application.title),
        Fact(_("Paid for"), note=wording.paid_for(application)),
        Fact(_("Already out"), note=wording.already_out(weeks) if weeks else _("Not asked for")),
    )


def _around(application: Application, out: Sequence[Release]) -> Calendar | None:
    if not application.periods:
        return None
    others = [
        each.row
        for each in out
        if each.application.id != application.id
        and each.application.team_id == application.team_id
        and LOOKS[each.cover] not in IS_ASKED
    ]
    limit = application.team.release_limit_hundredths
    return calendar.calendar(row(application, is_this=True), others, limit)


def sums(
    teams: Iterable[Organisation], out: Sequence[Release], chosen: Collection[UUID], today: date
) -> tuple[TeamSum, ...]:
    """Say for each team what is out if all of these applications were agreed to."""
    made = (_sum(team, out, chosen, today) for team in teams)
    return tuple(each for each in made if each is not None)


def _sum(
    team: Organisation, out: Sequence[Release], chosen: Collection[UUID], today: date
) -> TeamSum | None:
    own = [each for each in out if each.application.team_id == team.id]
    asked = [each for each in own if each.application.id in chosen]
    if not asked:
        return None
    first = max(min(each.first for each in asked), today)
    last = max(first, min(max(each.last for each in asked), first + LONGEST))
    others = [each for each in own if LOOKS[each.cover] not in IS_ASKED]
    counted = {each.application.id: each for each in (*others, *asked)}
    weeks = calendar.over(
        [each.row for each in counted.values()], first, last, team.release_limit_hundredths
    )
    title = _("%(team)s, if all were agreed", team=team.name)
    return TeamSum(str(team.name), words.out_at_most(weeks), words.weeks_table(weeks, title))


def check(
    requests: Sequence[ApprovalRequest],
    sums_of: tuple[TeamSum, ...],
    actor: Actor,
    now: datetime,
) -> Check:
    """Count what a yes to all of these that can have one comes to."""
    asked = [(each, policy.may_agree_together(each, actor, now)) for each in requests]
    may = [each for each, ruling in asked if ruling]
    refused = (Fact(_label(each), str(ruling.reason)) for each, ruling in asked if not ruling)
    return Check(
        title=_n("Say yes to %(num)s request?", "Say yes to %(num)s requests?", len(may))
        if may
        else _("None of these can be answered here"),
        counted=_counted(may) if may else (),
        sums=sums_of,
        agreed=tuple(_label(each) for each in may),
        refused=tuple(refused),
        ids=tuple(each.id for each in may),
        button=_n("Yes, to %(num)s request", "Yes, to all %(num)s requests", len(may)),
    )


def _counted(requests: Sequence[ApprovalRequest]) -> tuple[str, ...]:
    applications = [as_sent(each.application) for each in requests]
    people = len({each.applicant_id for each in applications})
    hours = sum(hours_in_all(each.periods) or 0 for each in applications)
    teams = len(Counter(each.team_id for each in applications))
    share = sum((_share(each) for each in applications), Fraction())
    pence = sum(each.asked_pence for each in applications)
    return (
        _n("%(num)s person", "%(num)s people", people)
        + _n(" of %(num)s team", " of %(num)s teams", teams),
        _(
            "Up to %(share)s WTE, %(hours)s hours in all",
            share=wording.share(share),
            hours=plain(hours),
        ),
        _("%(pounds)s asked of the schemes", pounds=pounds(pence)),
    )


def _share(application: Application) -> Fraction:
    hours = most_hours_a_week(application.periods)
    return Fraction(hours, full_time(application)) if hours else Fraction()


def done(requests: Sequence[ApprovalRequest], actor: Actor, now: datetime) -> Done:
    """Say of each request what stands now: this person's yes, or why there is none."""
    mine = [each for each in requests if _is_yes_of(each, actor)]
    columns = (Column(_("Who")), Column(_("Answer")), Column(_("Why")))
    return Done(
        title=_n("You said yes to %(num)s request", "You said yes to %(num)s requests", len(mine)),
        results=Table(
            _("What came of each"),
            columns,
            tuple(_result(each, actor, now) for each in requests),
            caption_hidden=True,
        ),
    )


def _is_yes_of(request: ApprovalRequest, actor: Actor) -> bool:
    return request.state is ApprovalState.APPROVED and actor.is_person(request.answered_by_id)


def _result(request: ApprovalRequest, actor: Actor, now: datetime) -> tuple[object, ...]:
    who = Cell(_label(request), href=url_for("approvals.show", request_id=request.id))
    if _is_yes_of(request, actor):
        return who, Cell(tag=Tag(_("Yes"), "green")), _("The applicant was told by email.")
    reason = policy.may_agree_together(request, actor, now).reason
    return who, Cell(tag=Tag(_("Not answered by you"), "grey")), str(reason)
