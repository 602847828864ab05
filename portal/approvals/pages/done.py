"""What is said right after an answer: what happened, and what comes next."""

from dataclasses import dataclass
from uuid import UUID

from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.approvals.pages.answered import answered, next_words
from portal.approvals.told import waits_for
from portal.kernel.language import _
from portal.web.format import moment
from portal.web.pieces import Fact


@dataclass(frozen=True, slots=True)
class DonePage:
    """What happened, in a few words and as facts, and what comes next."""

    request_id: UUID
    title: str
    panel: str
    next: str
    facts: tuple[Fact, ...]


def done_page(request: ApprovalRequest) -> DonePage:
    """Return what is said of the last thing that the reader did with a request."""
    title = {
        ApprovalState.APPROVED: _("You said yes"),
        ApprovalState.CONDITIONAL: _("You said yes, with a condition"),
        ApprovalState.DECLINED: _("You said no"),
    }.get(request.state, _("You passed it on"))
    name = request.application.applicant.name
    reference = request.application.reference or ""
    panel = _("%(name)s, %(reference)s", name=name, reference=reference) if reference else name
    return DonePage(
        request.id, str(title), panel, next_words(request) or _waits(request), answered(request)
    )


def _waits(request: ApprovalRequest) -> str:
    return _(
        "It waits for %(who)s now, who was told by email and has until %(when)s."
        " You need do nothing.",
        who=waits_for(request),
        when=moment(request.due_at),
    )
