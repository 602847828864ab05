"""What changed between two versions: said in words, and nothing left out."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from portal.designer.compare import compare
from portal.kernel.language import Text
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import Cap
from portal.schemes.definition import Definition
from portal.schemes.gallery import KEYS
from portal.schemes.stored import Unreadable
from tests.factories.schemes import definition

SAYS = definition("small-grant")
# Other words for each kind of value; those that cannot be read at their place are passed over.
OTHERS = (
    "other", "panel", "manager", "median", "fellowship", "finance", "pas", "about", "costs",
    "yes_no", "short_text", "one_of", "ask", "no", "weeks", "days", "5", "BandRange",
)  # fmt: skip
TEXT, NUMBER = {"en": "New", "cy": "Newydd"}, 7


def _mutants(stored: Any) -> Iterator[Any]:
    """Yield copies of a document, each different in one place."""
    if isinstance(stored, dict):
        for key, held in stored.items():
            yield from ({**stored, key: other} for other in _mutants(held))
    elif isinstance(stored, list):
        for at, held in enumerate(stored):
            yield from ([*stored[:at], other, *stored[at + 1 :]] for other in _mutants(held))
            yield [*stored[:at], *stored[at + 1 :]]
            yield [*stored, held]
        yield stored[::-1]
        yield from ([*stored, other] for other in (*OTHERS, TEXT))
    elif isinstance(stored, bool):
        yield not stored
    elif isinstance(stored, int):
        yield stored + 1
    elif stored is None:
        yield from (TEXT, NUMBER, "5", *OTHERS)
    else:
        yield from OTHERS


def _read(stored: Any) -> Definition | None:
    try:
        return Definition.from_json(stored)
    except (Unreadable, TypeError):
        return None


@pytest.mark.parametrize("key", KEYS)
def test_no_difference_goes_unsaid(key):
    says = definition(key)
    tried = 0
    for stored in _mutants(says.to_json()):
        other = _read(stored)
        if other is None:
            continue
        tried += 1
        assert bool(compare(says, other)) is (says != other), stored
        assert bool(compare(other, says)) is (says != other), stored
    assert tried > 500


@pytest.mark.parametrize("key", KEYS)
def test_equal_definitions_have_no_changes(key):
    assert compare(definition(key), Definition.from_json(definition(key).to_json())) == ()


def _said(new: Definition, old: Definition = SAYS) -> list[tuple[str, str, str]]:
    return [(each.words, each.before, each.after) for each in compare(old, new)]


MONTHS, PENCE = Cap(CapUnit.MONTHS, 6), Cap(CapUnit.PENCE, 1_500_000)
PLAIN = replace(SAYS, caps=(PENCE, MONTHS))
CAPS = {
    "raised": (
        (replace(PENCE, limit=2_000_000), MONTHS),
        [("Limit raised", "Up to £15,000", "Up to £20,000")],
    ),
    "lowered": ((PENCE, replace(MONTHS, limit=3)), [("Limit lowered", "Up to 6 months", "Up to 3 months")]),
    "softened": (
        (PENCE, replace(MONTHS, hard=False)),
        [("Limit changed", "Up to 6 months", "Up to 6 months, or more if you say why")],
    ),
    "removed": ((PENCE,), [("Limit removed", "Up to 6 months", "")]),
    "added": ((PENCE, MONTHS, Cap(CapUnit.WTE, 1)), [("Limit added", "", "Up to 1.00 WTE")]),
    "in another order": ((MONTHS, PENCE), [("New order: Limits", "", "")]),
}  # fmt: skip


@pytest.mark.parametrize(("caps", "words"), CAPS.values(), ids=CAPS)
def test_a_limit(caps, words):
    assert _said(replace(PLAIN, caps=caps), PLAIN) == words


def _with_questions(change) -> Definition:
    sections = [
        replace(s, questions=change(s.questions)) if s.key == "project" else s
        for s in SAYS.sections
    ]
    return replace(SAYS, sections=tuple(sections))


def test_a_question_removed_is_named():
    assert _said(_with_questions(lambda qs: qs[1:])) == [
        ("Question removed", "What is your project called?", "")
    ]


def test_questions_in_another_order_are_said_once():
    assert _said(_with_questions(lambda qs: (qs[1], qs[0], *qs[2:]))) == [
        ("New order: Sections and questions", "", "")
    ]


def test_a_question_in_another_section_has_moved_and_is_not_removed():
    project, people = SAYS.section("project"), SAYS.section("people")
    moved = project.questions[0]
    sections = {
        "project": replace(project, questions=project.questions[1:]),
        "people": replace(people, questions=(*people.questions, moved)),
    }
    new = replace(SAYS, sections=tuple(sections.get(s.key, s) for s in SAYS.sections))
    assert _said(new) == [
        ("Question moved: What is your project called?", "Your project", "Mentor")
    ]


WELSH = {
    "added": (Text("Name"), Text("Name", "Enw"), ("Welsh added. Name", "", "Enw")),
    "removed": (Text("Name", "Enw"), Text("Name"), ("Welsh removed. Name", "Enw", "")),
    "changed": (Text("A", "Enw"), Text("A", "Teitl"), ("Welsh changed. Name", "Enw", "Teitl")),
}


@pytest.mark.parametrize(("old", "new", "words"), WELSH.values(), ids=WELSH)
def test_welsh_of_a_text(old, new, words):
    assert _said(replace(SAYS, name=new), replace(SAYS, name=old)) == [words]


def test_a_share_of_the_score():
    first, *rest = SAYS.criteria
    new = replace(SAYS, criteria=(replace(first, weight_percent=1), *rest))
    assert _said(new) == [(f"Share of the score: {first.title}", str(first.weight_percent), "1")]
