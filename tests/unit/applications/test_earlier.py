"""Which words are set aside, and when a sitting begins: pure rules, by table."""

from datetime import timedelta
from uuid import UUID

import pytest

from portal.applications import earlier
from portal.applications.models import SectionEntry
from portal.applications.saved import Tab
from tests.conftest import NOW

ME, OTHER = UUID(int=1), UUID(int=2)
LONG = "w" * 41


def entry(**values) -> SectionEntry:
    given = {"answers": {"a": LONG}, "saved_at": NOW, "saved_by_id": ME, "is_complete": False}
    return SectionEntry(**{"tab": "mine", "turn": 1, **given, **values})


@pytest.mark.parametrize(
    ("found", "later", "begins"),
    [
        (None, timedelta(0), True),
        (entry(), timedelta(minutes=9, seconds=59), False),
        (entry(), timedelta(minutes=10), True),
        (entry(saved_by_id=OTHER), timedelta(0), True),
        (entry(is_complete=True), timedelta(0), True),
    ],
)
def test_when_a_sitting_begins(found, later, begins):
    assert earlier.is_new_sitting(found, ME, NOW + later) is begins


@pytest.mark.parametrize(
    ("found", "new", "last", "is_same_tab", "aside"),
    [
        (entry(), {"a": LONG + "x"}, timedelta(minutes=1), True, False),
        (entry(), {"a": LONG + "x"}, timedelta(minutes=10), True, True),
        (entry(), {"a": LONG + "x"}, None, True, True),
        (entry(), {"a": LONG + "x"}, timedelta(minutes=1), False, True),
        (entry(is_complete=True), {"a": LONG + "x"}, timedelta(minutes=1), True, True),
        (entry(), {"a": ""}, timedelta(minutes=1), True, True),
        (entry(), {}, timedelta(minutes=1), True, True),
        (entry(), {"a": LONG[:21]}, timedelta(minutes=1), True, False),
        (entry(), {"a": LONG[:20]}, timedelta(minutes=1), True, True),
        (entry(answers={"a": LONG[:40]}), {"a": ""}, timedelta(minutes=1), True, False),
        (entry(answers={"a": None, "b": ["x"]}), {}, timedelta(minutes=1), True, False),
    ],
)
def test_what_is_set_aside(found, new, last, is_same_tab, aside):
    last_at = None if last is None else NOW - last
    assert earlier.is_set_aside(found, new, last_at, is_same_tab=is_same_tab, now=NOW) is aside


@pytest.mark.parametrize(
    ("answers", "found"),
    [({}, False), ({"a": "", "b": []}, False), ({"a": None}, False), ({"b": ["x"]}, True)],
)
def test_what_has_words(answers, found):
    assert earlier.has_words(answers) is found


@pytest.mark.parametrize(
    ("tab", "saved"), [(Tab("mine", 9), True), (Tab("other", 1), False), (Tab(), False)]
)
def test_which_page_saved_last(tab, saved):
    assert tab.saved(entry()) is saved
    assert tab.saved(entry(tab="")) is False
