"""Limits held against each other across their units: where nobody could apply, or one never bites.

Lengths are compared in days over every start there is, rates in hours of a full-time week, money
in pence. A limit of one route is held against those of the same route and of all routes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import permutations
from math import ceil

from portal.costing.scales import Nation
from portal.costing.wte import NoTimeUnit, TimeUnit, last_day, unit_hundredths
from portal.kernel.amounts import plain
from portal.kernel.language import _, _n
from portal.schemes.cap_units import UNITS, CapUnit
from portal.schemes.caps import Cap
from portal.schemes.definition import Definition

LONGEST = 600  # months, that are compared with other lengths
RATES = {
    CapUnit.DAYS_A_WEEK: TimeUnit.DAYS,
    CapUnit.SESSIONS_A_WEEK: TimeUnit.SESSIONS,
    CapUnit.PAS_A_WEEK: TimeUnit.PAS,
}


@dataclass(frozen=True, slots=True)
class Week:
    """The full-time week that rates are worked out with, in hundredths of an hour."""

    nation: Nation
    hundredths: int


# Days, sessions and WTE keep their ratios in every nation, and PAs have a length here alone.
USUAL_WEEK = Week(Nation.ENGLAND, 3_750)


@dataclass(frozen=True, slots=True)
class Size:
    """An amount of a limit, from least to most in what it is compared by, and in words."""

    low: Fraction | int
    high: Fraction | int
    words: str


Amount = Decimal | int
Measure = Callable[[Cap, Amount, Week], Size | None]


def impossible(says: Definition, week: Week = USUAL_WEEK) -> Iterator[tuple[Cap, str]]:
    """Yield each limit that nobody can keep together with another, and why."""
    for cap, other, measure in _comparable(says.caps):
        if not (cap.hard and other.hard) or (most := measure(other, other.limit, week)) is None:
            continue
        wanted = cap.one_of or ((cap.least,) if cap.least is not None else ())
        sizes = [size for each in wanted if (size := measure(cap, each, week))]
        if sizes and all(size.low > most.high for size in sizes):
            yield cap, _clash(sizes[0], most, cap.route or other.route)


def idle(says: Definition, week: Week = USUAL_WEEK) -> Iterator[tuple[Cap, str]]:
    """Yield each limit that never stops anybody because of another, and why.

    Two limits on the length that each stop some people first are said too.
    """
    for cap, other, measure in _comparable(says.caps):
        own, most = measure(cap, cap.limit, week), measure(other, other.limit, week)
        if own is None or most is None or not _holds_wherever(other, cap):
            continue
        if (own.low, own.high) == (most.low, most.high) and own.low == own.high:
            if says.caps.index(cap) > says.caps.index(other):
                yield cap, _same(own, most)
        elif own.low >= most.high:
            yield cap, _never(own, most)
        elif _could_stop_first(cap, other) and own.low <= most.low and own.high > most.low:
            yield cap, _either(own, most)
        yield from _unreachable(cap, most, measure, week)
    yield from _years(says.caps)


def _could_stop_first(cap: Cap, other: Cap) -> bool:
    """Say whether it is worth telling that either may: not of years from April, which are meant
    beside a length.
    """  # noqa: D205 -- one thought
    lengths = _LENGTHS - {CapUnit.FINANCIAL_YEARS}
    return cap.unit in lengths and other.unit in lengths


def _holds_wherever(other: Cap, cap: Cap) -> bool:
    """Say whether the other limit stops everybody whom this one is for."""
    return (other.hard or not cap.hard) and other.route in {None, cap.route}


def _unreachable(cap: Cap, most: Size, measure: Measure, week: Week) -> Iterator[tuple[Cap, str]]:
    """Yield the amounts on offer that another limit stops, where not all are."""
    sizes = [size for each in cap.one_of if (size := measure(cap, each, week))]
    above = [size for size in sizes if size.low > most.high]
    if above and len(above) < len(sizes):
        words = ", ".join(size.words for size in above)
        yield cap, _("Nobody can choose %(amounts)s: another limit is %(limit)s.",
                     amounts=words, limit=most.words)  # fmt: skip


def _comparable(caps: tuple[Cap, ...]) -> Iterator[tuple[Cap, Cap, Measure]]:
    """Pair each limit with each other one that bears on the same requests and the same thing."""
    for cap, other in permutations(caps, 2):
        same_route = None in {cap.route, other.route} or cap.route == other.route
        same_thing = (cap.unit, cap.category) == (other.unit, other.category)
        measure = _measure_of(cap, other)
        if measure and same_route and not same_thing:
            yield cap, other, measure


def _measure_of(cap: Cap, other: Cap) -> Measure | None:
    if cap.unit in _LENGTHS and other.unit in _LENGTHS:
        return _length
    if cap.unit in _WEEKLY and other.unit in _WEEKLY:
        return _rate
    # What is spent in a year or on one thing is part of the whole; the other way does not hold.
    if cap.unit in _PARTS and other.unit is CapUnit.PENCE:
        return _money
    return None


_LENGTHS = frozenset({CapUnit.MONTHS, CapUnit.WEEKS, CapUnit.FINANCIAL_YEARS})
_WEEKLY = frozenset({*RATES, CapUnit.WTE, CapUnit.SHARE})
_PARTS = frozenset({CapUnit.PENCE_A_YEAR, CapUnit.PENCE_IN_CATEGORY})


def _length(cap: Cap, amount: Amount, _week: Week) -> Size | None:
    words = _amount(cap, amount)
    if not 1 <= amount <= LONGEST:
        return None
    if cap.unit is CapUnit.WEEKS:
        days = int(amount * 7)
        return Size(days, days, _("%(amount)s (%(days)s days)", amount=words, days=days))
    if cap.unit is CapUnit.FINANCIAL_YEARS:
        # One may start on the last day of March, so the fewest days are those of the other years.
        return Size(int(amount - 1) * 365 + 1, int(amount) * 366, words)
    low, high = _days_of_months(int(amount))
    days_words = f"{low}" if low == high else _("%(low)s to %(high)s", low=low, high=high)
    return Size(low, high, _("%(amount)s (%(days)s days)", amount=words, days=days_words))


@cache
def _days_of_months(months: int) -> tuple[int, int]:
    """Return the fewest and the most days of so many months, over four years of starts."""
    starts = [date(2027, 1, 1) + timedelta(days=n) for n in range(1461)]
    days = [(last_day(start, months) - start).days + 1 for start in starts]
    return min(days), max(days)


def _rate(cap: Cap, amount: Amount, week: Week) -> Size | None:
    """Return hours a week. A share is of anybody's hours, so it is full time at the most."""
    if (unit := _unit(cap, week)) is None:
        return None
    hours = Fraction(amount) * unit
    low = hours if cap.unit is not CapUnit.SHARE else (hours if amount >= 1 else 0)
    shown = plain(round(hours))
    words = _("%(amount)s (%(hours)s hours of a full-time week)",
              amount=_amount(cap, amount), hours=shown)  # fmt: skip
    return Size(low, hours, words)


