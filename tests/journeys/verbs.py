"""Every verb that asks a rule: who may, and a call of it with things of `tests.journeys.world`.

A verb is named after its module: that of `actions/sections.py` is `sections`, that of
`mentors/actions.py` is `mentors`.
"""

from datetime import timedelta

from portal.applications.actions import (
    agreeing,
    begun,
    costs,
    earlier,
    files,
    helping,
    mentoring,
    returning,
    sections,
    sending,
    telling,
    time,
    withdrawal,
)
from portal.applications.actions.helping import Invitation
from portal.applications.begun import BegunCost, Typed
from portal.applications.companions import Access, Collaborator, MentorRequest
from portal.applications.inviting import actions as inviting
from portal.applications.models import Application, CostKind, CostLine
from portal.applications.saved import NO_TAB, section_of
from portal.approvals.absences import actions as absences
from portal.approvals.absences import queries as away
from portal.approvals.absences.policy import Plan as Away
from portal.approvals.actions import chasing, conditions, moving, replying
from portal.approvals.lifecycle import DeclineReason
from portal.approvals.models import Absence, ApprovalRequest
from portal.approvals.offering import Offer
from portal.approvals.reasons import Reason
from portal.approvals.reasons_list import actions as reasons_list
from portal.approvals.team import actions as team
from portal.approvals.team.scope import scope
from portal.awards import actions as awards
from portal.awards.actions import Choice
from portal.awards.lifecycle import Outcome
from portal.costing.choices import Choices
from portal.costing.figures import SHIPPED
from portal.designer import actions as designer
from portal.designer.copying import actions as copying
from portal.desk.ledgers import actions as ledgers
from portal.desk.ledgers.files import Taken
from portal.files.checks.verdict import Accepted, Kind
from portal.files.models import Upload
from portal.kernel.language import Text
from portal.mentors import actions as mentors
from portal.mentors import queries as directory
from portal.mentors.models import Mentor, Pairing
from portal.monitoring import actions as monitoring
from portal.monitoring import queries as answered
from portal.monitoring.seal import Seal
from portal.people.models import Organisation, Person
from portal.people.professions import UptakeGroup
from portal.rates import actions as rates
from portal.rates import queries as figures
from portal.rates.models import HourlySet, ScalePoint, ScaleSet
from portal.rates.reading import Point
from portal.reviews.actions import assigning, recommending, scoring
from portal.reviews.lifecycle import Verdict
from portal.reviews.models import Assignment
from portal.reviews.weighing import weigh
from portal.reviews.written import Written
from portal.schemes.actions import calls, closing, passes, rehearsals
from portal.schemes.actions import schemes as making
from portal.schemes.models import Call, LatePass, Scheme
from portal.schemes.questions import SectionKind
from tests.conftest import NOW
from tests.journeys.doors.who import RANKERS, WRITERS

OWN, OFFICE, MANAGER, REVIEWER = {"nurse"}, {"office"}, {"manager"}, {"reviewer"}
KEEPER, MENTOR, PAIR = {"administrator"}, {"mentor"}, {"mentor", "viewer"}

KINDS = {
    "draft": Application, "asked": Application, "weighed": Application, "won": Application,
    "filing": Application, "first": Application, "peopled": Application, "returned": Application, "upload": Upload,
    "line": CostLine, "begun": BegunCost, "request": ApprovalRequest, "absence": Absence, "conditional": ApprovalRequest, "printed": Application, "task": Assignment, "soon": Call,
    "reviewing": Call, "decidable": Call, "played": Call, "in_two": Call, "scheme": Scheme,
    "late_pass": LatePass, "helping": Collaborator, "asked_helper": Collaborator, "mentor_request": MentorRequest,
    "listed": Mentor, "pairing": Pairing, "wish": Pairing, "place": Organisation,
    "draft_scale": ScaleSet, "scale_in_force": ScaleSet, "point": ScalePoint, "hourly": HourlySet,
}  # fmt: skip


