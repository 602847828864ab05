"""A manager's home, its calendar and feed, claims to make, and all requests of several teams."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.approvals import policy as of_request
from portal.approvals import queries as requests
from portal.approvals.lists import lists
from portal.approvals.models import ApprovalRequest
from portal.approvals.team import actions, pages, paying, policy, queries
from portal.approvals.team import together as several
from portal.approvals.team.claims import claims as claims_of
from portal.approvals.team.forms import TeamForm, TogetherForm, WaitingForm
from portal.approvals.team.ics import calendar as ics
from portal.approvals.team.models import TeamFeed
from portal.approvals.team.months import moved, parse
from portal.approvals.team.scope import Scope, scope
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.people.models import Organisation
from portal.reach.tokens import digest, new_token
from portal.web import csv
from portal.web.guard import actor, guard, now
from portal.web.links import link
from portal.web.paging import page_number
from portal.web.pieces import Pager

blueprint = Blueprint("team", __name__)
MOST_AT_ONCE = requests.PAGE
MONTHS_BACK = 3  # of releases that have ended, in the feed


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody sees as a manager, and the team they look at."""

    scope: Scope
    team: Organisation


def chosen(session: Session, who: Actor) -> Chosen | None:
    """Load the team asked for in the address; another's is as one that is not there."""
    found, wanted = scope(session, who), request.args.get("team", "")
    if found is None or (wanted and _id(wanted) is None):
        return None
    team = found.team(_id(wanted))
    return Chosen(found, team) if team is not None else None


def of_scope(found: "Chosen | Several", who: Actor, at: datetime) -> Ruling:
    """Ask of what was loaded whose it is."""
    return policy.may_see_teams(found.scope, who, at)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@blueprint.get("/team")
@guard(chosen, of_scope)
def home(found: Chosen) -> str:
    """Show what waits, who of a team is out month by month, and what was answered."""
    session, who, at = db.current(), actor(), now()
    months = parse(request.args.get("months", ""), london_day(at))
    out = queries.releases(session, [found.team.id], months.first, months.last)
    waiting, answered = requests.waiting_for(session, who), requests.answered_by(session, who)
    shown = lists(waiting, answered, _counted(session, who), who, at)
    page = pages.home(found.scope, shown, found.team, months, out, page_number())
    args = MultiDict({"team": str(found.team.id)})
    picker = TeamForm(args, meta={"csrf": False}).offer(found.scope)
    return render_template("team/home.html", page=page, picker=picker)


def _counted(session: Session, who: Actor) -> tuple[Pager, Pager]:
    """Return how many there are of what waits and of what was answered."""
    counts = requests.count_waiting(session, who), requests.count_answered(session, who)
    first, second = (Pager.of(1, count, requests.PAGE, str) for count in counts)
    return first, second


@blueprint.get("/team/claims")
@guard(scope, policy.may_see_teams)
def claims(found: Scope) -> str:
    """Show what the teams will be able to claim."""
    priced = claims_of(queries.with_costs(db.current(), found.ids))
    page = paying.claims_page(priced, page_number())
    return render_template("team/claims.html", page=page)


@blueprint.get("/team/claims.csv")
@guard(scope, policy.may_see_teams)
def claims_csv(found: Scope) -> Response:
    """Hand out the same as a file."""
    priced = claims_of(queries.with_costs(db.current(), found.ids))
    return csv.download(f"claims-{london_day(now()):%Y-%m-%d}.csv", paying.rows(priced))


# --- the feed ---


@blueprint.get("/team/feed")
@guard(scope, policy.may_see_teams)
def feed(_found: Scope) -> str:
    """Say whether there is an address, and offer to make, replace or remove it."""
    kept = queries.feed_of(db.current(), actor().person_id)
    return render_template("team/feed.html", kept=kept)


@blueprint.post("/team/feed")
@guard(scope, policy.may_see_teams)
def make_feed(found: Scope) -> str:
    """Make an address and show it, this once: nothing that could show it again is kept."""
    token = new_token()
    with db.transaction() as session:
        actions.make_feed(session, found, token, actor=actor(), now=now())
    address = link("team.ics_feed", token=token)
    tap = f"webcal:{address.partition(':')[2]}"
    return render_template("team/feed_made.html", address=address, tap=tap)


@blueprint.post("/team/feed/stop")
@guard(scope, policy.may_see_teams)
def stop_feed(_found: Scope) -> Response:
    """Have the address open nothing any more."""
    with db.transaction() as session:
        actions.stop_feed(session, actor=actor(), now=now())
    flash(_("The address is removed. Calendars that use it find nothing."))
    return redirect(url_for("team.feed"), 303)


