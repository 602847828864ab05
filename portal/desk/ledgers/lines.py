"""The cost lines of a call, and its awards: a row for each line and pay year, to the penny."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
from portal.desk.ledgers.pay_parts import Figures, PayPart, parts_of
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


@dataclass(frozen=True)
class Words:
    """The words that many rows share, looked up once for a file, in the reader's language."""

    pay: str = field(default_factory=lambda: _("Pay"))
    other: str = field(default_factory=lambda: _("Other cost"))
    award: str = field(default_factory=lambda: _("Award"))
    of_a_year: str = field(default_factory=lambda: _("A full-time year"))
    of_the_row: str = field(default_factory=lambda: _("This row"))
    scheme: str = field(default_factory=lambda: pot_words(Pot.SCHEME))
    service: str = field(default_factory=lambda: _("The applicant’s own service"))
    whose: Mapping[str, str] = field(default_factory=lambda: {k: str(v) for k, v in WHOSE.items()})
    insurance: Mapping[str, str] = field(
        default_factory=lambda: {mode: ni_mode_name(mode) for mode in NiMode}
    )
    bands: dict[tuple[str, str], str] = field(default_factory=dict)  # those that came so far

    def band(self, details: Mapping[str, Any]) -> str:
        """Name the band and its step, or a doctor's grade as it was chosen."""
        band = details.get("band") or details.get("cover_band") or ""
        if not band:
            return str(details.get("grade") or "")
        key = (band, details.get("step_label", ""))
        if key not in self.bands:
            self.bands[key] = band_name(*key)
        return self.bands[key]

    def payer(self, line: CostLine) -> str:
        """Say who pays, to somebody who is not the applicant."""
        known = {Pot.SCHEME: self.scheme, Pot.SERVICE: self.service}
        return known.get(line.pot) or pot_words(line.pot, line.pot_name)

    def basis(self, figures: Figures) -> str | None:
        """Say what pay and on-costs are of, where there are any."""
        if figures.of_a_year is None:
            return None
        return self.of_a_year if figures.of_a_year else self.of_the_row


def rows(entry: Entry, words: Words) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of one application as it was sent, and that of its award where there is one.

    Amounts are of the row alone, so that every column of them can be added up. An award has a
    row of its own: it is of the whole application.
    """
    application = as_sent(entry.case.application)
    whose = (application.reference, application.applicant.name, str(application.team.name))
    for number, line in enumerate(application.cost_lines, start=1):
        parts, kind = parts_of(line), _category(application, line)
        for at, part in enumerate(parts, start=1):
            yield (*whose, number, _part_words(at, len(parts)), *_row(line, kind, part, words))
    if (pence := awarded_pence(entry.case)) is not None:
        nothing: tuple[Value, ...] = (None,) * (len(HEADS) - 7)
        yield (*whose, None, None, words.award, *nothing, pence)


def _row(line: CostLine, kind: str, part: PayPart, words: Words) -> tuple[Value, ...]:
    details, pence = line.details, part.amount_pence
    return (
        words.pay if line.kind is CostKind.SALARY else words.other,
        kind,
        line.label,
        words.whose.get(details.get("whose", "")),
        words.band(details),
        part.pay_year,
        part.starts_on,
        part.ends_on,
        *_figures(details, part.figures, words),
        *_load(details),
        *_things(details),
        words.payer(line),
        pence,
        pence if line.pot is Pot.SCHEME else None,
        None,
    )


def _part_words(at: int, of: int) -> str:
    return _("%(at)s of %(all)s", at=at, all=of) if of > 1 else ""


def _category(application: Application, line: CostLine) -> str:
    found = application.call.document.category(line.category)
    return str(found.title) if found else line.category


def _figures(details: Mapping[str, Any], found: Figures, words: Words) -> tuple[Value, ...]:
    is_charged = found.insurance is not None
    return (
        words.basis(found),
        found.pay,
        found.insurance,
        found.pension,
        found.levy,
        found.added,
        words.insurance.get(details.get("ni_mode", "")) if is_charged else None,
        found.hourly,
    )


def _load(details: Mapping[str, Any]) -> tuple[Value, ...]:
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


def _things(details: Mapping[str, Any]) -> tuple[Value, ...]:
    return details.get("quantity_hundredths"), details.get("counted"), details.get("unit_pence")
