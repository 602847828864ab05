import csv
from io import StringIO

import pytest

from portal.web.csv import cell, document, download


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_what_a_spreadsheet_would_run_is_quoted(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Nurses", "Nurses"),
        ("", ""),
        (None, ""),
        (5195, "5195"),
        (-3, "-3"),
        ("3 to 7", "3 to 7"),
        ("–", "–"),
    ],
)
def test_all_else_is_left_alone(value, text):
    assert cell(value) == text


def test_a_file_is_read_back_as_it_was_written():
    rows = [["Job", "Staff"], ['Say "hello", now', "two\nlines"], ["Nyrsys â ê", 5]]
    data = document(rows)
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    read = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
    assert read == [[str(value) for value in row] for row in rows]


def test_it_is_handed_out_as_a_file_to_keep():
    response = download("uptake-2026.csv", [["Job"]])
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == 'attachment; filename="uptake-2026.csv"'
