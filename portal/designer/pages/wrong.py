"""What is wrong with a draft, each line naming what it is about and leading to its page."""

from dataclasses import dataclass
from uuid import UUID

from portal.designer.forms.caps import UNIT_LABELS
from portal.designer.forms.rules import RULE_LABELS
from portal.designer.pages.addresses import part_href
from portal.designer.parts import PARTS, Part
from portal.kernel.language import Text, lazy
from portal.schemes.definition import Definition
from portal.schemes.problems import Problem, problems

_FIELDS = {
    "name": lazy("Name"),
    "summary": lazy("Summary"),
    "purpose": lazy("What it is for"),
    "decided_by": lazy("Who decides"),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing to put right. `about` is a name that the words go with, "" for none."""

    about: object
    words: str
    href: str


def all_wrong(scheme_id: UUID, says: Definition) -> tuple[Wrong, ...]:
    """Return everything to put right, in the order of the outline."""
    found = problems(says)
    named = [wrong for part in PARTS for wrong in _of(scheme_id, part, says, found)]
    known = {id(each) for part in PARTS for each in part.wrong(found)}
    return (*named, *(Wrong("", each.words, "") for each in found if id(each) not in known))


def wrong_in(scheme_id: UUID, part: Part, says: Definition) -> tuple[Wrong, ...]:
    """Return what is to be put right on the page of a part."""
    return tuple(_of(scheme_id, part, says, problems(says)))


def _of(scheme_id: UUID, part: Part, says: Definition, found: list[Problem]) -> list[Wrong]:
    href = part_href(scheme_id, part)
    return [Wrong(_about(says, each.where), each.words, href) for each in part.wrong(found)]


def _about(says: Definition, where: str) -> object:
    """Name the thing that a problem is about."""
    field, _dot, name = where.partition(".")
    things: dict[str, object] = {
        "questions": _label(says, name),
        "criteria": next((c.title for c in says.criteria if c.key == name), ""),
        "caps": UNIT_LABELS.get(name, ""),
        "eligibility": RULE_LABELS.get(name, ""),
    }
    return things.get(field, _FIELDS.get(field, ""))


def _label(says: Definition, key: str) -> Text | str:
    question = says.question(key)
    return question.label if question else ""
