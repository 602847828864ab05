"""What a yes depends on: the form of the approver, and the page on which the applicant answers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.applications.figures import Figures
from portal.applications.models import Application
from portal.applications.terms import Under, under
from portal.approvals import policy, wording
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest, Condition
from portal.approvals.offering import as_asked, terms_of
from portal.approvals.pages.answered import depends, term_words
from portal.approvals.pages.request import CoverHints, caption, hints
from portal.kernel.actor import Actor
from portal.kernel.amounts import pounds
from portal.kernel.language import _
from portal.kernel.ruling import YES, Ruling, no
from portal.web.format import day, moment
from portal.web.pieces import Column, Fact, Table


@dataclass(frozen=True, slots=True)
class OfferPage:
    """The form of a yes with a condition. `periods` are the headings of its periods."""

    request_id: UUID
    caption: str
    title: str
    name: str
    periods: tuple[str, ...]
    hints: CoverHints
    wants_cover: bool


@dataclass(frozen=True, slots=True)
class AcceptPage:
    """What the applicant is to accept: before and after, or what became of it.

    `facts` are told once it has ended, when before and after are the same.
    """

    request_id: UUID
    application_id: UUID
    caption: str
    title: str
    lead: str
    words: str
    filled: str
    tables: tuple[Table, ...]
    same_costs: str
    facts: tuple[Fact, ...]
    accept: Ruling
    refusal: str
    next: str


def offer_page(request: ApprovalRequest, application: Application) -> OfferPage:
    """Return the form's page. `application` is as sent, or as it would be by what is typed."""
    count = len(request.application.periods)
    numbered = [_("Period %(number)s", number=n) for n in range(1, count + 1)]
    return OfferPage(
        request.id,
        caption(request),
        _("What does your yes depend on?"),
        request.application.applicant.name,
        tuple(numbered) if count > 1 else (_("Dates and hours that you can give"),) * count,
        hints(request, application),
        policy.wants_cover(request),
    )


def accept_page(
    request: ApprovalRequest, condition: Condition, figures: Figures, actor: Actor, now: datetime
) -> AcceptPage:
    """Decide what the applicant reads: the change while it waits for them, then what became."""
    application, terms = request.application, terms_of(condition.periods)
    waits = request.state is ApprovalState.CONDITIONAL and condition.ended_at is None
    fits = waits and len(terms) == len(as_asked(application))
    found = under(application, terms, figures) if fits else None
    ruling = policy.may_accept(request, actor, now) and _fits(found)
    return AcceptPage(
        request_id=request.id,
        application_id=application.id,
        caption=application.title,
        title=_title(condition, waits=waits),
        lead=_lead(request, condition, waits=waits),
        words=condition.words,
        filled=_("It starts when a post is filled, at the latest on the first day below.")
        if condition.when_filled
        else "",
        tables=_tables(found) if found else (),
        same_costs=_same_costs(found) if found else "",
        facts=() if found else depends(condition),
        accept=ruling,
        refusal=str(ruling.reason) if waits else "",
        next=_next(request, condition, waits=waits),
    )


def _fits(found: Under | None) -> Ruling:
    """Say whether what would be kept is within the limits: pay may have risen since."""
    broken = found.broken() if found else ()
    return no(" ".join(check.message for check in broken)) if broken else YES


def _title(condition: Condition, *, waits: bool) -> str:
    if waits:
        return str(_("Do you accept this change?"))
    if condition.is_accepted:
        return str(_("You accepted the change"))
    if condition.answer:
        return str(_("You did not accept the change"))
    return str(_("There is nothing to accept any more"))


def _lead(request: ApprovalRequest, condition: Condition, *, waits: bool) -> str:
    name = condition.given_by.name if condition.given_by else request.answered_name
    if waits:
        return _(
            "%(name)s says yes, if you accept this. Please answer by %(when)s.",
            name=name,
            when=moment(request.due_at),
        )
    return _(
        "%(name)s said yes on %(given)s, if you accept a change.",
        name=name,
        given=day(condition.given_at),
    )


def _next(request: ApprovalRequest, condition: Condition, *, waits: bool) -> str:
    if waits:
        return ""
    if condition.is_accepted:
        decided = _(
            "The decision comes by %(day)s.", day=day(request.application.call.decisions_on)
        )
        return f"{_('Your application is changed, and you have a new receipt.')} {decided}"
    if condition.answer:
        return _("Whoever answered was told, with your words. They answer again.")
    return _("Your application stands as you sent it. You are told when there is an answer.")


def _tables(found: Under) -> tuple[Table, ...]:
    tables = (_time(found) if found.times else None, _costs(found) if found.found else None)
    return tuple(table for table in tables if table is not None)


def _same_costs(found: Under) -> str:
    pence = found.application.cost_pence
    if found.found or not pence:
        return ""
    return _("Your costs stay as they are: %(sum)s.", sum=pounds(pence))


def _columns(first: object) -> tuple[Column, ...]:
    return Column(first), Column(_("You asked for")), Column(_("It would be"))


def _time(found: Under) -> Table:
    before = found.application.periods
    alone = len(found.times) == 1
    rows = tuple(
        (
            _("Dates and hours") if alone else _("Period %(number)s", number=number),
            term_words(was),
            term_words(would_be),
        )
        for number, (was, would_be) in enumerate(zip(before, found.times, strict=True), start=1)
    )
    would_be = found.as_it_would_be()
    in_all = (_("In all"), wording.how_much(found.application), wording.how_much(would_be))
    return Table(_("Time"), _columns(_("Time")), rows, foot=(in_all,))


def _costs(found: Under) -> Table:
    columns = (Column(_("Cost")), *(Column(c.label, numeric=True) for c in _columns("")[1:]))
    rows = tuple(
        (each.line.label, pounds(each.before_pence), pounds(each.after_pence))
        for each in found.found
    )
    was, would_be = found.application, found.as_it_would_be()
    foot = (
        (_("All costs"), pounds(was.cost_pence), pounds(would_be.cost_pence)),
        (_("Asked of the scheme"), pounds(was.asked_pence), pounds(would_be.asked_pence)),
    )
    return Table(_("Costs that change"), columns, rows, foot=foot)
