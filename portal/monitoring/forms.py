"""The form of the equality questions, made for the nation of whoever answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.monitoring.questions import PREFER_NOT, PREFER_NOT_LABEL, UNDER, Option, Question
from portal.web.fields import Asked, Choice, ChoiceField, Form, SelectField


class EqualityForm(Form):
    """The questions as `form_of` made them. Each may be left out."""

    asks: Sequence[Question] = ()

    def answers(self) -> dict[str, str]:
        """Return what was answered, by question; only for a form that validated.

        What stands under an answer that was not chosen counts for nothing.
        """
        said = {question.key: self._said(question) for question in self.asks}
        return {key: answer for key, answer in said.items() if answer}

    def _said(self, question: Question) -> str:
        chosen: str = self[question.key].data
        option = question.option(chosen)
        closer = self[name_under(question, option)].data if option and option.under else ""
        return f"{chosen}{UNDER}{closer}" if closer else chosen


def form_of(asks: Sequence[Question]) -> type[EqualityForm]:
    """Return the class of the form for these questions."""
    fields: dict[str, Asked] = {}
    for question in asks:
        fields[question.key] = _field(question)
        fields.update(
            {name_under(question, each): _under(each) for each in question.options if each.under}
        )
    return type("QuestionsForm", (EqualityForm,), {"asks": tuple(asks), **fields})


def stored(asks: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, str]:
    """Return kept answers by the names of the fields, to fill the form with."""
    typed = {}
    for question in asks:
        chosen, _dot, closer = str(answers.get(question.key, "")).partition(UNDER)
        typed[question.key] = chosen
        if (option := question.option(chosen)) and option.under:
            typed[name_under(question, option)] = closer
    return typed


def name_under(question: Question, option: Option) -> str:
    """Return the name of the field with the closer answers under an answer."""
    return f"{question.key}_{option.key}"


def _field(question: Question) -> ChoiceField:
    return ChoiceField(question.label, hint=question.hint, choices=_choices(question))


def _choices(question: Question) -> list[Choice]:
    own = [
        Choice(each.key, each.label, shows=name_under(question, each) if each.under else None)
        for each in question.options
    ]
    return [*own, Choice(PREFER_NOT, PREFER_NOT_LABEL, exclusive=True)]


def _under(option: Option) -> SelectField:
    closer = [Choice(each.key, each.label) for each in option.under]
    return SelectField(option.label, choices=closer)