def _unit(cap: Cap, week: Week) -> int | None:
    if cap.unit not in RATES:
        return week.hundredths
    try:
        return unit_hundredths(RATES[cap.unit], week.nation, week.hundredths)
    except NoTimeUnit:
        return None


def _money(cap: Cap, amount: Amount, _week: Week) -> Size:
    pence = Fraction(amount)
    return Size(pence, pence, _amount(cap, amount))


def _amount(cap: Cap, amount: Amount) -> str:
    return UNITS[cap.unit].amount(Fraction(amount))


def _years(caps: tuple[Cap, ...]) -> Iterator[tuple[Cap, str]]:
    """Yield the sum in all that so much a year, over the longest time allowed, cannot reach."""
    totals, yearly = _hard(caps, CapUnit.PENCE), _hard(caps, CapUnit.PENCE_A_YEAR)
    for total in totals:
        for year in yearly:
            years = _most_years(caps)
            together = None in {total.route, year.route} or total.route == year.route
            if years and together and total.limit >= year.limit * years:
                yield (
                    total,
                    _n(
                        "%(year)s comes to at most %(sum)s in %(num)s financial year, so the "
                        "limit of %(total)s in all never stops anybody.",
                        "%(year)s comes to at most %(sum)s in %(num)s financial years, so the "
                        "limit of %(total)s in all never stops anybody.",
                        years,
                        year=year.most_words,
                        sum=UNITS[CapUnit.PENCE].amount(Fraction(year.limit * years)),
                        total=total.most_words,
                    ),
                )


def _most_years(caps: tuple[Cap, ...]) -> int | None:
    """Return how many financial years a project may touch; None where its length has no limit."""
    found = [int(cap.limit) for cap in _hard(caps, CapUnit.FINANCIAL_YEARS)]
    found += [ceil(Fraction(cap.limit) / 12) + 1 for cap in _hard(caps, CapUnit.MONTHS)]
    found += [ceil(Fraction(cap.limit) * 7 / 365) + 1 for cap in _hard(caps, CapUnit.WEEKS)]
    return min(found, default=None)


def _hard(caps: tuple[Cap, ...], unit: CapUnit) -> list[Cap]:
    return [cap for cap in caps if cap.unit is unit and cap.hard]


def _clash(wanted: Size, most: Size, route: str | None) -> str:
    words = {"wanted": wanted.words, "limit": most.words}
    if route is None:
        return _("Nobody could apply: this asks for %(wanted)s or more, and another limit is "
                 "%(limit)s.", **words)  # fmt: skip
    return _("Nobody on one route could apply: this asks for %(wanted)s or more, and another "
             "limit there is %(limit)s.", **words)  # fmt: skip


def _never(own: Size, most: Size) -> str:
    return _("This limit never stops anybody. %(first)s stops first, and this is %(own)s.",
             first=most.words, own=own.words)  # fmt: skip


def _same(own: Size, most: Size) -> str:
    return _("Two limits say the same: %(one)s and %(other)s.", one=most.words, other=own.words)


def _either(own: Size, most: Size) -> str:
    return _("Two limits are on the length: %(own)s and %(other)s. Which stops first depends on "
             "the first day.", own=own.words, other=most.words)  # fmt: skip
