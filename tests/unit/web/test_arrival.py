"""When a request began to arrive: what is believed of an edge, and of our own server."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.web.arrival import FIRST_BYTE, HEADER, first_byte

NOW = datetime(2026, 11, 23, 17, 12, tzinfo=UTC)
BEGAN = NOW - timedelta(minutes=3)
SECONDS = BEGAN.timestamp()


@pytest.mark.parametrize(
    "text",
    [f"t={SECONDS:.3f}", f"{SECONDS:.0f}", f"{SECONDS * 1000:.0f}", f"t={SECONDS * 1e6:.0f}"],
)
def test_an_edge_is_believed_only_where_it_is_trusted(text):
    environ = {HEADER: text}
    assert first_byte(environ, NOW, trusts_edge=True) == BEGAN
    assert first_byte(environ, NOW, trusts_edge=False) == NOW


@pytest.mark.parametrize(
    "text",
    [
        "",
        "t=",
        "now",
        "-1",
        "1e400",
        "nan",
        "9" * 41,
        "1.2.3",
        "t=٣",
        "0",
        "99999999999999999999999",
    ],
)
def test_nonsense_is_the_moment_at_which_it_is_whole(text):
    assert first_byte({HEADER: text}, NOW, trusts_edge=True) == NOW


@pytest.mark.parametrize(
    ("before", "believed"),
    [
        (timedelta(), True),
        (timedelta(minutes=10), True),
        (timedelta(minutes=10, microseconds=1), False),  # a body held open gains nothing
        (timedelta(microseconds=-1), False),  # a clock that was set back
    ],
)
def test_how_far_back_is_believed(before, believed):
    began = NOW - before
    assert first_byte({FIRST_BYTE: began}, NOW, trusts_edge=False) == (began if believed else NOW)
