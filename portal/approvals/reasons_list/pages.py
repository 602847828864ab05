"""What the list of reasons shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from portal.approvals.reasons import Reason
from portal.kernel.language import _
from portal.web.format import short_day
from portal.web.pieces import Cell, Column, Link, Table, Tag


@dataclass(frozen=True, slots=True)
class ReasonsPage:
    """All reasons as a table, those that are offered and those that are not."""

    table: Table


@dataclass(frozen=True, slots=True)
class ReasonPage:
    """One reason: its words, and what can be done with it besides renaming. "" is nothing."""

    title: str
    words: str
    turn: str
    turn_to: str


def reasons_page(reasons: Iterable[Reason]) -> ReasonsPage:
    """Return the list."""
    columns = (Column(_("Reason")), Column(_("Offered")), Column(_("Change"), hidden=True))
    rows = tuple((each.label, _standing(each), _change(each)) for each in reasons)
    return ReasonsPage(Table(_("Reasons for a no"), columns, rows, caption_hidden=True))


def _standing(reason: Reason) -> Cell:
    if reason.retired_at is None:
        return Cell(tag=Tag(_("Offered"), "green"))
    return Cell(
        tag=Tag(_("Not offered"), "grey"), note=_("Since %(day)s", day=short_day(reason.retired_at))
    )


def _change(reason: Reason) -> Cell:
    href = url_for("reasons.reason", key=reason.key)
    return Cell(links=(Link(_("Change"), href, hidden=reason.label),))


def reason_page(reason: Reason) -> ReasonPage:
    """Return the page of one reason."""
    if reason.retired_at is None:
        turn, to = _("Stop offering it"), url_for("reasons.retire", key=reason.key)
    else:
        turn, to = _("Offer it again"), url_for("reasons.bring_back", key=reason.key)
    return ReasonPage(_("Change a reason for a no"), reason.label, turn, to)
