"""Whom a request waits for, and why it came to them, in words."""

from portal.approvals.lifecycle import ApprovalState, Why
from portal.approvals.models import ApprovalRequest
from portal.kernel.language import _, lazy

CAME = {
    Why.UNKNOWN: lazy("The directory names nobody who can agree to this."),
    Why.SAME: lazy("The directory names somebody who cannot answer this."),
    Why.AWAY: lazy("Whoever was asked is away."),
    Why.LATE: lazy("Whoever was asked has not answered in time."),
    Why.LEFT: lazy("Whoever was asked cannot answer any more."),
    Why.BOUNCED: lazy("Our email did not reach whoever was asked."),
    Why.PASSED_ON: lazy("Whoever was asked has passed it on."),
    Why.TO_CHECK: lazy("The applicant named somebody, or does not know who it is."),
}


def came(request: ApprovalRequest) -> str:
    """Say why the request came to whoever has it now; nothing where they were asked first."""
    last = request.handovers[-1] if request.handovers else None
    return str(CAME.get(last.why, "")) if last else ""


def waits_for(request: ApprovalRequest) -> str:
    """Name whom it waits for: a person, the office with who looks after it, or the applicant."""
    if request.state is ApprovalState.CONDITIONAL:
        return request.application.applicant.name
    name = request.holder.name if request.holder else ""
    if not request.is_with_office:
        return name or _("the R&D office")
    return _("the R&D office (%(name)s)", name=name) if name else _("the R&D office")
