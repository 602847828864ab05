"""What all our fields share: words, cleaning, one error at a time, and drawing themselves."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from markupsafe import Markup
from wtforms import Field
from wtforms.validators import StopValidation

from portal.kernel.language import _
from portal.web.components import component, fixed, typed_into
from portal.web.typed import printable

TYPED_INTO = frozenset({"input", "textarea", "character-count"})

Check = Callable[[Any, Any], None]


class Asked(Field):
    """A question that draws itself as a component of the NHS design system.

    `label` is the question, `hint` the words under it, `needed` what to say when it is
    left empty (None: it may be), `checks` are from portal.web.checks, `short` the name
    used inside error words ("Start date"), the label where there is none.
    `remembered` says that its words are a scheme's or the program's, the same for everyone.
    `{{ form.title() }}` draws it; `heading=True` makes its label the page's h1, and
    `size`, `hint` and any parameter of the component may be given there too.
    """

    drawn_as: str = "input"
    is_group: ClassVar[bool] = False

    def __init__(  # noqa: PLR0913 -- each is named where a form is written
        self,
        label: object,
        *,
        hint: object = None,
        needed: object = None,
        checks: Sequence[Check] = (),
        short: object = None,
        optional: bool = False,
        size: str | None = "s",
        remembered: bool = False,
        **wired: Any,
    ) -> None:
        super().__init__(label=label, validators=tuple(checks), **wired)  # type: ignore[arg-type]  # may be lazy
        self.hint = hint
        self.needed = needed
        self.short = short
        self.optional = optional
        self.size = size
        self.remembered = remembered
        self.component_params: dict[str, Any] = {}

    @property
    def what(self) -> str:
        """Return the name of the answer for use inside error words."""
        return str(self.short or self.label.text)

    @property
    def focus_id(self) -> str:
        """Return the id of the element that the error summary must lead to."""
        return str(self.id)

    @property
    def shown(self) -> str:
        """Return what stands in the field: as it was typed, else the data written out."""
        if self.raw_data:
            return printable(str(self.raw_data[0]))
        return self.write(self.data)

    def write(self, data: Any) -> str:
        """Write the data as a person would type it."""
        return "" if data is None else str(data)

    def is_empty(self) -> bool:
        """Say whether nothing was answered."""
        return self.data in (None, "", [], False)

    def pre_validate(self, form: Any) -> None:
        """Stop at an answer that could not be read, or at an empty one that is needed."""
        if self.process_errors:
            raise StopValidation
        if self.needed is not None and self.is_empty():
            raise StopValidation(str(self.needed))

    def draws(self) -> frozenset[str]:
        """Return the names of other fields that this one draws itself."""
        return frozenset()

    def refuse(self, words: object) -> None:
        """Add an error from outside the form, such as an action's refusal."""
        self.errors = [*self.errors, str(words)]

    def __call__(self, **given: Any) -> Markup:
        """Draw the field. See the class."""
        params = {**self.asked(given), **self.answer(), **self.component_params, **given}
        if self.errors or not self.remembered:  # an error may quote what was typed
            return component(self.drawn_as, **params)
        if self.drawn_as in TYPED_INTO:
            return typed_into(self.drawn_as, str(params.pop("value") or ""), **params)
        return fixed(self.drawn_as, **params)

    def asked(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters for the words around the answer; takes ours out of `given`."""
        heading = given.pop("heading", False)
        words = {
            "text": self.question(),
            "size": given.pop("size", "l" if heading else self.size),
            "isPageHeading": heading or None,
            "caption": given.pop("caption", None),
            "classes": given.pop("label_classes", None),
        }
        hint = given.pop("hint", self.hint)
        return {
            **({"fieldset": {"legend": words}} if self.is_group else {"label": words}),
            "hint": {"text": hint} if hint else None,
            "errorMessage": self._error(),
        }

    def question(self) -> str:
        """Return the label, marked where an answer is optional."""
        label = str(self.label.text)
        return str(_("%(label)s (optional)", label=label)) if self.optional else label

    def _error(self) -> dict[str, Any] | None:
        if not self.errors:
            return None
        return {"text": str(self.errors[0]), "visuallyHiddenText": _("Error")}

    def answer(self) -> dict[str, Any]:
        """Return the parameters for the answer itself."""
        return {"id": self.id, "name": self.name, "value": self.shown}
