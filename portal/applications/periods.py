"""Several periods as one flat dict of field names to texts: what stands on the page.

The first period's fields have bare names ("amount", "starts-day"), those of the second begin
with "p2-", and so on. What was typed is kept under these names, right or wrong.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

MOST_PERIODS = 10

FIELDS = (
    "amount",
    "unit",
    *(f"{name}-{part}" for name in ("starts", "ends") for part in ("day", "month", "year")),
)
_LATER = re.compile(rf"p([1-9][0-9]?)-(?:{'|'.join(FIELDS)})", re.ASCII)


def prefix(number: int) -> str:
    """Return what the names of the fields of a period begin with; nothing for the first."""
    return "" if number == 1 else f"p{number}-"


def how_many(names: Iterable[str]) -> int:
    """Return how many periods there are on a page with these fields: at least one, never many."""
    found = [int(match[1]) for name in names if (match := _LATER.fullmatch(name))]
    return min(max(found, default=1), MOST_PERIODS)


def apart(typed: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what was typed, period by period, under bare names."""
    return [
        {name: str(typed.get(f"{prefix(number)}{name}", "")) for name in FIELDS}
        for number in range(1, how_many(typed) + 1)
    ]


def together(periods: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Put periods under bare names back into one dict. Inverse of `apart`."""
    return {
        f"{prefix(number)}{name}": each.get(name, "")
        for number, each in enumerate(periods, start=1)
        for name in FIELDS
    }


def is_blank(period: Mapping[str, str]) -> bool:
    """Say whether nothing was typed: a unit alone is no period."""
    return not any(text.strip() for name, text in period.items() if name != "unit")


def with_one_more(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the same with an empty period at the end, in the unit of the last one."""
    found = apart(typed)
    if len(found) < MOST_PERIODS:
        found.append({"unit": found[-1]["unit"]})
    return together(found)


def without(typed: Mapping[str, str], number: int) -> dict[str, str]:
    """Return the same without one period; those after it move up. The last one is emptied."""
    found = apart(typed)
    kept = [each for at, each in enumerate(found, start=1) if at != number]
    return together(kept or [{"unit": found[0]["unit"]}])


def without_blanks(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the same without the periods in which nothing was typed; one always stays."""
    found = apart(typed)
    return together([each for each in found if not is_blank(each)] or found[:1])
