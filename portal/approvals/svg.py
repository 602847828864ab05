"""The shapes that only the team calendar has; all others are `portal.web.svg`."""

from typing import Any

from markupsafe import Markup, escape

from portal.web.svg import BLACK, BLUE, GREY, WHITE, element


def text(
    x: float,
    y: float,
    words: object,
    *,
    size: int = 14,
    fill: str = BLACK,
    bold: bool = False,
    middle: bool = False,
) -> Markup:
    """Write one line of words on the base line y."""
    return element(
        "text",
        escape(str(words)),
        x=x,
        y=y,
        font_size=size,
        font_weight="700" if bold else "400",
        fill=fill,
        text_anchor="middle" if middle else "start",
    )


def solid(x: float, y: float, width: float, height: float) -> Markup:
    """Draw a filled bar: what is agreed already."""
    return element("rect", x=x, y=y, width=width, height=height, fill=GREY)


def outlined(x: float, y: float, width: float, height: float, edge: float = 3) -> Markup:
    """Draw a white bar with a blue edge inside its bounds: what is asked for."""
    return _edged(x, y, width, height, edge, BLUE)


def dashed(x: float, y: float, width: float, height: float, edge: float = 3) -> Markup:
    """Draw a white bar with an edge of blue dashes: agreed if something changes."""
    return _edged(x, y, width, height, edge, BLUE, stroke_dasharray="7 4")


def empty(x: float, y: float, width: float, height: float, edge: float = 3) -> Markup:
    """Draw a white bar with a grey edge: agreed, without a plan for cover."""
    return _edged(x, y, width, height, edge, GREY)


def _edged(
    x: float, y: float, width: float, height: float, edge: float, stroke: str, **more: Any
) -> Markup:
    half = edge / 2
    return element(
        "rect",
        x=x + half,
        y=y + half,
        width=max(width - edge, 1),
        height=max(height - edge, 1),
        fill=WHITE,
        stroke=stroke,
        stroke_width=edge,
        **more,
    )
