"""The dates of calls as a calendar (iCalendar, RFC 5545): instants in UTC, days as days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

from portal.kernel.language import _, language
from portal.schemes.models import Call
from portal.schemes.pages.words import uk_time
from portal.web.links import link

HALF_AN_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class _Date:
    key: str
    label: str
    at: date


def calendar(calls: Sequence[Call], changed: Mapping[UUID, datetime], name: str) -> bytes:
    """Return the dates of these calls that an applicant cares for, in this block's language.

    An event keeps its UID when its date moves, and its SEQUENCE goes up with each change of
    the call, so that calendars move it too.
    """
    made = Calendar()
    made.add("prodid", f"-//Headroom//Schemes//{language().upper()}")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Research time and money: %(name)s", name=name))
    made.add("refresh-interval;value=duration", "PT6H")
    for call in calls:
        for each in _dates(call):
            made.add_component(_event(call, each, changed[call.id]))
    body: bytes = made.to_ical()
    return body


def _dates(call: Call) -> Iterator[_Date]:
    names = {"scheme": str(call.document.name)}
    yield _Date("opens", _("Opens: %(scheme)s", **names), call.opens_at)
    yield _Date("closes", _("Closes: %(scheme)s", **names), call.closes_at)
    yield _Date("decisions", _("Applicants hear: %(scheme)s", **names), call.decisions_on)
    yield _Date("starts", _("First day to start: %(scheme)s", **names), call.earliest_start_on)


def _event(call: Call, each: _Date, changed_at: datetime) -> Event:
    event = Event()
    address = link("schemes.scheme", slug=call.scheme.slug, call=call.slug)
    event.add("uid", f"{each.key}-{call.id}@headroom")
    event.add("sequence", call.version - 1)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("summary", each.label)
    event.add("description", _description(call, address))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    _when(event, each)
    return event


def _when(event: Event, each: _Date) -> None:
    """Set an instant as the end of half an hour for a close, its beginning for an opening."""
    if not isinstance(each.at, datetime):
        event.add("dtstart", each.at)
        event.add("dtend", each.at + timedelta(days=1))
        return
    starts = each.at - HALF_AN_HOUR if each.key == "closes" else each.at
    event.add("dtstart", starts)
    event.add("dtend", starts + HALF_AN_HOUR)


def _description(call: Call, address: str) -> str:
    closes = _("Closes %(when)s.", when=uk_time(call.closes_at))
    return f"{call.document.summary} {closes} {address}"