class Things:
    """What verbs act on, read anew; and people as their own pages load them."""

    def __init__(self, session, ids, actors):
        self.session, self.ids, self.actors = session, ids, actors

    def __getattr__(self, name):
        return self.session.get_one(KINDS[name], self.ids[name])

    @property
    def costs(self):
        return section_of(self.draft, SectionKind.COSTS)

    @property
    def declares(self):
        return section_of(self.draft, SectionKind.DECLARATIONS)

    @property
    def asks_for(self):
        return files.asking_of(self.filing, self.upload)

    @property
    def file(self):
        return figures.file_of(self.session, self.draft_scale)

    @property
    def ranked(self):
        """The ranking as the office loads it."""
        return weigh(self.session, self.reviewing, self.actors["office"])

    @property
    def mentor(self):
        return directory.reader(self.session, self.actors["mentor"])

    @property
    def shown(self):
        """The mentor before the nurse, who asked nobody yet."""
        return directory.shown(self.session, self.actors["nurse"], self.ids["listed"])

    @property
    def answers(self):
        """The manager as one who says when they are away."""
        return away.answerer(self.session, self.actors["manager"])

    @property
    def reviewer(self):
        return self.session.get_one(Person, self.actors["reviewer"].person_id)

    @property
    def own(self):
        return answered.own(self.session, self.actors["nurse"])


AWARD = Choice(Outcome.AWARD, 100)
BEGUN = Typed("t" * 43, CostKind.OTHER, {"label": "Typing"})
REASON_KEEPERS = OFFICE | KEEPER | {"office_elsewhere"}
REASON = Reason("dates", "The dates do not work")
SAVED = time.TimeSaved({}, (), is_complete=False, seen_version=0)
ASKED = Invitation("Somebody", "somebody@example.nhs.uk")
OFFER = mentors.Offer("Ethics forms", 2)
AWAY = Away(True, NOW.date() + timedelta(days=400), NOW.date() + timedelta(days=402))
SEAL = Seal("of these tests")
TAKEN = Taken("list.csv", b"", "Everything", 1, 1)
WANTED = returning.Wanted({"project": "Say more."}, NOW.date() + timedelta(days=10))

