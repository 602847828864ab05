"""The two small drawings of a ranking's row, 150 by 44: the spread of scores, the likely ranks.

Attributes only, so that they look the same under a strict content policy and on paper.
"""

from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT, LEFT, RIGHT, MIDDLE = 150, 44, 12, 12, 20
BLUE, BLACK, RULE, LINE, TIE = "#005eb8", "#212b32", "#aeb7bd", "#003087", "#330072"
RADIUS, STACK = 4, 9


def _x(value: float, low: float, high: float) -> float:
    """Return where a value stands between the two ends; the left one where they are the same."""
    share = (value - low) / (high - low) if high > low else 0.0
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _picture(title: str, shapes: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{w}" height="{h}"'
        ' viewBox="0 0 {w} {h}"><title>{title}</title>{shapes}</svg>'
    ).format(w=WIDTH, h=HEIGHT, title=title, shapes=Markup().join(shapes))


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float) -> Markup:
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}"/>').format(
        _short(x1), _short(y1), _short(x2), _short(y2), colour, width
    )


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def scale(low: int, high: int, marks: Sequence[int]) -> Markup:
    """Write the numbers that stand over a column of drawings."""
    numbers = [
        Markup('<text x="{}" y="14" text-anchor="middle">{}</text>').format(
            _short(_x(n, low, high)), n
        )
        for n in marks
    ]
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" width="{w}" height="18"'
        ' viewBox="0 0 {w} 18" font-size="14" font-weight="400" fill="#4c6272">{t}</svg>'
    ).format(w=WIDTH, t=Markup().join(numbers))


def spread(dots: Sequence[float], mean: float | None, low: int, high: int, title: str) -> Markup:
    """Draw an open circle for each reviewer's score and a triangle under their mean.

    Circles less than 4 px apart stand on each other.
    """
    axis = [_line(LEFT, MIDDLE, WIDTH - RIGHT, MIDDLE, RULE, 1)]
    axis += [
        _line(_x(n, low, high), MIDDLE - 4, _x(n, low, high), MIDDLE + 4, RULE, 1)
        for n in range(low, high + 1)
    ]
    circles = [
        Markup('<circle cx="{}" cy="{}" r="4" fill="none" stroke="{}" stroke-width="2"/>').format(
            _short(x), _short(y), BLUE
        )
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
    points = f"{_short(x)},29 {_short(x - 5)},38 {_short(x + 5)},38"
    return Markup('<polygon points="{}" fill="{}"/>').format(points, BLACK)


def ranks(
    low: int, high: int, likeliest: int, of: int, line: int, title: str, *, crosses: bool
) -> Markup:
    """Draw the likely ranks as a bar, the rank as a diamond, the funding line as dashes.

    `crosses` colours a bar that lies on both sides of the line.
    """
    colour = TIE if crosses else BLACK
    left, right = _x(low, 1, of), _x(high, 1, of)
    bar = [
        _line(LEFT, MIDDLE, WIDTH - RIGHT, MIDDLE, "#d8dde0", 1),
        _dashes(_x(line + 0.5, 1, of)),
        _line(left, MIDDLE, right, MIDDLE, colour, 3),
        _line(left, MIDDLE - 6, left, MIDDLE + 6, colour, 3),
        _line(right, MIDDLE - 6, right, MIDDLE + 6, colour, 3),
    ]
    x = _x(likeliest, 1, of)
    points = " ".join(
        f"{_short(x + across)},{_short(MIDDLE + down)}"
        for across, down in ((0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0))
    )
    diamond = Markup('<polygon points="{}" fill="{}" stroke="#ffffff" stroke-width="1"/>').format(
        points, colour
    )
    return _picture(title, [*bar, diamond])


def _dashes(x: float) -> Markup:
    return Markup(
        '<line x1="{0}" y1="0" x2="{0}" y2="44" stroke="{1}" stroke-width="2"'
        ' stroke-dasharray="4 3"/>'
    ).format(_short(x), LINE)
