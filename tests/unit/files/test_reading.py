"""Who may open a file, how it is served, and what names the scanner's address may have."""

from datetime import UTC, datetime

import pytest

from portal.files.models import ScanState, Upload
from portal.files.pieces import size
from portal.files.policy import may_open
from portal.files.serving import disposition
from portal.kernel.config import Misconfigured, from_environ
from portal.kernel.ruling import Refusal

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WAITING, CLEAN, INFECTED = ScanState.NOT_SCANNED, ScanState.CLEAN, ScanState.INFECTED


@pytest.mark.parametrize(
    ("state", "removed", "own", "scanner", "answer"),
    [
        (CLEAN, None, False, True, "yes"),
        (CLEAN, None, False, False, "yes"),
        (WAITING, None, False, False, "yes"),
        (WAITING, None, False, True, Refusal.CONFLICT),
        (WAITING, None, True, True, "yes"),
        (INFECTED, None, True, True, Refusal.HIDDEN),
        (INFECTED, None, False, False, Refusal.HIDDEN),
        (CLEAN, NOW, True, True, Refusal.HIDDEN),
        (CLEAN, NOW, False, False, Refusal.HIDDEN),
    ],
)
def test_who_may_open_a_file(state, removed, own, scanner, answer):
    ruling = may_open(Upload(state=state, removed_at=removed), is_own=own, has_scanner=scanner)
    assert ("yes" if ruling else ruling.refusal) == answer


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("plan.pdf", 'attachment; filename="plan.pdf"'),
        ("é.pdf", "attachment; filename=\"e.pdf\"; filename*=UTF-8''%C3%A9.pdf"),
        ("计划.pdf", "attachment; filename=\".pdf\"; filename*=UTF-8''%E8%AE%A1%E5%88%92.pdf"),
        ("R&D, 'it' (1).pdf", "attachment; filename=\"R&D, 'it' (1).pdf\""),
    ],
)
def test_the_name_that_a_file_is_served_under(name, header):
    assert disposition(name) == header


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1KB"), (1024, "1KB"), (1_500_000, "1.4MB"), (1024 * 1024, "1.0MB"), (900_000, "879KB")],
)
def test_sizes_are_said_shortly(count, words):
    assert size(count) == words


@pytest.mark.parametrize(
    "at", ["", "localhost:3310", "10.0.0.7:3310", "[::1]:3310", "/run/clamd.ctl"]
)
def test_a_scanner_may_listen_at(at, tmp_path):
    assert from_environ({"CLAMD": at, "DATA_DIR": str(tmp_path)}).clamd == at


@pytest.mark.parametrize(
    "at", ["localhost", "localhost:", ":3310", "host:123456", "run/clamd", "a b:1"]
)
def test_a_scanner_listens_nowhere_else(at, tmp_path):
    with pytest.raises(Misconfigured, match="CLAMD must be like"):
        from_environ({"CLAMD": at, "DATA_DIR": str(tmp_path)})
