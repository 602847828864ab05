"""Why a file is not taken, in the words of the NHS design system, and what to do about it."""

from collections.abc import Mapping

from portal.files.checks.pdf import MOST_PAGES
from portal.files.checks.verdict import Reason, Rejected, Why
from portal.kernel.language import _, lazy

SELECT = lazy("Select a file")
FAILED = lazy("The selected file could not be uploaded – try again")
_REASONS: Mapping[Reason, object] = {
    Reason.EMPTY: lazy("The selected file is empty"),
    Reason.PASSWORD: lazy("The selected file is password protected"),
    Reason.TOO_BIG: lazy("The selected file must be smaller than 10MB"),
    Reason.WRONG_KIND: lazy("The selected file must be a PDF, Word document or picture"),
    Reason.FAILED: FAILED,
}
_HELP: Mapping[Why, object] = {
    Why.ACTIVE: lazy(
        "It has macros, scripts, or links to other files. Save it as a new PDF first."
    ),
    Why.HOLDS_FILES: lazy("It has other files inside it. Add those one by one."),
    Why.TOO_MUCH: lazy(
        "It has more pages or detail than we can take. A PDF can have %(pages)s pages."
    ),
    Why.DAMAGED: lazy("It may be damaged. Open it and save it as a new file first."),
    Why.OLD_WORD: lazy("This is an old kind of Word document. Save it as .docx or PDF."),
    Why.MISNAMED: lazy("What is inside is not what its name says."),
}


def told(name: str, rejected: Rejected) -> str:
    """Say what happened to the file of this name."""
    return about(name, because(rejected))


def about(name: str, words: object) -> str:
    """Say which file the words are about."""
    return _("“%(name)s”: %(told)s", name=name, told=str(words))


def because(rejected: Rejected) -> str:
    """Return the fixed words, then what can be done, if we know."""
    reason = str(_REASONS[rejected.reason])
    if rejected.why not in _HELP:
        return reason
    return f"{reason}. {str(_HELP[rejected.why]) % {'pages': MOST_PAGES}}"
