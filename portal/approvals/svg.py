"""The few shapes of the team calendar: attributes only, words escaped, the title first."""

from collections.abc import Iterable

from markupsafe import Markup, escape

BLUE, BLACK, GREY, RULE, WHITE = "#005eb8", "#212b32", "#4c6272", "#aeb7bd", "#ffffff"


def picture(width: int, height: float, title: str, shapes: Iterable[Markup]) -> Markup:
    """Write a drawing; its title is its name for those who cannot see it."""
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{w}" height="{h}"'
        ' viewBox="0 0 {w} {h}" font-family="Arial, Helvetica, sans-serif" font-weight="400">'
        "<title>{title}</title>{shapes}</svg>"
    ).format(w=width, h=_short(height), title=title, shapes=Markup().join(shapes))


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
    return _element(
        "text",
        escape(str(words)),
        x=x,
        y=y,
        font_size=size,
        font_weight="700" if bold else "400",
        fill=fill,
        text_anchor="middle" if middle else "start",
    )


def line(
    x1: float, y1: float, x2: float, y2: float, *, colour: str = RULE, **more: object
) -> Markup:
    """Draw a straight line; `more` are further attributes, such as stroke_width=2."""
    return _element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, **more)


def solid(x: float, y: float, width: float, height: float) -> Markup:
    """Draw a filled bar: what is agreed already."""
    return _element("rect", x=x, y=y, width=width, height=height, fill=GREY)


def outlined(x: float, y: float, width: float, height: float, edge: float = 3) -> Markup:
    """Draw a white bar with a blue edge inside its bounds: what is asked for."""
    half = edge / 2
    return _element(
        "rect",
        x=x + half,
        y=y + half,
        width=max(width - edge, 1),
        height=max(height - edge, 1),
        fill=WHITE,
        stroke=BLUE,
        stroke_width=edge,
    )


def _element(name: str, inside: object = "", **attributes: object) -> Markup:
    pairs = Markup().join(
        Markup(' {}="{}"').format(key.replace("_", "-"), _short(value))
        for key, value in attributes.items()
    )
    return Markup("<{n}{a}>{i}</{n}>").format(n=name, a=pairs, i=inside)


def _short(value: object) -> object:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value
