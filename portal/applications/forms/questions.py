"""A form for the scheme's own questions: one field for each, made from its data."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from portal.applications import approver
from portal.applications.forms import approver as approver_fields
from portal.applications.forms import host as host_fields
from portal.applications.forms.completed import YES, completed_field
from portal.kernel.language import _
from portal.schemes.questions import Question, QuestionKind, Section, SectionKind
from portal.web import checks
from portal.web.fields import (
    Asked,
    ChoiceField,
    ConfirmField,
    FileField,
    Form,
    LongTextField,
    ManyField,
    TextField,
)

PREFIX: Final = "q_"  # keeps the scheme's keys apart from a form's own names
SHORT_LIMIT: Final = 2_000  # characters; the limit that is told counts words
TICKED: Final = "yes"
ROWS = {True: 10, False: 5}
ACCEPT: Final = ".pdf,.docx,.jpg,.jpeg,.png"


class SectionForm(Form):
    """The questions of one section, as `form_of` made them, and whether it is finished."""

    asks: Sequence[Question] = ()

    def field_of(self, question: Question) -> Asked:
        """Return the field of a question."""
        field: Asked = self[name_of(question)]
        return field

    def answers(self) -> dict[str, Any]:
        """Return what to keep: texts as typed, choices that were on offer, ticks as "yes"."""
        return {question.key: _kept(self.field_of(question)) for question in self.asks}

    def says_complete(self) -> bool:
        """Say whether the person says that it is finished; a form without the question does."""
        return "complete" not in self or self.complete.data == YES

    def says_nothing(self) -> bool:
        """Say whether the question at the end was left open."""
        return "complete" in self and not self.complete.data

    def cannot_keep(self) -> bool:
        """Say whether something typed is too long or cannot be stored, even for later."""
        return any(self.field_of(question).process_errors for question in self.asks)

    def tell_only(self, names: Iterable[str]) -> None:
        """Forget what is wrong with all other fields: nobody asked for that yet."""
        kept = frozenset(names)
        for field in self.asked():
            if field.short_name not in kept:
                field.errors = ()

    def unkeepable(self) -> list[str]:
        """Return the names of the fields that cannot be stored."""
        return [field.short_name for field in self.asked() if field.process_errors]


def form_of(
    section: Section, asks: Sequence[Question], *, linear: bool = False
) -> type[SectionForm]:
    """Return the class of the form for these questions of a section.

    A `linear` one does not ask at its end whether it is completed: "Continue" says so.
    """
    ticks = section.kind is SectionKind.DECLARATIONS
    fields = {name_of(question): field_for(question, ticks=ticks) for question in asks}
    if approver.is_asked(section):
        fields.update(approver_fields.fields(PREFIX))
    if section.names_host:
        fields.update(host_fields.fields(PREFIX))
    end = {} if ticks or linear else {"complete": completed_field()}
    return type("QuestionsForm", (SectionForm,), {"asks": tuple(asks), **fields, **end})


def stored(asks: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored answers by the names of their fields, to fill the form with."""
    return {name_of(question): answers.get(question.key) for question in asks}


def name_of(question: Question) -> str:
    """Return the name of a question's field."""
    return f"{PREFIX}{question.key}"


def field_for(question: Question, *, ticks: bool = False) -> Asked:
    """Return the field for a question; with `ticks` a yes or no is a box to tick."""
    if question.kind is QuestionKind.YES_NO and ticks:
        return _tick(question)
    made = _FIELDS[question.kind]
    return made(question)


def _short(question: Question) -> Asked:
    words = question.max_words
    held = (checks.max_words(words, _answer(question)),) if words else ()
    field: Asked = TextField(
        question.label, **_words(question), limit=SHORT_LIMIT, checks=held, width=None
    )
    return field


def _long(question: Question) -> Asked:
    words = question.max_words
    rows = ROWS[(words or 0) > 100]
    field: Asked = LongTextField(question.label, **_words(question), words=words, rows=rows)
    return field


def _one(question: Question) -> Asked:
    choices = [(option.key, option.label) for option in question.options]
    return ChoiceField(question.label, **_words(question), choices=choices)


def _many(question: Question) -> Asked:
    choices = [(option.key, option.label) for option in question.options]
    return ManyField(question.label, **_words(question), choices=choices)


def _yes_no(question: Question) -> Asked:
    choices = [("yes", _("Yes")), ("no", _("No"))]
    return ChoiceField(question.label, **_words(question), choices=choices, inline=True)


def _file(question: Question) -> Asked:
    return FileField(
        question.label,
        hint=question.hint,
        optional=not question.required,
        accept=ACCEPT,
        many=(question.most_files or 1) > 1,
    )


_FIELDS = {
    QuestionKind.SHORT_TEXT: _short,
    QuestionKind.LONG_TEXT: _long,
    QuestionKind.ONE_OF: _one,
    QuestionKind.MANY_OF: _many,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.FILE: _file,
}


def _tick(question: Question) -> Asked:
    needed = _("Tick this to go on: %(statement)s", statement=question.label)
    return ConfirmField(
        question.label, hint=question.hint, needed=needed if question.required else None
    )


def _words(question: Question) -> dict[str, Any]:
    needed = _("Answer this question: %(question)s", question=question.label)
    return {
        "hint": question.hint,
        "needed": needed if question.required else None,
        "optional": not question.required,
        "short": _answer(question),
        "remembered": True,
    }


def _answer(question: Question) -> str:
    return _("Your answer to “%(question)s”", question=question.label)


def _kept(field: Asked) -> Any:
    if isinstance(field, FileField):
        return ""  # files are rows of their own
    if isinstance(field, ConfirmField):
        return TICKED if field.data else ""
    if isinstance(field, ManyField):
        offered = {choice.value for choice in field.choices}
        return [value for value in field.data or () if value in offered]
    if isinstance(field, ChoiceField):
        return field.data if field.data in {choice.value for choice in field.choices} else ""
    return field.data or ""
