"""What each page of the journey costs over 1,000 applications: `make bench`.

Processor time is the median of the runs, in ms; `times plain` sets it beside a bare Flask page of
as many bytes, measured in the same run, so that it means the same on any machine.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import event

from portal.kernel import clock
from tests.benchmarks.plain import plain_app
from tests.benchmarks.world import World, build
from tests.browsing import Browser
from tests.conftest import NOW

CHECKED = "/can-i-apply?profession=NUR-ADULT&pay=5&contract=permanent&hours=37.5"
PAGES = (
    ("Catalogue", None, "/schemes"),
    ("Scheme", None, "/schemes/{slug}"),
    ("Can I apply, answered", None, CHECKED),
    ("Feed", None, "/schemes.atom"),
    ("API", None, "/api/schemes.json"),
    ("Sign in", None, "/sign-in"),
    ("Uptake", None, "/uptake?call={call}"),
    ("What needs me, applicant", "writer", "/"),
    ("Task list", "writer", "/applications/{draft}/tasks"),
    ("Section form", "writer", "/applications/{draft}/sections/project"),
    ("Time", "writer", "/applications/{draft}/time"),
    ("Costs", "writer", "/applications/{draft}/costs"),
    ("Check answers", "writer", "/applications/{draft}/check"),
    ("Requests", "manager", "/requests"),
    ("Request", "manager", "/requests/{request}"),
    ("Review pile", "reviewer", "/reviews"),
    ("Review", "reviewer", "/reviews/{task}"),
    ("Board of a call", "office", "/office/calls/{call}"),
    ("Assignment", "office", "/office/calls/{call}/reviewers"),
    ("Decisions", "office", "/office/calls/{call}/decisions"),
    ("Ranking of all", "chair", "/office/calls/{call}/ranking"),
)


def measure(ask, runs: int) -> float:
    """Return the median processor time of a call in ms, after one to warm up."""
    ask()
    times = []
    for _ in range(runs):
        before = time.process_time()
        ask()
        times.append((time.process_time() - before) * 1000)
    return statistics.median(times)


def queries_of(world: World, ask) -> int:
    """Count the statements of one request."""
    seen: list[str] = []

    def note(_conn, _cursor, statement, *_rest) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(world.database.engine, "before_cursor_execute", note)
    ask()
    event.remove(world.database.engine, "before_cursor_execute", note)
    return len(seen)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applications", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    clock.now = lambda: NOW  # the world is dated so
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        world = build(Path(folder), options.applications)
        sys.stdout.write(
            f"{options.applications} applications, made in {time.process_time() - began:.0f} s; "
            f"median of {options.runs} runs\n\n"
            f"{'page':<28}{'ms':>8}{'queries':>9}{'kB':>8}{'times plain':>13}\n"
        )
        browsers = {None: Browser(world.app)}
        for name, email in world.emails.items():
            browsers[name] = Browser(world.app).sign_in(email)
        for name, who, path in PAGES:
            client, address = browsers[who].client, path.format(**world.ids)
            response = client.get(address)
            if response.status_code != 200:
                sys.stdout.write(f"{name:<28} answered {response.status_code}\n")
                continue
            size = len(response.data)
            cost = measure(lambda c=client, a=address: c.get(a), options.runs)
            bare = plain_app(size).test_client()
            plain = measure(lambda b=bare: b.get("/"), options.runs)
            count = queries_of(world, lambda c=client, a=address: c.get(a))
            sys.stdout.write(
                f"{name:<28}{cost:>8.1f}{count:>9}{size / 1000:>8.1f}{cost / plain:>13.1f}\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
