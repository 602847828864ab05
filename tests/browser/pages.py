"""Every page of the portal, as somebody of the demonstration reaches it.

Pictures are made from this table, and the house asks each page for what every page must be.
`where` finds the values of the address, and the person where it is not one of the personas.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.begun import BegunCost
from portal.applications.companions import Collaborator
from portal.applications.lifecycle import State
from portal.applications.models import Application, CostKind, CostLine
from portal.applications.returns import Return
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.awards.lifecycle import OfferState
from portal.awards.models import Award
from portal.demo.personas import PERSONAS, address
from portal.files.models import Upload
from portal.mentors.lifecycle import PairingState
from portal.mentors.models import Mentor, Pairing
from portal.notifications.models import Message
from portal.people.models import Organisation, Person
from portal.rates.models import OnCostSet, ScalePoint, ScaleSet
from portal.reach.models import Subscription
from portal.reach.tokens import Keys
from portal.reviews.models import Assignment, Review
from portal.schemes.definition import Stage
from portal.schemes.models import Call, LatePass, Scheme

NURSE, PHYSIO, MIDWIFE = "Megan Prosser", "Kofi Mensah", "Nia Gwilym"
CONSULTANT = "Dr Anwen Lloyd"
MANAGER, REVIEWER, MEMBER = "Sam Whittaker", "Dr Tomasz Lewis", "Gwenda Hopkin"
CHAIR, OFFICE, FINANCE = "Dr Rhian Powell", "Ffion Rees", "Idris Bowen"
BOARD, AUDITOR, ADMINISTRATOR = "Margaret Okafor", "Peter Haines", "Carys Ellis"

Found = dict[str, object]
Where = Callable[[Session], Found]

# Endpoints that show no page of words.
NO_PAGE = {
    "static": "files",
    "applications.resume": "leads to the page where one left off",
    "awards.letter": "a PDF, pictured apart",
    "applications.sent_pdf": "a PDF, looked at apart",
    "uptake.download": "a file for a spreadsheet",
    "release.download": "a file for a spreadsheet",
    "rates.pay_csv": "a file for a spreadsheet",
    "rates.index": "leads on where one keeps one place, as in the demonstration",
    "desk.healthz": "figures for machines",
    **dict.fromkeys(("applications.file", "approvals.file", "reviews.file"), "a file to save"),
    **dict.fromkeys(
        ("absences.change", "absences.end"),
        "nobody of the demonstration is away; approvals/test_absences reads them",
    ),
    "waiting.download": "a file for a spreadsheet",
    **dict.fromkeys(
        (
            "before_sending.show",
            "guests.code",
            "guests.decline",
            "guests.host",
            "guests.link",
            "guests.named",
            "guests.not_mine",
            "guests.request",
            "guests.take_back",
            "guests.thanks",
        ),
        "no open call of the demonstration asks a host, or before sending; integration/approvals "
        "reads them",
    ),
    "takeout.fetch": "a ZIP file; takeout/test_takeout reads it",
    "applications.time_worked_out": "an answer to the page's own script",
    "people.time_out": "an answer to the page's own script",
    "people.held_posts": "needs a time-out; test_nothing_typed_is_lost goes there",
    "applications.cost_salary_worked_out": "an answer to the page's own script",
    "applications.cost_other_worked_out": "an answer to the page's own script",
    "applications.told": "no open call of the demonstration asks; applications/test_telling reads it",
    **dict.fromkeys(
        ("reach.atom", "reach.atom_welsh", "reach.ics", "reach.ics_welsh", "reach.call_ics"),
        "a feed or a calendar",
    ),
    **dict.fromkeys(
        ("reach.call_ics_welsh", "reach.schemes_json", "reach.scheme_json", "reach.openapi_json"),
        "for programs",
    ),
    **dict.fromkeys(
        ("reach.poster", "reach.poster_welsh", "reach.poster_both"), "a PDF, looked at apart"
    ),
    **dict.fromkeys(
        ("reach.induction", "reach.induction_welsh", "reach.induction_both"),
        "a PDF, looked at apart",
    ),
    "applications.mentor": "no call of the demonstration wants a mentor's yes; applications/test_mentor_of_application reads it",
    "team.claims_csv": "a file for a spreadsheet",
    "team.ics_feed": "a calendar; approvals/team/test_team_feed reads it",
    "team.done": "after an answer; approvals/team/test_together goes there",
    "approvals.cover_worked_out": "an answer to the page's own script",
    **dict.fromkeys(
        ("approvals.accept", "approvals.not_accept"),
        "nobody of the demonstration has a condition; browser/test_deciding goes there",
    ),
    "reach.embedded": "a list inside the page of another site",
}


@dataclass(frozen=True)
class Shown:
    """One page: the name of its picture, its endpoint, who looks, and where it is."""

    name: str
    endpoint: str
    who: str = ""
    where: Where = lambda _session: {}
    status: int = 200


def given(**values: object) -> Where:
    return lambda _session: values


def kept_place(session: Session) -> Found:
    """The board, whose figures the administrator keeps."""
    root = session.scalars(select(Organisation).where(Organisation.parent_id.is_(None))).one()
    return {"place_id": root.id}


def held(**more: object) -> Where:
    return lambda session: {**kept_place(session), **more}


def draft_pay(session: Session) -> Found:
    return {"set_id": session.scalars(select(ScaleSet.id)).one()}


def draft_point(session: Session) -> Found:
    point = session.scalars(select(ScalePoint).order_by(ScalePoint.band, ScalePoint.step)).first()
    return {"set_id": point.scale_id, "point_id": point.id}


def on_costs_in_force(session: Session) -> Found:
    return {"set_id": session.scalars(select(OnCostSet.id)).one()}


def call(prefix: str, **more: object) -> Where:
    def find(session: Session) -> Found:
        found = session.scalars(select(Call).where(Call.prefix.startswith(prefix))).first()
        return {"call_id": found.id, **more}

    return find


FINISHED, REVIEWING, OPEN, COMING = "SG2603", "PT", "SG2612", "SC"
IN_TWO = "RT"
PLAYED = "TRY"


def scheme(slug: str, **more: object) -> Where:
    def find(session: Session) -> Found:
        return {
            "scheme_id": session.scalars(select(Scheme.id).where(Scheme.slug == slug)).first(),
            **more,
        }

    return find


def own(name: str, **more: object) -> Where:
    """The application of one of the personas to the open call."""

    def find(session: Session) -> Found:
        query = select(Application.id).join(Person, Application.applicant_id == Person.id)
        query = query.join(Call).where(Call.prefix.startswith(OPEN), Person.name == name)
        return {"application_id": session.scalars(query).first(), **more}

    return find


def first(
    state: State,
    *,
    as_owner: bool = False,
    chosen: bool = False,
    is_out: bool = False,
    **more: object,
) -> Where:
    """An application to the call in two steps: to read by the office, or as its own author."""

    def find(session: Session) -> Found:
        query = select(Application).join(Call).where(Call.prefix.startswith(IN_TWO))
        query = query.where(Application.state == state, Application.returns.any() == is_out)
        query = query.order_by(Application.started_at)
        found = session.scalars(query).first()
        if chosen:
            return {"call_id": found.call_id, "a": found.id}
        who = {"_who": found.applicant.email} if as_owner else {}
        return {"application_id": found.id, **who, **more}

    return find


def with_files(state: State) -> Where:
    """An application in this state that has files, seen by its applicant."""

    def find(session: Session) -> Found:
        query = select(Application).join(Upload, Upload.subject_id == Application.id)
        found = session.scalars(query.where(Application.state == state)).first()
        return {"application_id": found.id, "key": "files", "_who": found.applicant.email}

    return find


def review_with_files(session: Session) -> Found:
    """A reviewer's page of an application that has files."""
    query = select(Assignment).join(Upload, Upload.subject_id == Assignment.application_id)
    found = session.scalars(query.where(Assignment.cleared_at.is_not(None))).first()
    return {"assignment_id": found.id, "_who": found.reviewer.email}


