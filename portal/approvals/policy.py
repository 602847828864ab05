"""Who may see a request for release, and who may answer it until when."""

from collections.abc import Iterable
from datetime import datetime
from itertools import zip_longest

from portal.applications.lifecycle import BEING_WRITTEN, State
from portal.applications.models import Application
from portal.applications.policy import part_of
from portal.applications.returned import as_sent, out
from portal.approvals.about import about
from portal.approvals.lifecycle import ANSWERABLE, OPEN, ApprovalState, Seat, Why
from portal.approvals.models import ApprovalRequest, Handover
from portal.kernel.actor import Actor, Role
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.kernel.ruling import HIDDEN, YES, Ruling, forbidden, no, yes_if
from portal.schemes.definition import ApprovalStep, NoAnswer, Stage, When
from portal.web.format import moment, short_day

STAYS = frozenset({Why.LATE, Why.AWAY, Why.BOUNCED})


def may_see_request(request: ApprovalRequest, actor: Actor, now: datetime) -> Ruling:
    """Allow whoever was asked, whoever answered, and the scheme's office; never the applicant."""
    knows = (
        seat_of(request, actor, now) is not None
        or actor.is_person(request.answered_by_id)
        or _was_asked(request, actor)
        or _is_office(request, actor)
    )
    if not knows:
        return HIDDEN
    return yes_if(
        not actor.is_person(request.application.applicant_id),
        forbidden(_("This is about your own application. Somebody else answers it.")),
    )


def may_answer(request: ApprovalRequest, actor: Actor, now: datetime) -> Ruling:
    """Allow the one who was asked, once, while the application stands and reviews are not over.

    Whoever was asked before and was late or away may answer too: the first answer counts. A
    deputy may within the dates of the absence alone. Nobody answers two steps of one
    application. An answer after the due date still counts: late is better than none. It stops
    counting when the reviews are due, because nobody would read the application any more.
    """
    return (
        may_see_request(request, actor, now)
        and _is_asked(request, actor, now)
        and _stands(request)
        and _waits(request)
        and _is_in_time(request, now)
        and _answers_once(request, actor)
        and _is_as_asked(request)
    )


def may_pass_on(request: ApprovalRequest, actor: Actor, now: datetime) -> Ruling:
    """Allow whoever may answer to say that it is somebody else's, and the office at any time.

    One who has answered another step may do this, so that nothing waits for them for ever.
    """
    asked = YES if _is_office(request, actor) else _is_asked(request, actor, now)
    return (
        may_see_request(request, actor, now)
        and asked
        and _stands(request)
        and _waits(request)
        and _is_in_time(request, now)
    )


def may_remind(request: ApprovalRequest, actor: Actor, now: datetime) -> Ruling:
    """Allow the scheme's office to remind whoever an open request waits for."""
    return (
        yes_if(_is_office(request, actor), HIDDEN)
        and may_see_request(request, actor, now)
        and _stands(request)
        and yes_if(request.state in OPEN, no(_("It does not wait for anybody now.")))
        and _is_in_time(request, now)
    )


def may_offer(request: ApprovalRequest, actor: Actor, now: datetime) -> Ruling:
    """Allow whoever may answer to say yes with a condition: of time that was sent and stands.

    Not while it is out for changes. Not before it is sent, when the applicant can change it
    after a no. Not before an award, of which the applicant knows nothing.
    """
    application = request.application
    out_now = out(application) is not None
    words = _("The application is being changed. You can say Yes if once the changes have come.")
    return (
        may_answer(request, actor, now)
        and yes_if(not out_now, no(words))
        and yes_if(
            step_of(request).when is When.AFTER_SENDING and bool(application.periods),
            no(_("Here you can say yes or no, and why.")),
        )
    )


def may_take_back(request: ApprovalRequest, actor: Actor, now: datetime) -> Ruling:
    """Allow whoever gave a yes with a condition to take it back until it is accepted."""
    return (
        may_see_request(request, actor, now)
        and yes_if(actor.is_person(request.answered_by_id), _not_given(request))
        and _stands(request)
        and yes_if(
            request.state is ApprovalState.CONDITIONAL,
            no(_("There is nothing to take back here now.")),
        )
        and _is_in_time(request, now)
    )


def _not_given(request: ApprovalRequest) -> Ruling:
    if not request.answerer:
        return forbidden(_("There is nothing to take back here now."))
    return forbidden(_("%(name)s answered this.", name=request.answerer))


