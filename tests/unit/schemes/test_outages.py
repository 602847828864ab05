"""The rule for outages: which touch a close, and what they make of it. UK times, 2026."""

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.clock import LONDON
from portal.schemes import outages


def at(text: str) -> datetime:
    """A UK wall time, as "23.11 16:50"."""
    return datetime.strptime(f"2026.{text}", "%Y.%d.%m %H:%M").replace(tzinfo=LONDON)


def call(closes="23.11 17:00", opens="01.10 09:00", grace=10):
    return SimpleNamespace(opens_at=at(opens), closes_at=at(closes), grace_minutes=grace)


@pytest.mark.parametrize(
    ("length", "counts"),
    [
        (timedelta(minutes=5) - timedelta(seconds=1), False),
        (timedelta(minutes=5), True),
        (timedelta(days=7), True),
        (timedelta(days=7, seconds=1), False),
        (timedelta(days=-1), False),
    ],
)
def test_how_long_an_outage_is(length, counts):
    assert outages.counts(at("23.11 12:00"), at("23.11 12:00") + length) is counts


@pytest.mark.parametrize(
    ("since", "until", "touches"),
    [
        ("23.11 15:00", "23.11 15:59", False),  # over before the last hour
        ("23.11 15:00", "23.11 16:00", True),  # reaches its first instant
        ("23.11 16:50", "23.11 17:20", True),
        ("23.11 17:10", "23.11 17:30", True),  # begins in the last instant of the grace
        ("23.11 17:11", "23.11 17:30", False),
        ("30.09 09:00", "30.09 23:00", False),  # before it opened
    ],
)
def test_which_close_it_touches(since, until, touches):
    assert outages.touches(call(), at(since), at(until)) is touches


@pytest.mark.parametrize(
    ("closes", "since", "until", "becomes"),
    [
        ("23.11 17:00", "23.11 16:50", "23.11 17:20", "23.11 18:30"),  # an hour after it is back
        ("23.11 17:00", "23.11 16:05", "23.11 16:10", "23.11 17:15"),  # what was lost, in quarters
        ("23.11 17:00", "23.11 16:05", "23.11 16:21", "23.11 17:30"),
        ("23.11 12:00", "23.11 08:00", "23.11 11:30", "23.11 15:30"),
        ("23.11 17:00", "23.11 16:00", "23.11 19:00", "23.11 20:00"),  # 8pm is still a fair close
        ("23.11 17:00", "23.11 16:00", "23.11 19:01", "24.11 12:00"),  # after it: the next noon
        ("23.11 23:59", "23.11 23:50", "23.11 23:56", "24.11 12:00"),
        ("23.11 23:59", "23.11 22:00", "24.11 03:00", "24.11 12:00"),
        (
            "24.10 23:59",
            "24.10 23:00",
            "25.10 02:30",
            "25.10 12:00",
        ),  # the night the clocks go back
    ],
)
def test_the_new_close(closes, since, until, becomes):
    assert outages.new_close(call(closes), at(since), at(until)) == at(becomes)


@pytest.mark.parametrize("minutes", [5, 6, 59, 61, 240, 1439, 9999])
def test_nobody_loses_time_and_everybody_has_an_hour(minutes):
    since = at("23.11 16:30")
    until = since + timedelta(minutes=minutes)
    becomes = outages.new_close(call(), since, until)
    assert becomes - call().closes_at >= timedelta(minutes=minutes)
    assert becomes >= until + timedelta(hours=1)
    wall = becomes.astimezone(LONDON)
    assert 10 <= wall.hour <= 20
    assert wall.minute % 15 == 0


# --- whatever ends at an instant: a pass, a second step, the end of a last day ---

CLOCKS_CHANGE = ["24.10 23:59", "25.10 00:59", "25.10 01:30", "28.03 00:30", "28.03 02:30"]


@pytest.mark.parametrize("closes", [*CLOCKS_CHANGE, "23.11 17:00", "05.12 00:00"])
@pytest.mark.parametrize("minutes", [5, 14, 15, 16, 61, 180, 1440, 10_080])
@pytest.mark.parametrize("before", [-10, 0, 1, 59, 600])
def test_no_close_loses_time_and_the_night_of_a_clock_change_is_a_night(closes, minutes, before):
    closes_at = at(closes).astimezone(UTC)
    since = closes_at - timedelta(minutes=before)
    until = since + timedelta(minutes=minutes)
    becomes = outages.later(closes_at, since, until)
    assert becomes - closes_at >= timedelta(minutes=minutes)
    assert becomes - until >= timedelta(hours=1)
    wall = becomes.astimezone(LONDON)
    assert time(10) <= wall.time() <= time(20)
    assert becomes - max(closes_at + timedelta(minutes=minutes), until) < timedelta(hours=18)


@pytest.mark.parametrize(
    ("since", "until", "reaches"),
    [
        ("23.11 16:50", "23.11 17:20", True),
        ("23.11 17:00", "23.11 17:20", True),  # begins in the very last instant
        ("23.11 17:01", "23.11 17:20", False),  # a pass has no grace
        ("23.11 15:30", "23.11 15:59", False),
        ("23.11 15:30", "23.11 16:00", True),
        ("22.11 08:00", "22.11 09:00", False),  # before it was given
        ("22.11 08:00", "23.11 16:30", True),  # given, by the clock, while nothing was served
    ],
)
def test_what_reaches_a_close_without_a_grace(since, until, reaches):
    given, closes = at("22.11 10:00"), at("23.11 17:00")
    assert outages.reaches(given, closes, closes, at(since), at(until)) is reaches


@settings(max_examples=200)
@given(
    lost=st.integers(5, 10_080),
    off=st.integers(-130, 10_140),
    grace=st.integers(0, 120),
    hour=st.integers(0, 24 * 366),
)
def test_what_the_rule_reaches_is_among_what_is_looked_at(lost, off, grace, hour):
    closes_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    since = closes_at - timedelta(minutes=off)
    until = since + timedelta(minutes=lost)
    last_at = closes_at + timedelta(minutes=grace)
    if outages.reaches(closes_at - timedelta(days=30), closes_at, last_at, since, until):
        first, last = outages.around(since, until)
        assert first <= closes_at <= last
        assert outages.later(closes_at, since, until) > max(closes_at, until)