def line(kind: CostKind) -> Where:
    """A line of the nurse's costs."""

    def find(session: Session) -> Found:
        application = own(NURSE)(session)["application_id"]
        query = select(CostLine.id).where(
            CostLine.application_id == application, CostLine.kind == kind
        )
        return {"application_id": application, "line_id": session.scalars(query).first()}

    return find


def begun_cost(session: Session) -> Found:
    """What the nurse typed of a cost and did not save."""
    found = session.scalars(select(BegunCost)).first()
    return {"application_id": found.application_id, "begun_id": found.id}


def awarded(state: OfferState) -> Where:
    """An application with an award in this state, seen by the person who has it."""

    def find(session: Session) -> Found:
        query = select(Award).where(Award.state == state).order_by(Award.offered_at)
        application = session.get(Application, session.scalars(query).first().application_id)
        return {"application_id": application.id, "_who": application.applicant.email}

    return find


def sent(prefix: str, state: State = State.SUBMITTED, as_owner: bool = False) -> Where:
    """An application of a call; one that has reviews, unless it was withdrawn."""

    def find(session: Session) -> Found:
        query = (
            select(Application)
            .join(Call)
            .where(Call.prefix.startswith(prefix), Application.state == state)
        )
        if state is State.SUBMITTED:
            reviewed = (
                select(Assignment.application_id).join(Review).where(Review.sent_at.is_not(None))
            )
            query = query.where(Application.id.in_(reviewed))
        found = session.scalars(query.order_by(Application.title)).first()
        return {"application_id": found.id, **({"_who": found.applicant.email} if as_owner else {})}

    return find


