"""What the demonstration holds once it is loaded: counts, and that no story contradicts itself."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from portal.applications.lifecycle import State
from portal.applications.models import Application, Submission
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.approvals.policy import wants_cover
from portal.audit.models import TrailEntry
from portal.audit.queries import verify
from portal.awards.lifecycle import DecisionState
from portal.awards.models import Award
from portal.awards.queries import round_of
from portal.demo import load
from portal.demo.calls import COMING, FINISHED, OPEN, PREFIXES, REVIEWING, plan_of
from portal.demo.calls import OUTLINES as CALLS
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import london_day
from portal.notifications.models import Message
from portal.people.models import Person, WorkforceCount
from portal.people.professions import UptakeGroup
from portal.reviews.models import Assignment, Conflict
from portal.reviews.weighing import weigh
from portal.schemes.lifecycle import Phase
from portal.schemes.models import Call, Scheme
from portal.uptake import queries as uptake
from portal.uptake.measures.verdicts import Verdict
from portal.uptake.scope import Scope, Wanted
from portal.uptake.table import build
from tests.conftest import NOW


def call_of(session, key: str) -> Call:
    prefix = plan_of(CALLS[key], london_day(NOW)).prefix
    return session.scalars(select(Call).where(Call.prefix == prefix)).one()


def states(session, key: str) -> dict[str, int]:
    call = call_of(session, key)
    rows = session.scalars(select(Application.state).where(Application.call_id == call.id))
    return dict(Counter(state.value for state in rows))


@pytest.mark.parametrize(
    ("key", "phase", "counts"),
    [
        (FINISHED, Phase.DECIDED, {"submitted": 123, "withdrawn": 4, "draft": 3}),
        (REVIEWING, Phase.REVIEWING, {"submitted": 10}),
        (OPEN, Phase.OPEN, {"submitted": 14, "draft": 4}),
        (COMING, Phase.COMING, {}),
    ],
)
def test_calls_and_their_applications(lived, key, phase, counts):
    call = call_of(lived, key)
    assert (call.phase(NOW), states(lived, key)) == (phase, counts)
    assert call.name.cy
    assert call.document.name.cy


def test_the_schemes_are_in_the_words_of_the_gallery(lived):
    assert set(lived.scalars(select(Scheme.slug))) == set(PREFIXES)


def test_there_is_something_to_read_of_most_kinds(lived):
    phases = Counter(call_of(lived, key).phase(NOW) for key in CALLS)
    assert (phases[Phase.OPEN], phases[Phase.COMING]) == (3, 3)
    assert len({scheme.kind for scheme in lived.scalars(select(Scheme))}) == 4


def test_every_state_of_the_finished_call(lived):
    """The same figures on every machine: chance depends on the texts, never on ids or clocks.

    Who is funded also hangs on pay scales and rates; where those change, change it here.
    """
    call = call_of(lived, FINISHED)
    cases = round_of(lived, call.id).cases
    requests = Counter(r.state.value for case in cases for r in case.approvals)
    outcomes = Counter(case.decision.outcome.value for case in cases if case.decision)
    offers = Counter(case.award.state.value for case in cases if case.award)
    assert requests == {"approved": 104, "declined": 15, "no_answer": 4}
    assert outcomes == {"award": 35, "reserve": 5, "decline": 64}
    assert offers == {"accepted": 34, "turned_down": 1}


def test_whoever_agreed_said_how_the_work_is_covered(lived):
    agreed = lived.scalars(
        select(ApprovalRequest).where(ApprovalRequest.state == ApprovalState.APPROVED)
    ).all()
    assert agreed
    for request in agreed:
        assert bool(request.cover) == wants_cover(request)
        assert request.answered_by_id != request.application.applicant_id


def test_whoever_declined_gave_a_reason_and_the_reasons_differ(lived):
    declined = lived.scalars(
        select(ApprovalRequest).where(ApprovalRequest.state == ApprovalState.DECLINED)
    ).all()
    assert all(request.reason and request.comment for request in declined)
    assert len({request.reason for request in declined}) >= 4


def test_only_the_approved_were_reviewed_by_people_without_a_conflict(lived):
    assignments = lived.scalars(select(Assignment)).all()
    rows = lived.scalars(select(Conflict))
    conflicts = {(row.application_id, row.person_id) for row in rows}
    assert len(conflicts) == 4
    for one in assignments:
        application, reviewer = one.application, one.reviewer
        assert application.team_id != reviewer.post.organisation_id
        assert application.applicant_id != reviewer.id
        if (application.id, reviewer.id) in conflicts:
            assert one.review is None or one.review.sent_at is None


def test_everything_decided_was_approved_and_has_two_or_three_reviews(lived):
    cases = [c for c in round_of(lived, call_of(lived, FINISHED).id).cases if c.decision]
    assert cases
    for case in cases:
        assert case.is_rankable
        assert case.decision.state is DecisionState.RELEASED
        assert 2 <= case.reviews_sent <= 3, case.application.title
        assert case.decision.letter is not None


def test_awards_stay_within_the_pot_and_what_was_asked(lived):
    call = call_of(lived, FINISHED)
    awards = lived.scalars(select(Award).join(Application).where(Application.call_id == call.id))
    found = awards.all()
    assert sum(award.amount_pence for award in found) <= call.pot_pence
    assert sum(a.wte_months_hundredths for a in found) <= call.pot_wte_months_hundredths
    for award in found:
        assert award.amount_pence == award.application.cost_pence > 0
        assert award.starts_on >= call.earliest_start_on


def test_nobody_has_an_award_who_ranks_below_somebody_without(lived):
    call = call_of(lived, FINISHED)
    cases = {case.application.id: case for case in round_of(lived, call.id).cases}
    ranking = weigh(lived, call, SYSTEM).ranking
    lowest_with = next(
        row.score for row in reversed(ranking.rows) if cases[row.application_id].award
    )
    assert all(
        row.score is None or row.score <= lowest_with
        for row in ranking.rows
        if not cases[row.application_id].award
    )


def test_every_application_sent_has_its_receipt_and_reference(lived):
    sent = lived.scalars(select(Application).where(Application.sent_at.is_not(None))).all()
    receipts = set(lived.scalars(select(Submission.application_id)))
    assert {one.id for one in sent} == receipts
    assert len({one.reference for one in sent}) == len(sent)
    assert all(one.reference.startswith(one.call.prefix) for one in sent)
    assert all(one.sent_at <= one.call.closes_at for one in sent)


def test_no_draft_is_finished_and_one_nurse_is_half_way(lived):
    drafts = lived.scalars(select(Application).where(Application.state == State.DRAFT)).all()
    done = {
        draft.applicant.name: sum(entry.is_complete for entry in draft.sections) for draft in drafts
    }
    assert done["Megan Prosser"] == 3
    assert all(count < 7 for count in done.values())


def test_the_trail_holds_and_reads_in_the_order_of_time(lived):
    assert verify(lived) is None
    instants = lived.scalars(select(TrailEntry.at).order_by(TrailEntry.number)).all()
    assert len(instants) > 3_000
    assert instants == sorted(instants)
    assert instants[-1] <= NOW


def test_mail_is_of_its_day_and_waits_for_the_worker(lived):
    messages = lived.scalars(select(Message)).all()
    assert len(messages) > 500
    assert all(message.created_at <= NOW for message in messages)
    assert all(message.sent_at is None for message in messages)
    assert {message.language for message in messages} <= {"en", "cy"}


def test_uptake_of_the_finished_call_has_every_group_of_staff(lived):
    call = call_of(lived, FINISHED)
    wanted = Wanted(show=str(call.id))
    scope = Scope.of(uptake.nodes(lived), uptake.rounds(lived, NOW), wanted, NOW)
    counts = {c.key: c for c in uptake.counts(lived, scope, uptake.staff(lived, scope))}
    assert set(counts) >= {group.value for group in UptakeGroup}
    assert sum(count.staff for count in counts.values()) == 18_291
    nurses = next(row for row in build(list(counts.values()), "2026").rows if row.key == "nurses")
    assert nurses.verdict is Verdict.LOWER
    assert not nurses.awarded.hidden


def test_staff_numbers_are_marked_as_illustrative(lived):
    marks = lived.scalars(select(WorkforceCount.is_illustrative).distinct()).all()
    assert marks == [True]


def test_a_second_load_is_refused_and_changes_nothing(demo, demo_settings):
    with demo.app_context(), demo.extensions["database"].scope() as session:
        before = session.scalar(select(func.count(Person.id)))
        with pytest.raises(load.NotEmpty):
            load.load(NOW, demo_settings)
        assert session.scalar(select(func.count(Person.id))) == before
