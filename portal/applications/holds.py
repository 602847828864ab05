"""What applications hold of a person: each of their own, whole."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.applications.begun import BegunCost, live
from portal.applications.companions import Collaborator, MentorRequest
from portal.applications.lifecycle import State
from portal.applications.models import Application, SectionVersion, Submission
from portal.applications.pages.cost_begun import what
from portal.applications.pages.time import summary
from portal.applications.pages.whole import costs_table
from portal.applications.reading import sections_for
from portal.applications.returned import as_sent
from portal.applications.returns import Return
from portal.applications.snapshot import snapshot
from portal.applications.time_words import span_words
from portal.files.checks.verdict import ENDINGS
from portal.files.models import Upload
from portal.files.uploads import content_of
from portal.kernel.holdings import Holder, Part, Record, of
from portal.kernel.language import _, lazy
from portal.schemes.models import Call
from portal.schemes.rehearsal import marked
from portal.web.format import moment

Asked = TypeVar("Asked", Collaborator, MentorRequest)
WHO = ("person_id", "email")
COVERS = (
    "applications.applicant_id",
    *(f"{table}.{name}" for table in ("collaborators", "mentor_requests") for name in WHO),
)
ANSWERS = "answers are told with the application, to its applicant"
OFFICE = "the record of an act of the office; its words are told"
LEFT_OUT = {
    "begun_costs.written_by_id": ANSWERS,
    "invitations.decided_by_id": OFFICE,
    "returns.returned_by_id": OFFICE,
    "section_entries.saved_by_id": ANSWERS,
    "section_versions.written_by_id": ANSWERS,
    "uploads.owner_id": "files are told with the application, to its applicant",
}

STATES = {
    State.DRAFT: lazy("Not sent"),
    State.FIRST_SENT: lazy("First step sent"),
    State.INVITED: lazy("Invited to the second step"),
    State.NOT_INVITED: lazy("Not invited to the second step"),
    State.SUBMITTED: lazy("Sent"),
    State.WITHDRAWN: lazy("Withdrawn"),
}


def tell(session: Session, holder: Holder) -> Iterator[Part]:
    """Tell of every application of the person, oldest first: answers, time, costs, as sent."""
    found = session.scalars(
        select(Application)
        .where(Application.applicant_id == holder.id)
        .order_by(Application.started_at, Application.id)
        .options(
            joinedload(Application.applicant),
            joinedload(Application.team),
            joinedload(Application.call).joinedload(Call.pinned),
            joinedload(Application.invitation),
            selectinload(Application.sections),
            selectinload(Application.periods),
            selectinload(Application.cost_lines),
            selectinload(Application.begun_costs),
            selectinload(Application.collaborators),
            selectinload(Application.mentor_requests),
            selectinload(Application.uploads),
            selectinload(Application.returns).selectinload(Return.sections),
        )
    ).all()
    ids = [each.id for each in found]
    receipts = session.scalars(
        select(Submission)
        .where(Submission.application_id.in_(ids))
        .order_by(Submission.received_at, Submission.id)
    )
    by_id: dict[UUID, list[Submission]] = defaultdict(list)
    for receipt in receipts:
        by_id[receipt.application_id].append(receipt)
    records = [_application(each, by_id[each.id]) for each in found]
    earlier = session.scalars(
        select(SectionVersion)
        .where(SectionVersion.application_id.in_(ids))
        .order_by(SectionVersion.written_at, SectionVersion.id)
    )
    yield Part("earlier", _("Words that stood there before"), [_earlier(each) for each in earlier])
    typed = [_begun(each) for application in found for each in live(application)]
    yield Part("begun_costs", _("Costs that were typed and not saved"), typed)
    yield Part("applications", _("Your applications"), records, apart=True)
    yield Part("files", _("Your files"), _files(session, found))
    yield Part(
        "asked_along", _("Applications you were asked to help with"), _along(session, holder)
    )


def _earlier(each: SectionVersion) -> Record:
    names = ("application_id", "key", "answers", "written_at", "set_aside_at")
    words = "\n".join(str(answer) for answer in each.answers.values() if answer)
    return Record(moment(each.written_at), [(each.key, words)], of(each, *names))


def _begun(each: BegunCost) -> Record:
    names = ("application_id", "kind", "line_id", "words", "written_at")
    words = "\n".join(str(word) for word in each.words.values() if word)
    return Record(what(each), [(moment(each.written_at), words)], of(each, *names))


def _along(session: Session, holder: Holder) -> list[Record]:
    """Tell what somebody was asked to do for others, and said. The application is not theirs."""
    helped = session.scalars(_of(Collaborator, holder))
    mentored = session.scalars(_of(MentorRequest, holder))
    return [
        *(_asked(each, _("As a collaborator")) for each in helped),
        *(_asked(each, _("As a mentor")) for each in mentored),
    ]


def _of(kind: type[Asked], holder: Holder) -> Select[Asked]:
    return (
        select(kind)
        .where(or_(kind.person_id == holder.id, kind.email == holder.email))
        .order_by(kind.asked_at, kind.id)
    )


def _asked(each: Collaborator | MentorRequest, asked: str) -> Record:
    facts = [(_("Asked"), moment(each.asked_at))]
    if each.answered_at:
        facts.append((_("Answered"), moment(each.answered_at)))
    names = ("name", "email", "standing", "asked_at", "answered_at", "ended_at")
    own = ("statement", "hours_hundredths", "mentees", "reason")
    said = of(each, *own) if isinstance(each, MentorRequest) else of(each, "part", "credit")
    return Record(asked, facts, {**of(each, *names), **said})


def _application(application: Application, receipts: Sequence[Submission]) -> Record:
    call = application.call
    facts = [
        (_("Scheme"), marked(f"{call.document.name}, {call.name}", call)),
        (_("Reference"), application.reference or _("None yet")),
        (_("Where it stands"), str(STATES[application.state])),
        (_("Started"), moment(application.started_at)),
    ]
    if application.submitted_at:
        facts.append((_("Sent"), moment(application.submitted_at)))
    if application.withdrawn_at:
        facts.append((_("Withdrawn"), moment(application.withdrawn_at)))
    if application.invitation is not None and application.invitation.reason:
        facts.append((_("Why not"), application.invitation.reason))
    for back in application.returns:
        facts.append((_("Sent back for changes"), moment(back.returned_at)))
        facts += [(_("Why"), each.reason) for each in back.sections]
    for section in sections_for(application, None):
        title = section.section.title
        facts += [(f"{title}: {label}", words) for label, words in section.answers]
    facts += [*_time(application), *_costs(application)]
    return Record(application.title or _("No title yet"), facts, _data(application, receipts))


def _time(application: Application) -> list[tuple[str, str]]:
    if not application.periods:
        return []
    is_alone = len(application.periods) == 1
    spans = (span_words(each, is_alone=is_alone) for each in application.periods)
    return [(_("Time each week"), summary(application)), (_("When"), "\n".join(spans))]


def _costs(application: Application) -> list[tuple[str, str]]:
    table = costs_table(application)
    return [(str(row[0]), str(row[-1])) for row in (*table.rows, *table.foot)]


def _files(session: Session, applications: Sequence[Application]) -> list[Record]:
    """Tell the files of the person's own applications that are there, each with its bytes.

    One that they removed and that others still read, because it is out for changes, is there too.
    """
    return [
        Record(
            upload.name,
            [(_("Added"), moment(upload.uploaded_at))],
            of(upload, "name", "kind", "size", "sha256", "state", "uploaded_at"),
            _content(session, upload),
        )
        for application in applications
        for upload in {each.id: each for each in _every_file(application)}.values()
    ]


def _every_file(application: Application) -> list[Upload]:
    return [*application.files, *as_sent(application).files]


def _content(session: Session, upload: Upload) -> tuple[str, bytes] | None:
    content = content_of(session, upload)
    return None if content is None else (ENDINGS[upload.kind][0], content)


def _data(application: Application, receipts: Sequence[Submission]) -> dict[str, object]:
    names = ("id", "call_id", "profession_code", "pay_label", "title", "state")
    invitation = application.invitation
    dates = ("started_at", "submitted_at", "withdrawn_at")
    return {
        **of(application, *names, *dates),
        "now": snapshot(application, application.submitted_at or application.started_at),
        "invitation": of(invitation, "closes_at", "reason", "decided_at") if invitation else None,
        "returns": [
            {
                **of(each, "returned_at", "answer_by_on", "note", "answered_at", "answer"),
                "sections": [of(part, "key", "reason") for part in each.sections],
            }
            for each in application.returns
        ],
        "sent": [
            {**of(each, "stage", "received_at"), "content": each.content} for each in receipts
        ],
    }
