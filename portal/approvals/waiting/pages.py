"""What the office's list of what waits shows, decided; and the same as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from portal.approvals.due import working_days
from portal.approvals.holidays import bank_holidays
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.approvals.told import SEATS, STEPS, came, waits_for
from portal.approvals.waiting.queries import USUAL, Wanted
from portal.kernel.clock import london, london_day
from portal.kernel.language import _, _n, lazy
from portal.schemes.rehearsal import marked
from portal.web.format import moment, short_day
from portal.web.pieces import Column, Pager, Tag

HEADS = (
    ("who", lazy("Applicant")),
    ("holder", lazy("Waiting for")),
    ("asked", lazy("Asked")),
    ("due", lazy("Answer by")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One request that waits."""

    name: str
    href: str
    what: str
    holder: str
    seat: str
    asked: str
    came: str
    due: str
    late: Tag | None
    remind_at: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """The list, with its pager, its count in words and the way to the file."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    pager: Pager
    words: str
    csv: str
    empty: str


def waiting_page(
    found: Sequence[ApprovalRequest], wanted: Wanted, pager: Pager, now: datetime
) -> WaitingPage:
    """Decide what the list shows."""
    nothing = _("Nothing waits for an answer now.")
    if wanted.stage or wanted.which:
        nothing = _("Nothing that waits fits this. Choose less.")
    return WaitingPage(
        columns=(*(_column(key, label, wanted) for key, label in HEADS), Column(_("Do"))),
        lines=tuple(_line(each, of_page(wanted, pager.page), now) for each in found),
        pager=pager,
        words=_n("%(num)s request waits", "%(num)s requests wait", pager.total),
        csv=url_for("waiting.download", **given(wanted)),
        empty=nothing,
    )


def given(wanted: Wanted, **more: object) -> dict[str, Any]:
    """Return the values of an address that shows this; what is usual is not in it."""
    sort, order = "" if wanted.sort == USUAL else wanted.sort, "down" if wanted.down else ""
    values = {"stage": wanted.stage, "which": wanted.which, "sort": sort, "order": order}
    return {key: value for key, value in {**values, **more}.items() if value}


def of_page(wanted: Wanted, page: int) -> dict[str, Any]:
    """Return the values of an address that shows this page of it; the first has no number."""
    return given(wanted, page=page if page > 1 else None)


def _column(key: str, label: object, wanted: Wanted) -> Column:
    is_this = wanted.sort == key
    turned = "down" if is_this and not wanted.down else ""
    href = url_for("waiting.index", **given(wanted, sort=key, order=turned))
    if not is_this:
        return Column(label, sort_href=href)
    return Column(label, sort_href=href, sorted="descending" if wanted.down else "ascending")


def _line(request: ApprovalRequest, shown: dict[str, Any], now: datetime) -> Line:
    """Return one line; `shown` is what of the list is, so that a reminder comes back to it."""
    application = request.application
    late = days_late(request, now)
    words = _n("%(num)s working day late", "%(num)s working days late", late)
    return Line(
        name=application.applicant.name,
        href=url_for("approvals.show", request_id=request.id),
        what=f"{marked(application.title, application.call)}, {application.team.name}",
        holder=waits_for(request),
        seat=_("%(step)s: %(seat)s", step=STEPS[request.stage], seat=_seat(request)),
        asked=short_day(request.asked_at),
        came=_since(request),
        due=moment(request.due_at),
        late=Tag(words if late else _("Late today"), "red") if now > request.due_at else None,
        remind_at=url_for("waiting.remind", request_id=request.id, **shown),
    )


def _since(request: ApprovalRequest) -> str:
    """Say since when they have it, where others had it before, and why it came to them."""
    if len(request.handovers) < 2:
        return came(request)
    last = request.handovers[-1].at
    return _("With them since %(day)s. %(why)s", day=short_day(last), why=came(request)).strip()


def _seat(request: ApprovalRequest) -> str:
    if request.state is ApprovalState.CONDITIONAL:
        return _("The applicant, to accept a change")
    return str(SEATS[request.seat])


def days_late(request: ApprovalRequest, now: datetime) -> int:
    """Count the working days that an answer is late, in the nation of the team; 0 if it is not."""
    holidays = bank_holidays(request.application.team.nation)
    return working_days(london_day(request.due_at), london_day(now), holidays)


def rows(found: Sequence[ApprovalRequest], now: datetime) -> Iterator[Sequence[object]]:
    """Yield the same as rows of a file, the heads first."""
    yield (
        _("Reference"),
        _("Applicant"),
        _("Team"),
        _("Scheme"),
        _("Whose answer"),
        _("Waiting for"),
        _("As what"),
        _("Asked"),
        _("With them since"),
        _("Why it came there"),
        _("Answer by"),
        _("Working days late"),
    )
    for each in found:
        application = each.application
        last = each.handovers[-1].at if each.handovers else each.asked_at
        yield (
            application.reference,
            application.applicant.name,
            application.team.name,
            marked(application.call.name, application.call),
            STEPS[each.stage],
            waits_for(each),
            _seat(each),
            *(f"{london(at):%Y-%m-%d %H:%M}" for at in (each.asked_at, last)),
            came(each),
            f"{london(each.due_at):%Y-%m-%d %H:%M}",
            days_late(each, now),
        )
