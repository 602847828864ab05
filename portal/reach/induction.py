"""The one-page sheet for new starters: every scheme that is open or coming, and whom to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from math import ceil

from flask_babel import force_locale
from markupsafe import Markup

from portal.costing.scales import Nation
from portal.kernel.config import Settings
from portal.kernel.language import WELSH, Text, _, _n
from portal.reach.poster import languages_of, near_address, short_who
from portal.reach.qr import qr_svg
from portal.schemes.models import Call
from portal.schemes.pages.words import gets, uk_time
from portal.web.format import short_day
from portal.web.links import link

# What the table may take of the page, and how much of it a row takes: a line of 11.5 pt, the
# space round a row, and about how many letters a line of each column holds.
TABLE_MM, LINE_MM, ROUND_MM = 112, 5.5, 4.2
LETTERS = (19, 16, 20, 18)


@dataclass(frozen=True, slots=True)
class Row:
    """One scheme of the table."""

    name: str
    who: str
    gets: str
    when: str


@dataclass(frozen=True, slots=True)
class Page:
    """The sheet in one language: one page of paper."""

    language: str
    rows: tuple[Row, ...]
    more: str
    made_on: str
    organisation: str
    help: str
    catalogue: str
    checker: str
    code: Markup


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet: a page for each of its languages."""

    pages: tuple[Page, ...]
    colour: str
    logo: Markup
    demo: bool


def sheet(calls: Sequence[Call], variant: str, settings: Settings, now: datetime) -> Sheet:
    """Return the sheet of these calls, open ones first. One scheme stands there once."""
    nations = {call.scheme.organisation.nation for call in calls}
    nation = nations.pop() if len(nations) == 1 else Nation.ENGLAND
    offered = _once([*_open(calls, now), *_coming(calls, now)])
    pages = tuple(
        _page(offered, language, settings, now) for language in languages_of(variant, nation)
    )
    logo = Markup(settings.brand_logo)  # noqa: S704 -- the operator's own file
    return Sheet(pages, settings.brand_colour, logo, settings.demo)


def _open(calls: Sequence[Call], now: datetime) -> list[Call]:
    return [call for call in calls if call.opens_at <= now]


def _coming(calls: Sequence[Call], now: datetime) -> list[Call]:
    return sorted((c for c in calls if now < c.opens_at), key=lambda c: (c.opens_at, c.id))


def _once(calls: Sequence[Call]) -> list[Call]:
    first: dict[object, Call] = {}
    for call in calls:
        first.setdefault(call.scheme_id, call)
    return list(first.values())


def _page(calls: Sequence[Call], language: str, settings: Settings, now: datetime) -> Page:
    with force_locale(language):
        catalogue = link("schemes.catalogue", lang=language)
        rows = fitting(tuple(_row(call, language, now) for call in calls))
        rest = len(calls) - len(rows)
        return Page(
            language=language,
            rows=rows,
            more=_n("and %(num)s more", "and %(num)s more", rest) if rest > 0 else "",
            made_on=short_day(now),
            organisation=settings.organisation_name or settings.service_name,
            help=", ".join(
                filter(None, (settings.help_name, settings.help_phone, settings.help_email))
            ),
            catalogue=near_address(link("schemes.catalogue")),
            checker=_("Check if you can apply: four questions, no account."),
            code=qr_svg(catalogue, _("QR code: leads to %(address)s", address=catalogue)),
        )


def fitting(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return as many of the first rows as one page holds."""
    heights = accumulate(_height(row) for row in rows)
    return tuple(row for row, so_far in zip(rows, heights, strict=True) if so_far <= TABLE_MM)


def _height(row: Row) -> float:
    cells = (row.name, row.who, row.gets, row.when)
    lines = max(ceil(len(words) / most) for words, most in zip(cells, LETTERS, strict=True))
    return lines * LINE_MM + ROUND_MM


def _row(call: Call, language: str, now: datetime) -> Row:
    says = call.document
    opens = _("Opens %(when)s", when=uk_time(call.opens_at))
    closes = _("Closes %(when)s", when=uk_time(call.closes_at))
    return Row(
        name=_said(says.name, language),
        who=short_who(says),
        gets=", ".join(filter(None, gets(says))),
        when=opens if now < call.opens_at else closes,
    )


def _said(text: Text, language: str) -> str:
    return text.cy if language == WELSH and text.cy else text.en
