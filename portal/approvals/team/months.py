"""Which months of a team's calendar are shown."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 6
EARLIEST, LATEST = date(2020, 1, 1), date(2090, 12, 1)


@dataclass(frozen=True, slots=True)
class Months:
    """Some months in a row, from the first day of the first to the last day of the last."""

    first: date

    @property
    def last(self) -> date:
        """The last day."""
        return moved(self.first, MONTHS) - timedelta(days=1)

    @property
    def before(self) -> str:
        """The months before these, as `parse` reads them; empty where there are none."""
        return _written(moved(self.first, -MONTHS))

    @property
    def after(self) -> str:
        """The months after these."""
        return _written(moved(self.first, MONTHS))


def parse(text: str, today: date) -> Months:
    """Read "2027-01"; what is no month that there is a calendar for is this month."""
    year, _dash, month = text.partition("-")
    if len(text) == 7 and text.isascii() and year.isdigit() and month.isdigit():
        found = int(year), int(month)
        if 1 <= found[1] <= 12 and EARLIEST.year <= found[0] <= LATEST.year:
            return Months(date(*found, 1))
    return Months(today.replace(day=1))


def moved(first: date, months: int) -> date:
    """Return the first day of the month so many months on."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _written(first: date) -> str:
    return f"{first:%Y-%m}" if EARLIEST <= first <= LATEST else ""
