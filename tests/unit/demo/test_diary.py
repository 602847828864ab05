"""Acts happen in the order of their instants, and what is due later never happens."""

from datetime import timedelta

import pytest

from portal.demo.diary import Diary
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


def test_acts_in_order_of_time_then_of_entry():
    diary, seen = Diary(), []
    for minutes, name in ((2, "c"), (1, "a"), (1, "b")):
        diary.enter(NOW + minutes * MINUTE, lambda now, name=name: seen.append((name, now)))
    assert diary.run(NOW + 5 * MINUTE) == 3
    assert seen == [("a", NOW + MINUTE), ("b", NOW + MINUTE), ("c", NOW + 2 * MINUTE)]


@pytest.mark.parametrize(("until", "done"), [(-1, 0), (0, 1), (1, 2)])
def test_runs_to_the_last_instant_and_no_further(until, done):
    diary = Diary()
    for minutes in (0, 1):
        diary.enter(NOW + minutes * MINUTE, lambda now: None)
    assert diary.run(NOW + until * MINUTE) == done


def test_an_act_may_enter_later_ones():
    diary, seen = Diary(), []
    diary.enter(NOW, lambda now: diary.enter(now + MINUTE, seen.append))
    diary.run(NOW + MINUTE)
    assert seen == [NOW + MINUTE]


def test_the_past_is_refused():
    diary = Diary()
    diary.enter(NOW, lambda now: diary.enter(now - MINUTE, lambda _now: None))
    with pytest.raises(ValueError, match="is past"):
        diary.run(NOW)
