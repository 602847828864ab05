"""Check a file in a process of its own: a bomb ends that process, and neither ours nor a lock."""

import json
import logging
import subprocess
import sys
import threading

from portal.files.checks.sieve import kind_of
from portal.files.checks.verdict import Accepted, Kind, Reason, Rejected, Why
from portal.kernel.config import PACKAGE

LONGEST = 15.0  # seconds on the wall, on a machine that is busy
AT_ONCE = 2  # others wait: as many as a small machine has cores

_turns = threading.BoundedSemaphore(AT_ONCE)
log = logging.getLogger(__name__)


def check(name: str, content: bytes) -> Accepted:
    """Return what is kept of a file sent under this name. Raises Rejected. Touches no database.

    Takes a fifth of a second, and up to LONGEST for what is meant to take long.
    """
    kind = kind_of(name, content)
    with _turns:
        answer = _asked(kind, content)
    said, _newline, kept = answer.partition(b"\n")
    found = json.loads(said)
    if "reason" in found:
        log.info("a %s was refused: %s %s", kind.value, found["why"], found["what"])
        raise Rejected(Reason(found["reason"]), Why(found["why"]), found["what"])
    return Accepted(kind, kept, found["facts"])


def _asked(kind: Kind, content: bytes) -> bytes:
    """Return the answer of the other process, which gets none of our settings."""
    command = [sys.executable, "-B", "-m", "portal.files.checks.child", kind.value]
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, and one of four words
            command,
            input=content,
            capture_output=True,
            timeout=LONGEST,
            cwd=PACKAGE.parent,
            env={},
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        log.warning("the check of a %s did not end: %s", kind.value, (error.stderr or b"")[-300:])
        raise Rejected(Reason.FAILED, Why.TOO_MUCH, "memory or time") from error
    return done.stdout
