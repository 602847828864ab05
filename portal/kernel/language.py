"""English and Welsh: the words that code says to people, and texts that people write twice.

`_` translates now, `lazy` when shown, `_n` picks the plural. Outside a request all three
answer in English.
"""

from dataclasses import dataclass
from typing import Any

import flask_babel
from flask import has_app_context

__all__ = ["ENGLISH", "LANGUAGES", "WELSH", "Text", "_", "_n", "language", "lazy"]

ENGLISH, WELSH = "en", "cy"
LANGUAGES = (ENGLISH, WELSH)


def _(words: str, **values: object) -> str:
    """Return the words in the reader's language, with `%(name)s` filled in."""
    return str(flask_babel.gettext(words, **values))


def _n(one: str, many: str, num: int, **values: object) -> str:
    """Return the words for this number of things, with `%(num)s` filled in."""
    return str(flask_babel.ngettext(one, many, num, **values))


def lazy(words: str) -> object:
    """Return words that str() puts into the language of whoever reads them then."""
    return flask_babel.lazy_gettext(words)


def language() -> str:
    """Return the language in which this page, mail or document is made: "en" or "cy"."""
    locale = flask_babel.get_locale() if has_app_context() else None
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
