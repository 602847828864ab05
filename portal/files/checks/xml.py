"""The XML inside a Word document: fields that fetch or run, scripts, and people's names."""

import io
import re
from dataclasses import dataclass, field
from typing import Any

from defusedxml import ElementTree as Safe

from portal.files.checks.verdict import active, damaged, too_much

MOST_ELEMENTS = 400_000
# The first word of a field that starts a program, or fetches from elsewhere.
_FIELDS = frozenset(
    {
        "DDE", "DDEAUTO", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "EMBED",
        "DATABASE", "PRINT", "RD", "HTMLACTIVEX",
    }
)  # fmt: skip
_RUNS = frozenset({"script", "OLEObject", "control", "altChunk", "subDoc", "foreignObject"})
_FIRST_WORD = re.compile(r"[\s\"]*([a-z]+)", re.IGNORECASE)
_SCHEME = re.compile(r"\s*hyperlink\s+\"?\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SHARE = re.compile(r"\s*hyperlink\s+\"?\s*(\\\\|//)", re.IGNORECASE)
_NAMES = re.compile(rb"""(?<=[\s:])(author|initials|userId|providerId)(\s*=\s*)("[^"]*"|'[^']*')""")
_TEMPLATE = re.compile(
    rb"<(\w+:)?(attachedTemplate|docVars)\b([^>]*/>|[^>]*>.*?</(\w+:)?\2\s*>)", re.DOTALL
)
_DRAWING_RUNS = re.compile(rb"""\son\w+\s*=|href\s*=\s*["'](?!\#|data:image/)""", re.IGNORECASE)
NOBODY = b"Author"


@dataclass(slots=True)
class _Fields:
    """The fields that are open, the innermost last, each as the words of its instruction."""

    open: list[str] = field(default_factory=lambda: [""])

    def say(self, words: str) -> None:
        """Add to the instruction of the innermost; a field may be told in many pieces."""
        self.open[-1] += words

    def begin(self) -> None:
        """Open a field. One inside another must not spell its first word."""
        if len(self.open) > 1 and not self.open[-1].strip():
            raise active("field whose name is a field")
        self.open.append("")

    def end(self) -> None:
        """Close the innermost, or its instruction; told twice, it is nothing the second time."""
        if len(self.open) > 1:
            _check_field(self.open.pop())


def check_part(part: bytes) -> None:
    """Refuse XML that declares entities, or has fields or elements that run or fetch.

    It must be UTF-8, so that names can be found in it by their letters. Raises Rejected, or what
    the parser raises.
    """
    _must_be_utf8(part)
    fields, count = _Fields(), 0
    for _event, element in Safe.iterparse(io.BytesIO(part), events=("end",), forbid_dtd=True):
        if (count := count + 1) > MOST_ELEMENTS:
            raise too_much("elements of a part")
        _hold(element, fields)
        element.clear()
    for left in fields.open:
        _check_field(left)


def check_drawing(part: bytes) -> None:
    """Refuse an SVG that runs or fetches. Raises Rejected, or what the parser raises."""
    check_part(part)
    if _DRAWING_RUNS.search(part):
        raise active("drawing")


def without_names(part: bytes) -> bytes:
    """Return a part with nobody's name on comments and changes, and no template or variables."""
    bare = _TEMPLATE.sub(b"", part) if b"attachedTemplate" in part or b"docVars" in part else part
    return _NAMES.sub(rb'\1\2"' + NOBODY + b'"', bare)


def _must_be_utf8(part: bytes) -> None:
    head = part[:200].lower()
    said = re.search(rb"encoding\s*=\s*[\"']([a-z0-9_-]+)", head)
    if b"\0" in head or (said and said[1] not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}):
        raise damaged("encoding of a part")
    part.decode("utf-8")


def _hold(element: Any, fields: _Fields) -> None:
    """Follow the fields of a document; refuse what runs wherever it stands."""
    tag = str(element.tag).rpartition("}")[2]
    if tag in _RUNS:
        raise active(f"element {tag}")
    if tag in {"instrText", "delInstrText"}:
        fields.say(element.text or "")
    elif tag == "fldChar":
        kind = next((v for k, v in element.attrib.items() if k.endswith("fldCharType")), "")
        fields.begin() if kind == "begin" else fields.end()
    elif tag == "fldSimple":
        for key, value in element.attrib.items():
            if key.endswith("instr"):
                _check_field(value)


def _check_field(words: str) -> None:
    first = _FIRST_WORD.match(words)
    if first and first[1].upper() in _FIELDS:
        raise active(f"field {first[1]}")
    scheme = _SCHEME.match(words)
    if _SHARE.match(words) or (scheme and scheme[1].lower() not in {"http", "https", "mailto"}):
        raise active("field with a link to elsewhere")
