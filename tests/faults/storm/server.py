"""Gunicorn with two processes, as the README says for many processes, and how to kill one."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

PROCESSES, THREADS = 2, 4
PATIENCE_S = 60


def environment(url: str, folder: Path, secret: str, port: int) -> dict[str, str]:
    """What the served portal reads: nothing of this machine's own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "SECRET_KEY": secret,
        "BASE_URL": f"http://127.0.0.1:{port}",
        "PYTHONWARNINGS": "ignore",
    }


@contextmanager
def gunicorn(url: str, folder: Path, secret: str) -> Iterator[tuple[int, subprocess.Popen]]:
    """Serve on a free port until the block ends; gives the port and the process that watches."""
    port = _free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--preload", "-k", "gthread", "-w", str(PROCESSES),
        "--threads", str(THREADS), "-b", f"127.0.0.1:{port}", "--log-level", "error", "wsgi:app",
    ]  # fmt: skip
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment(url, folder, secret, port), stdout=log, stderr=log
        )
        try:
            _wait_for(port)
            yield port, process
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def kill_one(watcher: subprocess.Popen, chance: Random) -> bool:
    """Kill one serving process outright, at whatever it was doing. False where none is up."""
    children = Path(f"/proc/{watcher.pid}/task/{watcher.pid}/children").read_text().split()
    if not children:
        return False
    try:
        os.kill(int(chance.choice(children)), signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")