def may_see_condition(request: ApprovalRequest, actor: Actor, _now: datetime) -> Ruling:
    """Show the applicant what a yes depends on, and what they made of it."""
    is_applicant = actor.is_person(request.application.applicant_id)
    return yes_if(is_applicant and request.condition is not None, HIDDEN)


def may_see_answered(request: ApprovalRequest, actor: Actor, now: datetime) -> Ruling:
    """Show what was done with a request to whoever answered it, or passed it on last."""
    last = request.handovers[-1] if request.handovers else None
    passed = last is not None and last.why is Why.PASSED_ON and actor.is_person(last.by_id)
    done = actor.is_person(request.answered_by_id) or passed
    return may_see_request(request, actor, now) and yes_if(done, HIDDEN)


def may_accept(request: ApprovalRequest, actor: Actor, now: datetime) -> Ruling:
    """Allow the applicant to accept, or not, what a yes depends on; late is better than never."""
    return (
        yes_if(actor.is_person(request.application.applicant_id), HIDDEN)
        and _stands(request)
        and yes_if(
            request.state is ApprovalState.CONDITIONAL,
            no(_("There is nothing to accept here now.")),
        )
        and _is_in_time(request, now)
    )


def may_ask(application: Application) -> Ruling:
    """Allow asking about an application that was sent and not withdrawn."""
    return _was_sent(application)


def still_stands(request: ApprovalRequest) -> Ruling:
    """Say whether an answer is wanted at all: sent and not withdrawn, or asked for before that."""
    return _stands(request)


def wants_cover(request: ApprovalRequest) -> bool:
    """Say whether a yes needs a cover plan: where a manager releases somebody's hours."""
    return request.stage is Stage.LINE_MANAGER and bool(as_sent(request.application).periods)


def step_of(request: ApprovalRequest) -> ApprovalStep:
    """Return the step of the scheme that this request is of."""
    found = request.application.call.document.approval(request.stage)
    return found or ApprovalStep(request.stage)


def is_before_award(request: ApprovalRequest) -> bool:
    """Say whether this is asked once an award is proposed: its applicant may not know of it."""
    return step_of(request).when is When.BEFORE_AWARD


def counts_as_given(request: ApprovalRequest, step: ApprovalStep) -> bool:
    """Say whether the application goes on after this request: a yes, or nothing said where the
    scheme lets that be. `queries.is_approved` in SQL.
    """  # noqa: D205 -- one thought
    silence = request.state is ApprovalState.NO_ANSWER and step.no_answer is NoAnswer.GOES_ON
    return request.state is ApprovalState.APPROVED or silence


def is_approved(application: Application, requests: Iterable[ApprovalRequest]) -> bool:
    """Say whether every approval was given that the scheme wants before reviewers read it.

    Those wanted before an award are not among them. `queries.is_approved` in SQL.
    """
    by_stage = {request.stage: request for request in requests}
    wanted = [s for s in application.call.document.approvals if s.when is not When.BEFORE_AWARD]
    given = all(
        step.stage in by_stage and counts_as_given(by_stage[step.stage], step) for step in wanted
    )
    return application.state is State.SUBMITTED and given


def last_moment(request: ApprovalRequest) -> datetime | None:
    """Return until when an answer counts; None where it always does."""
    application = request.application
    when = step_of(request).when
    if when is When.BEFORE_SENDING and application.state in BEING_WRITTEN:
        return application.closes_at
    return None if when is When.BEFORE_AWARD else application.call.reviews_due_at


def seat_of(request: ApprovalRequest, actor: Actor, now: datetime) -> Seat | None:
    """Return as what this actor could answer now; None where it is not theirs."""
    if actor.guest_of is not None:
        is_theirs = actor.guest_of == request.id and request.seat is Seat.GUEST
        return Seat.GUEST if is_theirs else None
    if actor.is_person(request.holder_id) and request.seat is not Seat.DEPUTY:
        return request.seat
    if request.seat is Seat.OFFICE and _is_office(request, actor):
        return Seat.OFFICE
    if _deputises(request, actor, now):
        return Seat.DEPUTY
    had = [each for each in _still_theirs(request) if actor.is_person(each.person_id)]
    return had[-1].seat if had else None


def interest_of(request: ApprovalRequest, actor: Actor) -> str:
    """Return what else this actor has to do with the application: "collaborator", "mentor", ""."""
    application = request.application
    if part_of(application, actor) is not None:
        return "collaborator"
    mentors = (application.mentor, as_sent(application).mentor)  # two, where that is out
    is_mentor = any(each and actor.is_person(each.person_id) for each in mentors)
    return "mentor" if is_mentor else ""


