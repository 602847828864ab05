"""The files of an application: add, remove, put back, finish, open."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Response as FileResponse
from flask import abort, flash, redirect, render_template, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from portal.applications import policy, queries
from portal.applications.actions.files import (
    Asking,
    add_file,
    asking_of,
    put_back_file,
    remove_file,
)
from portal.applications.actions.sections import save_section
from portal.applications.filing import lacks
from portal.applications.forms.completed import LATER, YES
from portal.applications.forms.files import AddForm, DoneForm, add_form
from portal.applications.models import Application
from portal.applications.pages.addresses import address, section_address
from portal.applications.pages.files import files_page
from portal.applications.returned import as_sent
from portal.applications.routes import blueprint
from portal.applications.routes.loading import Part, files_part, may_edit, may_write
from portal.applications.saved import entry_of
from portal.files.checks import apart
from portal.files.checks.verdict import LARGEST_FILE, Accepted, Rejected
from portal.files.models import Upload
from portal.files.policy import may_open
from portal.files.serving import attachment, has_scanner
from portal.files.words import FAILED, about, told
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _n
from portal.kernel.ruling import Refused, Ruling
from portal.schemes.questions import QuestionKind
from portal.web.guard import actor, guard, now

SECTION = "/applications/<uuid:application_id>/files/<key>"
FILE = "/applications/<uuid:application_id>/uploads/<uuid:file_id>"
LARGEST_SENT = 32 * 1024 * 1024  # bytes in one go: as much as an application may have, and a form

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Filed:
    """A file of an application, removed or not."""

    application: Application
    upload: Upload


def filed(session: Session, actor: Actor, application_id: UUID, file_id: UUID) -> Filed | None:
    """Load a file of this application, and of no other; for the office, as it was sent."""
    application = queries.application(session, actor, application_id)
    if application is None:
        return None
    is_theirs = policy.takes_part(application, actor)
    found = (application if is_theirs else as_sent(application)).uploads
    upload = next((each for each in found if each.id == file_id), None)
    return Filed(application, upload) if upload else None


def _may_open(found: Filed, actor: Actor, now: datetime) -> Ruling:
    is_own = policy.takes_part(found.application, actor)
    return policy.may_see_answers(found.application, actor, now) and may_open(
        found.upload, is_own=is_own, has_scanner=has_scanner()
    )


def _may_write(found: Filed, actor: Actor, now: datetime) -> Ruling:
    return policy.may_write(found.application, actor, now)


@blueprint.get(SECTION)
@guard(files_part, may_edit)
def files(loaded: Part) -> str:
    """Show the files of a section, and ask for more."""
    return _page(loaded, _done_form(loaded))


@blueprint.post(SECTION)
@guard(files_part, may_write, largest_body=LARGEST_SENT)
def files_add(loaded: Part) -> Response | str:
    """Add the files of one question. One that is refused is named, and the others are kept.

    They are checked, which takes a moment each, while no lock is held.
    """
    asking = _asked(loaded)
    form = add_form(asking.question)()
    if not form.validate():
        return _page(loaded, _done_form(loaded), {asking.question.key: form})
    db.let_go()
    good, failed = _checked(form.field.data)
    added, full = _kept(loaded.application, asking, good)
    if failed or full:
        form.say([*failed, *full])
        return _page(loaded, _done_form(loaded), {asking.question.key: form})
    flash(_n("%(num)s file added.", "%(num)s files added.", added))
    return _to_section(loaded)


def _asked(loaded: Part) -> Asking:
    """Return the question that the address names; 404 for one that is none of this section."""
    key = request.args.get("question", "")
    questions = {q.key: q for q in loaded.section.questions if q.kind is QuestionKind.FILE}
    if key not in questions:
        abort(404)
    return Asking(loaded.section, questions[key])


def _checked(sent: list[FileStorage]) -> tuple[list[tuple[str, Accepted]], list[str]]:
    """Return the files that are taken, by the names they were sent under, and what became of
    the others.
    """  # noqa: D205 -- one thought
    good, failed = [], []
    for each in sent:
        name = each.filename or ""
        try:
            good.append((name, apart.check(name, each.stream.read(LARGEST_FILE))))
        except Rejected as rejected:
            failed.append(told(name, rejected))
    return good, failed


def _kept(
    application: Application, asking: Asking, good: list[tuple[str, Accepted]]
) -> tuple[int, list[str]]:
    """Keep what fits; return how many, and why each of the others was not kept.

    Where the database has no room for them none is kept, and text can still be saved.
    """
    failed = []
    try:
        with db.transaction() as session:
            for name, accepted in good:
                try:
                    add_file(session, application, asking, name, accepted, actor=actor(), now=now())
                except Refused as refused:
                    failed.append(about(name, refused.ruling.reason))
    except OperationalError as error:
        log.error("files were not kept: %s", error.orig)  # noqa: TRY400 -- no trace is needed
        return 0, [about(name, FAILED) for name, _accepted in good]
    return len(good) - len(failed), failed


@blueprint.post(f"{SECTION}/done")
@guard(files_part, may_write)
def files_done(loaded: Part) -> Response | tuple[str, int] | str:
    """Say that the section is finished, or not yet. Finished, nothing that is needed is missing."""
    form = DoneForm()
    if not form.validate():
        return _page(loaded, form)
    wrong = lacks(loaded.application, loaded.section) if form.says_complete() else ()
    if wrong:
        form.refuse("complete", " ".join(wrong))
        return _page(loaded, form)
    try:
        with db.transaction() as session:
            save_section(
                session,
                loaded.application,
                loaded.section,
                {},
                is_complete=form.says_complete(),
                seen_version=0,
                actor=actor(),
                now=now(),
            )
    except Refused as refused:
        form.refuse(None, refused.ruling.reason)
        return _page(loaded, form), 409
    return redirect(address("applications.tasks", loaded.application), 303)


@blueprint.get(FILE)
@guard(filed, _may_open)
def file(found: Filed) -> FileResponse:
    """Hand a file to whoever takes part, or to the office once it was sent."""
    return attachment(db.current(), found.upload)


@blueprint.post(f"{FILE}/remove")
@guard(filed, _may_write)
def file_remove(found: Filed) -> Response:
    """Remove a file. For a day it can be put back."""
    with db.transaction() as session:
        remove_file(session, found.application, found.upload.id, actor=actor(), now=now())
    return _back(found)


@blueprint.post(f"{FILE}/put-back")
@guard(filed, _may_write)
def file_put_back(found: Filed) -> Response:
    """Undo that."""
    with db.transaction() as session:
        put_back_file(session, found.application, found.upload.id, actor=actor(), now=now())
    return _back(found)


def _back(found: Filed) -> Response:
    section = asking_of(found.application, found.upload).section
    return redirect(section_address(found.application, section), 303)


def _to_section(loaded: Part) -> Response:
    return redirect(section_address(loaded.application, loaded.section), 303)


def _done_form(loaded: Part) -> DoneForm:
    entry = entry_of(loaded.application, loaded.section)
    has_answer = entry is not None and (entry.is_complete or bool(entry.answers))
    said = (YES if entry and entry.is_complete else LATER) if has_answer else None
    return DoneForm(formdata=None, data={"complete": said})


def _page(loaded: Part, form: DoneForm, adding: dict[str, AddForm] | None = None) -> str:
    """Draw the section; `adding` has the form that was sent, with what is wrong with it."""
    forms = {
        question.key: add_form(question)(formdata=None)
        for question in loaded.section.questions
        if question.kind is QuestionKind.FILE
    }
    forms |= adding or {}
    page = files_page(loaded.application, loaded.section, forms, actor(), now())
    wrong = next((each for each in forms.values() if each.errors), form)
    every = [form, *forms.values()]
    return render_template("applications/files.html", page=page, form=wrong, done=form, forms=every)
