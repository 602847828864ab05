"""Files of pay: what is read, what is refused, and which row is named."""

from contextlib import suppress
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.costing.figures import SHIPPED
from portal.costing.scales import Nation
from portal.rates.pages.held import csv_rows
from portal.rates.reading import (
    LARGEST,
    Column,
    Point,
    Unreadable,
    band_of,
    decoded,
    guessed,
    pence_of,
    read,
    sheet,
)
from portal.web.csv import document

ENGLAND, YEAR = Nation.ENGLAND, "2026/27"


def taken(data: bytes | str, nation=ENGLAND, year=YEAR):
    """Read a file as the portal does, its columns guessed."""
    table = sheet(decoded(data if isinstance(data, bytes) else data.encode()))
    return read(table, guessed(table.heads), nation, year)


OF_ALL = b"""nation,pay_year,band,step,pay
England,2026/27,5,1,32073
Wales,2026/27,5,1,9
England,2025/26,5,1,9
england,2026-27,5,2,34592
"""
TWO = (Point("5", 1, 3_207_300), Point("5", 2, 3_459_200))


@pytest.mark.parametrize(
    "data",
    [
        b"band,step,pay\n5,1,32073\n5,2,34592\n",
        b"\xef\xbb\xbfBand,Step,Pay\r\n5,1,32073\r\n5,2,34592\r\n",
        b"Band;Step;Salary\n5;1;32073,00\n5;2;34592,00\n",
        b"band\tstep\tannual_gbp\nBand 5\t1\t\xa332,073\nB5\t2\t\xa334,592.00\n",  # Windows-1252
        "band,step,pay\n5,1,£32 073\n5,2,34 592\n".encode(),
        "band,step,pay\n5,1,32073\n5,2,34592\n".encode("utf-16"),
        b"\n\nband,step,pay\n,,\n5,2,34592\n\n5,1,32073\n,,\n",  # empty rows, another order
        b'band,step,"pay,\nfull time"\n5,1,"32,073"\n5,2,"34,592"\n',
        b"band,pay\n5,34592\n5,32073\n",  # no steps: counted from the lowest pay
        OF_ALL,
    ],
)
def test_the_same_pay_is_read_however_it_was_saved(data):
    found = taken(data)
    assert (found.points, found.bad) == (TWO, ())
    assert found.is_whole


def test_rows_of_other_scales_are_counted():
    assert taken("nation,band,pay\nWales,5,1\nMars,5,1\nEngland,5,32073\n").left_out == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("10,1,30000,", "The band must be"),
        ("8e,1,30000,", "The band must be"),
        (",1,30000,", "The band must be"),
        ("5,0,30000,", "The step must be"),
        ("5,21,30000,", "The step must be"),
        ("5,top,30000,", "The step must be"),
        ("5,1,,", "The pay must be an amount"),
        ("5,1,to follow,", "The pay must be an amount"),
        ("5,1,-30000,", "The pay must be an amount"),
        ("5,1,1e9,", "The pay must be an amount"),
        ("5,1,٣٠٠٠٠,", "The pay must be an amount"),
        ("5,1,0,", "The pay must be more than £0"),
        ("5,1,1000001,", "The pay must be more than £0"),
        ("5,1,30000,41", "The years must be"),
        ("5,1,30000,two", "The years must be"),
        ("6,1,41000,", "Band 6 step 1 is in row 2 already"),
        ("6,2,39999,", "Band 6 step 2 pays less"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_applied(row, reason):
    found = taken(f"band,step,pay,years\n6,1,40000,0\n{row}\n")
    assert [bad.number for bad in found.bad] == [3]
    assert found.bad[0].reason.startswith(reason)
    assert not found.is_whole


def test_every_wrong_row_is_named_in_order():
    found = taken("band,pay\n5,x\n6,40000\n99,1\n")
    assert [bad.number for bad in found.bad] == [2, 4]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n \n", "empty"),
        (b"PK\x03\x04 a workbook", "not a CSV"),
        (b"%PDF-1.7", "not a CSV"),
        (b"band,pay\n5,\x00\n", "not a CSV"),
        (b"\x81\x8d", "cannot read the letters"),
        (b"x" * (LARGEST + 1), "too big"),
        (b"band,pay\n", "row of headings"),
        (b"band,pay\n" + b"5,1\n" * 2_001, "2,000 rows"),
        (b"a," * 61 + b"\n1\n", "60 columns"),
        (b'band,pay\n5,"' + b"9" * 200_000 + b'"\n', "rows and columns"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data, words):
    with pytest.raises(Unreadable, match=words):
        taken(data)


@pytest.mark.parametrize(
    ("heads", "columns"),
    [
        (("Band", "Step", "Annual pay (£)"), {"band": 0, "step": 1, "pay": 2}),
        (
            ("Pay year", "Nation", "Pay band", "Salary"),
            {"year": 0, "nation": 1, "band": 2, "pay": 3},
        ),
        (("x", "y"), {}),
        (("", "", "band"), {"band": 2}),
    ],
)
def test_columns_are_guessed_by_their_heads(heads, columns):
    assert guessed(heads) == {Column(name): place for name, place in columns.items()}


@pytest.mark.parametrize("nation", [Nation.ENGLAND, Nation.SCOTLAND, Nation.WALES])
def test_the_shipped_file_and_our_own_download_are_read_again(nation):
    shipped = (files("portal.costing") / "data" / "pay_scales.csv").read_bytes()
    scale = SHIPPED.scale_of_year(nation, YEAR)
    pay = sorted((p.band, p.step, p.annual_pence) for p in scale.points)
    for data in (shipped, document(csv_rows(SHIPPED, nation, YEAR))):
        found = taken(data, nation)
        assert [(p.band, p.step, p.annual_pence) for p in found.points] == pay
        assert found.bad == ()


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data):
    with suppress(Unreadable):
        assert all(point.annual_pence > 0 for point in taken(data).points)


@given(st.text(max_size=40))
def test_no_text_breaks_a_cell(text):
    for reader in (band_of, pence_of):
        with suppress(ValueError):
            assert reader(text)