def _still_theirs(request: ApprovalRequest) -> list[Handover]:
    """Return the handovers whose people have not given it away; deputies are for their dates."""
    hands = request.handovers
    return [
        each
        for each, following in zip_longest(hands, hands[1:])
        if each.seat not in {Seat.DEPUTY, Seat.OFFICE, Seat.GUEST}
        and (following is None or following.why in STAYS)
    ]


def _deputises(request: ApprovalRequest, actor: Actor, now: datetime) -> bool:
    """Say whether this is a deputy of the approver today, once it has come to deputies."""
    today = london_day(now)
    came = any(each.seat is Seat.DEPUTY for each in request.handovers)
    return came and any(
        actor.is_person(each.deputy_id) and each.starts_on <= today <= each.ends_on
        for each in request.deputies
    )


def _was_asked(request: ApprovalRequest, actor: Actor) -> bool:
    return any(actor.is_person(each.person_id) for each in request.handovers)


def _is_office(request: ApprovalRequest, actor: Actor) -> bool:
    return actor.holds(Role.OFFICE, request.application.call.scheme.organisation.path)


def _is_asked(request: ApprovalRequest, actor: Actor, now: datetime) -> Ruling:
    if seat_of(request, actor, now) is not None:
        return YES
    if request.seat is Seat.GUEST and request.guest is not None:
        name = request.guest.name
        return forbidden(_("%(name)s was asked. Nobody else can answer this.", name=name))
    if request.holder is None:
        return forbidden(_("The R&D office was asked. Nobody else can answer this."))
    if request.seat is Seat.DEPUTY and actor.is_person(request.holder_id):
        return forbidden(
            _("The days are over on which you answer for somebody else. The R&D office can help.")
        )
    return forbidden(
        _("%(name)s was asked. Nobody else can answer this.", name=request.holder.name)
    )


def _answers_once(request: ApprovalRequest, actor: Actor) -> Ruling:
    other = any(
        actor.is_person(each.answered_by_id) for each in request.siblings if each.id != request.id
    )
    words = _("You have answered another question about this application. Somebody else must.")
    return yes_if(not other, forbidden(words))


def _stands(request: ApprovalRequest) -> Ruling:
    application = request.application
    if step_of(request).when is When.BEFORE_SENDING and application.state in BEING_WRITTEN:
        return YES
    return _was_sent(application)


def _was_sent(application: Application) -> Ruling:
    if application.state is State.SUBMITTED:
        return YES
    if application.withdrawn_at is None:
        return no(_("The application was not sent yet."))
    return no(
        _(
            "%(name)s withdrew the application on %(day)s. No answer is needed.",
            name=application.applicant.name,
            day=short_day(application.withdrawn_at),
        )
    )


def is_as_asked(request: ApprovalRequest) -> bool:
    """Say whether time and costs of a draft are still those that this request is about."""
    being_written = request.application.state in BEING_WRITTEN
    return not (being_written and request.about) or request.about == about(request.application)


def _is_as_asked(request: ApprovalRequest) -> Ruling:
    words = _(
        "%(name)s has changed the time or the costs since you were asked, and must ask again.",
        name=request.application.applicant.name,
    )
    return yes_if(is_as_asked(request), no(words))


def _waits(request: ApprovalRequest) -> Ruling:
    if request.state in ANSWERABLE:
        return YES
    if not request.answerer or request.answered_at is None:
        return no(_("This request was closed. No answer is needed."))
    said = {
        ApprovalState.APPROVED: _("%(name)s said yes on %(when)s. The first answer counts."),
        ApprovalState.CONDITIONAL: _(
            "%(name)s said yes with a condition on %(when)s. The applicant answers next."
        ),
    }.get(request.state, _("%(name)s said no on %(when)s. The first answer counts."))
    return no(said % {"name": request.answerer, "when": moment(request.answered_at)})


def _is_in_time(request: ApprovalRequest, now: datetime) -> Ruling:
    last = last_moment(request)
    if last is None or now <= last:
        return YES
    if request.application.state in BEING_WRITTEN:
        return no(_("It is too late to answer: the call closed on %(when)s.", when=moment(last)))
    return no(_("It is too late to answer: reviews ended on %(when)s.", when=moment(last)))
