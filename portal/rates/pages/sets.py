"""One set: what it says, how it stands, what may be done; and what putting it in force does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.costing.book import Book
from portal.costing.oncosts import percent
from portal.costing.shipped import NotHeld
from portal.kernel.actor import Actor
from portal.kernel.amounts import plain, short_pounds
from portal.kernel.language import _, _n
from portal.kernel.ruling import Ruling
from portal.rates import policy
from portal.rates.comparing import changed, compare
from portal.rates.models import OnCostSet, ScaleSet
from portal.rates.pages.held import changes_table, pay_of
from portal.rates.pages.places import address, back_to
from portal.rates.pages.words import (
    AnySet,
    days,
    entered,
    in_order,
    place_name,
    rates_words,
    set_name,
    standing_tag,
    trust_name,
)
from portal.rates.values import on_costs_of, rate, scale_of
from portal.web.pieces import Cell, Column, Fact, Link, Table


@dataclass(frozen=True, slots=True)
class SetPage:
    """The page of a set. A link is empty where it does not belong; a ruling says why it is not."""

    title: str
    place: str
    back: Link
    facts: tuple[Fact, ...]
    table: Table | None
    is_scale: bool
    change: Ruling
    change_href: str
    add_href: str
    file_href: str
    waiting_href: str
    confirm: Ruling
    confirm_href: str
    throw_away_href: str
    end: Ruling
    end_href: str


def set_page(found: AnySet, actor: Actor, now: datetime, *, has_file: bool) -> SetPage:
    """Return the page of a set for one who may see it; `has_file` where a file waits beside it."""
    is_scale = isinstance(found, ScaleSet)
    change = policy.may_change(found, actor, now)
    return SetPage(
        title=set_name(found),
        place=place_name(found.organisation),
        back=back_to(found.organisation),
        facts=set_facts(found),
        table=_points(found, has_links=bool(change)) if isinstance(found, ScaleSet) else None,
        is_scale=is_scale,
        change=change,
        change_href=url_for("rates.change", set_id=found.id),
        add_href=url_for("rates.new_point", set_id=found.id) if is_scale else "",
        file_href=url_for("rates.file", set_id=found.id) if is_scale else "",
        waiting_href=url_for("rates.check_file", set_id=found.id) if has_file else "",
        confirm=policy.may_put_in_force(found, actor, now),
        confirm_href=url_for("rates.confirm", set_id=found.id),
        throw_away_href=url_for("rates.throw_away", set_id=found.id),
        end=policy.may_end(found, actor, now),
        end_href=url_for("rates.end", set_id=found.id),
    )


def set_facts(found: AnySet) -> tuple[Fact, ...]:
    """Return what a set says of itself."""
    return (
        Fact(_("How it stands"), tag=standing_tag(found.standing)),
        Fact(_("Days"), days(found.starts_on, found.ends_on)),
        *(_scale_facts(found) if isinstance(found, ScaleSet) else _rate_facts(found)),
        Fact(_("Where it is from"), found.source),
        Fact(_("How sure it is"), trust_name(found.trust)),
        Fact(_("Who"), entered(found)),
    )


def _scale_facts(found: ScaleSet) -> tuple[Fact, ...]:
    hours = plain(found.full_time_hundredths)
    return (Fact(_("Full-time week"), _("%(hours)s hours", hours=hours)),)


def _rate_facts(found: OnCostSet) -> tuple[Fact, ...]:
    above = short_pounds(found.ni_threshold_pence)
    return (
        Fact(
            _("Employer National Insurance"),
            _("%(rate)s of pay above %(threshold)s a year", rate=_said(found.ni_millionths),
              threshold=above),
        ),
        Fact(_("Pension that the employer pays"), _said(found.pension_paid_millionths)),
        Fact(_("Whole pension rate"), _said(found.pension_headline_millionths)),
        Fact(_("Apprenticeship levy"), _said(found.levy_millionths)),
    )  # fmt: skip


def _said(millionths: int) -> str:
    return percent(rate(millionths))


def _points(found: ScaleSet, *, has_links: bool) -> Table | None:
    """Return the points as a table, each with a link to change it while that may be."""
    if not found.points:
        return None
    ids = {(point.band, point.step): point.id for point in found.points}
    has_years = any(point.years is not None for point in found.points)
    columns = (
        Column(_("Band and step")),
        Column(_("Full-time pay for a year"), numeric=True),
        *((Column(_("Years to reach it"), numeric=True),) if has_years else ()),
        *((Column(_("Actions"), hidden=True),) if has_links else ()),
    )
    rows = []
    for point in in_order(scale_of(found)):
        words = _("Band %(band)s, step %(step)s", band=point.band, step=point.step)
        href = url_for("rates.point", set_id=found.id, point_id=ids[point.band, point.step])
        row = (
            Cell(words),
            Cell(short_pounds(point.annual_pence)),
            *((Cell("" if point.years is None else point.years),) if has_years else ()),
        )
        link = Cell(links=(Link(_("Change"), href, words),))
        rows.append((*row, link) if has_links else row)
    return Table(_("Pay points"), columns, tuple(rows), tight=True)


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """What putting a draft in force does, before it is done."""

    title: str
    place: str
    back: Link
    facts: tuple[Fact, ...]
    touches: tuple[str, ...]
    summary: str
    table: Table | None


def confirm_page(
    found: AnySet, book: Book, replaced: Sequence[AnySet], drafts: int | None
) -> ConfirmPage:
    """Say what changes: against what is in force on the first day, and whom it touches.

    `drafts` is how many draft applications have pay for these days; None where nobody knows.
    """
    summary, table = (
        _pay_changes(found, book) if isinstance(found, ScaleSet) else _rate_changes(found, book)
    )
    return ConfirmPage(
        title=str(_("Put these figures in force?")),
        place=set_name(found),
        back=Link(set_name(found), address(found)),
        facts=set_facts(found)[1:],
        touches=(
            *(
                _("They take the place of: %(old)s, %(who)s.", old=set_name(old), who=entered(old))
                for old in replaced
            ),
            *(() if drafts is None else (_drafts_words(drafts),)),
            _("Costs that are worked out from now on use these figures. Nothing that was worked "
              "out before changes by itself."),
            _("You cannot change them afterwards. To correct them, add new ones."),
        ),
        summary=summary,
        table=table,
    )  # fmt: skip


def _drafts_words(drafts: int) -> str:
    if not drafts:
        return str(_("No draft application has pay for these days yet."))
    return _n(
        "%(num)s draft application has pay for these days. It keeps its figures until its "
        "owner works them out again.",
        "%(num)s draft applications have pay for these days. They keep their figures until their "
        "owners work them out again.",
        drafts,
    )


def _pay_changes(found: ScaleSet, book: Book) -> tuple[str, Table | None]:
    after = scale_of(found)
    try:
        before = book.scale(found.nation, found.starts_on)
    except NotHeld:
        before = None
    if before is None or not before.covers(found.starts_on):
        words = _n(
            "We held no pay for these days. Now we will hold %(num)s pay point.",
            "We held no pay for these days. Now we will hold %(num)s pay points.",
            len(after.points),
        )
        return words, None
    every = compare(pay_of(before), pay_of(after))
    differ = changed(every)
    if not differ:
        return str(_("All pay is the same as what we hold now.")), None
    words = _n(
        "%(num)s pay point changes, of %(all)s.",
        "%(num)s pay points change, of %(all)s.",
        len(differ),
        all=len(every),
    )
    return words, changes_table(differ, _("What changes"), (_("Now"), _("After")))


def _rate_changes(found: OnCostSet, book: Book) -> tuple[str, Table | None]:
    try:
        before = book.on_costs(found.nation, found.starts_on)
    except NotHeld:
        return str(_("We held no rates for these days.")), None
    columns = (Column(_("When")), Column(_("Rates")))
    rows = (
        (Cell(_("Now")), Cell(rates_words(before))),
        (Cell(_("After")), Cell(rates_words(on_costs_of(found)))),
    )
    return "", Table(_("What changes"), columns, rows)