# (verb, who may, the call). The call is handed (session, things, {actor and now}).
VERBS = [
    ("sections.save_section", WRITERS, lambda s, t, by: sections.save_section(
        s, t.draft, t.costs, {}, is_complete=False, seen_version=0, **by)),
    ("sections.save_typing", WRITERS, lambda s, t, by: sections.save_typing(
        s, t.draft, t.costs, {}, seen_version=0, tab=NO_TAB, **by)),
    # what is declared is declared by the applicant alone
    ("sections.save_typing", OWN, lambda s, t, by: sections.save_typing(
        s, t.draft, t.declares, {}, seen_version=0, tab=NO_TAB, **by)),
    ("sections.save_section", OWN, lambda s, t, by: sections.save_section(
        s, t.draft, t.declares, {}, is_complete=False, seen_version=0, **by)),
    ("earlier.keep_typed", WRITERS, lambda s, t, by: earlier.keep_typed(
        s, t.draft, t.costs, {}, **by)),
    ("earlier.keep_typed", OWN, lambda s, t, by: earlier.keep_typed(
        s, t.draft, t.declares, {}, **by)),
    ("time.save_time_typing", WRITERS, lambda s, t, by: time.save_time_typing(
        s, t.draft, t.costs, SAVED, **by)),
    ("begun.keep_typing", WRITERS, lambda s, t, by: begun.keep_typing(
        s, t.draft, BEGUN, seen_version=0, tab=NO_TAB, **by)),
    ("begun.keep_apart", WRITERS, lambda s, t, by: begun.keep_apart(s, t.draft, BEGUN, **by)),
    ("begun.drop", WRITERS, lambda s, t, by: begun.drop(s, t.begun, **by)),
    ("costs.recost", WRITERS, lambda s, t, by: costs.recost(
        s, t.draft, t.costs, seen="", book=SHIPPED, choices=Choices(), **by)),
    ("helping.invite", OWN, lambda s, t, by: helping.invite(s, t.draft, ASKED, **by)),
    ("helping.change", OWN, lambda s, t, by: helping.change(
        s, t.helping, part="", access=Access.EDIT, credit=(), **by)),
    ("helping.send_again", OWN, lambda s, t, by: helping.send_again(s, t.mentor_request, **by)),
    ("helping.end", WRITERS, lambda s, t, by: helping.end(s, t.helping, **by)),
    ("helping.end", OWN, lambda s, t, by: helping.end(s, t.mentor_request, **by)),
    ("mentoring.ask_mentor", OWN, lambda s, t, by: mentoring.ask_mentor(
        s, t.peopled, ASKED, **by)),
    ("inviting.invite", OFFICE, lambda s, t, by: inviting.invite(
        s, t.in_two, [t.first.id], NOW + timedelta(days=1), **by)),
    ("inviting.turn_away", OFFICE, lambda s, t, by: inviting.turn_away(
        s, t.in_two, [t.first.id], "", **by)),
    ("files.add_file", OWN, lambda s, t, by: files.add_file(
        s, t.filing, t.asks_for, "a.pdf", Accepted(Kind.PDF, b"%PDF"), **by)),
    ("files.remove_file", OWN, lambda s, t, by: files.remove_file(s, t.filing, t.upload.id, **by)),
    ("files.put_back_file", OWN, lambda s, t, by:
        files.put_back_file(s, t.filing, t.upload.id, **by)),
    ("telling.tell", OWN, lambda s, t, by: telling.tell(s, t.draft, {}, **by)),
    ("time.save_time", WRITERS, lambda s, t, by: time.save_time(s, t.draft, t.costs, SAVED, **by)),
    ("costs.save_costs", WRITERS, lambda s, t, by: costs.save_costs(
        s, t.draft, t.costs, answers={}, is_complete=False, seen_version=0, **by)),
    ("costs.add_cost", WRITERS, lambda s, t, by: costs.add_cost(s, t.draft, t.costs, None, **by)),
    ("costs.change_cost", WRITERS, lambda s, t, by: costs.change_cost(
        s, t.line, t.costs, None, seen_version=1, **by)),
    ("costs.remove_cost", WRITERS, lambda s, t, by: costs.remove_cost(
        s, t.line, t.costs, seen_version=1, **by)),
    ("sending.submit", OWN, lambda s, t, by: sending.submit(
        s, t.draft, sending.new_ticket(), actor=by["actor"], arrived_at=by["now"])),
    # sent already: no stranger gets the receipt
    ("sending.submit", OWN, lambda s, t, by: sending.submit(
        s, t.asked, sending.new_ticket(), actor=by["actor"], arrived_at=by["now"])),
    ("withdrawal.withdraw", OWN, lambda s, t, by: withdrawal.withdraw(s, t.draft, **by)),
    ("replying.approve", MANAGER, lambda s, t, by: replying.approve(s, t.request, None, **by)),
    ("replying.decline", MANAGER, lambda s, t, by: replying.decline(
        s, t.request, DeclineReason.WINTER_PRESSURE, "", **by)),
    ("team.make_feed", {"manager", "other_manager", "office"}, lambda s, t, by: team.make_feed(
        s, scope(s, by["actor"]), "a token", **by)),
    ("team.agree_to_one", {"manager"}, lambda s, t, by: team.agree_to_one(s, t.request, **by)),
    ("moving.pass_on", MANAGER | OFFICE, lambda s, t, by: moving.pass_on(s, t.request, None, **by)),
    ("chasing.remind", OFFICE, lambda s, t, by: chasing.remind(s, t.request, **by)),
    ("absences.set_absence", MANAGER, lambda s, t, by: absences.set_absence(
        s, t.answers, AWAY, **by)),
    ("absences.change_absence", MANAGER, lambda s, t, by: absences.change_absence(
        s, t.absence, AWAY, **by)),
    ("absences.end_absence", MANAGER, lambda s, t, by: absences.end_absence(s, t.absence, **by)),
    ("conditions.offer", MANAGER, lambda s, t, by: conditions.offer(
        s, t.request, Offer(()), None, **by)),
    ("conditions.take_back", MANAGER, lambda s, t, by: conditions.take_back(
        s, t.conditional, **by)),
    ("conditions.accept", OWN, lambda s, t, by: conditions.accept(s, t.conditional, **by)),
    ("conditions.not_accept", OWN, lambda s, t, by: conditions.not_accept(
        s, t.conditional, "", **by)),
    ("agreeing.take_terms", OWN, lambda s, t, by: agreeing.take_terms(s, t.printed, (), **by)),
    ("reasons_list.add_reason", REASON_KEEPERS, lambda s, t, by: reasons_list.add_reason(
        s, Text("Another"), **by)),
    ("reasons_list.rename_reason", REASON_KEEPERS, lambda s, t, by: reasons_list.rename_reason(
        s, REASON, Text("Another"), **by)),
    ("reasons_list.retire_reason", REASON_KEEPERS, lambda s, t, by: reasons_list.retire_reason(
        s, REASON, **by)),
    ("reasons_list.bring_back_reason", REASON_KEEPERS, lambda s, t, by:
        reasons_list.bring_back_reason(s, REASON, **by)),
    ("scoring.clear", REVIEWER, lambda s, t, by: scoring.clear(s, t.task, **by)),
    ("scoring.declare", REVIEWER, lambda s, t, by: scoring.declare(s, t.task, "", **by)),
    ("scoring.save", REVIEWER, lambda s, t, by: scoring.save(s, t.task, Written({}), **by)),
    ("scoring.send", REVIEWER, lambda s, t, by: scoring.send(s, t.task, **by)),
    ("assigning.assign", OFFICE, lambda s, t, by: assigning.assign(
        s, t.reviewing, [], t.reviewer, **by)),
    ("assigning.deal_evenly", OFFICE, lambda s, t, by: assigning.deal_evenly(s, t.reviewing, **by)),
    ("assigning.unassign", OFFICE, lambda s, t, by: assigning.unassign(s, t.task, **by)),
    ("recommending.recommend_each", RANKERS, lambda s, t, by: recommending.recommend_each(
        s, t.reviewing, {}, **by)),
    ("recommending.recommend", RANKERS, lambda s, t, by: recommending.recommend(
        s, t.weighed, Verdict.FUND, "", **by)),
    ("recommending.recommend_line", RANKERS, lambda s, t, by:
        recommending.recommend_line(s, t.ranked, **by)),
    ("awards.decide", OFFICE, lambda s, t, by: awards.decide(s, t.won, AWARD, seen=0, **by)),
    ("awards.decide_by_line", OFFICE, lambda s, t, by: awards.decide_by_line(s, t.decidable, **by)),
    ("awards.release", OFFICE, lambda s, t, by: awards.release(s, t.decidable, **by)),
    ("awards.accept", OWN, lambda s, t, by: awards.accept(s, t.won, **by)),
    ("awards.turn_down", OWN, lambda s, t, by: awards.turn_down(s, t.won, **by)),
    ("ledgers.note_export", OFFICE, lambda s, t, by: ledgers.note_export(
        s, t.reviewing, TAKEN, **by)),
    ("schemes.create_scheme_from_template", OFFICE, lambda s, t, by: (
        making.create_scheme_from_template(s, t.scheme.organisation, None, None, "", **by))),
    ("calls.schedule_call", OFFICE, lambda s, t, by: calls.schedule_call(s, t.scheme, None, **by)),
    ("calls.change_call", OFFICE, lambda s, t, by:
        calls.change_call(s, t.soon, None, seen=1, **by)),
    ("calls.cancel_call", OFFICE, lambda s, t, by: calls.cancel_call(s, t.soon, "", **by)),
    ("calls.change_pot", OFFICE, lambda s, t, by:
        calls.change_pot(s, t.played, 1, 1, "", seen=1, **by)),
    ("calls.open_fence", OFFICE, lambda s, t, by: calls.open_fence(
        s, t.played, UptakeGroup.NURSES, "", **by)),
    ("closing.move_close", OFFICE, lambda s, t, by: closing.move_close(
        s, t.played, {}, "", seen=NOW, **by)),
    ("passes.give_pass", OFFICE, lambda s, t, by: passes.give_pass(s, t.played, None, **by)),
    ("passes.take_pass_back", OFFICE, lambda s, t, by: passes.take_pass_back(s, t.late_pass, **by)),
    ("rehearsals.end_rehearsal", OFFICE, lambda s, t, by:
        rehearsals.end_rehearsal(s, t.played, **by)),
    ("designer.begin", OFFICE, lambda s, t, by: designer.begin(s, t.scheme, **by)),
    ("designer.make_version", OFFICE, lambda s, t, by:
        designer.make_version(s, t.scheme, "", (), **by)),
    ("copying.copy_scheme", OFFICE, lambda s, t, by: (
        copying.copy_scheme(s, t.scheme, t.scheme.organisation, None, "", **by))),
    ("copying.retire", OFFICE, lambda s, t, by: copying.retire(s, t.scheme, **by)),
    ("copying.bring_back", OFFICE, lambda s, t, by: copying.bring_back(s, t.scheme, **by)),
    ("designer.throw_away", OFFICE, lambda s, t, by: designer.throw_away(s, t.scheme, **by)),
    ("returning.send_back", OFFICE, lambda s, t, by: returning.send_back(
        s, t.asked, WANTED, **by)),
    ("returning.cancel", OFFICE, lambda s, t, by: returning.cancel(s, t.returned, "", **by)),
    ("returning.answer", OWN, lambda s, t, by: returning.answer(
        s, t.returned, sending.new_ticket(), "No.", actor=by["actor"], arrived_at=by["now"])),
    ("mentors.offer", MENTOR, lambda s, t, by: mentors.offer(s, t.mentor, OFFER, **by)),
    ("mentors.pause", MENTOR, lambda s, t, by: mentors.pause(s, t.mentor, **by)),
    ("mentors.go_on", MENTOR, lambda s, t, by: mentors.go_on(s, t.mentor, **by)),
    ("mentors.leave", MENTOR, lambda s, t, by: mentors.leave(s, t.mentor, **by)),
    ("mentors.ask", OWN, lambda s, t, by: mentors.ask(s, t.shown, "", **by)),
    ("mentors.accept", MENTOR, lambda s, t, by: mentors.accept(s, t.wish, **by)),
    ("mentors.decline", MENTOR, lambda s, t, by: mentors.decline(s, t.wish, "", **by)),
    ("mentors.take_back", {"colleague"}, lambda s, t, by: mentors.take_back(s, t.wish, **by)),
    ("mentors.end", PAIR, lambda s, t, by: mentors.end(s, t.pairing, **by)),
    ("mentors.note_meeting", PAIR, lambda s, t, by: mentors.note_meeting(
        s, t.pairing, NOW.date(), "", **by)),
    ("monitoring.keep", OWN, lambda s, t, by: monitoring.keep(
        s, t.own, {"sex": "female"}, SEAL, **by)),
    ("monitoring.remove", OWN, lambda s, t, by: monitoring.remove(s, t.own, SEAL, **by)),
    ("rates.begin_scale", KEEPER, lambda s, t, by: rates.begin_scale(
        s, t.place, None, None, (), **by)),
    ("rates.begin_on_costs", KEEPER, lambda s, t, by: rates.begin_on_costs(
        s, t.place, None, None, **by)),
    ("rates.change", KEEPER, lambda s, t, by: rates.change(s, t.draft_scale, None, None, **by)),
    ("rates.put_point", KEEPER, lambda s, t, by: rates.put_point(
        s, t.draft_scale, Point("9", 1, 1), None, **by)),
    ("rates.remove_point", KEEPER, lambda s, t, by: rates.remove_point(
        s, t.draft_scale, t.point, **by)),
    ("rates.keep_file", KEEPER, lambda s, t, by: rates.keep_file(
        s, t.draft_scale, "", "", {}, **by)),
    ("rates.say_columns", KEEPER, lambda s, t, by: rates.say_columns(
        t.draft_scale, t.file, {}, **by)),
    ("rates.drop_file", KEEPER, lambda s, t, by: rates.drop_file(s, t.draft_scale, **by)),
    ("rates.apply_file", KEEPER, lambda s, t, by: rates.apply_file(s, t.draft_scale, (), **by)),
    ("rates.put_in_force", KEEPER, lambda s, t, by: rates.put_in_force(s, t.draft_scale, **by)),
    ("rates.end", KEEPER, lambda s, t, by: rates.end(s, t.scale_in_force, "", **by)),
    ("rates.throw_away", KEEPER, lambda s, t, by: rates.throw_away(s, t.draft_scale, **by)),
    ("rates.choose", KEEPER, lambda s, t, by: rates.choose(s, t.place, None, **by)),
    ("rates.add_hourly", KEEPER, lambda s, t, by: rates.add_hourly(s, t.place, None, **by)),
    ("rates.end_hourly", KEEPER, lambda s, t, by: rates.end_hourly(s, t.hourly, **by)),
]  # fmt: skip