def request(state: ApprovalState) -> Where:
    """A request for release, seen by the person who answers it."""

    def find(session: Session) -> Found:
        query = select(ApprovalRequest).where(ApprovalRequest.state == state)
        found = session.scalars(query.order_by(ApprovalRequest.asked_at.desc())).first()
        return {"request_id": found.id, "_who": session.get(Person, found.approver_id).email}

    return find


def review(*, cleared: bool, is_sent: bool = False) -> Where:
    """An assignment, seen by its reviewer."""

    def find(session: Session) -> Found:
        query = select(Assignment).outerjoin(Review).join(Application).join(Call)
        query = query.where(
            Assignment.cleared_at.is_not(None) if cleared else Assignment.cleared_at.is_(None)
        )
        if cleared:
            query = query.where(
                Review.sent_at.is_not(None) if is_sent else Review.sent_at.is_(None)
            )
        query = query.where(Call.prefix.startswith(FINISHED if is_sent else REVIEWING))
        found = session.scalars(query.order_by(Assignment.assigned_at, Assignment.id)).first()
        return {"assignment_id": found.id, "_who": found.reviewer.email}

    return find


def unstarted(session: Session) -> Found:
    found = review(cleared=False)(session)
    return {"assignment_id": found["assignment_id"]}


def returned(*, as_owner: bool = False) -> Where:
    """The application that the office has sent back."""

    def find(session: Session) -> Found:
        query = select(Return).join(Return.application).where(Application.submitted_at.is_not(None))
        found = session.scalars(query).first().application
        owner = {"_who": found.applicant.email} if as_owner else {}
        return {"application_id": found.id, **owner}

    return find


def late_pass(session: Session) -> Found:
    return {"pass_id": session.scalars(select(LatePass.id)).first()}


def mail(session: Session) -> Found:
    return {"message_id": session.scalars(select(Message.id).order_by(Message.id)).first()}


def subscribed(session: Session) -> Found:
    """The key of a subscription of the demonstration."""
    found = session.scalars(select(Subscription.id).order_by(Subscription.email)).first()
    return {"key": Keys(current_app.extensions["settings"].secret_key).of(found)}


POST = {"profession": "NUR-ADULT", "pay": "5", "contract": "permanent", "hours": "30"}


def helper(name: str) -> Where:
    """Somebody whom the nurse asked to help."""

    def find(session: Session) -> Found:
        found = session.scalars(select(Collaborator).where(Collaborator.name == name)).one()
        return {"application_id": found.application_id, "companion_id": found.id}

    return find


def asked(name: str) -> Where:
    """The same, as the one who was asked has it."""
    return lambda session: {"companion_id": helper(name)(session)["companion_id"]}


