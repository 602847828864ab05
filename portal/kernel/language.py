"""English and Welsh: the words that code says to people, and texts that people write twice.

`_` translates now, `lazy` when shown, `_n` picks the plural. Outside a request all three
answer in English.
"""

from dataclasses import dataclass
from typing import Any

from flask import has_app_context
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_babel import ngettext as _n

__all__ = ["ENGLISH", "LANGUAGES", "WELSH", "Text", "_", "_n", "language", "lazy"]

ENGLISH, WELSH = "en", "cy"
LANGUAGES = (ENGLISH, WELSH)


def language() -> str:
    """Return the language in which this page, mail or document is made: "en" or "cy"."""
    locale = get_locale() if has_app_context() else None
    return WELSH if locale is not None and locale.language == WELSH else ENGLISH


@dataclass(frozen=True, slots=True)
class Text:
    """A text that the office writes in English and may write in Welsh."""

    en: str
    cy: str = ""

    def __str__(self) -> str:
        return self.cy if language() == WELSH and self.cy else self.en

    @property
    def lang(self) -> str:
        """Return the language that str() answers in, for a `lang` attribute."""
        return WELSH if language() == WELSH and self.cy else ENGLISH

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {"en": self.en, "cy": self.cy} if self.cy else {"en": self.en}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Text":
        """Read the stored form. Raises KeyError without an English text."""
        return cls(stored["en"], stored.get("cy", ""))
