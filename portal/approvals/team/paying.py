"""What the page and the file of claims show, decided."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from portal.approvals.awarded import AWARDED_WORDS
from portal.approvals.team.claims import Claim, Claims
from portal.approvals.team.words import cover_note
from portal.approvals.wording import span
from portal.kernel.amounts import pounds
from portal.kernel.language import _, _n
from portal.web.pieces import Cell, Column, Pager, Table

PAGE = 50


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """The claims, and what is not among them."""

    table: Table
    total: str
    left_out: str
    pager: Pager
    pager_words: str


def claims_page(found: Claims, page: int) -> ClaimsPage:
    """Decide the page of claims; the sums are of all pages."""
    pager = Pager.of(page, len(found.claims), PAGE, lambda n: url_for("team.claims", page=n))
    shown = found.claims[PAGE * (pager.page - 1) : PAGE * pager.page]
    columns = (
        Column(_("Who")),
        Column(_("Award")),
        Column(_("Cover")),
        Column(_("Months")),
        Column(_("Cost centre")),
        Column(_("Cost"), numeric=True),
    )
    foot = ((_("All together"), "", "", "", "", pounds(found.pence)),) if found.claims else ()
    rows = tuple(_row(each) for each in shown)
    return ClaimsPage(
        table=Table(_("Cover that is paid back"), columns, rows, foot, caption_hidden=True),
        total=_(
            "%(due)s will be claimable of awards that were accepted."
            " %(open)s more would be if the others are.",
            due=pounds(found.due_pence),
            open=pounds(found.open_pence),
        ),
        left_out=_n(
            "%(num)s more plan does not say whether its money comes back.",
            "%(num)s more plans do not say whether their money comes back.",
            found.not_said,
        )
        if found.not_said
        else "",
        pager=pager,
        pager_words=_n("%(num)s claim", "%(num)s claims", len(found.claims)),
    )


def _row(claim: Claim) -> tuple[object, ...]:
    application = claim.release.application
    months = _n("%(num)s month", "%(num)s months", claim.months)
    return (
        Cell(claim.release.name, note=f"{application.team.name}. {application.reference or ''}"),
        _award(claim),
        cover_note(claim.plan),
        Cell(months, note=span(claim.first, claim.last)),
        claim.plan.cost_centre,
        pounds(claim.plan.cost_pence),
    )


def _award(claim: Claim) -> str:
    return str(AWARDED_WORDS[claim.release.told.awarded]).capitalize()


def rows(found: Claims) -> Iterator[tuple[object, ...]]:
    """Yield the same for a spreadsheet: days as ISO dates, money in pounds with two places."""
    yield (
        _("Reference"), _("Who"), _("Team"), _("Award"), _("Cover"), _("First day"),
        _("Last day"), _("Months"), _("Cost centre"), _("Cost, £"),
    )  # fmt: skip
    for claim in found.claims:
        application = claim.release.application
        yield (
            application.reference or "",
            claim.release.name,
            application.team.name,
            _award(claim),
            cover_note(claim.plan),
            claim.first.isoformat(),
            claim.last.isoformat(),
            claim.months,
            claim.plan.cost_centre,
            f"{claim.plan.cost_pence // 100}.{claim.plan.cost_pence % 100:02d}",
        )
