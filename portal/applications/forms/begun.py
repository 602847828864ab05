"""A form for one cost as words: what stands in it now, and a form with words in it again."""

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict
from wtforms import ValidationError

from portal.applications.forms.costs import OtherForm
from portal.applications.forms.pay import SalaryForm
from portal.applications.models import CostKind
from portal.web.fields import Asked, ChoiceField, SelectField
from portal.web.typed import SHORT, clean

AnyForm = SalaryForm | OtherForm
FORMS: dict[CostKind, type[AnyForm]] = {
    CostKind.SALARY: SalaryForm,
    CostKind.OTHER: OtherForm,
}


def kind_of(form: AnyForm) -> CostKind:
    """Return the kind of cost that a form is for."""
    return CostKind.SALARY if isinstance(form, SalaryForm) else CostKind.OTHER


def words_of(form: AnyForm) -> dict[str, str]:
    """Return what stands in a form, right or wrong, by the names of its fields."""
    return {field.short_name: _word(field) for field in form.asked()}


def with_words(kind: CostKind, words: Mapping[str, str]) -> AnyForm:
    """Return the form for a cost with these words in it. Inverse of `words_of`."""
    given = MultiDict({name: str(word) for name, word in words.items()})
    return FORMS[kind](given, meta={"csrf": False})


def cannot_keep(form: AnyForm) -> bool:
    """Say whether something typed is too long or cannot be stored, even for later."""
    return not all(_is_keepable(str(t)) for f in form.asked() for t in f.raw_data or ())


def differing(here: AnyForm, there: AnyForm) -> list[tuple[str, str, str]]:
    """Return each question on which two forms differ, with both answers in words.

    Their choices have been handed in.
    """
    return [
        (str(mine.label.text), _said(mine), _said(theirs))
        for mine in here.asked()
        if _word(mine) != _word(theirs := there[mine.short_name])
    ]


def _word(field: Asked) -> str:
    chosen = isinstance(field, ChoiceField | SelectField)
    return str(field.data or "") if chosen else field.shown.strip()


def _said(field: Asked) -> str:
    """Return an answer as its reader knows it: a choice by its label."""
    word = _word(field)
    if isinstance(field, ChoiceField | SelectField):
        return next((str(c.label) for c in field.choices if c.value == word), word)
    return word


def _is_keepable(text: str) -> bool:
    try:
        clean(text, SHORT)
    except ValidationError:
        return False
    return True
