"""The base of every form, and the summary of what is wrong with it."""

from collections.abc import Iterator

from flask_wtf import FlaskForm
from markupsafe import Markup

from portal.kernel.language import _
from portal.web.components import component
from portal.web.fields.base import Asked


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form of our fields. Drawn `novalidate`: only the server checks."""

    form_errors: list[str]

    def refuse(self, name: str | None, words: object) -> None:
        """Add an error from outside, such as an action's refusal: to a field, or to the whole."""
        if name is None:
            self.form_errors = [*self.form_errors, str(words)]
        else:
            self[name].refuse(words)

    def asked(self) -> Iterator[Asked]:
        """Yield our fields, in the order of the class."""
        return (field for field in self if isinstance(field, Asked))

    def questions(self) -> Iterator[Asked]:
        """Yield the fields to draw one after the other: all but those drawn under a choice."""
        under = {name for field in self.asked() for name in field.draws()}
        return (field for field in self.asked() if field.short_name not in under)


def error_summary(*forms: Form) -> Markup:
    """Draw the box at the top of the page: one link for each wrong field, with its own words.

    Returns empty Markup where nothing is wrong.
    """
    wrong = [
        {"text": field.errors[0], "href": f"#{field.focus_id}"}
        for form in forms
        for field in form.asked()
        if field.errors
    ]
    whole = [{"text": words} for form in forms for words in form.form_errors]
    if not wrong and not whole:
        return Markup()
    return component(
        "error-summary", heading={"text": _("There is a problem")}, errorList=[*whole, *wrong]
    )
