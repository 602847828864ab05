"""The two small drawings of a ranking's row, 150 by 44: the spread of scores, the likely ranks.

Attributes only, so that they look the same under a strict content policy and on paper.
"""

from collections.abc import Sequence

from markupsafe import Markup

from portal.web.svg import BLACK, BLUE, GREY, GRID, RULE, WHITE, element, line, picture

WIDTH, HEIGHT, LEFT, RIGHT, MIDDLE = 150, 44, 12, 12, 20
LINE, TIE = "#003087", "#330072"
RADIUS, STACK = 4, 9


def _x(value: float, low: float, high: float) -> float:
    """Return where a value stands between the two ends; the left one where they are the same."""
    share = (value - low) / (high - low) if high > low else 0.0
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _picture(title: str, shapes: Sequence[Markup]) -> Markup:
    return picture(WIDTH, HEIGHT, title, "", shapes)


def scale(low: int, high: int, marks: Sequence[int]) -> Markup:
    """Write the numbers that stand over a column of drawings."""
    numbers = [
        element("text", Markup("{}").format(n), x=_x(n, low, high), y=14, text_anchor="middle")
        for n in marks
    ]
    return element(
        "svg",
        Markup().join(numbers),
        xmlns="http://www.w3.org/2000/svg",
        aria_hidden="true",
        width=WIDTH,
        height=18,
        viewBox=f"0 0 {WIDTH} 18",
        font_size=14,
        font_weight="400",
        fill=GREY,
    )


def spread(dots: Sequence[float], mean: float | None, low: int, high: int, title: str) -> Markup:
    """Draw an open circle for each reviewer's score and a triangle under their mean.

    Circles less than 4 px apart stand on each other.
    """
    axis = [line(LEFT, MIDDLE, WIDTH - RIGHT, MIDDLE, RULE, 1)]
    axis += [
        line(_x(n, low, high), MIDDLE - 4, _x(n, low, high), MIDDLE + 4, RULE, 1)
        for n in range(low, high + 1)
    ]
    circles = [
        element("circle", cx=x, cy=y, r=4, fill="none", stroke=BLUE, stroke_width=2)
        for x, y in stacked([_x(dot, low, high) for dot in dots])
    ]
    mark = [] if mean is None else [_triangle(_x(mean, low, high))]
    return _picture(title, [*axis, *circles, *mark])


def stacked(places: Sequence[float]) -> list[tuple[float, float]]:
    """Return where each circle goes: on the line, or above those it would hide."""
    put: list[tuple[float, float]] = []
    for x in sorted(places):
        near = sum(1 for other, _y in put if abs(other - x) < 4)
        put.append((x, max(float(MIDDLE - near * STACK), RADIUS + 1.0)))
    return put


def _triangle(x: float) -> Markup:
    return element(
        "polygon",
        points=_points(
            *((round(x + across, 1), down) for across, down in ((0, 29), (-5, 38), (5, 38)))
        ),
        fill=BLACK,
    )


def _points(*corners: tuple[float, float]) -> str:
    return " ".join(f"{across:g},{down:g}" for across, down in corners)


def ranks(
    low: int, high: int, likeliest: int, of: int, funded: int, title: str, *, crosses: bool
) -> Markup:
    """Draw the likely ranks as a bar, the rank as a diamond, the funding line as dashes.

    `crosses` colours a bar that lies on both sides of the line.
    """
    colour = TIE if crosses else BLACK
    left, right = _x(low, 1, of), _x(high, 1, of)
    bar = [
        line(LEFT, MIDDLE, WIDTH - RIGHT, MIDDLE, GRID, 1),
        _dashes(_x(funded + 0.5, 1, of)),
        line(left, MIDDLE, right, MIDDLE, colour, 3),
        line(left, MIDDLE - 6, left, MIDDLE + 6, colour, 3),
        line(right, MIDDLE - 6, right, MIDDLE + 6, colour, 3),
    ]
    x = _x(likeliest, 1, of)
    corners = ((0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0))
    points = _points(*((round(x + across, 1), MIDDLE + down) for across, down in corners))
    diamond = element("polygon", points=points, fill=colour, stroke=WHITE, stroke_width=1)
    return _picture(title, [*bar, diamond])


def _dashes(x: float) -> Markup:
    return line(x, 0, x, HEIGHT, LINE, 2, "4 3")
