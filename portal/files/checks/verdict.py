"""The kinds of files that are taken, and why one is not."""

from dataclasses import dataclass, field
from enum import StrEnum

LARGEST_FILE = 10 * 1024 * 1024  # bytes; a file must be smaller


class Kind(StrEnum):
    """What a file is. Text and tables are not taken: a document can hold them, and a sheet can
    run formulas.
    """  # noqa: D205 -- one thought

    PDF = "pdf"
    WORD = "word"
    JPEG = "jpeg"
    PNG = "png"


ENDINGS = {
    Kind.PDF: (".pdf",),
    Kind.WORD: (".docx",),
    Kind.JPEG: (".jpg", ".jpeg"),
    Kind.PNG: (".png",),
}
TYPES = {
    Kind.PDF: "application/pdf",
    Kind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
}


class Reason(StrEnum):
    """Why a file is not taken, as the design system words it."""

    EMPTY = "empty"
    PASSWORD = "password"  # noqa: S105 -- a word, not a secret
    TOO_BIG = "too_big"
    WRONG_KIND = "wrong_kind"
    FAILED = "failed"


class Why(StrEnum):
    """What lies behind the reason, where a person can do something about it."""

    UNKNOWN = ""
    ACTIVE = "active"  # it runs something, or fetches something
    HOLDS_FILES = "holds_files"
    TOO_MUCH = "too_much"  # pages, parts, dots, or what it unfolds to
    DAMAGED = "damaged"
    OLD_WORD = "old_word"
    MISNAMED = "misnamed"


class Rejected(Exception):
    """Raised for a file that is not taken. `what` is for the log, never for a page."""

    def __init__(self, reason: Reason, why: Why = Why.UNKNOWN, what: str = "") -> None:
        super().__init__(f"{reason.value} {why.value} {what}".strip())
        self.reason, self.why, self.what = reason, why, what


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file to keep: its kind, what is left of it, and what was found, such as its pages."""

    kind: Kind
    content: bytes
    facts: dict[str, int] = field(default_factory=dict)


def active(what: str) -> Rejected:
    """Return the refusal of a file that runs or fetches something."""
    return Rejected(Reason.FAILED, Why.ACTIVE, what)


def too_much(what: str) -> Rejected:
    """Return the refusal of a file that unfolds to more than we open."""
    return Rejected(Reason.FAILED, Why.TOO_MUCH, what)


def damaged(what: str) -> Rejected:
    """Return the refusal of a file that cannot be read."""
    return Rejected(Reason.FAILED, Why.DAMAGED, what)
