"""A section of files: what was added, how each stands, and what can be added."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.applications import file_rules
from portal.applications.filing import is_replaced, of_question
from portal.applications.forms.files import AddForm
from portal.applications.models import Application
from portal.applications.pages.addresses import section_address
from portal.applications.pages.heads import SectionHead, head
from portal.files import uploads
from portal.files.models import ScanState, Upload
from portal.files.pieces import describe, scan_tag
from portal.files.serving import has_scanner
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.schemes.questions import Question, Section
from portal.web.pieces import Tag


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file that is there. Without `href` it cannot be opened: it had a virus."""

    name: str
    href: str
    about: str
    tag: Tag
    remove_to: str


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """One file that was removed and can be put back."""

    name: str
    put_back_to: str


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """One question. `adding` says why none can be added."""

    key: str
    label: str
    hint: str
    files: tuple[FileRow, ...]
    removed: tuple[RemovedRow, ...]
    adding: Ruling
    button: str
    add_to: str
    form: AddForm


@dataclass(frozen=True, slots=True)
class FilesPage:
    """The section."""

    head: SectionHead
    questions: tuple[FileQuestion, ...]
    done_to: str


def files_page(
    application: Application,
    section: Section,
    forms: dict[str, AddForm],
    actor: Actor,
    now: datetime,
) -> FilesPage:
    """Return the page. `forms` are by the key of the question."""
    return FilesPage(
        head=head(application, section, now),
        questions=tuple(
            _question(application, section, question, forms[question.key], actor, now)
            for question in section.questions
            if question.key in forms
        ),
        done_to=url_for("applications.files_done", application_id=application.id, key=section.key),
    )


def _question(
    application: Application,
    section: Section,
    question: Question,
    form: AddForm,
    actor: Actor,
    now: datetime,
) -> FileQuestion:
    label = str(question.label)
    files = of_question(application, question)
    replaces = bool(files) and is_replaced(question)
    return FileQuestion(
        key=question.key,
        label=label if question.required else _("%(label)s (optional)", label=label),
        hint=str(question.hint or ""),
        files=tuple(_row(application, each) for each in files),
        removed=tuple(_removed(application, question, now)),
        adding=file_rules.may_add(application, question, actor, now),
        button=_("Replace the file") if replaces else _("Upload"),
        add_to=f"{section_address(application, section)}?question={question.key}",
        form=form,
    )


def _row(application: Application, upload: Upload) -> FileRow:
    is_there = upload.state is not ScanState.INFECTED
    return FileRow(
        name=upload.name,
        href=_to("file", application, upload) if is_there else "",
        about=describe(upload) if is_there else _("Deleted. Add a file without a virus."),
        tag=scan_tag(upload, has_scanner=has_scanner()),
        remove_to=_to("file_remove", application, upload),
    )


def _removed(application: Application, question: Question, now: datetime) -> list[RemovedRow]:
    return [
        RemovedRow(each.name, _to("file_put_back", application, each))
        for each in application.uploads
        if each.question_key == question.key
        and each.state is not ScanState.INFECTED
        and uploads.can_put_back(each, now)
    ]


def _to(endpoint: str, application: Application, upload: Upload) -> str:
    return url_for(f"applications.{endpoint}", application_id=application.id, file_id=upload.id)
