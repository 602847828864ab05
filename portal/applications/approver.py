"""Who approves the time, as an applicant says it at the first stage.

The staff list may be wrong about managers, and a nurse may not know: so one may name somebody
else, for the office to check, or say that one does not know.
"""

from dataclasses import dataclass
from typing import Any

from portal.applications.models import Application
from portal.kernel.language import Text, _
from portal.schemes.questions import (
    Audience,
    Option,
    Question,
    QuestionKind,
    Round,
    Section,
    SectionKind,
)

CHOICE, NAME, EMAIL = "approver", "approver_name", "approver_email"  # keys of the answers
MANAGER, OTHER, UNKNOWN = "manager", "other", "unknown"
SEEN_BY = frozenset({Audience.MANAGER, Audience.FINANCE})


def is_asked(section: Section) -> bool:
    """Say whether this section asks who approves the time."""
    return section.kind is SectionKind.RELEASE and section.stage is Round.FIRST


def questions() -> tuple[Question, ...]:
    """Return what is asked: the choice, and the name and address of somebody else."""
    options = (
        Option(MANAGER, Text(_("My manager"))),
        Option(OTHER, Text(_("Someone else"))),
        Option(UNKNOWN, Text(_("I do not know"))),
    )
    return (
        _question(CHOICE, _("Who approves your time?"), QuestionKind.ONE_OF, options),
        _question(NAME, _("Their name"), QuestionKind.SHORT_TEXT),
        _question(EMAIL, _("Their email address"), QuestionKind.SHORT_TEXT),
    )


def is_shown(question: Question, answers: dict[str, Any]) -> bool:
    """Say whether a question has to do with what was chosen: a name is only of someone else."""
    return question.key not in {NAME, EMAIL} or answers.get(CHOICE) == OTHER


def is_the_manager(application: Application) -> bool:
    """Say whether the manager of the staff list is to be asked: unless the applicant says other.

    Where they named somebody or do not know, the office finds out who it is.
    """
    section = next((s for s in application.call.document.sections if is_asked(s)), None)
    if section is None:
        return True
    saved = next((e.answers for e in application.sections if e.key == section.key), {})
    return bool(saved.get(CHOICE, MANAGER) == MANAGER)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as an applicant typed them."""

    name: str
    email: str


def named(application: Application) -> Named | None:
    """Return whom the applicant named in place of their manager; None where they did not."""
    section = next((s for s in application.call.document.sections if is_asked(s)), None)
    saved = next((e.answers for e in application.sections if section and e.key == section.key), {})
    if saved.get(CHOICE) != OTHER:
        return None
    return Named(str(saved.get(NAME) or ""), str(saved.get(EMAIL) or ""))


def _question(
    key: str, label: str, kind: QuestionKind, options: tuple[Option, ...] = ()
) -> Question:
    return Question(
        key=key,
        label=Text(label),
        kind=kind,
        options=options,
        required=key == CHOICE,
        visible_to=SEEN_BY,
    )