@dataclass(frozen=True, slots=True)
class Fed:
    """A feed, and what whoever made it sees now."""

    feed: TeamFeed
    scope: Scope


def by_token(session: Session, _who: Actor, token: str) -> Fed | None:
    """Load a feed by its secret, while whoever made it is here and manages somebody."""
    kept = queries.feed_by_digest(session, digest(token))
    if kept is None or not kept.person.is_active:
        return None
    found = scope(session, kept.person.as_actor())
    return Fed(kept, found) if found is not None else None


@blueprint.get("/team-calendars/<token>.ics")
@guard(by_token, public=True)
def ics_feed(found: Fed) -> Response:
    """Give the calendar of all teams that whoever made the address sees."""
    session, person = db.current(), found.feed.person
    since = moved(london_day(now()).replace(day=1), -MONTHS_BACK)
    out = queries.releases(session, found.scope.ids, since)
    saved = queries.sequences(session, [each.application.id for each in out])
    with force_locale(person.language):
        body = ics(out, saved, person.name)
    response = make_response(body)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    response.add_etag()
    return response.make_conditional(request)


# --- all requests of several teams ---


@blueprint.get("/team/requests")
@guard(scope, policy.may_see_teams)
def together(found: Scope) -> str:
    """List all requests that wait in these teams, and what all of them come to."""
    return _together(found, TogetherForm(formdata=None))


def _together(found: Scope, form: TogetherForm) -> str:
    session, who, at = db.current(), actor(), now()
    calls = queries.calls_waiting(session, found.ids, who)
    filters = WaitingForm(request.args, meta={"csrf": False}).offer(found, calls)
    ids = queries.waiting_ids(session, found.ids, filters.wanted(at), who)
    pager = Pager.of(page_number(), len(ids), requests.PAGE, _page_of)
    these = ids[requests.PAGE * (pager.page - 1) : requests.PAGE * pager.page]
    shown = requests.requests_by_id(session, [one for one, _of in these])
    out = queries.releases(session, found.ids, london_day(at))
    sums = several.sums(found.teams, out, {of for _one, of in ids}, london_day(at))
    page = several.together(shown, pager, sums, out, who, at)
    form.id.choices = page.choices
    return render_template("team/together.html", page=page, form=form, filter=filters)


def _page_of(number: int) -> str:
    kept: dict[str, Any] = {k: request.args.get(k) for k in ("team", "scheme", "due")}
    return url_for("team.together", **{k: v for k, v in kept.items() if v}, page=number)


@dataclass(frozen=True, slots=True)
class Several:
    """Some requests that somebody has chosen to answer, and what they see."""

    scope: Scope
    requests: tuple[ApprovalRequest, ...]


def several_requests(session: Session, who: Actor) -> Several | None:
    """Load the requests named in the address or the form that this person may see."""
    found = scope(session, who)
    if found is None:
        return None
    ids = {one for text in request.values.getlist("id")[:MOST_AT_ONCE] if (one := _id(text))}
    loaded = requests.requests_by_id(session, ids) if ids else ()
    at = now()
    mine = [each for each in loaded if of_request.may_see_request(each, who, at)]
    return Several(found, tuple(mine))


@blueprint.get("/team/requests/check")
@guard(several_requests, of_scope)
def check(found: Several) -> str:
    """Count what a yes to the chosen comes to, before it is given."""
    if not found.requests:
        form = TogetherForm(formdata=None)
        form.id.refuse(_("Choose at least one request"))
        return _together(found.scope, form)
    session, who, at = db.current(), actor(), now()
    may = {e.application_id for e in found.requests if policy.may_agree_together(e, who, at)}
    out = queries.releases(session, found.scope.ids, london_day(at))
    sums = several.sums(found.scope.teams, out, may, london_day(at))
    page = several.check(found.requests, sums, who, at)
    return render_template("team/check.html", page=page)


@blueprint.post("/team/requests")
@guard(several_requests, of_scope)
def agree(found: Several) -> Response:
    """Say yes to each of the chosen by itself, and go on to what came of each."""
    if not found.requests:
        return redirect(url_for("team.check"), 303)
    ids = [each.id for each in found.requests]
    with db.transaction() as session:
        actions.agree(session, found.requests, actor=actor(), now=now())
    return redirect(url_for("team.done", id=ids), 303)


def some_requests(session: Session, who: Actor) -> Several | None:
    """Load them as before; without any there is nothing to show."""
    found = several_requests(session, who)
    return found if found is not None and found.requests else None


@blueprint.get("/team/requests/done")
@guard(some_requests, of_scope)
def done(found: Several) -> str:
    """Say what came of each."""
    page = several.done(found.requests, actor(), now())
    return render_template("team/done.html", page=page)
