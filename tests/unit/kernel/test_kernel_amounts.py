"""Money and hours as people write them, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.amounts import (
    parse_hundredths,
    parse_pence,
    plain,
    pounds,
    short_pounds,
)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("20,000", 2_000_000),
        ("£20,000", 2_000_000),
        ("£ 1.5", 150),
        (" 0.05 ", 5),
        ("1234.56", 123_456),
        ("0", 0),
        ("1,234,567.89", 123_456_789),
    ],
)
def test_money_is_read(text, pence):
    assert parse_pence(text) == pence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1e3",
        "sNaN",
        "NaN",
        "-5",
        "£20k",
        "1_000",
        "١٢٣",
        "1.234",
        "1,23",
        "20 000",
        "0x10",
        "1.",
        ".5",
        "Infinity",
        "1\x00",
        "９",
    ],
)
def test_what_is_not_an_amount_is_refused(text):
    with pytest.raises(ValueError):
        parse_pence(text)


@pytest.mark.parametrize("text", ["", "-1", "7,5", "1e1", "£7", "7.555", "seven"])
def test_what_is_not_hours_is_refused(text):
    with pytest.raises(ValueError):
        parse_hundredths(text)


@given(st.integers(0, 10**11))
def test_what_is_written_is_read_back(pence):
    assert parse_pence(pounds(pence)) == pence
    assert parse_pence(short_pounds(pence)) == pence


@given(st.integers(0, 99_999_999))
def test_hours_come_back_too(hundredths):
    assert parse_hundredths(plain(hundredths)) == hundredths


def test_a_debt_has_its_sign_first():
    assert pounds(-123_456) == "-£1,234.56"
