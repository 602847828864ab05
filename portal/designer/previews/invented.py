"""An invented call, applicant and application, to fill the real pages with. Nothing is saved.

Rows are made and never added to a session, and stand on a scheme of their own: one that is
loaded would take an invented call for its own.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from portal.applications.lifecycle import State
from portal.applications.models import Application, ReleasePeriod, SectionEntry
from portal.applications.reading import questions_of
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.kernel.clock import at_london
from portal.kernel.language import ENGLISH, _
from portal.people.models import Contract, Employment, Organisation, Person
from portal.reviews.models import Assignment
from portal.schemes.definition import Definition, Stage
from portal.schemes.models import Call, Scheme, SchemeVersion
from portal.schemes.plan import EVENING, MORNING, proposed
from portal.schemes.questions import CHOICES, Question, QuestionKind

NOWHERE = UUID(int=0)  # no row has this id, so no address made from it leads anywhere
TIMES = ("opens", "closes", "approvals_due", "reviews_due")
HOURS = 750  # a week, in hundredths


def call_of(scheme: Scheme, says: Definition, now: datetime) -> Call:
    """Return a call of a scheme that says this, opened today."""
    own = Scheme(id=scheme.id, slug=scheme.slug, kind=says.kind, organisation=scheme.organisation)
    version = SchemeVersion(id=NOWHERE, number=1, definition=says.to_json(), made_at=now)
    own.versions.append(version)
    values = proposed(says, now - timedelta(days=21))
    instants = {
        f"{name}_at": at_london(values[f"{name}_on"], MORNING if name == "opens" else EVENING)
        for name in TIMES
    }
    return Call(
        id=NOWHERE,
        scheme=own,
        pinned=version,
        slug="preview",
        name_text={"en": values["name"], "cy": values["name_cy"]},
        prefix="PREVIEW",
        panel_on=values["panel_on"],
        decisions_on=values["decisions_on"],
        earliest_start_on=values["earliest_start_on"],
        pot_pence=0,
        grace_minutes=10,
        rehearsal=True,
        ring_fences=[],
        open_to=[],
        **instants,
    )


def applicant(team: Organisation, now: datetime) -> Person:
    """Return a band 6 nurse of this team, with a manager."""
    person = _person(_("Sam Example"), 1, now)
    person.posts.append(
        Employment(
            id=NOWHERE,
            organisation=team,
            manager=_person(_("Alex Example"), 2, now),
            profession_code="NUR-ADULT",
            job_title=_("Nurse"),
            contract=Contract.PERMANENT,
            hours_hundredths=3750,
            band="6",
            step=1,
            starts_on=date(2020, 4, 1),
            is_main=True,
        )
    )
    return person


def _person(name: str, number: int, now: datetime) -> Person:
    return Person(
        id=UUID(int=number),
        name=name,
        email=f"example{number}@example.org",
        language=ENGLISH,
        is_active=True,
        created_at=now,
    )


def application_of(call: Call, now: datetime, *, answered: bool) -> Application:
    """Return an application to the call; with `answered`, every question has a made-up answer."""
    says, team = call.document, call.scheme.organisation
    who = applicant(team, now)
    made = Application(
        id=NOWHERE,
        call=call,
        applicant=who,
        applicant_id=who.id,
        team=team,
        profession_code="NUR-ADULT",
        pay_label=_("Band 6"),
        reference="PREVIEW",
        title=_("An example project") if answered else "",
        state=State.SUBMITTED if answered else State.DRAFT,
        started_at=now,
        submitted_at=now if answered else None,
    )
    if answered:
        made.sections = [
            SectionEntry(
                key=section.key,
                answers={q.key: _answer(q) for q in questions_of(section)},
                is_complete=True,
                saved_at=now,
                version=1,
            )
            for section in says.sections
        ]
        made.periods = [_period(call.earliest_start_on)]
    return made


def _answer(question: Question) -> Any:
    if question.kind in CHOICES:
        first = [option.key for option in question.options[:1]]
        return first if question.kind is QuestionKind.MANY_OF else "".join(first)
    if question.kind is QuestionKind.YES_NO:
        return "yes"
    return _("The applicant's answer stands here.")


def _period(starts_on: date) -> ReleasePeriod:
    return ReleasePeriod(
        id=NOWHERE,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=83),
        hours_hundredths=HOURS,
        given_amount=HOURS,
        given_unit="hours",
    )


def request_of(application: Application, now: datetime) -> ApprovalRequest:
    """Return the request to the first who is asked; to the line manager where nobody is."""
    steps = application.call.document.approvals
    post = application.applicant.post
    return ApprovalRequest(
        id=NOWHERE,
        application=application,
        stage=steps[0].stage if steps else Stage.LINE_MANAGER,
        approver=post.manager if post else None,
        state=ApprovalState.WAITING,
        asked_at=now,
        due_at=application.call.approvals_due_at,
    )


def assignment_of(application: Application, now: datetime) -> Assignment:
    """Return an application as given to a reviewer who has no conflict."""
    return Assignment(
        id=NOWHERE,
        application=application,
        reviewer_id=UUID(int=3),
        assigned_at=now,
        cleared_at=now,
    )
