"""What the office sees: its schemes, one scheme, the templates, a call's form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from flask import url_for
from markupsafe import Markup

from portal.kernel.actor import Actor
from portal.kernel.amounts import plain
from portal.kernel.clock import london_day
from portal.kernel.language import Text, _, _n
from portal.kernel.ruling import Ruling
from portal.schemes import policy, statuses
from portal.schemes.definition import STAGE_LABELS, Definition
from portal.schemes.lifecycle import PHASE_LABELS, Phase
from portal.schemes.models import Call, Scheme, SchemeVersion
from portal.schemes.pages.agreeing import order_words, silence_words, when_words
from portal.schemes.pages.scheme import shown_call
from portal.schemes.pages.words import said, uk_time, who
from portal.schemes.problems import Problem, problems, warnings, week_of
from portal.schemes.queries import PAGE
from portal.web.format import money, short_day
from portal.web.pieces import Cell, Colour, Column, Fact, Link, Pager, Table, Tag
from portal.web.places import place

_COLOURS: dict[Phase, Colour] = {
    Phase.COMING: "grey",
    Phase.OPEN: "green",
    Phase.APPROVING: "blue",
    Phase.REVIEWING: "blue",
    Phase.DECIDING: "yellow",
    Phase.DECIDED: "white",
}


@dataclass(frozen=True, slots=True)
class OfficeListPage:
    """The office's schemes, each with the call that matters now."""

    table: Table | None
    pager: Pager
    pager_words: str


@dataclass(frozen=True, slots=True)
class OfficeSchemePage:
    """One scheme as its office sees it."""

    scheme: Scheme
    name: Text
    heading: Markup
    caption: Markup
    facts: tuple[Fact, ...]
    says: tuple[Fact, ...]
    sure: Fact
    put_right: tuple[Problem, ...]
    worth_a_look: tuple[Problem, ...]
    calls: Table | None
    versions: Table
    may_make_call: Ruling
    new_call_href: str
    may_edit: Ruling


def phase_tag(call: Call, now: datetime) -> Tag:
    """Say in a tag where a call is, and of a rehearsal that it is one."""
    phase = call.phase(now)
    if call.rehearsal:
        return Tag(_("Rehearsal: %(phase)s", phase=PHASE_LABELS[phase]), "purple")
    return Tag(str(PHASE_LABELS[phase]), _COLOURS[phase])


def office_list(schemes: Sequence[Scheme], total: int, page: int, now: datetime) -> OfficeListPage:
    """Show a page of the office's schemes."""
    columns = (_("Scheme"), _("Where"), _("Call"), _("Now"), _("Closes"))
    pages = max(ceil(total / PAGE), 1)
    hrefs = {n: url_for("schemes.office_schemes", page=n) for n in range(1, pages + 1)}
    table = Table(
        caption=_("Schemes"),
        caption_hidden=True,
        columns=tuple(Column(label) for label in columns),
        rows=tuple(_list_row(scheme, now) for scheme in schemes),
    )
    return OfficeListPage(
        table=table if schemes else None,
        pager=Pager(min(page, pages), pages, total, hrefs),
        pager_words=_n("%(num)s scheme", "%(num)s schemes", total),
    )


def _list_row(scheme: Scheme, now: datetime) -> tuple[object, ...]:
    name, kind = _name_of(scheme), _kind_of(scheme)
    head = Cell(name, url_for("schemes.office_scheme", scheme_id=scheme.id), kind)
    where = said(scheme.organisation.name)
    call = shown_call(scheme, None, now)
    if scheme.retired_at is not None:
        return (head, where, "", Cell(tag=Tag(_("Ended"), "white")), "")
    if call is None:
        return (head, where, _("No call yet"), "", "")
    return (head, where, said(call.name), Cell(tag=phase_tag(call, now)), uk_time(call.closes_at))


def _name_of(scheme: Scheme) -> Markup:
    return said(scheme.latest.document.name) if scheme.latest else Markup("{}").format(scheme.slug)


def _kind_of(scheme: Scheme) -> str:
    return scheme.latest.document.kind_label if scheme.latest else ""


def office_scheme_page(scheme: Scheme, actor: Actor, now: datetime) -> OfficeSchemePage:
    """Show one scheme. It has a version: every scheme is made with one."""
    version = scheme.versions[-1]
    says = version.document
    return OfficeSchemePage(
        scheme=scheme,
        name=says.name,
        heading=said(says.name),
        caption=Markup("{}, {}").format(says.kind_label, said(scheme.organisation.name)),
        facts=_facts(scheme),
        says=what_it_says(says),
        sure=_sure(scheme, says),
        worth_a_look=tuple(warnings(says, week_of(scheme.organisation.nation, london_day(now)))),
        put_right=tuple(problems(says)),
        calls=_calls(scheme, actor, now) if scheme.calls else None,
        versions=_versions(scheme),
        may_make_call=policy.may_make_call(scheme, actor, now),
        new_call_href=url_for("schemes.office_call_new", scheme_id=scheme.id),
        may_edit=policy.may_edit_scheme(scheme, actor, now),
    )


