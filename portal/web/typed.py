"""Reading what people type: the one place where text from outside is cleaned or refused."""

import re
from typing import Final

from wtforms import ValidationError

from portal.kernel.language import _

SHORT: Final = 300
LONG: Final = 20_000

_NOT_KEPT = re.compile(r"[\x00\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WHOLE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,12}")


def clean(text: str, limit: int = SHORT) -> str:
    """Return the text as it is stored: no stray spaces, and one kind of line end.

    Raises ValidationError, in words for the person, for NUL and lone surrogates (no
    database or mail can carry them) and for more than `limit` characters.
    """
    if _NOT_KEPT.search(text):
        raise ValidationError(_("Your answer has a character we cannot store. Type it again."))
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > limit:
        raise ValidationError(
            _(
                "Your answer must be %(limit)s characters or fewer. You have %(have)s.",
                limit=f"{limit:,}",
                have=f"{len(text):,}",
            )
        )
    return text


def one_line(text: str, limit: int = SHORT) -> str:
    """Return cleaned text in which every run of white space is one space."""
    return " ".join(clean(text, limit).split())


def printable(text: str) -> str:
    """Return text that can be shown again to whoever typed it, refused or not."""
    return _NOT_KEPT.sub("", text)


def whole_number(text: str) -> int:
    """Read ASCII digits, with commas in the right places or none. Raises ValueError otherwise."""
    if _WHOLE.fullmatch(text) is None:
        raise ValueError(text)
    return int(text.replace(",", ""))


def count_words(text: str) -> int:
    """Count words as the page does: runs of anything but white space."""
    return len(text.split())
