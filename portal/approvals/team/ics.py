"""The team calendar for a phone (iCalendar, RFC 5545): each stretch of a release in whole days."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

from portal.approvals.calendar import Bar
from portal.approvals.models import ApprovalRequest
from portal.approvals.team.releases import Release
from portal.kernel.amounts import plain
from portal.kernel.language import _, language
from portal.web.links import link


def calendar(releases: Iterable[Release], saved: Mapping[UUID, int], name: str) -> bytes:
    """Return these releases in this block's language.

    Without a METHOD a DTSTAMP is when the entry last changed (RFC 5545, 3.8.7.2): the same rows
    give the same bytes. `saved` counts how often an application's sections were saved, as part
    of its SEQUENCE, which goes up with each change.
    """
    made = Calendar()
    made.add("prodid", f"-//Headroom//Team//{language().upper()}")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("Who is out for research: %(name)s", name=name))
    made.add("refresh-interval;value=duration", "PT6H")
    for each in releases:
        for number, bar in enumerate(each.bars, start=1):
            made.add_component(_event(each, bar, number, saved.get(each.application.id, 0)))
    body: bytes = made.to_ical()
    return body


def _event(release: Release, bar: Bar, number: int, saved: int) -> Event:
    event, changed = Event(), changed_at(release)
    hours = _("%(hours)s hours a week", hours=plain(bar.hours_hundredths))
    event.add("uid", f"release-{release.application.id}-{number}@headroom")
    event.add("sequence", sequence(release, saved))
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("summary", f"{release.name}: {hours}. {release.state_words}")
    event.add("description", _description(release, hours))
    event.add("url", link("team.home", team=release.application.team_id))
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", bar.starts_on)
    event.add("dtend", bar.ends_on + timedelta(days=1))
    return event


def _description(release: Release, hours: str) -> str:
    return f"{release.application.team.name}. {hours}. {release.state_words}."


def changed_at(release: Release) -> datetime:
    """Return when what is said of a release last changed."""
    instants = [release.told.at, *(at for each in release.requests for at in _instants(each))]
    return max(at for at in instants if at is not None)


def _instants(request: ApprovalRequest) -> Iterable[datetime | None]:
    yield from (request.asked_at, request.answered_at, request.reopened_at)
    for condition in request.conditions:
        yield from (condition.given_at, condition.ended_at)


def sequence(release: Release, saved: int) -> int:
    """Return a number that never goes down, and goes up with each change of a release.

    A request's row counts its own changes, and those of its cover and its condition with it.
    """
    versions = sum(request.version - 1 for request in release.requests)
    return release.application.version - 1 + versions + saved + release.told.version
