"""The feed of schemes (Atom, RFC 4287)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree as ET  # only writes

from portal.kernel.language import _, language
from portal.reach.feeds.records import instant
from portal.schemes.models import Call
from portal.schemes.pages.words import gets, uk_time, who
from portal.web.links import link

ATOM = "http://www.w3.org/2005/Atom"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BEGINNING = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


def feed(
    calls: Sequence[Call], changed: Mapping[UUID, datetime], name: str, own: str, now: datetime
) -> bytes:
    """Return the feed in the language of this block, the newest change first.

    `own` is the feed's own address. Ids are the calls', so that they stay. A call counts as
    changed when it opens.
    """
    ET.register_namespace("", ATOM)
    when = {call.id: _updated(call, changed, now) for call in calls}
    root = ET.Element(f"{{{ATOM}}}feed", {LANG: language()})
    _add(root, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, own)}")
    _add(root, "title", _("Time and money for research: %(name)s", name=name))
    _add(root, "updated", instant(max(when.values(), default=BEGINNING)))
    _add(_add(root, "author"), "name", name)
    _add(root, "link", rel="self", type="application/atom+xml", href=own)
    _add(root, "link", rel="alternate", type="text/html", href=link("schemes.catalogue"))
    for call in sorted(calls, key=lambda each: (when[each.id], each.id), reverse=True):
        _entry(root, call, when[call.id], now)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _updated(call: Call, changed: Mapping[UUID, datetime], now: datetime) -> datetime:
    return max(changed[call.id], call.opens_at) if call.opens_at <= now else changed[call.id]


def _entry(root: ET.Element, call: Call, updated: datetime, now: datetime) -> None:
    says = call.document
    entry = _add(root, "entry")
    _add(entry, "id", f"urn:uuid:{call.id}")
    _add(entry, "title", _xml(f"{says.name}, {call.name}"))
    _add(entry, "updated", instant(updated))
    address = link("schemes.scheme", slug=call.scheme.slug, call=call.slug)
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    _add(entry, "category", term=says.kind.value, label=says.kind_label)
    _add(entry, "summary", _xml(_summary(call, now)))


def _summary(call: Call, now: datetime) -> str:
    says = call.document
    if now < call.opens_at:
        dates = _("Opens %(when)s.", when=uk_time(call.opens_at))
    else:
        dates = _("Closes %(when)s.", when=uk_time(call.closes_at))
    amount = ", ".join(filter(None, gets(says)))
    return f"{says.summary} {_('For: %(who)s', who=who(says))}. {amount}. {dates}"


def _xml(words: str) -> str:
    """Leave out what XML 1.0 cannot hold."""
    return "".join(ch for ch in words if ch >= " " or ch in "\t\n")


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
    made.text = text
    return made
