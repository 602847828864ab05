"""The gallery that a new scheme starts from, with how far each value can be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from portal.kernel.language import _, lazy
from portal.schemes import statuses
from portal.schemes.definition import KIND_LABELS, Definition
from portal.schemes.gallery import Origin, Status, Template, templates
from portal.schemes.pages.words import main_caps, said, who
from portal.web.pieces import Cell, Colour, Column, Fact, Table, Tag

STATUS_TAGS: dict[Status, tuple[object, Colour]] = {
    Status.SOURCED: (lazy("Has a source"), "green"),
    Status.ILLUSTRATIVE: (lazy("Made up"), "yellow"),
    Status.NOT_FOUND: (lazy("No source found"), "grey"),
    Status.OWN: (lazy("Your own"), "blue"),
}

PLACE_LABELS = {
    "kind": lazy("Kind"),
    "name": lazy("Name"),
    "summary": lazy("Summary"),
    "purpose": lazy("What it is for"),
    "decided_by": lazy("Who decides"),
    "minutes_to_apply": lazy("Minutes to apply"),
    "sections": lazy("Sections and questions"),
    "funder_note": lazy("Where it comes from"),
    "not_needed": lazy("What one does not need"),
    "pays_for": lazy("What it can pay for"),
    "not_paid": lazy("What it cannot pay for"),
    "terms": lazy("Promises"),
    "caps": lazy("Limits"),
    "eligibility": lazy("Who can apply"),
    "approvals": lazy("Who must agree"),
    "criteria": lazy("What reviewers score"),
    "scale": lazy("Scale of scores"),
    "aggregation": lazy("How scores become one"),
    "reviews_each": lazy("Reviews of each application"),
    "blind": lazy("Names hidden from reviewers"),
    "approvals_in_order": lazy("Asked one after another"),
    "review_needs_approval": lazy("Agreed before review"),
    "cost_categories": lazy("Kinds of cost"),
    "time_units": lazy("Units of time"),
    "reports": lazy("Reports"),
}


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """One template to choose."""

    heading: Markup
    href: str
    line: Markup
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class TemplateGroup:
    """The templates of one kind."""

    heading: str
    cards: tuple[TemplateCard, ...]


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """The template chosen: its name, and where each of its values comes from."""

    name: Markup
    note: Markup
    origins: Table | None


def template_cards() -> tuple[TemplateGroup, ...]:
    """Show every template under its kind, in the order of the gallery."""
    groups = []
    for kind, label in KIND_LABELS.items():
        if cards := tuple(_card(each) for each in templates() if each.definition.kind is kind):
            groups.append(TemplateGroup(str(label), cards))
    return tuple(groups)


def _card(template: Template) -> TemplateCard:
    says = template.definition
    return TemplateCard(
        heading=said(says.name),
        href=url_for("schemes.office_new", template=template.key),
        line=said(says.funder_note),
        facts=(
            Fact(_("For"), note=who(says)),
            Fact(_("Limits"), note=". ".join(str(cap.guidance()) for cap in main_caps(says))),
            Fact(_("What it is"), note=said(says.summary)),
            Fact(_("How sure"), note=_sure(template)),
        ),
    )


def template_page(template: Template) -> TemplatePage:
    """Show what is known of a template's values; an empty scheme has none."""
    if not template.key:
        return TemplatePage(Markup(), Markup(), None)
    return TemplatePage(
        name=said(template.definition.name),
        note=said(template.definition.funder_note),
        origins=origins_table(template.definition, statuses.of_template(template)),
    )


def _sure(template: Template) -> str:
    return str(statuses.count(statuses.of_template(template)))


def origins_table(says: Definition, origins: Mapping[str, Origin]) -> Table:
    """Show where each value comes from. For the office alone."""
    return Table(
        caption=_("Where each value comes from"),
        columns=(Column(_("Value")), Column(_("How sure")), Column(_("Source"))),
        rows=tuple(
            (statuses.label(says, place, PLACE_LABELS), Cell(tag=_tag(origin)), origin.source)
            for place, origin in origins.items()
        ),
        note=_("Check what is made up before you publish. Only you see this table."),
    )


def _tag(origin: Origin) -> Tag:
    words, colour = STATUS_TAGS[origin.status]
    return Tag(str(words), colour)
