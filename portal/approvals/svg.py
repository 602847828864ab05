"""The shapes that only the team calendar has; all others are `portal.web.svg`."""

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
    half = edge / 2
    return element(
        "rect",
        x=x + half,
        y=y + half,
        width=max(width - edge, 1),
        height=max(height - edge, 1),
        fill=WHITE,
        stroke=BLUE,
        stroke_width=edge,
    )
