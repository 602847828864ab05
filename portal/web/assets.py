"""Install the NHS design system's files, and give every static file a lasting address.

`python -m portal.web.assets` copies what pages need from node_modules into static/vendor,
which git ignores: the fonts and every other outside address are cut out of the style sheet
on the way, so that a page asks nobody but us.
"""

import gzip
import hashlib
import re
import shutil
import sys
from functools import lru_cache
from pathlib import Path

from portal.kernel.config import ROOT, STATIC

NHSUK_VERSION = "10.6.1"
NHSUK = f"vendor/nhsuk-{NHSUK_VERSION}"
STATIC_URL = "/static"

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*")
_GZIPPED = {".css", ".js", ".svg", ".json"}


def own_style(css: str) -> str:
    """Return the style sheet without fonts from outside, source maps and rooted addresses.

    Raises ValueError when an address on another host is left.
    """
    css = _SOURCE_MAP.sub("", _FONT_FACE.sub("", css))
    css = re.sub(r"url\((['\"]?)/assets/", r"url(\1assets/", css).strip() + "\n"
    if re.search(r"url\(['\"]?(?:https?:)?//", css):
        raise ValueError("the style sheet still points at another host")
    return css


def install(modules: Path, static: Path) -> Path:
    """Copy the pinned nhsuk-frontend from `modules` into `static`; return its new folder.

    Raises FileNotFoundError when `npm ci` has not been run.
    """
    source = modules / "nhsuk-frontend" / "dist" / "nhsuk"
    target = static / NHSUK
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source / "assets", target / "assets")
    css = (source / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    js = (source / "nhsuk-frontend.min.js").read_text(encoding="utf-8")
    (target / "nhsuk-frontend.min.css").write_text(own_style(css), encoding="utf-8")
    (target / "nhsuk-frontend.min.js").write_text(_SOURCE_MAP.sub("", js), encoding="utf-8")
    for path in sorted(target.rglob("*")):
        if path.suffix in _GZIPPED:
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    return target


@lru_cache(maxsize=256)
def _digest(path: Path, _modified_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset_url(name: str) -> str:
    """Return the address of a static file, with its content's hash: it may be kept for ever.

    "css/headroom.css" is ours; "nhsuk/..." is the installed design system. A file that is
    not there gets its plain address.
    """
    inside = f"{NHSUK}/{name.removeprefix('nhsuk/')}" if name.startswith("nhsuk/") else name
    path = STATIC / inside
    if not path.is_file():
        return f"{STATIC_URL}/{inside}"
    return f"{STATIC_URL}/{inside}?v={_digest(path, path.stat().st_mtime_ns)}"


def main() -> int:
    """Install; say what is missing in one plain line."""
    try:
        folder = install(ROOT / "node_modules", STATIC)
    except FileNotFoundError as missing:
        sys.stderr.write(f"{missing.filename} is missing: run npm ci --ignore-scripts first\n")
        return 1
    sys.stdout.write(f"installed {folder.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
