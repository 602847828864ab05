"""What the page of equality totals shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from portal.kernel.language import _
from portal.monitoring.models import EqualityTotal
from portal.monitoring.questions import PREFER_NOT, PREFER_NOT_LABEL, Question, questions
from portal.people.models import Organisation
from portal.uptake.disclosure import NO_BASE, Protected, based, per, rate_mark
from portal.uptake.equality.protect import NO_ANSWER, is_comparable
from portal.uptake.equality.release import APPLIED, PEOPLE
from portal.uptake.forms import ScopeForm
from portal.web.fields import Choice
from portal.web.pieces import Column, Table


@dataclass(frozen=True, slots=True)
class Year:
    """One year: how many people it is of, in words, and a table for each question."""

    title: str
    people: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class EqualityTotals:
    """The page. `form` chooses between organisations, where there are several."""

    caption: str
    form: ScopeForm | None
    years: tuple[Year, ...]


def equality_page(
    organisations: Sequence[Organisation],
    chosen: Organisation | None,
    totals: Sequence[EqualityTotal],
) -> EqualityTotals:
    """Return the page of an organisation's totals, the latest year first."""
    asks = questions(chosen.nation) if chosen else ()
    by_year = groupby(totals, key=lambda each: each.year_on.year)
    return EqualityTotals(
        caption=str(chosen.name) if chosen else "",
        form=_form(organisations, chosen),
        years=tuple(_year(first, list(found), asks) for first, found in by_year),
    )


def _form(organisations: Sequence[Organisation], chosen: Organisation | None) -> ScopeForm | None:
    if len(organisations) < 2 or chosen is None:
        return None
    form = ScopeForm(formdata=None, data={"node": chosen.path}, meta={"csrf": False})
    form.node.choices = [Choice(each.path, str(each.name)) for each in organisations]
    del form["show"]
    return form


def _year(first: int, totals: Sequence[EqualityTotal], asks: Sequence[Question]) -> Year:
    kept = {(each.question, each.answer): each for each in totals}
    everybody = Protected(kept[PEOPLE, APPLIED].applied)
    return Year(
        title=_("April %(first)s to March %(last)s", first=first, last=first + 1),
        people=" ".join(_people_words(each) for each in totals if each.question == PEOPLE),
        tables=tuple(
            _table(each, kept, everybody) for each in asks if (each.key, NO_ANSWER) in kept
        ),
    )


def _people_words(total: EqualityTotal) -> str:
    return _(
        "%(applied)s people applied and %(awarded)s had an award, to the nearest five.",
        applied=Protected(total.applied),
        awarded=Protected(total.awarded),
    )


def _table(
    question: Question, kept: dict[tuple[str, str], EqualityTotal], everybody: Protected
) -> Table:
    labels = [(option.key, str(option.label)) for option in question.options]
    rest = [(PREFER_NOT, str(PREFER_NOT_LABEL)), (NO_ANSWER, _("No answer"))]
    found = [(label, kept[question.key, key]) for key, label in (*labels, *rest)]
    unknown = tuple(Protected(kept[question.key, key].applied) for key, _label in rest)
    compares = is_comparable(everybody, unknown)
    return Table(
        caption=str(question.label),
        note="" if compares else _("Too few answers are known to compare rates."),
        columns=(
            Column(_("Answer")),
            Column(_("Applied"), numeric=True),
            Column(_("Had an award"), numeric=True),
            Column(_("Awards per 100 who applied"), numeric=True),
        ),
        rows=tuple(_row(label, total, compares=compares) for label, total in found),
    )


def _row(label: str, total: EqualityTotal, *, compares: bool) -> tuple[object, ...]:
    applied, awarded = Protected(total.applied), Protected(total.awarded)
    rate = based(awarded, applied) if compares else None
    shown = str(per(rate, 100)) if rate else rate_mark(awarded, applied) if compares else NO_BASE
    return (label, str(applied), str(awarded), shown)
