"""The form that adds files to one question, and the one that finishes the section."""

from collections.abc import Sequence

from portal.applications.forms.completed import YES, completed_field
from portal.applications.forms.questions import ACCEPT, name_of
from portal.files.words import SELECT
from portal.kernel.language import _, _n
from portal.schemes.questions import Question
from portal.web.fields import FileField, Form


class AddForm(Form):
    """Files for one question, as `add_form` made it."""

    @property
    def field(self) -> FileField:
        """Return its one field."""
        return next(field for field in self.asked() if isinstance(field, FileField))

    def say(self, failed: Sequence[str]) -> None:
        """Say what happened to each file that was not added."""
        self.field.errors = (" ".join(failed),)


class DoneForm(Form):
    """Whether the section is finished."""

    complete = completed_field()

    def says_complete(self) -> bool:
        """Say whether it is."""
        return bool(self.complete.data == YES)


def add_form(question: Question) -> type[AddForm]:
    """Return the class of the form for a question; its field has the question's name."""
    most = question.most_files or 1
    limits = _n(
        "A PDF, Word document or picture, smaller than 10MB.",
        "Up to %(num)s files. Each a PDF, Word document or picture, smaller than 10MB.",
        most,
    )
    field = FileField(
        _("Choose a file") if most == 1 else _("Choose files"),
        hint=limits,
        needed=SELECT,
        short=question.label,
        accept=ACCEPT,
        many=most > 1,
    )
    return type("QuestionFilesForm", (AddForm,), {name_of(question): field})
