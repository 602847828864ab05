"""When an applicant may ask before sending, and whether all have agreed. Pure."""

from collections.abc import Iterable
from datetime import datetime

from portal.applications import policy as applications
from portal.applications.models import Application
from portal.applications.progress import Status, steps
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.approvals.policy import counts_as_given, is_as_asked
from portal.approvals.told import waits_for
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import HIDDEN, YES, Ruling, no, yes_if
from portal.schemes.definition import ApprovalStep, When
from portal.schemes.questions import Round, SectionKind

ASKED_ABOUT = frozenset({SectionKind.TIME, SectionKind.COSTS})


def wanted(application: Application) -> tuple[ApprovalStep, ...]:
    """Return the steps wanted before it is sent; none at a first stage."""
    if application.stage is Round.FIRST:
        return ()
    return application.call.document.approvals_when(When.BEFORE_SENDING)


def is_whole(application: Application) -> bool:
    """Say whether time and costs are complete: that is what is asked about."""
    about = [step for step in steps(application) if step.section.kind in ASKED_ABOUT]
    return all(step.status is Status.DONE for step in about)


def may_see(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Show the page to whoever takes part, where the scheme wants somebody asked first."""
    return yes_if(bool(wanted(application)), HIDDEN) and applications.may_see(
        application, actor, now
    )


def may_ask(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Let the applicant ask, while it is being written, once time and costs are complete."""
    return (
        may_see(application, actor, now)
        and applications.may_own(application, actor, now)
        and applications.may_edit(application, actor, now)
        and yes_if(is_whole(application), no(_("Finish time and costs first.")))
    )


def is_given(step: ApprovalStep, request: ApprovalRequest | None) -> bool:
    """Say whether this one has agreed, to what would be sent now."""
    return request is not None and counts_as_given(request, step) and is_as_asked(request)


def may_be_sent(application: Application, asked: Iterable[ApprovalRequest]) -> Ruling:
    """Refuse where somebody has not agreed who has to before, and say who."""
    by_stage = {request.stage: request for request in asked}
    for step in wanted(application):
        request = by_stage.get(step.stage)
        if not is_given(step, request):
            return no(_why(request))
    return YES


def _why(request: ApprovalRequest | None) -> str:
    if request is None:
        return _("Somebody has to agree before you send this. Ask them from the task list.")
    if not is_as_asked(request):
        return _("Time or costs have changed since you asked. Ask again from the task list.")
    if request.state is ApprovalState.DECLINED:
        return _("%(name)s has said no, so this cannot be sent.", name=request.answerer)
    if request.state is ApprovalState.NO_ANSWER:
        return _("Nobody has answered in time, so this cannot be sent. Ask the R&D office.")
    return _("It waits for %(name)s to agree before you can send it.", name=waits_for(request))
