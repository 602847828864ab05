"""One example, worked out for every choice: what a choice comes to in pounds. Pure."""

from dataclasses import dataclass
from datetime import date

from portal.costing.book import Book
from portal.costing.choices import Choices
from portal.costing.lines import Months, salary_line
from portal.costing.scales import Nation, PayPoint
from portal.costing.shipped import NotHeld

BAND, MONTHS, DAYS_IN_FULL_WEEK = "6", 6, 5


@dataclass(frozen=True, slots=True)
class Example:
    """The highest step of band 6, one day a week for six months, in a nation on a day."""

    book: Book
    nation: Nation
    on: date

    @property
    def point(self) -> PayPoint | None:
        """Return the pay of the example; None where we hold none for that day."""
        try:
            scale = self.book.scale(self.nation, self.on)
        except NotHeld:
            return None
        steps = scale.steps(BAND) if scale.covers(self.on) else ()
        return steps[-1] if steps else None

    def pence(self, choices: Choices) -> int | None:
        """Return what the example costs with these choices; None where we lack a figure."""
        try:
            rates = self.book.on_costs(self.nation, self.on)
        except NotHeld:
            return None
        if (point := self.point) is None:
            return None
        week = point.full_time_hundredths
        line = salary_line(
            point,
            choices.over(rates),
            week // DAYS_IN_FULL_WEEK,
            week,
            Months(MONTHS),
            choices.ni_mode,
            choices.pension_mode,
        )
        return line.amount_pence
