"""Fields for words."""

from typing import Any, ClassVar

from portal.kernel.language import _
from portal.web import checks as check
from portal.web.fields.base import Asked
from portal.web.typed import LONG, SHORT, clean, one_line


class TextField(Asked):
    """One line. Data: str, "" when empty. `limit` is in characters."""

    input_type: ClassVar[str] = "text"

    def __init__(
        self,
        label: object,
        *,
        width: int | None = None,
        prefix: object = None,
        suffix: object = None,
        autocomplete: str | None = None,
        inputmode: str | None = None,
        limit: int = SHORT,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.limit = limit
        self.component_params = {
            "width": width,
            "prefix": prefix,
            "suffix": suffix,
            "autocomplete": autocomplete,
            "inputmode": inputmode,
        }

    def process_data(self, value: Any) -> None:
        """Take stored text; None is empty."""
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Clean what was typed, or refuse it."""
        self.data = ""
        if valuelist:
            self.data = self.read(str(valuelist[0]))

    def read(self, text: str) -> str:
        """Return the text to keep. Raises ValidationError."""
        return one_line(text, self.limit)

    def answer(self) -> dict[str, Any]:
        """Return the parameters for the answer itself."""
        return {**super().answer(), "type": self.input_type}


class EmailField(TextField):
    """An email address. Data: str."""

    input_type = "email"

    def __init__(self, label: object, **kwargs: Any) -> None:
        kwargs["checks"] = (check.email, *kwargs.get("checks", ()))
        super().__init__(label, **{"autocomplete": "email", "limit": 254, **kwargs})
        self.component_params["spellcheck"] = False


class PasswordField(TextField):
    """A password, kept as typed with its spaces, never written back. Data: str."""

    drawn_as = "password-input"

    def __init__(
        self, label: object, *, autocomplete: str = "current-password", **kwargs: Any
    ) -> None:
        super().__init__(label, autocomplete=autocomplete, **{"limit": 200, **kwargs})

    def read(self, text: str) -> str:
        """Return what was typed, whole. Raises ValidationError where it cannot be stored."""
        clean(text, self.limit)
        return text

    def answer(self) -> dict[str, Any]:
        """Return the parameters for the answer itself: never the value."""
        return {
            "id": self.id,
            "name": self.name,
            "showPasswordText": _("Show"),
            "hidePasswordText": _("Hide"),
            "showPasswordAriaLabel": _("Show password"),
            "hidePasswordAriaLabel": _("Hide password"),
            "passwordShownAnnouncementText": _("Your password is visible"),
            "passwordHiddenAnnouncementText": _("Your password is hidden"),
        }


class LongTextField(Asked):
    """Several lines. Data: str. With `words`, a limit that is counted as people type."""

    def __init__(
        self,
        label: object,
        *,
        words: int | None = None,
        rows: int = 5,
        limit: int = LONG,
        spellcheck: bool | None = None,
        **kwargs: Any,
    ) -> None:
        if words is not None:
            limit_check = check.max_words(words, kwargs.get("short"))
            kwargs["checks"] = (*kwargs.get("checks", ()), limit_check)
        super().__init__(label, **kwargs)
        self.words = words
        self.drawn_as = "character-count" if words else "textarea"
        self.limit = limit
        self.component_params = {"rows": rows, "spellcheck": spellcheck}

    def process_data(self, value: Any) -> None:
        """Take stored text; None is empty."""
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Clean what was typed, or refuse it."""
        self.data = ""
        if valuelist:
            self.data = clean(str(valuelist[0]), self.limit)

    def answer(self) -> dict[str, Any]:
        """Return the parameters for the answer, with the counter's where there is a limit."""
        return {**super().answer(), **(_counter(self.words) if self.words else {})}


def _counter(words: int) -> dict[str, Any]:
    """Return the counter's limit and words; its script puts the number in place of %{count}."""
    count = "%{count}"
    return {
        "maxlength": words,
        "countType": "words",
        "textareaDescriptionText": _("You can enter up to %(count)s words", count=count),
        "wordsUnderLimitText": {
            "one": _("You have %(count)s word left", count=count),
            "other": _("You have %(count)s words left", count=count),
        },
        "wordsAtLimitText": _("You have 0 words left"),
        "wordsOverLimitText": {
            "one": _("You have %(count)s word too many", count=count),
            "other": _("You have %(count)s words too many", count=count),
        },
    }
