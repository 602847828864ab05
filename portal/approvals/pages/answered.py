"""What was answered to a request, for whoever reads it, and what happens next."""

from portal.applications.asked import Period
from portal.applications.lifecycle import BEING_WRITTEN
from portal.applications.models import Application
from portal.applications.terms import Term
from portal.approvals import policy, wording
from portal.approvals.lifecycle import COVER_LABELS, ApprovalState
from portal.approvals.models import ApprovalRequest, Condition, CoverPlan
from portal.approvals.offering import terms_of
from portal.approvals.reasons import words_of
from portal.approvals.release import full_time
from portal.costing.wte import wte
from portal.kernel.amounts import plain, pounds
from portal.kernel.language import _
from portal.web.format import day, moment
from portal.web.pieces import Fact


def answered(request: ApprovalRequest) -> tuple[Fact, ...]:
    """Return what was answered, by whom, for whom and when; nothing before an answer."""
    if not request.answerer or request.answered_at is None:
        return ()
    by = Fact(_("Answered by"), request.answerer, note=_by(request))
    if request.state is ApprovalState.DECLINED and request.reason:
        said = Fact(_("Answer"), _("No: %(reason)s", reason=words_of(request)))
        return (said, Fact(_("In words"), request.comment), by)
    plan = cover(request, request.cover) if request.cover else ()
    return (Fact(_("Answer"), _yes(request)), *_depends(request), *plan, by)


def _yes(request: ApprovalRequest) -> str:
    name = request.application.applicant.name
    if request.state is ApprovalState.CONDITIONAL:
        return str(_("Yes, if %(name)s accepts what it depends on", name=name))
    if request.condition is not None and request.condition.is_accepted:
        return str(_("Yes, as %(name)s accepted it", name=name))
    return str(_("Yes"))


def _depends(request: ApprovalRequest) -> tuple[Fact, ...]:
    condition = request.condition
    is_current = condition is not None and (condition.is_accepted or condition.ended_at is None)
    return depends(condition) if condition is not None and is_current else ()


def depends(condition: Condition) -> tuple[Fact, ...]:
    """Return what a yes depends on: days and hours, a post to fill, words."""
    facts = [Fact(_("When"), "; ".join(term_words(term) for term in terms_of(condition.periods)))]
    if condition.when_filled:
        words = _("When a post is filled, at the latest on the first day")
        facts.append(Fact(_("Starts"), words))
    if condition.words:
        facts.append(Fact(_("It depends on"), condition.words))
    return tuple(fact for fact in facts if fact.value)


def term_words(term: Term | Period) -> str:
    """Write "Tuesday 6 April to Friday 1 October 2027, 7.5 hours a week"."""
    return str(
        _(
            "%(span)s, %(hours)s hours a week",
            span=wording.span(term.starts_on, term.ends_on),
            hours=plain(term.hours_hundredths),
        )
    )


def _by(request: ApprovalRequest) -> str:
    """Say when, as whom, and what else the one who answered has to do with it."""
    said = [moment(request.answered_at)] if request.answered_at else []
    if seat := wording.answered_as(request):
        said.append(seat)
    if request.interest:
        said.append(wording.interest(request.interest, request.application.applicant.name))
    return ". ".join(said)


def cover(request: ApprovalRequest, plan: CoverPlan) -> tuple[Fact, ...]:
    """Return a cover plan as facts; what was not asked or is not meant is left out."""
    facts = [
        Fact(_("Cover"), str(COVER_LABELS[plan.means])),
        Fact(_("Who covers"), ", ".join(filter(None, (plan.who.rstrip("."), _grade(plan))))),
        Fact(_("Hours covered"), _hours(request, plan)),
        Fact(_("Cover starts"), day(plan.starts_on) if plan.starts_on else ""),
        Fact(_("Cost in all"), pounds(plan.cost_pence)),
        Fact(_("Cost centre"), plan.cost_centre),
        Fact(_("Comes back to the service"), _paid_back(plan)),
        Fact(_("If you are very busy"), plan.when_busy),
    ]
    return tuple(fact for fact in facts if fact.value)


def _grade(plan: CoverPlan) -> str:
    return _("Band %(band)s", band=plan.band) if plan.band else plan.grade


def _hours(request: ApprovalRequest, plan: CoverPlan) -> str:
    if not plan.hours_hundredths:
        return ""
    hours = _("%(hours)s hours a week", hours=plain(plan.hours_hundredths))
    share = wte(plan.hours_hundredths, full_time(request.application))
    return f"{hours}, {_('%(share)s WTE', share=share)}"


def _paid_back(plan: CoverPlan) -> str:
    if plan.is_paid_back is None:
        return ""
    return _("Yes") if plan.is_paid_back else _("No")


def next_words(request: ApprovalRequest) -> str:
    """Say what happens after an answer; nothing before one."""
    application = request.application
    name = application.applicant.name
    if application.withdrawn_at is not None:
        return _("%(name)s withdrew the application. You need do nothing.", name=name)
    if policy.is_before_award(request):
        return _("An award is proposed. %(name)s does not know of it.", name=name)
    if request.state is ApprovalState.APPROVED:
        return _next_of_yes(application)
    if request.state is ApprovalState.CONDITIONAL:
        return _(
            "%(name)s was asked by email to accept it, or not, by %(when)s. If they do, your yes"
            " counts. If not, we ask you again.",
            name=name,
            when=moment(request.due_at),
        )
    if request.state is ApprovalState.DECLINED:
        told = _("%(name)s was told by email, with the reason and the words.", name=name)
        return f"{told} {_('It does not go to reviewers.') if stops(request) else ''}".strip()
    return ""


def _next_of_yes(application: Application) -> str:
    name = application.applicant.name
    told = _("%(name)s was told by email.", name=name)
    if application.state in BEING_WRITTEN:
        return f"{told} {_('%(name)s has not sent the application yet', name=name)}."
    decided = _("The decision comes by %(day)s.", day=day(application.call.decisions_on))
    return f"{told} {_after_yes(len(application.call.document.approvals))} {decided}"


def stops(request: ApprovalRequest) -> bool:
    """Say whether this answer keeps the application from its reviewers."""
    needed = request.application.call.document.review_needs_approval
    return request.state is ApprovalState.DECLINED and needed


def _after_yes(wanted_answers: int) -> str:
    if wanted_answers == 1:
        return _("Reviewers read the application next.")
    return _("It goes on when everybody who was asked has said yes.")
