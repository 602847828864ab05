"""What the recurring pieces of a page are made of: already decided, ready to show.

`templates/components/` draws them. Labels and words may be lazy translations; a `Markup`
stays markup, all else is escaped.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Self

Colour = Literal[
    "white", "grey", "green", "aqua-green", "blue", "purple", "pink", "red", "orange", "yellow"
]


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `hidden` is read out after the words, so that "Change" says what it changes."""

    label: object
    href: str
    hidden: object = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in words. The colour only helps."""

    label: object
    colour: Colour = "blue"


@dataclass(frozen=True, slots=True)
class Fact:
    """A label, its value, and a note under it. One cell of a strip, one row of a list."""

    label: object
    value: object = ""
    note: object = ""
    tag: Tag | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what, in words, and when, in words."""

    when: object
    what: object


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A point on the line of dates."""

    label: object
    when: object
    stage: Literal["past", "next", "later"] = "later"


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a task list. Without `href` it cannot be started; without `tag`, plain words."""

    label: object
    status: object
    href: str = ""
    hint: object = ""
    tag: Colour | None = None


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """A headed group of tasks."""

    heading: object
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A head of a table. `numeric` sets figures right; `sort_href` makes the head a link.

    `sorted` is the order now, where this is the column sorted by.
    """

    label: object
    numeric: bool = False
    sort_href: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: words, perhaps a link, a tag, a note under them."""

    value: object = ""
    href: str = ""
    note: object = ""
    tag: Tag | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The first cell of a row is its head, and the title of its card on a phone.

    `rows` and `foot` are rows of cells, one for each column; a bare value is a cell too.
    `tight` sets figures in three columns on a phone's card.
    """

    caption: object
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    foot: tuple[tuple[object, ...], ...] = ()
    note: object = ""
    tight: bool = False
    caption_hidden: bool = False

    def cells(self, row: tuple[object, ...]) -> list[tuple[Column, Cell]]:
        """Return each column with its cell. Raises ValueError where a row has other lengths."""
        return [
            (column, cell if isinstance(cell, Cell) else Cell(cell))
            for column, cell in zip(self.columns, row, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a list stands: page `page` of `pages`, `total` rows, and the links to the others."""

    page: int
    pages: int
    total: int
    hrefs: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, page: int, total: int, size: int, href: Callable[[int], str]) -> Self:
        """Return where a list stands, `size` rows a page; beyond the last page is the last."""
        pages = max(1, -(-total // size))
        return cls(min(page, pages), pages, total, {n: href(n) for n in range(1, pages + 1)})

    def items(self) -> list[int | None]:
        """Return the pages to name; None stands for those left out between."""
        near = {1, self.pages, *range(self.page - 1, self.page + 2)}
        items: list[int | None] = []
        for number in sorted(n for n in near if 1 <= n <= self.pages):
            if items and number - (items[-1] or 0) > 1:
                items.append(None)
            items.append(number)
        return items


@dataclass(frozen=True, slots=True)
class CapBox:
    """What is left of a limit, in words, what is left first. `over` marks a broken limit."""

    left: object
    rest: object = ""
    lines: tuple[object, ...] = ()
    over: bool = False