def mentor(name: str) -> Where:
    """A mentor of the directory."""

    def find(session: Session) -> Found:
        query = select(Mentor.id).join(Mentor.person).where(Person.name == name)
        return {"mentor_id": session.scalars(query).one()}

    return find


def pairing(state: PairingState) -> Where:
    """A pairing, seen by its mentor."""

    def find(session: Session) -> Found:
        found = session.scalars(select(Pairing).where(Pairing.state == state)).one()
        return {"pairing_id": found.id, "_who": found.mentor.person.email}

    return find


def next_spring(session: Session) -> Found:
    """The months in which the time of the open call begins."""
    opened = session.scalars(select(Call).where(Call.prefix.startswith(OPEN))).first()
    return {"months": f"{opened.earliest_start_on:%Y-%m}"}


def by_head(session: Session) -> Found:
    """As the head of service above the ward manager."""
    manager = session.scalars(select(Person).where(Person.name == MANAGER)).one()
    return {"_who": manager.post.manager.email}


def asked_of_head(session: Session) -> Found:
    """As a head of service who is asked something that needs no cover plan; else a manager."""
    query = select(ApprovalRequest).where(ApprovalRequest.state == ApprovalState.WAITING)
    query = query.where(ApprovalRequest.holder_id.is_not(None))
    waiting = session.scalars(query.order_by(ApprovalRequest.due_at)).all()
    found = next((r for r in waiting if r.stage is Stage.HEAD_OF_SERVICE), waiting[0])
    return {"id": found.id, "_who": found.holder.email}


