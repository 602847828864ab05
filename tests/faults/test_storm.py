"""Serving processes killed while people submit: nothing lost, nothing doubled, nothing half done.

A small run of what `python -m tests.faults.storm` does with 20,000 and 200 kills.
"""

from tests.faults.storm.whole import empty_database, run

SUBMISSIONS, KILLS = 80, 5


def test_every_receipt_has_its_one_row_whatever_was_killed(tmp_path):
    with empty_database(tmp_path) as url:
        outcome, found, _took = run(url, tmp_path, SUBMISSIONS, KILLS)
    assert found == []
    assert len(outcome.receipts) == SUBMISSIONS
    assert outcome.kills == KILLS
