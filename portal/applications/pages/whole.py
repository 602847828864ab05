"""A whole application to read: to check before it is sent, and as it was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from markupsafe import Markup, escape

from portal.applications.models import Application
from portal.applications.pages import time as time_page
from portal.applications.pages.addresses import OWN_PAGES, address, section_address
from portal.applications.pages.costs import kind_words, sums
from portal.applications.pages.filed import links_of
from portal.applications.reading import answered_of, in_words, people_in_words
from portal.applications.saved import current_sections, entry_of, section_of
from portal.applications.time_words import span_words
from portal.kernel.language import _
from portal.schemes.questions import Question, QuestionKind, Section, SectionKind
from portal.web.format import money
from portal.web.pieces import Column, Fact, Link, Table


@dataclass(frozen=True, slots=True)
class Pair:
    """One answer: what it was, and what it became, side by side."""

    label: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in one section, under a heading that says when."""

    heading: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class PartRead:
    """One section: its answers, and the table of costs where it is the one for costs."""

    title: str
    facts: tuple[Fact, ...]
    table: Table | None = None
    change: Link | None = None
    changed: tuple[Change, ...] = ()


def parts(
    application: Application,
    *,
    changes: bool = False,
    linked: bool = True,
    changed: Mapping[str, Sequence[Change]] = MappingProxyType({}),
) -> tuple[PartRead, ...]:
    """Return every section asked so far, with links to change it where it may be changed.

    Files are links to them where `linked`. `changed` is what has changed after it was sent,
    by the section's key.
    """
    found = tuple(
        replace(
            _part(application, section, changes=changes, linked=linked),
            changed=tuple(changed.get(section.key, ())),
        )
        for section in current_sections(application)
    )
    if application.joined and section_of(application, SectionKind.PEOPLE) is None:
        helpers = people_in_words(application)[0]
        where = address("applications.people", application) if changes else ""
        fact = _fact(helpers.label, helpers.answer, where)
        return (*found, PartRead(_("People"), (fact,)))
    return found


def lines(text: str) -> Markup:
    """Return text that keeps its line ends on a page."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def costs_table(application: Application) -> Table:
    """Return every cost line and their sum; where others pay, what is asked and what they pay."""
    rows = tuple(
        (line.label, kind_words(application, line), money(line.amount_pence))
        for line in application.cost_lines
    )
    return Table(
        caption=_("Costs"),
        columns=(Column(_("Cost")), Column(_("Kind")), Column(_("Amount"), numeric=True)),
        rows=rows,
        foot=tuple((each.label, "", each.amount) for each in sums(application)),
        caption_hidden=True,
    )


def _part(application: Application, section: Section, *, changes: bool, linked: bool) -> PartRead:
    table = costs_table(application) if section.kind is SectionKind.COSTS else None
    where = section_address(application, section) if changes else ""
    change = Link(_("Change"), where, hidden=str(section.title)) if changes and table else None
    facts = (
        *_time(application, section, where),
        *_people(application, section, where),
        *_answers(application, section, where, linked=linked),
    )
    return PartRead(str(section.title), facts, table, change)


def _time(application: Application, section: Section, where: str) -> tuple[Fact, ...]:
    if section.kind is not SectionKind.TIME:
        return ()
    if not application.periods:
        return (_fact(_("Time each week"), _("Not provided"), where),)
    periods = application.periods
    spans = [span_words(p, is_alone=len(periods) == 1) for p in periods]
    return (
        _fact(_("Time each week"), time_page.summary(application), where),
        _fact(_("When"), "\n".join(spans), where),
    )


def _people(application: Application, section: Section, where: str) -> tuple[Fact, ...]:
    if section.kind is not SectionKind.PEOPLE:
        return ()
    return tuple(_fact(each.label, each.answer, where) for each in people_in_words(application))


def _answers(
    application: Application, section: Section, where: str, *, linked: bool
) -> tuple[Fact, ...]:
    entry = entry_of(application, section)
    saved = entry.answers if entry else {}
    facts = tuple(
        links_of(application, q, where, linked=linked)
        if q.kind is QuestionKind.FILE
        else _fact(str(q.label), in_words(q, saved.get(q.key)), _at(where, section, q))
        for q in answered_of(section, saved)
    )
    reason = saved.get("reason") if section.kind in OWN_PAGES else None
    return (*facts, _fact(_("Why more than the limit"), str(reason), where)) if reason else facts


def _at(where: str, section: Section, question: Question) -> str:
    """Return the address of the question itself, in sections whose fields have its name."""
    return where if section.kind in OWN_PAGES or not where else f"{where}#q_{question.key}"


def _fact(label: str, words: str, where: str) -> Fact:
    links = (Link(_("Change"), where, hidden=label),) if where else ()
    return Fact(label, lines(words), links=links)
