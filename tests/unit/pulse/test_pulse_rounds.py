"""Rounds turn at midnight in the UK, not at midnight UTC."""

from datetime import UTC, date, datetime

import pytest

from portal.kernel.config import Misconfigured, from_environ
from portal.pulse.rounds import round_before, round_of, round_words

WINTER, SUMMER = date(2027, 1, 1), date(2027, 7, 1)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2027, 6, 30, 22, 59, 59, tzinfo=UTC), WINTER),
        (datetime(2027, 6, 30, 23, 0, tzinfo=UTC), SUMMER),  # 1 July in the UK
        (datetime(2027, 7, 1, 12, 0, tzinfo=UTC), SUMMER),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), WINTER),
    ],
)
def test_a_round_begins_with_the_uk_day(instant, expected):
    assert round_of(instant) == expected


def test_the_round_before_and_the_words():
    assert round_before(SUMMER) == WINTER
    assert round_before(WINTER) == date(2026, 7, 1)
    assert [round_words(SUMMER), round_words(WINTER)] == [
        "July to December 2027",
        "January to June 2027",
    ]


@pytest.mark.parametrize(("set_to", "is_on"), [("", True), ("on", True), ("off", False)])
def test_the_setting_is_on_or_off(tmp_path, set_to, is_on):
    environ = {"DATA_DIR": str(tmp_path), "SECRET_KEY": "k"}
    assert from_environ({**environ, "PULSE": set_to}).pulse is is_on
    assert from_environ(environ).pulse
    with pytest.raises(Misconfigured, match="PULSE"):
        from_environ({**environ, "PULSE": "no"})
