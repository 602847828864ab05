"""The first sheet: what the file is, when and by which filter it was made, rules, sources."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.applications.models import CostLine
from portal.applications.money import tally
from portal.applications.recosting import years_of
from portal.applications.returned import as_sent
from portal.costing.book import Book
from portal.costing.scales import Nation, nation_name, pay_year_span
from portal.costing.shipped import NotHeld, caution
from portal.desk.ledgers.applications import awarded_pence
from portal.desk.ledgers.queries import Asked, Entry
from portal.desk.pages.shared import call_title
from portal.desk.standing import STAGE_LABELS, Stage
from portal.kernel.language import _, lazy
from portal.web.format import moment, money, number
from portal.web.sheets import Head

HEADS = (Head(lazy("About this file"), width=34), Head("", width=110))

Row = tuple[str, str]


@dataclass(slots=True)
class Sums:
    """What was written so far: how much, and whose pay of which year it was worked out from."""

    applications: int = 0
    lines: int = 0  # rows of cost and of awards
    asked_pence: int = 0
    total_pence: int = 0
    awarded_pence: int = 0
    years: set[tuple[str, str]] = field(default_factory=set)

    def count(self, entry: Entry) -> None:
        """Add one application."""
        found = tally(lines := as_sent(entry.case.application).cost_lines)
        self.applications += 1
        self.asked_pence += found.asked_pence
        self.total_pence += found.total_pence
        self.awarded_pence += awarded_pence(entry.case) or 0
        self.years |= {key for line in lines for key in _years(line)}


def filter_words(stage: str) -> str:
    """Say which applications are in a file."""
    return str(STAGE_LABELS[Stage(stage)]) if stage else _("Everything that was sent")


def rows(asked: Asked, sums: Sums, book: Book) -> Iterator[Row]:
    """Yield the rows, once all is counted."""
    yield _("What it is"), _("Applications to a call, and what they cost")
    yield _("Call"), call_title(asked.call)
    yield _("Organisation"), str(asked.call.scheme.organisation.name)
    yield _("File made on"), _("%(when)s, UK time", when=moment(asked.now))
    yield _("Made by"), asked.actor.name
    yield _("Which applications"), filter_words(asked.stage)
    yield _("Applications"), number(sums.applications)
    yield _("Rows on the sheet of costs"), number(sums.lines)
    yield _("Asked of this scheme"), money(sums.asked_pence)
    yield _("All costs"), money(sums.total_pence)
    yield _("Awarded"), money(sums.awarded_pence)
    yield from ((_("Please note"), rule) for rule in _rules())
    for nation, year in sorted(sums.years):
        yield from _sources(book, Nation(nation), year)


def _rules() -> tuple[str, ...]:
    return (
        _("Every application is as it was sent. One that is out for changes is shown as before."),
        _("What you may not see is left out: your own application, and where you have a conflict."),
        _("A decision is here once its applicant has been told. An award that was turned down "
          "is not counted as awarded."),
        _("A cost whose pay year changes has a row for each year. The rows add up to the cost."),
        _("Add up amounts, not pay: pay and on-costs are of a full-time year, before the share "
          "and the length are taken."),
        _("Equality answers, reviewers and scores are never in this file."),
        _("It names people and what they are paid. Keep it safe, and delete it when you are done."),
    )  # fmt: skip


def _years(line: CostLine) -> Iterator[tuple[str, str]]:
    if (nation := line.details.get("nation")) is not None:
        yield from ((str(nation), year) for year in years_of(line.details))


def _sources(book: Book, nation: Nation, year: str) -> Iterator[Row]:
    """Say where the portal has the figures of a pay year from, and how sure they are."""
    words = {"nation": nation_name(nation), "year": year}
    pay, rates = (
        _("Pay, %(nation)s, %(year)s", **words),
        _("On-costs, %(nation)s, %(year)s", **words),
    )
    try:
        scale = book.scale_of_year(nation, year)
        yield pay, _said(scale.source, scale.status)
    except NotHeld as not_held:
        yield pay, str(not_held)
    try:
        held = book.on_costs_held(nation, pay_year_span(year)[0])
    except NotHeld as not_held:
        yield rates, str(not_held)
        return
    for source, status in dict.fromkeys(
        (each.source, each.status) for each in (held.ni, held.pension, held.levy)
    ):
        yield rates, _said(source, status)


def _said(source: str, status: str) -> str:
    return f"{source}. {caution(status)}".replace("..", ".").strip()
