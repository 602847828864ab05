"""The names that files are sent under, and the names they are shown and served under."""

import pytest

from portal.files.checks.names import shown
from portal.files.checks.verdict import Kind

NAMES = {
    "plan.pdf": "plan.pdf",
    "My plan 2.PDF": "My plan 2.pdf",
    "cynllun â'r tîm.pdf": "cynllun â'r tîm.pdf",
    "计划.pdf": "计划.pdf",
    "خطة.pdf": "خطة.pdf",
    "plan 😀.pdf": "plan 😀.pdf",
    "../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\windows\\win.pdf": "win.pdf",
    "C:\\Users\\megan\\plan.pdf": "plan.pdf",
    "/etc/passwd": "passwd.pdf",
    "\\\\server\\share\\plan.pdf": "plan.pdf",
    "..": "file.pdf",
    ".": "file.pdf",
    "": "file.pdf",
    "   ": "file.pdf",
    ".pdf": "pdf.pdf",
    ".htaccess": "htaccess.pdf",
    "-rf.pdf": "rf.pdf",
    "con.pdf": "_con.pdf",
    "CON.tar.pdf": "_CON.tar.pdf",
    "LPT1.pdf": "_LPT1.pdf",
    "nul": "_nul.pdf",
    "plan.pdf.exe": "plan.pdf.pdf",
    "plan.exe.pdf": "plan.exe.pdf",
    "plan.pdf ": "plan.pdf",
    "plan.pdf...": "plan.pdf",
    "plan\x00.exe.pdf": "plan.exe.pdf",
    "plan\r\nSet-Cookie: a=b.pdf": "plan Set-Cookie_ a_b.pdf",
    "\u202efdp.exe.pdf": "fdp.exe.pdf",
    "pl\u200ban\ufeff.pdf": "plan.pdf",
    "plan\u2066x\u2069.pdf": "planx.pdf",
    "pl\ud800an.pdf": "plan.pdf",
    'plan"; filename="evil.exe.pdf': "plan__ filename__evil.exe.pdf",
    "<script>alert(1)</script>.pdf": "script.pdf",
    "<img src=x onerror=alert(1)>.pdf": "img src_x onerror_alert(1).pdf",
    "=cmd|'x'!A1.pdf": "cmd_'x'!A1.pdf",
    "%2e%2e%2fplan.pdf": "2e_2e_2fplan.pdf",
    "a" * 400 + ".pdf": "a" * 100 + ".pdf",
    "plan.pdf:stream": "plan.pdf",
    "{{7*7}}.pdf": "7_7.pdf",
    "cafe\u0301.pdf": "café.pdf",
}


@pytest.mark.parametrize("sent", NAMES, ids=ascii)
def test_what_is_shown_of_a_name(sent):
    name = shown(sent, Kind.PDF)
    assert name == NAMES[sent]
    assert shown(name, Kind.PDF) == name