def _facts(scheme: Scheme) -> tuple[Fact, ...]:
    public = any(not call.rehearsal for call in scheme.calls)
    href = url_for("schemes.scheme", slug=scheme.slug)
    note = "" if public else _("Nobody sees it before you set up a call.")
    link = (Link(_("See the public page"), href),) if public else ()
    return (Fact(_("Address"), f"/schemes/{scheme.slug}", note, links=link),)


def _sure(scheme: Scheme, says: Definition) -> Fact:
    """Say how much of it has a source, with the way to each value."""
    counted = statuses.count(statuses.of(scheme, says))
    own = _n("%(num)s is your own", "%(num)s are your own", counted.own)
    link = Link(_("See each value"), f"{version_href(scheme, scheme.versions[-1])}#origins")
    return Fact(_("How sure"), str(counted), own if counted.own else "", links=(link,))


def version_href(scheme: Scheme, version: SchemeVersion) -> str:
    """Return where the page of a version is."""
    return url_for("designer.version", scheme_id=scheme.id, number=version.number)


def what_it_says(says: Definition) -> tuple[Fact, ...]:
    """Say what a version says, in rows; what it does not speak of is left out."""
    questions = _n("%(num)s question", "%(num)s questions", len(says.questions))
    sections = _n("in %(num)s section", "in %(num)s sections", len(says.sections))
    facts = (
        Fact(_("What it is for"), said(says.purpose)),
        Fact(_("Who can apply"), who(says)),
        Fact(_("Limits"), _lines(cap.guidance() for cap in says.caps)),
        Fact(_("It can pay for"), _lines(map(said, says.pays_for))),
        Fact(_("It cannot pay for"), _lines(map(said, says.not_paid))),
        Fact(_("Promises"), _lines(map(said, says.terms))),
        Fact(_("Who must agree"), _who_agrees(says)),
        Fact(
            _("What reviewers score"),
            _lines(
                Markup("{} ({}%)").format(said(c.title), c.weight_percent) for c in says.criteria
            ),
        ),
        Fact(_("Who decides"), said(says.decided_by)),
        Fact(_("Reports"), _lines(said(report.title) for report in says.reports)),
        Fact(_("Application"), f"{questions} {sections}"),
        Fact(_("Where it comes from"), said(says.funder_note)),
    )
    return tuple(fact for fact in facts if fact.value)


def _who_agrees(says: Definition) -> Markup:
    """Name each who must agree, when, and what silence means; then the order."""
    steps = [
        f"{STAGE_LABELS[step.stage]}. {when_words(step)} {silence_words(step)}"
        for step in says.approvals
    ]
    return _lines((*steps, order_words(says)) if says.approvals_in_order else steps)


def _lines(words: object) -> Markup:
    """Set each on a line of its own."""
    return Markup("<br>").join(words)  # type: ignore[arg-type]  # any iterable of words


def _calls(scheme: Scheme, actor: Actor, now: datetime) -> Table:
    labels = (_("Call"), _("Now"), _("Opens"), _("Closes"))
    newest = sorted(scheme.calls, key=lambda call: (call.opens_at, call.slug), reverse=True)
    return Table(
        caption=_("Calls"),
        columns=(
            *(Column(label) for label in labels),
            Column(_("Money"), numeric=True),
            Column(_("WTE-months"), numeric=True),
        ),
        rows=tuple(_call_row(call, actor, now) for call in newest),
    )


def _call_row(call: Call, actor: Actor, now: datetime) -> tuple[object, ...]:
    return (
        Cell(
            said(call.name),
            place("call", call.id),
            note=call.prefix,
            links=_call_links(call, actor, now),
        ),
        Cell(tag=phase_tag(call, now)),
        uk_time(call.opens_at),
        uk_time(call.closes_at),
        money(call.pot_pence),
        plain(call.pot_wte_months_hundredths) if call.pot_wte_months_hundredths else "",
    )


def _call_links(call: Call, actor: Actor, now: datetime) -> tuple[Link, ...]:
    public = url_for("schemes.scheme", slug=call.scheme.slug, call=call.slug)
    links = () if call.rehearsal else (Link(_("Public page"), public, str(call.name)),)
    own = url_for("schemes.office_call", call_id=call.id)
    links = (Link(_("Dates, money and late passes"), own, str(call.name)), *links)
    if not policy.may_change_call(call, actor, now):
        return links
    change = url_for("schemes.office_call_edit", call_id=call.id)
    return (*links, Link(_("Change"), change, str(call.name)))


def _versions(scheme: Scheme) -> Table:
    return Table(
        caption=_("Versions"),
        columns=(
            Column(_("Version")),
            Column(_("Made")),
            Column(_("By")),
            Column(_("Calls"), numeric=True),
        ),
        rows=tuple(
            (
                Cell(
                    _("Version %(number)s", number=version.number),
                    version_href(scheme, version),
                    note=version.note,
                ),
                short_day(version.made_at),
                version.made_by.name if version.made_by else "",
                str(sum(call.version_id == version.id for call in scheme.calls)),
            )
            for version in reversed(scheme.versions)
        ),
    )
