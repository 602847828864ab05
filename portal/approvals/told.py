"""Whom a request waits for, and why it came to them, in words that are right for who reads."""

from uuid import UUID

from portal.approvals.lifecycle import OPEN, ApprovalState, Seat, Why
from portal.approvals.models import ApprovalRequest
from portal.kernel.actor import Actor
from portal.kernel.language import _, lazy
from portal.schemes.definition import Stage

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
SEATS = {
    Seat.APPROVER: lazy("The approver"),
    Seat.DEPUTY: lazy("A deputy"),
    Seat.ABOVE: lazy("The manager above"),
    Seat.OFFICE: lazy("The R&D office"),
    Seat.GUEST: lazy("Somebody outside"),
}

# The steps as others than the applicant name them: "Your manager" is the applicant's.
STEPS = {
    Stage.LINE_MANAGER: lazy("Line manager"),
    Stage.HEAD_OF_SERVICE: lazy("Head of service or clinical director"),
    Stage.FINANCE: lazy("Finance"),
    Stage.HOST: lazy("The host organisation"),
    Stage.RD_OFFICE: lazy("The R&D office"),
}


def came(request: ApprovalRequest) -> str:
    """Say why the request came to whoever has it now; nothing where they were asked first.

    Where mail did not arrive the address follows, and what its server said.
    """
    last = request.handovers[-1] if request.handovers else None
    if last is None or last.why not in CAME:
        return ""
    words = str(CAME[last.why])
    return f"{words} {last.note}" if last.why is Why.BOUNCED and last.note else words


def came_to_office(request: ApprovalRequest) -> str:
    """Say why the R&D office is asked; there is always a reason."""
    return came(request) or _("The scheme wants an answer from the R&D office.")


def waits_for(request: ApprovalRequest, reader: Actor | None = None) -> str:
    """Name whom it waits for: one person and as what, or the applicant; nobody once it has ended.

    Of the office the one who looks after it is named too. A reader who is that one is "You".
    """
    if request.state not in OPEN:
        return _("Nobody")
    if request.state is ApprovalState.CONDITIONAL:
        applicant = request.application.applicant
        return _you(reader, applicant.id) or applicant.name
    if request.seat is Seat.GUEST and request.guest is not None:
        guest = request.guest
        return _("%(name)s, %(organisation)s", name=guest.name, organisation=guest.organisation)
    name = request.holder.name if request.holder else ""
    if request.seat is Seat.OFFICE:
        return _("the R&D office (%(name)s)", name=name) if name else _("the R&D office")
    if request.seat is Seat.GUEST:
        return name or _("the host organisation")
    who = _you(reader, request.holder_id) or name
    return _in_place(request, who) if who else _("the R&D office")


def asked_of(request: ApprovalRequest) -> str:
    """Name whom it waits for; once it has ended, who answered or was asked last."""
    if request.state in OPEN:
        return waits_for(request)
    if request.answerer:
        return request.answerer
    return request.holder.name if request.holder else _("the R&D office")


def _you(reader: Actor | None, person_id: UUID | None) -> str:
    return _("You") if reader is not None and reader.is_person(person_id) else ""


def _in_place(request: ApprovalRequest, who: str) -> str:
    """Add for whom they answer, where it is not themselves."""
    approver = request.approver
    if approver is None or request.approver_id == request.holder_id:
        return who
    if request.seat is Seat.DEPUTY:
        return _("%(name)s, for %(approver)s", name=who, approver=approver.name)
    if request.seat is Seat.ABOVE:
        return _("%(name)s, in place of %(approver)s", name=who, approver=approver.name)
    return who
