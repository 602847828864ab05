"""What the designer's forms share: texts in two languages side by side, and what they make.

A field `x_cy` is the Welsh of `x`; the two stand beside each other on a wide window.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from wtforms.validators import StopValidation

from portal.kernel.language import Text, _, lazy
from portal.schemes.definition import Definition
from portal.web.fields import Asked, Choice, ChoiceField, Form, LongTextField, TextField

WELSH = "_cy"
LINE = 200
LONG = 2_000
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Offers:
    """What a form may offer beyond the scheme itself: parts of the organisation, by path."""

    nodes: Mapping[str, str]


class _InWelsh(Asked):
    """The Welsh of the field before it: says so in its label, and in `lang`."""

    def __init__(self, label: object, **kwargs: Any) -> None:
        super().__init__(label, **{"optional": True, **kwargs})
        self.component_params = {**self.component_params, "attributes": {"lang": "cy"}}

    @property
    def what(self) -> str:
        """Return the name with its language."""
        return _("%(label)s, in Welsh", label=str(self.label.text))

    def question(self) -> str:
        """Return the label with its language."""
        return self.what


class WelshField(_InWelsh, TextField):
    """One line in Welsh."""


class WelshLongField(_InWelsh, LongTextField):
    """Several lines in Welsh."""


class DesignForm(Form):
    """A form of the designer. Subclasses say how values become fields, and back."""

    def prepare(self, says: Definition, offers: Offers) -> None:
        """Hand in the choices that depend on the scheme; before the form is checked or drawn."""

    def rows(self) -> list[tuple[Asked, ...]]:
        """Return the fields to draw, a text with its Welsh in one row."""
        fields = [f for f in self.questions() if not f.short_name.endswith(WELSH)]
        return [self._row(field) for field in fields]

    def _row(self, field: Asked) -> tuple[Asked, ...]:
        welsh = f"{field.short_name}{WELSH}"
        return (field, self[welsh]) if welsh in self else (field,)

    def text(self, name: str) -> Text:
        """Return a text in both languages. Welsh without English is kept too."""
        return Text(self[name].data, self[name + WELSH].data)

    def text_or_none(self, name: str) -> Text | None:
        """Return a text that may be left out."""
        found = self.text(name)
        return found if found.en or found.cy else None


class SettingsForm(DesignForm):
    """Some fields of the definition."""

    @classmethod
    def data_of(cls, says: Definition) -> dict[str, Any]:
        """Return what the fields show for a scheme."""
        raise AssertionError(cls, says)

    def values(self) -> dict[str, Any]:
        """Return what was said, by field of the definition. Only for a form that validated."""
        raise AssertionError(type(self))


class ItemForm(DesignForm):
    """One thing of a list. `place` names the list that it moves to; it may stay where it is."""

    @classmethod
    def data_of(cls, item: Any) -> dict[str, Any]:
        """Return what the fields show for a thing."""
        raise AssertionError(cls, item)

    def item(self, old: Any, says: Definition) -> Any:
        """Return the thing as it was said; `old` is it as it stands now, None for a new one."""
        raise AssertionError(type(self))

    def moves_to(self) -> str:
        """Return the name of another list that it goes to, "" to stay."""
        return ""

    def names_what_is_not_theirs(self) -> bool:
        """Say whether a hand-made form names something that is not there for this office."""
        return False


def text_data(name: str, text: Text | None) -> dict[str, str]:
    """Return what two fields show for a text."""
    return {name: text.en, name + WELSH: text.cy} if text else {name: "", name + WELSH: ""}


def line(label: object, **kwargs: Any) -> TextField:
    """Return a field for one line."""
    return TextField(label, **{"limit": LINE, **kwargs})


def welsh_line(label: object, **kwargs: Any) -> WelshField:
    """Return the field for its Welsh."""
    return WelshField(label, **{"limit": LINE, **kwargs})


def lines(label: object, **kwargs: Any) -> LongTextField:
    """Return a field for a few sentences."""
    return LongTextField(label, **{"limit": LONG, "rows": 3, **kwargs})


def welsh_lines(label: object, **kwargs: Any) -> WelshLongField:
    """Return the field for their Welsh."""
    return WelshLongField(label, **{"limit": LONG, "rows": 3, **kwargs})


def yes_or_no(label: object, yes: object, no: object, **kwargs: Any) -> ChoiceField:
    """Return a field for one of two sentences."""
    needed = kwargs.pop("needed", lazy("Choose one of the two"))
    return ChoiceField(label, choices=(Choice(YES, yes), Choice(NO, no)), needed=needed, **kwargs)


def as_choice(value: bool) -> str:
    """Return the choice that stands for yes or no."""
    return YES if value else NO


def refuse(words: object) -> NoReturn:
    """Stop at a wrong answer, in these words."""
    raise StopValidation(str(words))
