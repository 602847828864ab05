"""A small writer of SVG: shapes with attributes, words escaped, a title always first.

No style sheet and no class is needed, so a drawing looks the same in a page under a strict
content policy, in an email and in a PDF.
"""

from collections.abc import Iterable
from functools import cache
from textwrap import wrap
from typing import Any, Literal

from markupsafe import Markup, escape

BLUE, BLACK, GREY, RULE, GRID, WHITE = (
    "#005eb8",
    "#212b32",
    "#4c6272",
    "#aeb7bd",
    "#d8dde0",
    "#ffffff",
)
NOTHING = Markup("")
Anchor = Literal["start", "middle", "end"]


def element(name: str, inside: Markup = NOTHING, **attributes: object) -> Markup:
    """Write one element. An underscore in an attribute's name becomes a hyphen."""
    # Put together as plain text: a page has a thousand of these, and Markup.format is slow.
    pairs = "".join(f' {_hyphened(key)}="{_value(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{pairs}>{escape(inside)}</{name}>")  # noqa: S704 -- names are ours, all else is escaped


@cache
def _hyphened(key: str) -> str:
    return key.strip("_").replace("_", "-")


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value) if isinstance(value, int) else escape(value)


def picture(
    width: int, height: float, title: str, description: str, shapes: Iterable[Markup]
) -> Markup:
    """Write a whole drawing in pixels; `title` is its name to those who cannot see it."""
    said = element("desc", escape(description)) if description else NOTHING
    inside = NOTHING.join((element("title", escape(title)), said, *shapes))
    return element(
        "svg",
        inside,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        viewBox=f"0 0 {width} {_value(height)}",
        width=width,
        height=height,
        font_family="Arial, Helvetica, sans-serif",
        font_weight="400",
    )


def text(
    x: float, y: float, words: str, *, size: int = 14, fill: str = BLACK, anchor: Anchor = "start"
) -> Markup:
    """Write one line of words whose middle is at the height y."""
    return _words(x, y, words, "400", size, fill, anchor)


def bold(x: float, y: float, words: str, *, size: int = 14, fill: str = BLACK) -> Markup:
    """Write one line of bold words whose middle is at the height y."""
    return _words(x, y, words, "700", size, fill, "start")


def _words(x: float, y: float, words: str, weight: str, size: int, fill: str, at: str) -> Markup:
    return element(
        "text",
        escape(words),
        x=x,
        # Lowered by hand: not every renderer of PDF knows dominant-baseline.
        y=y + size * 0.35,
        font_size=size,
        font_weight=weight,
        fill=fill,
        text_anchor=at,
    )


def label(x: float, y: float, words: str, letters: int, *, heavy: bool = False) -> Markup:
    """Write a row's name around the height y, on two lines of 16 px or three of 14 px."""
    lines = wrap(words, letters) or [""]
    size, step = (16, 18) if len(lines) <= 2 else (14, 15)
    top = y - step * (len(lines) - 1) / 2
    write = bold if heavy else text
    return NOTHING.join(write(x, top + step * at, line, size=size) for at, line in enumerate(lines))


def on_patch(
    x: float, y: float, words: str, *, fill: str = GREY, anchor: Anchor = "start"
) -> Markup:
    """Write 14 px words on a white patch, so that no grid line runs through them."""
    wide = 7 * len(words) + 6
    left = {"start": x - 3, "middle": x - wide / 2, "end": x - wide + 3}[anchor]
    patch = element("rect", x=left, y=y - 9, width=wide, height=18, fill=WHITE)
    return patch + text(x, y, words, fill=fill, anchor=anchor)


def line(
    x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1, dash: str = ""
) -> Markup:
    """Draw a straight line, of dashes where `dash` says how long."""
    ends: dict[str, Any] = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    if dash:
        ends["stroke_dasharray"] = dash
    return element("line", **ends, stroke=colour, stroke_width=width)


def dot(x: float, y: float, radius: float = 6) -> Markup:
    """Draw a filled dot with a white edge."""
    return element("circle", cx=x, cy=y, r=radius, fill=BLUE, stroke=WHITE, stroke_width=1)


def ring(x: float, y: float, radius: float = 7) -> Markup:
    """Draw an open circle."""
    return element("circle", cx=x, cy=y, r=radius, fill=WHITE, stroke=GREY, stroke_width=2.5)


def diamond(x: float, y: float, radius: float = 8) -> Markup:
    """Draw a filled diamond with a white edge."""
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    points = " ".join(f"{across:.1f},{down:.1f}" for across, down in corners)
    return element("polygon", points=points, fill=BLUE, stroke=WHITE, stroke_width=1)


def square(x: float, y: float, side: float = 10) -> Markup:
    """Draw a filled black square with a white edge."""
    return element(
        "rect",
        x=x - side / 2,
        y=y - side / 2,
        width=side,
        height=side,
        fill=BLACK,
        stroke=WHITE,
        stroke_width=1,
    )
