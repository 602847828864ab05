"""The messages about a request for release."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy.orm import Session

from portal.approvals.lifecycle import REOPENED_LABELS, ApprovalState, Seat
from portal.approvals.models import Absence, ApprovalRequest
from portal.approvals.policy import counts_as_given, is_before_award, step_of
from portal.approvals.reasons import words_of
from portal.approvals.told import came, came_to_office, waits_for
from portal.kernel.actor import Role
from portal.kernel.clock import london_day
from portal.notifications.actions import Recipient, queue
from portal.notifications.models import Message
from portal.people.models import Person
from portal.people.queries import people_with_role
from portal.schemes.definition import When
from portal.schemes.rehearsal import marked
from portal.web.links import link
from portal.web.places import place_link

FIRST = {
    When.BEFORE_SENDING: "approvals/asked_before_sending",
    When.BEFORE_AWARD: "approvals/asked_before_award",
}


def asked(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Ask whoever it waits for; of the scheme's office, everybody but the applicant."""
    first = FIRST.get(step_of(request).when, "approvals/asked")
    _to_holder(session, request, now, first, "approvals/asked_office")


def asked_again(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell whoever was asked that what they were asked about has changed."""
    _to_holder(session, request, now, "approvals/asked_again", "approvals/asked_again")


def handed_on(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Ask whoever has the request now, and say why it came to them."""
    tell(session, [Told(Kind.HANDED_ON, request)], now=now)


class Kind(StrEnum):
    """Of what people are told who are told of several requests at once."""

    HANDED_ON = "handed_on"
    REMINDER = "reminder"
    DEPUTY_OVER = "deputy_over"


@dataclass(frozen=True, slots=True)
class Told:
    """One request, and of what about it; `was` names the deputy whose days are over."""

    kind: Kind
    request: ApprovalRequest
    was: str = ""

    @property
    def came(self) -> str:
        """Why it came to the reader; nothing in a reminder."""
        return came(self.request) if self.kind is Kind.HANDED_ON else ""

    @property
    def title(self) -> str:
        """What was applied for, marked where it is a rehearsal."""
        return marked(self.request.application.title, self.request.application.call)

    @property
    def page(self) -> str:
        """The address of the request."""
        return link("approvals.show", request_id=self.request.id)

    @property
    def waits_for(self) -> str:
        """Whom it waits for now."""
        return waits_for(self.request)


def tell(session: Session, told: Sequence[Told], *, now: datetime) -> int:
    """Remind, or ask, everybody whom these are for: one message to each person.

    The office is told in a message of its own which deputy can answer no more, and who can.
    Returns how many messages were written: whoever had the same today gets it once.
    """
    mine: dict[Person, list[Told]] = defaultdict(list)
    overs: dict[Person, list[Told]] = defaultdict(list)
    alone = [each for each in told if each.request.state is ApprovalState.CONDITIONAL]
    for each in told:
        if each in alone:
            continue
        is_over = each.kind is Kind.DEPUTY_OVER
        for person in (
            _office(session, each.request) if is_over else _readers(session, each.request)
        ):
            (overs if is_over else mine)[person].append(each)
    written = [
        *(_to_accept(session, each.request, now) for each in alone),
        *(_waits(session, found, person, now) for person, found in mine.items()),
        *(
            _queue_all(session, found, person, "approvals/deputy_over", now)
            for person, found in overs.items()
        ),
    ]
    return len([each for each in written if each is not None])


def _waits(session: Session, told: Sequence[Told], person: Person, now: datetime) -> Message | None:
    if len(told) > 1:
        return _queue_all(session, told, person, "approvals/several", now)
    return _queue(session, told[0].request, person, f"approvals/{told[0].kind.value}", now)


def _to_accept(session: Session, request: ApprovalRequest, now: datetime) -> Message | None:
    return _ask_applicant(session, request, "approvals/reminder_to_accept", now)


def _ask_applicant(
    session: Session, request: ApprovalRequest, template: str, now: datetime
) -> Message | None:
    page = link("approvals.accept", request_id=request.id)
    return _queue(session, request, request.application.applicant, template, now, page)


def deputy_named(
    session: Session, absence: Absence, came: Sequence[ApprovalRequest], *, now: datetime
) -> None:
    """Tell a deputy from when to when, and what waits for them already."""
    deputy = absence.deputy
    if deputy is None:
        return
    queue(
        session,
        Recipient(deputy.email, deputy.name, deputy.language),
        "approvals/deputy_named",
        now=now,
        about_id=absence.id,
        absence=absence,
        told=[Told(Kind.HANDED_ON, each) for each in came],
        page=link("approvals.index"),
    )


def deputy_ended(session: Session, absence: Absence, deputy: Person, *, now: datetime) -> None:
    """Tell somebody that they are a deputy no more, or will not be."""
    queue(
        session,
        Recipient(deputy.email, deputy.name, deputy.language),
        "approvals/deputy_ended",
        now=now,
        about_id=absence.id,
        absence=absence,
    )


def offered(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell the applicant what the yes depends on, and ask whether they accept it."""
    _ask_applicant(session, request, "approvals/offered", now)


def taken_back(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell the applicant that there is nothing to accept any more."""
    _tell_applicant(session, request, "approvals/taken_back", now)


def accepted(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell whoever gave it that their condition was accepted."""
    if request.answered_by is not None:
        _queue(session, request, request.answered_by, "approvals/accepted", now)


def not_accepted(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell whoever has it again that their condition was not accepted, and why."""
    _to_holder(session, request, now, "approvals/not_accepted", "approvals/not_accepted")


def not_answered(
    session: Session, request: ApprovalRequest, *, by_applicant: bool = False, now: datetime
) -> None:
    """Tell the applicant that nobody answered, or that they did not, and what that means."""
    template = "approvals/accept_lapsed" if by_applicant else "approvals/not_answered"
    _tell_applicant(session, request, template, now)


def _to_holder(
    session: Session, request: ApprovalRequest, now: datetime, template: str, to_office: str
) -> None:
    for person in _readers(session, request):
        _queue(session, request, person, to_office if request.is_with_office else template, now)


def _readers(session: Session, request: ApprovalRequest) -> Sequence[Person]:
    """Return who is told of a request that waits: its holder; of the office everybody.

    One that goes from officer to officer is told of to the new one alone.
    """
    if request.is_with_office and not _is_the_offices_already(request):
        return _office(session, request)
    return [request.holder] if request.holder is not None else []


def _is_the_offices_already(request: ApprovalRequest) -> bool:
    return len(request.handovers) > 1 and request.handovers[-2].seat is Seat.OFFICE


def _office(session: Session, request: ApprovalRequest) -> Sequence[Person]:
    path = request.application.call.scheme.organisation.path
    officers = people_with_role(session, Role.OFFICE, path)
    if request.holder is not None and request.is_with_office and request.holder not in officers:
        officers = [*officers, request.holder]  # an administrator, where the office cannot
    return [each for each in officers if each.id != request.application.applicant_id]


def approved(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell the applicant that this approver said yes."""
    _tell_applicant(session, request, "approvals/approved", now)


def declined(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell the applicant that this approver said no, and why."""
    _tell_applicant(session, request, "approvals/declined", now)


def closed(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell the approver that no answer is needed any more."""
    template = "approvals/not_needed" if is_before_award(request) else "approvals/closed"
    if request.holder is not None:
        _queue(session, request, request.holder, template, now)


def _tell_applicant(
    session: Session, request: ApprovalRequest, template: str, now: datetime
) -> None:
    if is_before_award(request):
        return  # nobody tells them of an award before it is released
    page = place_link("application", request.application_id)
    _queue(session, request, request.application.applicant, template, now, page)


def _once(request: ApprovalRequest, person: Person, template: str, now: datetime) -> str:
    """Name a message that goes once of each kind, each day, each time it is asked for anew."""
    again = int(request.reopened_at.timestamp()) if request.reopened_at else 0
    day = f"{london_day(now):%Y%m%d}"
    times = f"{len(request.handovers)}/{len(request.conditions)}/{again}"
    return f"{template}/{request.id.hex}/{person.id.hex}/{times}/{day}"


def _queue_all(
    session: Session, told: Sequence[Told], person: Person, template: str, now: datetime
) -> Message | None:
    of = "".join(sorted(_once(each.request, person, each.kind, now) for each in told))
    return queue(
        session,
        Recipient(person.email, person.name, person.language),
        template,
        now=now,
        dedupe=f"{template}/{person.id.hex}/{sha256(of.encode()).hexdigest()[:32]}",
        told=told,
        page=link("approvals.index"),
    )


def reopened_words(request: ApprovalRequest) -> str:
    """Say what changed, so that the answer is asked for again; nothing where it is not."""
    return " ".join(str(REOPENED_LABELS[what]) for what in request.reopened_for.split())


def _queue(
    session: Session,
    request: ApprovalRequest,
    person: Person,
    template: str,
    now: datetime,
    page: str = "",
) -> Message | None:
    return queue(
        session,
        Recipient(person.email, person.name, person.language),
        template,
        now=now,
        about_id=request.application_id,
        dedupe=_once(request, person, template, now),
        request=request,
        application=request.application,
        why=reopened_words(request),
        reason=words_of(request),
        came=came(request),
        came_to_office=came_to_office(request),
        condition=request.condition,
        goes_on=counts_as_given(request, step_of(request)),
        page=page or link("approvals.show", request_id=request.id),
    )