PAGES = (
    Shown("catalogue", "schemes.catalogue"),
    Shown("scheme-open", "schemes.scheme", where=given(slug="small-grant")),
    Shown("scheme-coming", "schemes.scheme", where=given(slug="secondment")),
    Shown("scheme-closed", "schemes.scheme", where=given(slug="protected-time")),
    Shown("can-i-apply", "reach.checker"),
    Shown("can-i-apply-nurse", "reach.checker", NURSE),
    Shown("can-i-apply-answer", "reach.checker", where=given(**POST)),
    Shown("ask", "reach.question", where=given(scheme="small-grant", **POST)),
    Shown("ask-sent", "reach.question_sent", where=given(scheme="small-grant")),
    Shown("alerts", "reach.subscribe"),
    Shown("alerts-one", "reach.subscribe", where=given(scheme="secondment")),
    Shown("alerts-asked", "reach.asked"),
    Shown("alerts-confirm", "reach.confirm", where=given(token="old"), status=410),
    Shown("alerts-change", "reach.change", where=subscribed),
    Shown("alerts-stop", "reach.stop", where=subscribed),
    Shown("api", "reach.api"),
    Shown("questions", "reach.questions", OFFICE),
    Shown("pulse", "pulse.page", NURSE),
    Shown("equality", "monitoring.page", NURSE),
    Shown("equality-totals", "equality.totals", BOARD),
    Shown("record-of-release", "release.page", BOARD),
    Shown("uptake", "uptake.page"),
    Shown("uptake-board", "uptake.page", BOARD),
    Shown("help", "desk.help_page"),
    Shown("accessibility", "desk.accessibility"),
    Shown("privacy", "desk.privacy"),
    Shown("contact", "desk.contact"),
    Shown("sign-in", "people.sign_in"),
    Shown("demo-people", "demo.people"),
    Shown("demo-mail", "demo.mail"),
    Shown("demo-message", "demo.message", where=mail),
    Shown("no-such-scheme", "schemes.scheme", where=given(slug="nothing-here"), status=404),
    Shown("nurse-home", "desk.home", NURSE),
    Shown("nurse-applications", "desk.my_applications", NURSE),
    Shown("account", "people.account", NURSE),
    Shown("everything", "takeout.page", NURSE),
    Shown("start", "applications.start", CHAIR, call(OPEN)),
    Shown("start-begun", "applications.start", NURSE, call(OPEN)),
    Shown("start-coming", "applications.start", NURSE, call(COMING)),
    Shown("tasks", "applications.tasks", NURSE, own(NURSE)),
    Shown("tasks-cy", "applications.tasks", MIDWIFE, own(MIDWIFE)),
    Shown("section-about", "applications.section", NURSE, own(NURSE, key="about")),
    Shown("section-project", "applications.section", NURSE, own(NURSE, key="project")),
    Shown("section-people", "applications.section", NURSE, own(NURSE, key="people")),
    Shown("section-release", "applications.section", NURSE, own(NURSE, key="release")),
    Shown("files", "applications.files", where=with_files(State.INVITED)),
    Shown("check-files", "applications.check", where=with_files(State.INVITED)),
    Shown("review-files", "reviews.show", where=review_with_files),
    Shown("section-declarations", "applications.section", NURSE, own(NURSE, key="declarations")),
    Shown("people", "applications.people", NURSE, own(NURSE)),
    Shown("people-invite", "applications.ask_helper", NURSE, own(NURSE)),
    Shown("people-change", "applications.collaborator", NURSE, helper(CONSULTANT)),
    Shown("people-end", "applications.end", NURSE, helper(CONSULTANT)),
    Shown("people-tasks", "applications.tasks", CONSULTANT, own(NURSE)),
    Shown("people-home", "desk.home", PHYSIO),
    Shown("invitation", "applications.request_to_me", PHYSIO, asked(PHYSIO)),
    Shown("invitation-gone", "applications.invitation", PHYSIO, given(token="old"), status=410),
    Shown("mentors", "mentors.directory", NURSE),
    Shown("mentor", "mentors.profile", NURSE, mentor(CONSULTANT)),
    Shown("mentor-mine", "mentors.mine", CONSULTANT),
    Shown("mentoring", "mentors.pairings", CONSULTANT),
    Shown("mentoring-asked", "mentors.pairing", where=pairing(PairingState.ASKED)),
    Shown("mentoring-paired", "mentors.pairing", where=pairing(PairingState.PAIRED)),
    Shown("mentoring-decline", "mentors.decline", where=pairing(PairingState.ASKED)),
    Shown("mentoring-end", "mentors.end", where=pairing(PairingState.PAIRED)),
    Shown("mentoring-office", "mentors.office", OFFICE),
    Shown("section-earlier", "applications.earlier", NURSE, own(NURSE, key="project")),
    Shown("time", "applications.time", NURSE, own(NURSE)),
    Shown("time-periods", "applications.time", MIDWIFE, own(MIDWIFE)),
    Shown("costs", "applications.costs", NURSE, own(NURSE)),
    Shown("cost-salary", "applications.cost_salary", NURSE, own(NURSE)),
    Shown("cost-other", "applications.cost_other", NURSE, own(NURSE)),
    Shown("cost-change", "applications.cost", NURSE, line(CostKind.OTHER)),
    Shown("cost-change-salary", "applications.cost", NURSE, line(CostKind.SALARY)),
    Shown("cost-copy", "applications.cost_copy", NURSE, line(CostKind.SALARY)),
    Shown("cost-remove", "applications.cost_remove", NURSE, line(CostKind.OTHER)),
    Shown("cost-begun", "applications.cost_begun", NURSE, begun_cost),
    Shown("cost-drop", "applications.cost_drop", NURSE, begun_cost),
    Shown("cost-again", "applications.cost_recost", NURSE, own(NURSE)),
    Shown("check", "applications.check", NURSE, own(NURSE)),
    Shown("receipt", "applications.receipt", PHYSIO, own(PHYSIO)),
    Shown("answers", "applications.answers", PHYSIO, own(PHYSIO)),
    Shown("withdraw", "applications.withdrawal", PHYSIO, own(PHYSIO)),
    Shown("returned", "applications.tasks", where=returned(as_owner=True)),
    Shown(
        "returned-home", "desk.home", where=lambda s: {"_who": returned(as_owner=True)(s)["_who"]}
    ),
    Shown("returned-changes", "applications.changes", where=returned(as_owner=True)),
    Shown("returned-office", "desk.application", OFFICE, returned()),
    Shown("returned-answers", "applications.answers", OFFICE, returned()),
    Shown("return-cancel", "applications.cancel_return", OFFICE, returned()),
    Shown("send-back", "applications.send_back", OFFICE, own(PHYSIO)),
    Shown("first-start", "applications.start", NURSE, call(IN_TWO)),
    Shown("first-tasks", "applications.tasks", "", first(State.DRAFT, as_owner=True)),
    Shown(
        "first-about", "applications.section", "", first(State.DRAFT, as_owner=True, key="about")
    ),
    Shown("first-idea", "applications.section", "", first(State.DRAFT, as_owner=True, key="idea")),
    Shown("first-time", "applications.time", "", first(State.DRAFT, as_owner=True)),
    Shown(
        "first-approver",
        "applications.section",
        "",
        first(State.DRAFT, as_owner=True, key="approver"),
    ),
    Shown("first-check", "applications.check", "", first(State.DRAFT, as_owner=True)),
    Shown("first-receipt", "applications.receipt", "", first(State.FIRST_SENT, as_owner=True)),
    Shown(
        "first-returned",
        "applications.tasks",
        "",
        first(State.FIRST_SENT, as_owner=True, is_out=True),
    ),
    Shown(
        "first-returned-idea",
        "applications.section",
        "",
        first(State.FIRST_SENT, as_owner=True, is_out=True, key="idea"),
    ),
    Shown(
        "first-returned-office",
        "applications.first_stage_one",
        OFFICE,
        first(State.FIRST_SENT, is_out=True),
    ),
    Shown("full-tasks", "applications.tasks", PHYSIO, first(State.INVITED)),
    Shown("not-invited", "applications.receipt", "", first(State.NOT_INVITED, as_owner=True)),
    Shown("first-steps", "applications.first_stage", OFFICE, call(IN_TWO, show="all")),
    Shown("first-step", "applications.first_stage_one", OFFICE, first(State.FIRST_SENT)),
    Shown("invite", "applications.invite", OFFICE, first(State.FIRST_SENT, chosen=True)),
    Shown("turn-away", "applications.turn_away", OFFICE, first(State.FIRST_SENT, chosen=True)),
    Shown("application-sent", "desk.application", PHYSIO, own(PHYSIO)),
    Shown("application-offered", "desk.application", where=awarded(OfferState.OFFERED)),
    Shown("application-accepted", "desk.application", where=awarded(OfferState.ACCEPTED)),
    Shown("offer", "awards.offer", where=awarded(OfferState.OFFERED)),
    Shown("offer-accepted", "awards.offer", where=awarded(OfferState.ACCEPTED)),
    Shown("accept", "awards.accept", where=awarded(OfferState.OFFERED)),
    Shown("turn-down", "awards.turn_down", where=awarded(OfferState.OFFERED)),
    Shown("manager-home", "desk.home", MANAGER),
    Shown("requests", "approvals.index", MANAGER),
    Shown("team", "team.home", MANAGER, next_spring),
    Shown("team-now", "team.home", MANAGER),
    Shown("team-of-office", "team.home", OFFICE),
    Shown("team-claims", "team.claims", OFFICE),
    Shown("team-feed", "team.feed", MANAGER),
    Shown("team-requests", "team.together", where=by_head),
    Shown("team-check", "team.check", where=asked_of_head),
    Shown("request", "approvals.show", where=request(ApprovalState.WAITING)),
    Shown("request-answered", "approvals.show", where=request(ApprovalState.APPROVED)),
    Shown("request-declined", "approvals.show", where=request(ApprovalState.DECLINED)),
    Shown("decline", "approvals.decline", where=request(ApprovalState.WAITING)),
    Shown("away", "absences.index", MANAGER),
    Shown("away-new", "absences.new", MANAGER),
    Shown("waiting", "waiting.index", OFFICE),
    Shown("yes-if", "approvals.offer", where=request(ApprovalState.WAITING)),
    Shown("pass-on", "approvals.pass_on", where=request(ApprovalState.WAITING)),
    Shown("request-done", "approvals.answered", where=request(ApprovalState.APPROVED)),
    Shown("reviewer-home", "desk.home", REVIEWER),
    Shown("pile", "reviews.pile", REVIEWER),
    Shown("conflict", "reviews.show", where=review(cleared=False)),
    Shown("review", "reviews.show", where=review(cleared=True)),
    Shown("review-sent", "reviews.show", where=review(cleared=True, is_sent=True)),
    Shown("review-stop", "reviews.stop", where=review(cleared=True)),
    Shown("chair-home", "desk.home", CHAIR),
    Shown("ranking", "reviews.ranking", CHAIR, call(FINISHED)),
    Shown("ranking-early", "reviews.ranking", CHAIR, call(REVIEWING)),
    Shown("ranking-line", "reviews.recommend_line", CHAIR, call(REVIEWING)),
    Shown("recommendations", "reviews.recommendations", CHAIR, call(REVIEWING)),
    Shown("reasons", "reviews.reasons", CHAIR, sent(FINISHED)),
    Shown("office-home", "desk.home", OFFICE),
    Shown("office-schemes", "schemes.office_schemes", OFFICE),
    Shown("office-scheme", "schemes.office_scheme", OFFICE, scheme("small-grant")),
    Shown("office-templates", "schemes.office_new", OFFICE),
    Shown("office-new", "schemes.office_new", OFFICE, given(template="small-grant")),
    Shown("office-new-blank", "schemes.office_new", OFFICE, given(template="blank")),
    Shown("designer", "designer.outline", OFFICE, scheme("small-grant")),
    *(
        Shown(f"designer-{key}", "designer.part", OFFICE, scheme("small-grant", part_key=key))
        for key in (
            "purpose",
            "pays",
            "limits",
            "eligibility",
            "questions",
            "costs",
            "approvals",
            "scoring",
            "reports",
        )
    ),
    Shown("designer-kinds", "designer.add", OFFICE, scheme("small-grant", list_key="rules")),
    Shown(
        "designer-add",
        "designer.add",
        OFFICE,
        scheme("small-grant", list_key="limits", kind="months"),
    ),
    Shown(
        "designer-item",
        "designer.item",
        OFFICE,
        scheme("small-grant", list_key="questions.project", item_key="work_kind"),
    ),
    Shown(
        "designer-remove",
        "designer.remove",
        OFFICE,
        scheme("small-grant", list_key="sections", item_key="project"),
    ),
    Shown("designer-make", "designer.make", OFFICE, scheme("small-grant")),
    Shown("designer-throw-away", "designer.throw_away", OFFICE, scheme("small-grant")),
    Shown("office-version", "designer.version", OFFICE, scheme("small-grant", number=1)),
    Shown("office-copy", "designer.copy", OFFICE, scheme("small-grant")),
    Shown("office-end", "designer.retire", OFFICE, scheme("small-grant")),
    Shown("preview-applicant", "designer.preview", OFFICE, scheme("small-grant", who="applicant")),
    Shown(
        "preview-tasks",
        "designer.preview",
        OFFICE,
        scheme("small-grant", who="applicant", step="tasks"),
    ),
    Shown(
        "preview-section",
        "designer.preview",
        OFFICE,
        scheme("small-grant", who="applicant", step="project"),
    ),
    Shown("preview-manager", "designer.preview", OFFICE, scheme("small-grant", who="manager")),
    Shown("preview-reviewer", "designer.preview", OFFICE, scheme("small-grant", who="reviewer")),
    Shown("office-call-new", "schemes.office_call_new", OFFICE, scheme("small-grant")),
    Shown("office-call-edit", "schemes.office_call_edit", OFFICE, call(COMING)),
    Shown("office-call", "schemes.office_call", OFFICE, call(OPEN)),
    Shown("office-call-coming", "schemes.office_call", OFFICE, call(COMING)),
    Shown("office-call-played", "schemes.office_call", OFFICE, call(PLAYED)),
    Shown("office-call-cancel", "schemes.office_call_cancel", OFFICE, call(COMING)),
    Shown("office-call-close", "schemes.office_call_close", OFFICE, call(OPEN)),
    Shown("office-call-pot", "schemes.office_call_pot", OFFICE, call(OPEN)),
    Shown("office-fence-open", "schemes.office_fence_open", OFFICE, call(PLAYED, job="nurses")),
    Shown("office-pass-new", "schemes.office_pass_new", OFFICE, call(REVIEWING)),
    Shown("office-pass-back", "schemes.office_pass_back", OFFICE, late_pass),
    Shown("office-call-end", "schemes.office_call_end", OFFICE, call(PLAYED)),
    Shown("rehearsal-start", "applications.start", NURSE, call(PLAYED)),
    Shown("board-finished", "desk.board", OFFICE, call(FINISHED)),
    Shown("board-reviewing", "desk.board", OFFICE, call(REVIEWING)),
    Shown("board-open", "desk.board", OFFICE, call(OPEN)),
    Shown("reviewers", "reviews.reviewers", OFFICE, call(REVIEWING)),
    Shown("unassign", "reviews.unassign", OFFICE, unstarted),
    Shown("decisions", "awards.decisions", OFFICE, call(FINISHED)),
    Shown("decisions-none", "awards.decisions", OFFICE, call(REVIEWING)),
    Shown("decision", "awards.decision", OFFICE, sent(REVIEWING)),
    Shown("letter-preview", "awards.preview", OFFICE, sent(REVIEWING)),
    Shown("release", "awards.release", OFFICE, call(REVIEWING)),
    Shown("released", "awards.released", OFFICE, call(FINISHED)),
    Shown("office-application", "desk.application", OFFICE, sent(FINISHED)),
    Shown("office-answers", "applications.answers", OFFICE, sent(FINISHED)),
    Shown("withdrawn", "desk.application", where=sent(FINISHED, State.WITHDRAWN, as_owner=True)),
    Shown("finance-home", "desk.home", FINANCE),
    Shown("board-member-home", "desk.home", BOARD),
    Shown("auditor-home", "desk.home", AUDITOR),
    Shown("reasons-for-no", "reasons.index", OFFICE),
    Shown("reasons-for-no-new", "reasons.new", OFFICE),
    Shown("reasons-for-no-change", "reasons.reason", OFFICE, given(key="dates")),
    Shown("administrator-home", "desk.home", ADMINISTRATOR),
    Shown("rates", "rates.place", ADMINISTRATOR, kept_place),
    Shown("rates-pay", "rates.pay", ADMINISTRATOR, held(nation="wales", year="2026-27")),
    Shown("rates-gap", "rates.pay", ADMINISTRATOR, held(nation="northern_ireland", year="2026-27")),
    Shown(
        "rates-compare",
        "rates.compare",
        ADMINISTRATOR,
        held(nation="england", before="2025/26", after="2026/27"),
    ),
    Shown("rates-entered", "rates.entered", ADMINISTRATOR, kept_place),
    Shown("rates-history", "rates.history", ADMINISTRATOR, kept_place),
    Shown("rates-new-pay", "rates.new_scale", ADMINISTRATOR, kept_place),
    Shown("rates-new-on-costs", "rates.new_on_costs", ADMINISTRATOR, kept_place),
    Shown("rates-choices", "rates.choices", ADMINISTRATOR, kept_place),
    Shown("rates-choose", "rates.choose", ADMINISTRATOR, kept_place),
    Shown("rates-hourly", "rates.new_hourly", ADMINISTRATOR, kept_place),
    Shown("rates-draft", "rates.figures", ADMINISTRATOR, draft_pay),
    Shown("rates-on-costs", "rates.figures", ADMINISTRATOR, on_costs_in_force),
    Shown("rates-change", "rates.change", ADMINISTRATOR, draft_pay),
    Shown("rates-confirm", "rates.confirm", ADMINISTRATOR, draft_pay),
    Shown("rates-throw-away", "rates.throw_away", ADMINISTRATOR, draft_pay),
    Shown("rates-end", "rates.end", ADMINISTRATOR, on_costs_in_force),
    Shown("rates-add-point", "rates.new_point", ADMINISTRATOR, draft_pay),
    Shown("rates-point", "rates.point", ADMINISTRATOR, draft_point),
    Shown("rates-file", "rates.file", ADMINISTRATOR, draft_pay),
    Shown("rates-check-file", "rates.check_file", ADMINISTRATOR, draft_pay),
    Shown("not-allowed", "schemes.office_schemes", NURSE, status=403),
)


def email_of(shown: Shown, found: Found) -> str:
    """The address of the person who looks, empty for anybody."""
    known = {persona.name for persona in PERSONAS}
    assert not shown.who or shown.who in known, shown.who
    return str(found.pop("_who", "")) or (address(shown.who) if shown.who else "")
