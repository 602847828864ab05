"""One part of a scheme: its form, and its lists with their buttons."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from portal.designer.editing import Seen, whole_seen
from portal.designer.lists import SECTIONS, ListOf, questions_of
from portal.designer.marks import digest
from portal.designer.pages.addresses import outline_href, part_href, row_id
from portal.designer.pages.wrong import Wrong, wrong_in
from portal.designer.parts import GROUPS, PARTS, Part
from portal.designer.work import Work
from portal.kernel.language import _
from portal.schemes.definition import Definition
from portal.web.pieces import Link


@dataclass(frozen=True, slots=True)
class Row:
    """A thing of a list. `place` says where it stands, as in "2 of 5", for who cannot see it."""

    id: str
    label: object
    note: object
    place: str
    seen: Seen
    change_href: str
    move_href: str
    remove_href: str
    goes_up: bool
    goes_down: bool
    inner: "Listing | None" = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with its rows. Where it is full, `full` says so in place of the button."""

    id: str
    heading: object
    empty: object
    rows: tuple[Row, ...]
    add: object
    add_href: str
    full: str
    of: object = ""  # whose list it is, where there are several like it on the page


@dataclass(frozen=True, slots=True)
class Side:
    """One line of the outline at the left; `is_here` is the page that one is on."""

    link: Link
    is_here: bool


@dataclass(frozen=True, slots=True)
class PartPage:
    """A part's page. `seen` is what its form must hand back."""

    title: object
    caption: object
    hint: object
    back_href: str
    welsh: str
    wrong: tuple[Wrong, ...]
    seen: Seen
    listings: tuple[Listing, ...]
    side: tuple[tuple[object, tuple[Side, ...]], ...]
    next: Link


def part_page(work: Work, part: Part, says: Definition) -> PartPage:
    """Show a part as the draft has it."""
    scheme_id, welsh = work.scheme.id, part.welsh(says)
    return PartPage(
        title=part.title,
        caption=says.name,
        hint=part.hint,
        back_href=outline_href(scheme_id),
        welsh=_("Welsh: %(have)s of %(of)s texts", have=welsh.have, of=welsh.of)
        if welsh.of
        else "",
        wrong=wrong_in(scheme_id, part, says),
        seen=Seen(digest(part.values(says))),
        listings=tuple(listing(work, each, says) for each in part.lists),
        side=_side(work, part),
        next=_next(work, part),
    )


def listing(work: Work, listed: ListOf, says: Definition, of: object = "") -> Listing:
    """Show a list; a section shows the list of its questions under it."""
    items = listed.get(says)
    return Listing(
        id=listed.key.replace(".", "-"),
        heading=listed.heading,
        empty="" if items else listed.empty,
        rows=tuple(_row(work, listed, says, index) for index in range(len(items))),
        add=listed.add,
        add_href=url_for("designer.add", scheme_id=work.scheme.id, list_key=listed.key),
        full=""
        if len(items) < listed.most
        else _("There is no room for more than %(most)s.", most=listed.most),
        of=of,
    )


def _row(work: Work, listed: ListOf, says: Definition, index: int) -> Row:
    items = listed.get(says)
    item = items[index]
    address: dict[str, Any] = {
        "scheme_id": work.scheme.id,
        "list_key": listed.key,
        "item_key": listed.name(item) or str(index),
    }
    is_section = listed.key == SECTIONS.key
    inner = listing(work, questions_of(item.key), says, item.title) if is_section else None
    return Row(
        id=row_id(listed, index),
        label=listed.label(item),
        note=listed.note(item),
        place=place_words(index, len(items)),
        seen=whole_seen(items, index),
        change_href=item_href(work.scheme.id, listed, item, index),
        move_href=url_for("designer.move", **address),
        remove_href=url_for("designer.remove", **address),
        goes_up=index > 0,
        goes_down=index < len(items) - 1,
        inner=inner,
    )


def item_href(scheme_id: UUID, listed: ListOf, item: object, index: int) -> str:
    """Return the address of a thing's form; it says the kind, so that it outlives the thing."""
    return url_for(
        "designer.item",
        scheme_id=scheme_id,
        list_key=listed.key,
        item_key=listed.name(item) or str(index),
        kind=listed.kind_of(item) or None,
    )


def place_words(index: int, count: int) -> str:
    """Say where a thing stands in its list."""
    return _("%(place)s of %(count)s", place=index + 1, count=count)


def _side(work: Work, here: Part) -> tuple[tuple[object, tuple[Side, ...]], ...]:
    return tuple(
        (
            title,
            tuple(
                Side(Link(part.title, part_href(work.scheme.id, part)), part is here)
                for part in PARTS
                if part.group == group
            ),
        )
        for group, title in GROUPS.items()
    )


def _next(work: Work, here: Part) -> Link:
    after = PARTS[PARTS.index(here) + 1 :]
    if after:
        return Link(_("Next: %(part)s", part=after[0].title), part_href(work.scheme.id, after[0]))
    return Link(_("Back to the outline"), outline_href(work.scheme.id))
