"""What the section for costs offers to do in one press: cover for the time, a new costing."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from portal.applications.actions.costs import mark_of
from portal.applications.figures import Figures
from portal.applications.models import Application, ReleasePeriod
from portal.applications.pages.cost_covers import length_of, likely
from portal.applications.pages.cost_lines import length_words
from portal.applications.recosting import Recosted, recosted, years_after, years_before
from portal.kernel.amounts import plain, pounds
from portal.kernel.language import _
from portal.web.format import short_day
from portal.web.pieces import Column, Link, Table


@dataclass(frozen=True, slots=True)
class CoverOffer:
    """Cover for one period, in one press: the words on the button, and where it is sent."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that has changed under the costs, and the link to look at it."""

    words: str
    link: Link


@dataclass(frozen=True, slots=True)
class RecostPage:
    """Old, new and difference of every line that would change, and of all costs."""

    why: str
    table: Table
    mark: str
    back: Link
    is_empty: bool


def cover_offers(application: Application) -> tuple[CoverOffer, ...]:
    """Offer cover for each period that no line covers yet, where the scheme pays for people."""
    pays = any(c.is_pay for c in application.call.document.cost_categories)
    if not pays or not likely(application.applicant.post):
        return ()
    return tuple(
        CoverOffer(
            _offer_words(period, is_only=len(application.periods) == 1),
            url_for("applications.cost_cover", application_id=application.id, period_id=period.id),
        )
        for period in application.periods
        if not _is_covered(application, period)
    )


def recost_notice(application: Application, figures: Figures) -> Notice | None:
    """Say that newer figures or other dates change lines; None where none would change."""
    found = recosted(application, figures.book, figures.choices)
    if not found:
        return None
    href = url_for("applications.cost_recost", application_id=application.id)
    return Notice(why(found), Link(_("Look at the change"), href))


def recost_page(application: Application, figures: Figures) -> RecostPage:
    """Return what costing again would change, before anything is changed."""
    found = recosted(application, figures.book, figures.choices)
    href = url_for("applications.costs", application_id=application.id)
    return RecostPage(
        why=why(found) if found else str(_("Your costs are up to date.")),
        table=_table(application, found),
        mark=mark_of(found),
        back=Link(_("Costs"), href),
        is_empty=not found,
    )


def why(found: Sequence[Recosted]) -> str:
    """Say why lines would change: another pay year, or other dates or rates of the same."""
    before, after = years_before(found), years_after(found)
    if newer := [year for year in after if year not in before]:
        return str(
            _(
                "Some lines were costed with %(used)s pay. Now we know %(held)s pay. "
                "You can cost them again.",
                used=_(" and ").join(before),
                held=_(" and ").join(newer),
            )
        )
    return str(
        _("Your dates or the rates have changed since some lines were costed. Cost them again.")
    )


def difference(pence: int) -> str:
    """Write a difference with its sign: "+£12.00", "-£3.10", "£0.00"."""
    return f"+{pounds(pence)}" if pence > 0 else pounds(pence)


def _table(application: Application, found: Sequence[Recosted]) -> Table:
    gone = sum(each.difference_pence for each in found)
    total = application.cost_pence
    return Table(
        caption=_("What would change"),
        columns=(
            Column(_("Cost")),
            Column(_("Now"), numeric=True),
            Column(_("Costed again"), numeric=True),
            Column(_("Difference"), numeric=True),
        ),
        rows=tuple(_cells(e.line.label, e.before_pence, e.after_pence) for e in found),
        foot=(_cells(_("All costs"), total, total + gone),),
        tight=True,
    )


def _cells(label: object, before: int, after: int) -> tuple[object, ...]:
    return (label, pounds(before), pounds(after), difference(after - before))


def _offer_words(period: ReleasePeriod, *, is_only: bool) -> str:
    length = length_words(*length_of(period))
    words = _(
        "Add cover for %(hours)s hours a week, %(length)s",
        hours=plain(period.hours_hundredths),
        length=length,
    )
    if is_only:
        return str(words)
    return str(_("%(what)s from %(day)s", what=words, day=short_day(period.starts_on)))


def _is_covered(application: Application, period: ReleasePeriod) -> bool:
    """Say whether a line of cover starts with this period; without a day, with the first."""
    first = min(each.starts_on for each in application.periods).isoformat()
    return any(
        line.details.get("is_cover", "whose" in line.details)
        and line.details.get("starts_on", first) == period.starts_on.isoformat()
        for line in application.cost_lines
    )
