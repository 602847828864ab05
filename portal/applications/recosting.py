"""What lines of pay would come to with the figures and dates of today. Pure; nothing is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.applications.asked import duration_of
from portal.applications.costing import Costed, cost_salary, salary_of
from portal.applications.models import Application, CostKind, CostLine
from portal.applications.weeks import start_of
from portal.costing.book import Book
from portal.costing.choices import Choices
from portal.costing.posts import end_of
from portal.costing.shipped import NotHeld


@dataclass(frozen=True, slots=True)
class Recosted:
    """A line whose figure would change, as it stands and as it would be."""

    line: CostLine
    anew: Costed

    @property
    def before_pence(self) -> int:
        """What it comes to now."""
        return self.line.amount_pence

    @property
    def after_pence(self) -> int:
        """What it would come to."""
        return self.anew.amount_pence

    @property
    def difference_pence(self) -> int:
        """How much more it would be, in pence; below nought for less."""
        return self.after_pence - self.before_pence


def recosted(application: Application, book: Book, choices: Choices) -> tuple[Recosted, ...]:
    """Return every line of pay that newer figures or other dates would change, in its order.

    A line made before its inputs were kept, or whose pay is not held any more, stays as it is.
    """
    found = ((line, _anew(line, book, choices)) for line in application.cost_lines)
    return tuple(
        Recosted(line, anew) for line, anew in found if anew is not None and _differs(line, anew)
    )


def years_of(details: Mapping[str, object]) -> tuple[str, ...]:
    """Return the pay years that a line of pay was costed with, oldest first."""
    parts = details.get("parts")
    if isinstance(parts, list) and parts:
        return tuple(dict.fromkeys(str(part["pay_year"]) for part in parts))
    year = details.get("pay_year") or details.get("rates_year")
    return (str(year),) if year else ()


def years_before(found: Sequence[Recosted]) -> tuple[str, ...]:
    """Return the pay years that these lines were costed with, oldest first."""
    return _years([each.line.details for each in found])


def years_after(found: Sequence[Recosted]) -> tuple[str, ...]:
    """Return the pay years that they would be costed with, oldest first."""
    return _years([each.anew.details for each in found])


def first_day(line: CostLine) -> date:
    """Return the day on which a line starts: one of the days asked for, else the first of them."""
    application = line.application
    starts = {period.starts_on.isoformat(): period.starts_on for period in application.periods}
    return starts.get(str(line.details.get("starts_on")), start_of(application))


def has_pay_between(application: Application, starts_on: date, ends_on: date) -> bool:
    """Say whether any line of pay runs on a day between these, both included."""
    return any(
        first_day(line) <= ends_on and starts_on <= end_of(first_day(line), duration)
        for line in application.cost_lines
        if (duration := duration_of(line)) is not None
    )


def as_it_stands(line: CostLine) -> Costed:
    """Return a stored line as one worked out."""
    return Costed(
        line.label,
        line.category,
        line.amount_pence,
        line.details,
        line.working,
        line.pot,
        line.pot_name,
    )


def _anew(line: CostLine, book: Book, choices: Choices) -> Costed | None:
    if line.kind is not CostKind.SALARY or "hours_hundredths" not in line.details:
        return None
    application = line.application
    post = application.applicant.post
    asked = salary_of(line.details, as_it_stands(line))
    title = (post.grade or "") if post and not asked.grade else ""
    try:
        return cost_salary(
            asked,
            application.team.nation,
            first_day(line),
            post,
            title,
            book=book,
            choices=choices,
        )
    except NotHeld:
        return None


def _differs(line: CostLine, anew: Costed) -> bool:
    return line.amount_pence != anew.amount_pence or years_of(line.details) != years_of(
        anew.details
    )


def _years(details: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    return tuple(sorted({year for each in details for year in years_of(each)}))
