"""Where the applicant's own side stands with an application, in words for the applicant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.applications.models import Application
from portal.approvals.lifecycle import OPEN, ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.approvals.policy import counts_as_given
from portal.approvals.told import waits_for
from portal.kernel.actor import ANONYMOUS, Actor
from portal.kernel.language import _
from portal.schemes.definition import STAGE_LABELS, ApprovalStep, When
from portal.web.format import moment

Requests = Sequence[ApprovalRequest]


@dataclass(frozen=True, slots=True)
class Words:
    """Whom it waits for, what is next, and a note under it."""

    waiting_for: str
    next: str
    note: str


def words(application: Application, requests: Requests, now: datetime) -> Words:
    """Say whom it waits for: "You" where the applicant is to accept a change."""
    open_ones = [each for each in requests if each.state in OPEN]
    if not open_ones:  # in order, and the next is asked in a moment
        return Words(_("The R&D office"), _next_to_ask(application, requests), "")
    due = min(each.due_at for each in open_ones)
    is_theirs = all(each.state is ApprovalState.CONDITIONAL for each in open_ones)
    by, late = _("An answer by %(when)s"), _("The answer is late")
    if is_theirs:
        by, late = _("Say whether you accept by %(when)s"), _("You are late to accept")
    is_late = now > due
    note = _("Ask them, or ask the R&D office.") if is_late else _next_to_ask(application, requests)
    reader = Actor(application.applicant_id, "")
    return Words(waits(requests, reader), late if is_late else by % {"when": moment(due)}, note)


def waits(requests: Requests, reader: Actor = ANONYMOUS) -> str:
    """Name whom it waits for, each once: the applicant first, where they are to accept a change."""
    open_ones = [each for each in requests if each.state in OPEN]
    ordered = sorted(open_ones, key=lambda each: each.state is not ApprovalState.CONDITIONAL)
    return ", ".join(dict.fromkeys(waits_for(each, reader) for each in ordered))


def has_stopped(application: Application, request: ApprovalRequest) -> bool:
    """Say whether nobody answered, and the application does not go on without."""
    if request.state is not ApprovalState.NO_ANSWER:
        return False
    document = application.call.document
    step = document.approval(request.stage) or ApprovalStep(request.stage)
    return document.review_needs_approval and not counts_as_given(request, step)


def unasked(application: Application, requests: Requests) -> tuple[ApprovalStep, ...]:
    """Return the steps that are asked later, where the scheme asks one after another."""
    document = application.call.document
    if not document.approvals_in_order or not requests:
        return ()
    asked = {each.stage for each in requests}
    return tuple(s for s in document.approvals_when(When.AFTER_SENDING) if s.stage not in asked)


def went_on(requests: Requests) -> str:
    """Say that an answer is missing and it goes on without; nothing where none is."""
    if not any(each.state is ApprovalState.NO_ANSWER for each in requests):
        return ""
    return _("Not everybody who was asked has answered. It goes on all the same.")


def _next_to_ask(application: Application, requests: Requests) -> str:
    later = unasked(application, requests)
    return _("Asked next: %(who)s", who=str(STAGE_LABELS[later[0].stage])) if later else ""
