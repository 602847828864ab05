"""The name a file was sent under, made fit to show and to serve. Never a path of ours."""

import re
import unicodedata
from pathlib import PurePosixPath

from portal.files.checks.verdict import ENDINGS, Kind

LONGEST = 100  # characters before the ending
NAMELESS = "file"
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE
)
_NOT_IN_NAMES = re.compile(r'[<>:"|?*%;=`${}]')


def ending(name: str) -> str:
    """Return the ending of a name as sent, small, with its dot; empty where it has none."""
    return PurePosixPath(_bare(name)).suffix.lower()


def shown(name: str, kind: Kind) -> str:
    """Return the name without path, control, direction or reserved words, ending as its kind.

    Letters of all languages stay. What is left is never empty and never starts with a dot.
    """
    bare = _bare(name)
    stem = bare[: -len(suffix)] if (suffix := PurePosixPath(bare).suffix) else bare
    stem = " ".join(_NOT_IN_NAMES.sub("_", stem).split()).strip(" ._-")
    stem = stem[:LONGEST].rstrip(" ._-") or NAMELESS
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem}{ENDINGS[kind][0]}"


def _bare(name: str) -> str:
    """Return the last part of a path of any system, of printable characters only."""
    last = re.split(
        r"[/\\]", unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode())
    )[-1]
    seen = (" " if ch.isspace() else ch for ch in last if ch.isspace() or _is_shown(ch))
    return "".join(seen).strip(" .")


def _is_shown(ch: str) -> bool:
    """Say whether a character shows: not control, format (direction, joiners), private or none."""
    return not unicodedata.category(ch).startswith("C")