# Verbs whose rule is not about who asks; `test_layers` has a test of its own for it, or why is here.
OF_STATE = {
    "starting.start",  # anybody may, for themselves
    "answering.join",  # whoever has the link may, but for the applicant
    "answering.confirm",
    "answering.decline",
    # Where a scheme asks nothing before sending it is hidden; approvals/test_before_sending holds it.
    "before_sending.ask",
    "asking.ask",  # the portal asks, not a person
    "awards.drop_on_withdrawal",  # follows `withdraw`
    "takeout.ask_for_everything",  # anybody signed in, for themselves; integration/takeout holds it
    "pulse.take_part",  # for oneself alone; tests/integration/pulse holds it to a main post
    "reach.ask_for_alerts",  # anybody may; tests/integration/reach holds it to its limit
}

# What asks for others: the verbs behind it are asked in its stead, or beside it.
THROUGH = {
    "awards._answer": {"awards.accept", "awards.turn_down"},
    "inviting._each": {"inviting.invite", "inviting.turn_away"},
    "mentors._in": {"mentors.pause", "mentors.go_on", "mentors.leave"},
    "sections.save_typing": {"sections.save_typing", "time.save_time_typing"},
}

# Verbs that the right person comes too late for, a year on.
TOO_LATE = {
    "sections.save_section", "sections.save_typing", "earlier.keep_typed", "time.save_time",
    "time.save_time_typing", "costs.save_costs", "costs.change_cost", "costs.remove_cost",
    "costs.recost", "begun.keep_typing", "begun.keep_apart", "begun.drop", "telling.tell", "files.add_file", "files.remove_file", "files.put_back_file",
    "helping.invite", "helping.change", "helping.send_again", "mentoring.ask_mentor",
    "inviting.invite", "sending.submit", "replying.approve", "replying.decline", "moving.pass_on",
    "chasing.remind", "absences.change_absence", "absences.end_absence",
    "conditions.offer", "conditions.take_back", "conditions.accept", "conditions.not_accept",
    "awards.accept", "awards.turn_down", "calls.change_call", "calls.cancel_call",
    "closing.move_close", "passes.give_pass", "costs.add_cost",
}  # fmt: skip
