"""Sections of files, and files as they are kept, as rows."""

import hashlib

from portal.files.checks.verdict import Kind
from portal.files.models import ScanState, Upload, UploadContent
from portal.kernel.language import Text
from portal.schemes.questions import Audience, Question, QuestionKind, Section, SectionKind
from tests.conftest import NOW
from tests.factories import schemes

READERS = frozenset({Audience.REVIEWER, Audience.PANEL, Audience.MANAGER})


def question(key: str, label: str, most=1, **values) -> Question:
    return Question(
        key=key, label=Text(label, label), kind=QuestionKind.FILE, most_files=most,
        required=values.pop("required", False), visible_to=values.pop("visible_to", READERS), **values,
    )  # fmt: skip


PLAN = question("plan_file", "Your plan", most=2, required=True)
LETTER = question("letter_file", "A letter from a mentor", visible_to=frozenset({Audience.PANEL}))


def section(*questions: Question) -> Section:
    return Section(
        key="files", kind=SectionKind.FILES, title=Text("Files", "Ffeiliau"),
        questions=questions or (PLAN, LETTER),
    )  # fmt: skip


def with_files(key: str = "small-grant", *questions: Question, **changes) -> dict:
    """What a template of the gallery says, with a section of files before the last."""
    says = schemes.definition(key)
    own = tuple(each for each in says.sections if each.kind is not SectionKind.FILES)
    sections = (*own[:-1], section(*questions), own[-1])
    return {"sections": sections, **changes}


def stored(session, application, content=b"%PDF-1.7 plan", **values) -> Upload:
    """A file as it is kept, of the question for the plan."""
    state = values.pop("state", ScanState.NOT_SCANNED)
    made = Upload(
        owner_id=values.pop("owner_id", application.applicant_id),
        subject_kind="application",
        subject_id=application.id,
        question_key=values.pop("question_key", PLAN.key),
        name=values.pop("name", "plan.pdf"),
        kind=Kind.PDF,
        size=values.pop("size", len(content)),
        sha256=hashlib.sha256(content).hexdigest(),
        state=state,
        scanned_at=None if state is ScanState.NOT_SCANNED else NOW,
        uploaded_at=values.pop("uploaded_at", NOW),
        **values,
    )
    if state is not ScanState.INFECTED:
        made.stored = UploadContent(content=content)
    session.add(made)
    session.flush()
    session.expire(application, ["uploads"])
    return made
