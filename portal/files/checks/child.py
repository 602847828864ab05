"""One check in a process of its own, which may use so much memory and time and write no file.

Started by `apart` with the kind as its argument and the content on its input; answers with one
line of JSON, then what is kept.
"""

import contextlib
import importlib
import json
import resource
import sys

from portal.files.checks.verdict import Kind, Rejected, too_much

MEMORY = 768 * 1024 * 1024  # bytes of addresses
SECONDS = 4  # of the processor
MODULES = {Kind.PDF: "pdf", Kind.WORD: "word", Kind.JPEG: "picture", Kind.PNG: "picture"}


def main() -> None:
    """Check what is on the input, and answer."""
    _limit()
    kind = Kind(sys.argv[1])
    try:
        module = importlib.import_module(f"portal.files.checks.{MODULES[kind]}")
        found = module.clean(sys.stdin.buffer.read(), kind)
    except Rejected as error:
        _answer({"reason": error.reason, "why": error.why, "what": error.what})
    except (MemoryError, RecursionError):
        _answer(vars(too_much("memory")))
    else:
        _answer({"facts": found.facts}, found.content)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # where there are fewer already
        resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(said: dict[str, object], content: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
