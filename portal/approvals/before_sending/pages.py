"""How those stand who have to agree first: for the task list, the check page, and their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.applications.before_sending import Before
from portal.applications.models import Application
from portal.applications.pages.asking import name_of
from portal.approvals.before_sending import policy
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.approvals.policy import counts_as_given, is_as_asked
from portal.approvals.reasons import words_of
from portal.approvals.told import waits_for
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.schemes.definition import STAGE_LABELS, ApprovalStep
from portal.schemes.pages.agreeing import order_words, silence_words
from portal.web.format import moment
from portal.web.pieces import Fact, Link


@dataclass(frozen=True, slots=True)
class AskPage:
    """The page on which an applicant asks: who, how each stands, and one button."""

    back: Link
    facts: tuple[Fact, ...]
    order: str
    asking: Ruling
    button: str
    action: str


def lines(
    application: Application, asked: Iterable[ApprovalRequest], actor: Actor, now: datetime
) -> tuple[Before, ...]:
    """Return a line for each who has to agree before it is sent, in the scheme's order."""
    by_stage = {request.stage: request for request in asked}
    page = url_for("before_sending.show", application_id=application.id)
    is_open = bool(policy.may_ask(application, actor, now))
    earlier_given, found = True, []
    for step in policy.wanted(application):
        request = by_stage.get(step.stage)
        is_next = earlier_given or not application.call.document.approvals_in_order
        if request is None:
            found.append(_unasked(application, step, page, is_open=is_open, is_next=is_next))
        else:
            found.append(_asked(step, request, page))
        earlier_given = earlier_given and policy.is_given(step, request)
    return tuple(found)


def _unasked(
    application: Application, step: ApprovalStep, page: str, *, is_open: bool, is_next: bool
) -> Before:
    name = name_of(application, step.stage)
    label = str(STAGE_LABELS[step.stage])
    if not is_next:
        hint = _("Asked once those before have agreed")
        return Before(label, _("Cannot start yet"), hint)
    if not is_open:
        return Before(label, _("Cannot start yet"), _("Finish time and costs first"))
    if name == _("The R&D office finds out who this is"):
        return Before(_("Ask for a yes: %(who)s", who=label), _("Ready"), name, page, "green")
    return Before(_("Ask %(name)s now", name=name), _("Ready"), label, page, "green")


def _asked(step: ApprovalStep, request: ApprovalRequest, page: str) -> Before:
    label = str(STAGE_LABELS[step.stage])
    if not is_as_asked(request):
        hint = _("Time or costs have changed since you asked.")
        return Before(_("Ask again: %(who)s", who=label), _("Needs a change"), hint, page, "yellow")
    given = counts_as_given(request, step)
    return Before(label, _status(step, request), _hint(request), page, is_given=given)


def _status(step: ApprovalStep, request: ApprovalRequest) -> str:
    if request.state is ApprovalState.APPROVED:
        return _("%(name)s said yes", name=request.answerer)
    if request.state is ApprovalState.DECLINED:
        return _("%(name)s said no", name=request.answerer)
    if request.state is ApprovalState.NO_ANSWER:
        went_on = counts_as_given(request, step)
        return _("Nobody answered. It can go on.") if went_on else _("Nobody answered in time")
    return _("Waiting for %(name)s", name=waits_for(request))


def _hint(request: ApprovalRequest) -> str:
    if request.state is ApprovalState.DECLINED:
        return words_of(request)
    if request.state is ApprovalState.WAITING:
        return _("Answer by %(when)s", when=moment(request.due_at))
    return moment(request.answered_at) if request.answered_at else ""


def ask_page(
    application: Application, asked: Iterable[ApprovalRequest], actor: Actor, now: datetime
) -> AskPage:
    """Return the page on which the applicant asks."""
    asked = list(asked)
    found = lines(application, asked, actor, now)
    steps = policy.wanted(application)
    again = any(not is_as_asked(request) for request in asked)
    fresh = len(asked) < len(steps) and any(one.colour == "green" for one in found)
    facts = tuple(
        Fact(one.label, one.status, " ".join(filter(None, (one.hint, silence_words(step)))))
        for step, one in zip(steps, found, strict=True)
    )
    home = url_for("applications.tasks", application_id=application.id)
    return AskPage(
        back=Link(application.title or str(application.call.document.name), home),
        facts=facts,
        order=order_words(application.call.document) if len(steps) > 1 else "",
        asking=policy.may_ask(application, actor, now),
        button=(_("Ask again") if again else _("Ask now")) if again or fresh else "",
        action=url_for("before_sending.ask", application_id=application.id),
    )
