"""An organisation's choices, each with what it comes to in one worked example."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for

from portal.costing.choices import Choices, OwnRate, cover_name
from portal.costing.oncosts import (
    NiMode,
    OnCosts,
    PensionMode,
    ni_mode_name,
    pension_mode_name,
    percent,
)
from portal.costing.scales import nation_name, point_name
from portal.costing.shipped import NotHeld, caution
from portal.kernel.amounts import pounds
from portal.kernel.language import _, _n
from portal.people.models import Organisation
from portal.rates.examples import Example
from portal.rates.forms.choices import NO, YES
from portal.rates.models import ChoiceSet, HourlySet
from portal.rates.pages.places import back_to
from portal.rates.pages.words import days, place_name
from portal.rates.values import choices_of, rate
from portal.web.fields import Choice
from portal.web.format import number, short_day
from portal.web.pieces import Cell, Column, Fact, Link, Pager, Table


@dataclass(frozen=True, slots=True)
class HourlyLine:
    """An hourly rate in use, and the button that stops it."""

    title: str
    facts: tuple[Fact, ...]
    end_words: str
    end_href: str


@dataclass(frozen=True, slots=True)
class ChoicesPage:
    """The choices of a place: what counts on this day, what was chosen for which days."""

    place: str
    back: Link
    example: str
    facts: tuple[Fact, ...]
    change_href: str
    hourly: tuple[HourlyLine, ...]
    new_hourly: str
    table: Table | None
    pager: Pager
    pager_words: str


def choices_page(
    place: Organisation,
    example: Example,
    now_chosen: Choices,
    hourly: Sequence[HourlySet],
    made: Sequence[ChoiceSet],
    pager: Pager,
) -> ChoicesPage:
    """Return the page for one who keeps the figures of the place."""
    return ChoicesPage(
        place=place_name(place),
        back=back_to(place),
        example=example_words(example),
        facts=_facts(example, now_chosen),
        change_href=url_for("rates.choose", place_id=place.id),
        hourly=tuple(_hourly(each) for each in hourly),
        new_hourly=url_for("rates.new_hourly", place_id=place.id),
        table=_made_table(made) if made else None,
        pager=pager,
        pager_words=_n("%(num)s set of choices", "%(num)s sets of choices", pager.total),
    )


def example_words(example: Example) -> str:
    """Name the example that the pounds are of, or say that we hold no figures for one."""
    if (point := example.point) is None:
        return str(
            _(
                "We hold no pay for %(nation)s now, so we can show no example in pounds.",
                nation=nation_name(example.nation),
            )
        )
    unsure = caution(point.status)
    words = _(
        "The pounds are for one example: %(point)s in %(nation)s, one day a week for six months.",
        point=point_name(point)[:1].lower() + point_name(point)[1:],
        nation=nation_name(example.nation),
    )
    return f"{words} {unsure}".rstrip()


def offered(example: Example, chosen: Choices, own: OwnRate | None, name: str) -> list[Choice]:
    """Return the choices of one question, each with what the example comes to.

    All else is as it is chosen now. `own` is the rate typed or kept, for its own choice.
    """
    if name == "ni_mode":
        return [
            Choice(mode, ni_mode_name(mode), hint=_worth(example, replace(chosen, ni_mode=mode)))
            for mode in NiMode
        ]
    if name == "levy":
        words = {YES: _("Yes"), NO: _("No")}
        return [
            Choice(each, words[each], hint=_worth(example, replace(chosen, charges_levy=is_yes)))
            for each, is_yes in ((YES, True), (NO, False))
        ]
    return [_pension(example, chosen, own, mode) for mode in PensionMode]


def _pension(example: Example, chosen: Choices, own: OwnRate | None, mode: PensionMode) -> Choice:
    label = pension_mode_name(mode)
    if mode is PensionMode.OWN:
        as_chosen = replace(chosen, pension_mode=mode, pension_own=own) if own else None
        hint = _worth(example, as_chosen) if as_chosen else None
        return Choice(mode, label, hint=hint, shows="pension_own")
    rates = _rates(example)
    shown = f"{label}: {percent(rates.pension_rate(mode))}" if rates else label
    hint = _worth(example, replace(chosen, pension_mode=mode, pension_own=None))
    return Choice(mode, shown, hint=hint)


def _rates(example: Example) -> OnCosts | None:
    try:
        return example.book.on_costs(example.nation, example.on)
    except NotHeld:
        return None


def _worth(example: Example, choices: Choices) -> str | None:
    pence = example.pence(choices)
    if pence is None:
        return None
    return str(_("The example comes to %(amount)s", amount=whole_pounds(pence)))


def whole_pounds(pence: int) -> str:
    """Write pence in whole pounds, halves upwards: "£6,174"."""
    return f"£{number((pence + 50) // 100)}"


def stored(chosen: Choices, on: date) -> dict[str, Any]:
    """Return what stands in the form: what is chosen now, from this day."""
    own = chosen.pension_own
    return {
        "starts_on": on,
        "ni_mode": chosen.ni_mode,
        "pension_mode": chosen.pension_mode,
        "pension_own": int(own.rate * 1_000_000) if own else None,
        "pension_own_source": own.source if own else "",
        "levy": YES if chosen.charges_levy else NO,
    }


def _facts(example: Example, chosen: Choices) -> tuple[Fact, ...]:
    pence = example.pence(chosen)
    worth = whole_pounds(pence) if pence is not None else ""
    return (
        *_said(chosen),
        *((Fact(_("The example comes to"), worth),) if worth else ()),
    )


def _said(chosen: Choices) -> tuple[Fact, ...]:
    own = chosen.pension_own
    rate_words = _("%(rate)s. %(source)s", rate=percent(own.rate), source=own.source) if own else ""
    return (
        Fact(_("National Insurance"), ni_mode_name(chosen.ni_mode)),
        Fact(_("Pension"), pension_mode_name(chosen.pension_mode), rate_words),
        Fact(_("Apprenticeship levy"), _("Charged") if chosen.charges_levy else _("Not charged")),
    )


def _made_table(made: Sequence[ChoiceSet]) -> Table:
    columns = (
        Column(_("From")),
        Column(_("National Insurance")),
        Column(_("Pension")),
        Column(_("Levy")),
        Column(_("Who")),
    )
    return Table(
        _("What was chosen, and from when"), columns, tuple(map(_row, made)), caption_hidden=True
    )


def _row(each: ChoiceSet) -> tuple[Cell, ...]:
    insurance, pension, levy = _said(choices_of(each))
    own = each.pension_own_millionths
    return (
        Cell(short_day(each.starts_on)),
        Cell(insurance.value),
        Cell(pension.value, note=percent(rate(own)) if own is not None else ""),
        Cell(levy.value),
        Cell(each.entered_by.name, note=short_day(each.entered_at)),
    )


def _hourly(rate: HourlySet) -> HourlyLine:
    title = str(_("%(cover)s, band %(band)s", cover=cover_name(rate.cover), band=rate.band))
    return HourlyLine(
        title=title,
        facts=(
            Fact(_("An hour"), pounds(rate.hourly_pence)),
            Fact(_("Days"), days(rate.starts_on, rate.ends_on)),
            Fact(_("From"), rate.source),
        ),
        end_words=str(_("Stop using %(rate)s", rate=title[:1].lower() + title[1:])),
        end_href=url_for("rates.end_hourly", hourly_id=rate.id),
    )
