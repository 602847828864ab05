"""What holds for the files of an application, beyond what `policy` says of the draft. Pure."""

from datetime import datetime

from portal.applications import policy
from portal.applications.filing import is_replaced, section_of
from portal.applications.models import Application
from portal.applications.reading import files_of
from portal.files import uploads
from portal.files.models import ScanState, Upload
from portal.kernel.actor import Actor
from portal.kernel.language import _n, lazy
from portal.kernel.ruling import HIDDEN, YES, Ruling, no, yes_if
from portal.schemes.questions import Question

GONE = lazy("This file has been deleted. Add it again.")


def may_add(application: Application, question: Question, actor: Actor, now: datetime) -> Ruling:
    """Add a file: whoever writes in the draft, with room for one more of this question."""
    most = question.most_files or 1
    full = len(files_of(application, question)) >= most and not is_replaced(question)
    words = _n(
        "You can add %(num)s file here. Remove one first.",
        "You can add %(num)s files here. Remove one first.",
        most,
    )
    return _may_edit(application, question.key, actor, now) and yes_if(not full, no(words))


def may_remove(application: Application, upload: Upload, actor: Actor, now: datetime) -> Ruling:
    """Remove a file: while its section can be changed. What was sent stays as it was sent, and
    what was sent back stays for everybody else until it is answered.
    """  # noqa: D205 -- one thought
    return _may_edit(application, upload.question_key, actor, now)


def may_put_back(application: Application, upload: Upload, actor: Actor, now: datetime) -> Ruling:
    """Undo a removal, for a day, or as long as it is kept for others, while there is room."""
    if not (seen := _may_edit(application, upload.question_key, actor, now)):
        return seen
    question = application.call.document.question(upload.question_key)
    if question is None or upload.state is ScanState.INFECTED:
        return HIDDEN
    if upload.removed_at is None:
        return YES
    if not uploads.can_put_back(upload, now):
        return no(GONE)
    return may_add(application, question, actor, now)


def _may_edit(application: Application, question_key: str, actor: Actor, now: datetime) -> Ruling:
    section = section_of(application, question_key)
    if section is None:  # of no question that there is: then only a draft can be changed
        return policy.may_edit(application, actor, now)
    return policy.may_edit_section(application, section, actor, now)
