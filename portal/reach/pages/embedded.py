"""The bare list of schemes that other sites show in a frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from portal.kernel.language import _
from portal.schemes.filters import Filters
from portal.schemes.models import Call
from portal.schemes.pages.words import gets, said, uk_time, who
from portal.web.links import link


@dataclass(frozen=True, slots=True)
class Line:
    """One call, with its full address: the frame stands on another site."""

    name: Markup
    href: str
    who: str
    gets: str
    when: str


@dataclass(frozen=True, slots=True)
class EmbeddedPage:
    """Open calls by closing time, then coming ones by opening."""

    lines: tuple[Line, ...]
    all_href: str


def embedded_page(calls: Sequence[Call], filters: Filters, now: datetime) -> EmbeddedPage:
    """Show what the filters of the address let through."""
    wanted = [call for call in calls if filters.lets_through(call, now)]
    coming = sorted((c for c in wanted if now < c.opens_at), key=lambda c: (c.opens_at, c.id))
    is_open = [call for call in wanted if call.opens_at <= now]
    return EmbeddedPage(
        lines=tuple(_line(call, now) for call in (*is_open, *coming)),
        all_href=link("schemes.catalogue"),
    )


def _line(call: Call, now: datetime) -> Line:
    says = call.document
    if now < call.opens_at:
        when = _("Opens %(when)s", when=uk_time(call.opens_at))
    else:
        when = _("Closes %(when)s", when=uk_time(call.closes_at))
    address = link("schemes.scheme", slug=call.scheme.slug, call=call.slug)
    return Line(said(says.name), address, who(says), ", ".join(filter(None, gets(says))), when)
