"""Who agrees at another organisation, as the applicant says it; the office confirms it.

A scheme that wants a host to agree has its last page about release ask this. Nothing is sent to
the address that was typed before the office has looked at it.
"""

from dataclasses import dataclass

from portal.applications.approver import SEEN_BY
from portal.applications.models import Application
from portal.kernel.language import Text, _
from portal.schemes.questions import Question, QuestionKind

ORGANISATION, NAME, EMAIL = "agrees_for", "agrees_name", "agrees_email"  # keys of the answers


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as an applicant typed them; what was left out is empty."""

    organisation: str = ""
    name: str = ""
    email: str = ""


def questions() -> tuple[Question, ...]:
    """Return what is asked of the host."""
    return (
        _question(ORGANISATION, _("Which organisation is the host?")),
        _question(NAME, _("Who agrees there?")),
        _question(EMAIL, _("Their email address at work")),
    )


def named(application: Application) -> Named:
    """Return the host as the applicant typed them."""
    section = next((s for s in application.call.document.sections if s.names_host), None)
    saved = next((e.answers for e in application.sections if section and e.key == section.key), {})
    return Named(*(str(saved.get(key) or "") for key in (ORGANISATION, NAME, EMAIL)))


def _question(key: str, label: str) -> Question:
    return Question(
        key=key, label=Text(label), kind=QuestionKind.SHORT_TEXT, required=True, visible_to=SEEN_BY
    )
