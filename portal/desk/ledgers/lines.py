"""The cost lines of a call, and its awards: a row for each line and pay year, to the penny."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from portal.applications.models import Application, CostKind, CostLine
from portal.applications.money import Pot, pot_words
from portal.applications.pay import Whose
from portal.applications.returned import as_sent
from portal.costing.oncosts import NiMode, ni_mode_name
from portal.costing.rounding import whole
from portal.costing.scales import band_name
from portal.desk.ledgers.applications import awarded_pence
from portal.desk.ledgers.pay_parts import PayPart, parts_of
from portal.desk.ledgers.queries import Entry
from portal.kernel.language import _, lazy
from portal.web.sheets import Head, Kind, Value

HEADS = (
    Head(lazy("Reference"), width=14),
    Head(lazy("Applicant"), width=22),
    Head(lazy("Team"), width=22),
    Head(lazy("Number of the cost"), Kind.WHOLE, 8),
    Head(lazy("Part"), width=8),
    Head(lazy("What the row is"), width=14),
    Head(lazy("Kind of cost"), width=22),
    Head(lazy("Cost"), width=34),
    Head(lazy("Whose pay"), width=24),
    Head(lazy("Band or grade"), width=18),
    Head(lazy("Pay year"), width=10),
    Head(lazy("First day"), Kind.DAY, 12),
    Head(lazy("Last day"), Kind.DAY, 12),
    Head(lazy("Pay and on-costs are of"), width=16),
    Head(lazy("Pay"), Kind.MONEY, 13),
    Head(lazy("National Insurance"), Kind.MONEY, 13),
    Head(lazy("Pension"), Kind.MONEY, 13),
    Head(lazy("Apprenticeship levy"), Kind.MONEY, 13),
    Head(lazy("Added by another employer"), Kind.MONEY, 13),
    Head(lazy("How National Insurance is charged"), width=24),
    Head(lazy("Rate for an hour"), Kind.MONEY, 11),
    Head(lazy("People"), Kind.WHOLE, 8),
    Head(lazy("Hours a week, each"), Kind.HUNDREDTHS, 10),
    Head(lazy("WTE, each"), Kind.HUNDREDTHS, 10),
    Head(lazy("Weeks"), Kind.WHOLE, 8),
    Head(lazy("Months"), Kind.WHOLE, 8),
    Head(lazy("How many"), Kind.HUNDREDTHS, 10),
    Head(lazy("Of what"), width=14),
    Head(lazy("Price of one"), Kind.MONEY, 11),
    Head(lazy("Who pays"), width=22),
    Head(lazy("Amount"), Kind.MONEY, 14),
    Head(lazy("Asked of this scheme"), Kind.MONEY, 14),
    Head(lazy("Awarded"), Kind.MONEY, 14),
)
WHOSE = {
    Whose.OWN: lazy("The applicant’s own post"),
    Whose.BAND: lazy("Somebody on another band"),
    Whose.DOCTOR: lazy("A doctor or dentist"),
    Whose.BANK: lazy("Bank staff, paid by the hour"),
    Whose.AGENCY: lazy("Agency staff, paid by the hour"),
    Whose.ELSEWHERE: lazy("Somebody at a university or another employer"),
    Whose.TYPED: lazy("Somebody who is not on a pay band"),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A cost line of an application, numbered from 1 in its order."""

    application: Application
    number: int
    line: CostLine

    @property
    def details(self) -> dict[str, Any]:
        """What it was made from."""
        return self.line.details


def rows(entry: Entry) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of one application as it was sent, and that of its award where there is one.

    Amounts are of the row alone, so that every column of them can be added up. An award has a
    row of its own: it is of the whole application.
    """
    application = as_sent(entry.case.application)
    for number, line in enumerate(application.cost_lines, start=1):
        this, parts = _Line(application, number, line), parts_of(line)
        for at, part in enumerate(parts, start=1):
            yield _row(this, part, _part_words(at, len(parts)))
    if (pence := awarded_pence(entry.case)) is not None:
        nothing: tuple[Value, ...] = (None,) * (len(HEADS) - 7)
        yield (*_whose(application), None, None, _("Award"), *nothing, pence)


def _row(this: _Line, part: PayPart, words: str) -> tuple[Value, ...]:
    line, pence = this.line, part.amount_pence
    return (
        *_whose(this.application),
        this.number,
        words,
        _("Pay") if line.kind is CostKind.SALARY else _("Other cost"),
        _category(this),
        line.label,
        *_post(this, part),
        *_figures(this, part),
        *_load(this.details),
        *_things(this.details),
        _payer(line),
        pence,
        pence if line.pot is Pot.SCHEME else None,
        None,
    )


def _whose(application: Application) -> tuple[Value, ...]:
    return application.reference, application.applicant.name, str(application.team.name)


def _part_words(at: int, of: int) -> str:
    return _("%(at)s of %(all)s", at=at, all=of) if of > 1 else ""


def _category(this: _Line) -> str:
    found = this.application.call.document.category(this.line.category)
    return str(found.title) if found else this.line.category


def _post(this: _Line, part: PayPart) -> tuple[Value, ...]:
    whose = this.details.get("whose")
    return (
        str(WHOSE[Whose(whose)]) if whose else None,
        _band(this.details),
        part.pay_year,
        part.starts_on,
        part.ends_on,
    )


def _payer(line: CostLine) -> str:
    """Say who pays, to somebody who is not the applicant."""
    if line.pot is Pot.SERVICE:
        return _("The applicant’s own service")
    return pot_words(line.pot, line.pot_name)


def _band(details: dict[str, Any]) -> str:
    """Name the band and its step, or a doctor's grade as it was chosen."""
    band = details.get("band") or details.get("cover_band") or ""
    if not band:
        return str(details.get("grade") or "")
    return band_name(band, details.get("step_label", ""))


def _figures(this: _Line, part: PayPart) -> tuple[Value, ...]:
    found, mode = part.figures, this.details.get("ni_mode")
    of = {True: _("A full-time year"), False: _("This row"), None: ""}[found.of_a_year]
    return (
        of,
        found.pay,
        found.insurance,
        found.pension,
        found.levy,
        found.added,
        ni_mode_name(NiMode(mode)) if mode and found.insurance is not None else None,
        found.hourly,
    )


def _load(details: dict[str, Any]) -> tuple[Value, ...]:
    hours, week = details.get("hours_hundredths"), details.get("full_time_hundredths")
    share = whole(Fraction(100 * hours, week)) if hours and week else None
    length, unit = details.get("length"), details.get("length_unit")
    return (
        details.get("people", 1) if hours else None,
        hours,
        share,
        length if unit == "weeks" else None,
        length if unit == "months" else None,
    )


def _things(details: dict[str, Any]) -> tuple[Value, ...]:
    return details.get("quantity_hundredths"), details.get("counted"), details.get("unit_pence")
