"""Who has to agree before an award that is proposed can be released. Pure."""

from collections.abc import Iterator

from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.approvals.policy import counts_as_given
from portal.approvals.reasons import words_of
from portal.approvals.told import waits_for
from portal.awards.cases import Case
from portal.awards.lifecycle import Outcome
from portal.kernel.language import _, lazy
from portal.schemes.definition import ApprovalStep, Stage, When
from portal.web.pieces import Fact

WHO = {
    Stage.LINE_MANAGER: lazy("The manager"),
    Stage.HEAD_OF_SERVICE: lazy("The head of service"),
    Stage.FINANCE: lazy("Finance"),
    Stage.HOST: lazy("The host"),
    Stage.RD_OFFICE: lazy("The R&D office"),
}


def missing(case: Case) -> Iterator[str]:
    """Yield, in words, each who has not agreed to an award that is proposed."""
    if case.decision is None or case.decision.outcome is not Outcome.AWARD:
        return
    for step, request in _steps(case):
        if request is None or not counts_as_given(request, step):
            said = _said(step, request)
            yield _("%(reference)s: %(said)s", reference=case.application.reference, said=said)


def facts(case: Case) -> tuple[Fact, ...]:
    """Return how each stands who agrees before an award; nothing before one is proposed."""
    if not any(request for _step, request in _steps(case)):
        return ()
    return tuple(
        Fact(_("Before an award"), _said(step, request), request.comment if request else "")
        for step, request in _steps(case)
    )


def _steps(case: Case) -> list[tuple[ApprovalStep, ApprovalRequest | None]]:
    asked = {request.stage: request for request in case.approvals}
    steps = case.definition.approvals_when(When.BEFORE_AWARD)
    return [(step, asked.get(step.stage)) for step in steps]


def _said(step: ApprovalStep, request: ApprovalRequest | None) -> str:
    who = WHO[step.stage]
    if request is None:
        return _("%(who)s has not been asked yet.", who=who)
    if request.state is ApprovalState.APPROVED:
        return _("%(name)s said yes.", name=request.answerer)
    if request.state is ApprovalState.DECLINED:
        return _("%(name)s said no: %(why)s.", name=request.answerer, why=words_of(request))
    if request.state is ApprovalState.NO_ANSWER:
        return _("%(who)s has not answered in time.", who=who)
    if request.state is ApprovalState.CLOSED:
        return _("%(who)s need not answer now.", who=who)
    return _("It waits for %(name)s to agree.", name=waits_for(request))
