"""Run the storm whole: `python -m tests.faults.storm --submissions 20000 --kills 200`.

On SQLite in a folder of its own, or on the PostgreSQL server that DATABASE_URL names (`.ci/postgres
python -m tests.faults.storm ...`). Prints what it saw; ends with 1 where anything is wrong.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.storm.whole import empty_database, run


def main() -> int:
    """Run it and say what came of it."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults.storm")
    asked.add_argument("--submissions", type=int, default=20_000)
    asked.add_argument("--kills", type=int, default=200)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, empty_database(Path(folder)) as url:
        outcome, found, took = run(url, Path(folder), given.submissions, given.kills)
    each = sorted(outcome.seconds)
    sys.stdout.write(
        f"{url.partition(':')[0]}: {len(outcome.receipts)} receipts of {given.submissions}"
        f" in {took:.0f} s, {outcome.kills} kills, {outcome.pressed_again} presses again,"
        f" median {each[len(each) // 2]:.2f} s, slowest {each[-1]:.1f} s;"
        f" {len(found)} findings\n"
    )
    sys.stdout.writelines(f"  {line}\n" for line in found[:40])
    return 1 if found or len(outcome.receipts) != given.submissions else 0


if __name__ == "__main__":
    sys.exit(main())
