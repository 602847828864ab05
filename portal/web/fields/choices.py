"""Fields for choosing: one of a few, some of a few, one of many, and a box to tick."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from wtforms.validators import StopValidation

from portal.kernel.language import _, lazy
from portal.web.fields.base import Asked


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose. `shows` names fields of the same form, drawn under the choice;
    `exclusive` stands apart after "or" and clears the others.
    """  # noqa: D205 -- one thought

    value: str
    label: object
    hint: object = None
    shows: str | tuple[str, ...] | None = None
    exclusive: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of the fields drawn under it."""
        return (self.shows,) if isinstance(self.shows, str) else self.shows or ()


Choices = Iterable[Choice | tuple[str, object]]


def _as_choice(given: Choice | tuple[str, object]) -> Choice:
    return given if isinstance(given, Choice) else Choice(str(given[0]), given[1])


class _Choosing(Asked):
    _form: Any

    def __init__(self, label: object, *, choices: Choices = (), **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.choices = choices

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The answers on offer; a route may hand in others before the form is read or drawn."""
        return self._choices

    @choices.setter
    def choices(self, given: Choices) -> None:
        self._choices = tuple(_as_choice(choice) for choice in given)

    def chosen(self) -> frozenset[str]:
        """Return the values that are chosen now."""
        return frozenset([self.data] if self.data else [])

    def draws(self) -> frozenset[str]:
        """Return the names of the fields shown under the choices."""
        return frozenset(name for choice in self.choices for name in choice.shown)

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not on offer, then an empty answer where one is needed."""
        if not self.chosen() <= {choice.value for choice in self.choices}:
            raise StopValidation(str(self.needed or _("Choose one of the answers shown")))
        super().pre_validate(form)

    def items(self) -> list[dict[str, Any]]:
        """Return the choices as the component wants them."""
        chosen = self.chosen()
        items: list[dict[str, Any]] = []
        for choice in self.choices:
            if choice.exclusive:
                items.append({"divider": _("or")})
            items.append(self._item(choice, choice.value in chosen))
        return items

    def _item(self, choice: Choice, checked: bool) -> dict[str, Any]:
        return {
            "value": choice.value,
            "text": choice.label,
            "hint": {"text": choice.hint} if choice.hint else None,
            "checked": checked,
            "behaviour": "exclusive"
            if choice.exclusive and self.drawn_as == "checkboxes"
            else None,
            "conditional": {"html": Markup().join(self._form[name]() for name in choice.shown)}
            if choice.shown
            else None,
        }

    def answer(self) -> dict[str, Any]:
        """Return the parameters for the answer itself."""
        return {"idPrefix": self.id, "name": self.name, "items": self.items()}


class ChoiceField(_Choosing):
    """One of a few, as radios. Data: the chosen value, "" when none."""

    drawn_as = "radios"
    is_group = True

    def __init__(
        self, label: object, *, inline: bool = False, small: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        self.component_params = {"inline": inline or None, "small": small or None}

    def process_data(self, value: Any) -> None:
        """Take a stored value; None is no choice."""
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was chosen."""
        self.data = str(valuelist[0]) if valuelist else ""


class ManyField(_Choosing):
    """Some of a few, as checkboxes. Data: list of the chosen values, in the order on offer."""

    drawn_as = "checkboxes"
    is_group = True

    def __init__(self, label: object, *, small: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.component_params = {"small": small or None}

    def process_data(self, value: Any) -> None:
        """Take stored values; None is none."""
        self.data = [str(one) for one in value or ()]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was ticked."""
        self.data = list(dict.fromkeys(str(one) for one in valuelist))

    def chosen(self) -> frozenset[str]:
        """Return the values that are chosen now."""
        return frozenset(self.data or ())

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not on offer; a "none of these" with others is refused too."""
        super().pre_validate(form)
        chosen = self.chosen()
        alone = {choice.value for choice in self.choices if choice.exclusive}
        if chosen & alone and len(chosen) > 1:
            label = next(str(c.label) for c in self.choices if c.value in chosen & alone)
            raise StopValidation(_('Choose "%(none)s" or other answers, not both', none=label))
        self.data = [c.value for c in self.choices if c.value in chosen]


class SelectField(_Choosing):
    """One of many, as a select. Data: the chosen value, "" when none.

    `empty` is the line for no choice; None leaves it out.
    """

    drawn_as = "select"

    def __init__(self, label: object, *, empty: object = lazy("Choose one"), **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.empty = empty

    def process_data(self, value: Any) -> None:
        """Take a stored value; None is no choice."""
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was chosen."""
        self.data = str(valuelist[0]) if valuelist else ""

    def answer(self) -> dict[str, Any]:
        """Return the parameters for the answer itself."""
        chosen = self.chosen()
        first: Sequence[dict[str, Any]] = (
            [{"value": "", "text": self.empty}] if self.empty is not None else []
        )
        items = [
            {"value": c.value, "text": c.label, "selected": c.value in chosen} for c in self.choices
        ]
        return {"id": self.id, "name": self.name, "items": [*first, *items]}


class ConfirmField(Asked):
    """One box to tick, with its label beside it. Data: bool. `needed` when it must be ticked."""

    drawn_as = "checkboxes"

    def process_data(self, value: Any) -> None:
        """Take a stored answer."""
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take whether it was ticked."""
        self.data = bool(valuelist)

    def asked(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the error: label and hint belong to the box."""
        hint = given.pop("hint", self.hint)
        given.pop("size", None)
        item = {
            "value": "yes",
            "text": self.question(),
            "checked": bool(self.data),
            "hint": {"text": hint} if hint else None,
        }
        return {"errorMessage": self._error(), "items": [item]}

    def answer(self) -> dict[str, Any]:
        """Return the parameters for the answer itself."""
        return {"idPrefix": self.id, "name": self.name}
