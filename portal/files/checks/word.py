"""A Word document is a ZIP of parts: each is held against what may be in it, and packed anew.

Who wrote it goes: properties, custom data, people, and the names on comments and tracked changes.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import ElementTree as Safe
from defusedxml.common import DefusedXmlException

from portal.files.checks.picture import redraw
from portal.files.checks.relations import OFFICE_DOCUMENT, kept_relations, source_of
from portal.files.checks.verdict import (
    Accepted,
    Kind,
    Reason,
    Rejected,
    Why,
    active,
    damaged,
    too_much,
)
from portal.files.checks.xml import check_drawing, check_part, without_names

MOST_PARTS = 500
LARGEST_PART = 20 * 1024 * 1024  # bytes, unfolded
LARGEST_WHOLE = 60 * 1024 * 1024  # bytes, unfolded
MOST_RATIO = 120  # to one; a text of nothing but one letter is about 1,000
SMALL = 256 * 1024  # bytes up to which nobody asks for the ratio
TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_BAD_TYPES = re.compile(
    r"macroenabled|vba|oleobject|activex|\.package|html|octet|afchunk", re.IGNORECASE
)
_NAME = re.compile(r"(?!/)(?!.*(^|/)\.\.?(/|$))[A-Za-z0-9 _.\-\[\]{}()/%~]{1,200}")
_DROPPED = re.compile(
    r"docProps/|docMetadata/|customXml/|_xmlsignatures/|word/people\.xml$|word/printerSettings",
    re.IGNORECASE,
)
_PICTURES = {
    ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".jpe": "JPEG", ".gif": "GIF", ".bmp": "BMP",
    ".tif": "TIFF", ".tiff": "TIFF",
}  # fmt: skip
# Drawings of Word's own, and fonts that it has scrambled: they hold no names.
_AS_THEY_ARE = {
    ".emf": (b"\x01\x00\x00\x00",),
    ".wmf": (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00"),
    ".odttf": (b"",),
}


def clean(content: bytes, kind: Kind) -> Accepted:
    """Return the document packed anew, without what says who wrote it. Raises Rejected."""
    try:
        parts = _unpacked(content)
        kept = _cleaned(parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise damaged(f"zip: {error}") from error
    except DefusedXmlException as error:
        raise active(f"xml: {type(error).__name__}") from error
    except (ParseError, UnicodeDecodeError, ValueError) as error:
        raise damaged(f"xml: {error}") from error
    return Accepted(kind, _packed(kept), {"parts": len(kept)})


def _unpacked(content: bytes) -> dict[str, bytes]:
    """Return the parts by name. What they say of their size is held against what comes out."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        listed = [info for info in packed.infolist() if not info.is_dir()]
        if len(listed) > MOST_PARTS:
            raise too_much(f"{len(listed)} parts")
        if any(info.flag_bits & 0x1 for info in listed):
            raise Rejected(Reason.PASSWORD)
        names = [info.filename for info in listed]
        if len({name.casefold() for name in names}) < len(names):
            raise damaged("a part is there twice")
        if any(not _NAME.fullmatch(name) for name in names):
            raise damaged("the name of a part")
        if sum(info.file_size for info in listed) > LARGEST_WHOLE:
            raise too_much("bytes unfolded")
        return {info.filename: _read(packed, info) for info in listed}


def _read(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    ratio = info.file_size / max(info.compress_size, 1)
    if info.file_size > LARGEST_PART or (info.file_size > SMALL and ratio > MOST_RATIO):
        raise too_much(f"{info.filename[:60]} unfolds to {info.file_size}")
    with packed.open(info) as part:
        found = part.read(info.file_size + 1)
    if len(found) != info.file_size:
        raise damaged("the size of a part")
    return found


def _cleaned(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what is kept of each part. Raises Rejected, or what the parsers raise."""
    names = [n for n in parts if not _DROPPED.match(n) and n != TYPES]
    main = _main_part(parts)
    kept: dict[str, bytes] = {}
    for name in names:
        if not name.endswith(".rels"):
            kept[name] = _part(name, parts[name])
    for name in names:
        if name.endswith(".rels") and source_of(name) in {"", *kept}:
            kept[name] = kept_relations(name, parts[name], frozenset(kept))
    return {TYPES: _types(parts, main, kept), **kept}


def _main_part(parts: Mapping[str, bytes]) -> str:
    """Return the name of the document itself, where the package says that it is one of Word."""
    if TYPES not in parts or "_rels/.rels" not in parts:
        raise Rejected(Reason.WRONG_KIND, Why.MISNAMED, "no office document")
    for each in Safe.fromstring(parts["_rels/.rels"], forbid_dtd=True):
        if each.get("Type", "").endswith(OFFICE_DOCUMENT):
            return str(each.get("Target", "")).lstrip("/")
    raise Rejected(Reason.WRONG_KIND, Why.MISNAMED, "no main part")


def _part(name: str, part: bytes) -> bytes:
    """Return a part as it is kept: XML checked and without names, pictures drawn anew."""
    ending = f".{name.rpartition('.')[2].lower()}"
    if ending == ".svg":
        check_drawing(part)
        return part
    if ending == ".xml":
        check_part(part)
        return without_names(part)
    if form := _PICTURES.get(ending):
        return redraw(part, form)
    if ending in _AS_THEY_ARE and part.startswith(_AS_THEY_ARE[ending]):
        return part
    if ending == ".bin" or name.startswith(("word/embeddings/", "word/activeX/")):
        raise active(f"part {name[:60]}")
    raise Rejected(Reason.FAILED, Why.HOLDS_FILES, f"part {name[:60]}")


def _types(parts: Mapping[str, bytes], main: str, kept: Mapping[str, bytes]) -> bytes:
    """Return the list of types, for what is kept alone. Raises Rejected for one with macros."""
    root = Safe.fromstring(parts[TYPES], forbid_dtd=True)
    space = root.tag.rpartition("}")[0].lstrip("{")
    made = Element("Types", {"xmlns": space})
    types_of_main = []
    for each in root:
        says = each.get("ContentType", "")
        tag = each.tag.rpartition("}")[2]
        of = (
            each.get("PartName", "").lstrip("/") if tag == "Override" else each.get("Extension", "")
        )
        if tag == "Override" and of == main:
            types_of_main.append(says)
        if not _is_of(tag, of, kept):
            continue
        if _BAD_TYPES.search(says):
            raise active(f"type {says[:80]}")
        SubElement(made, tag, dict(each.attrib))
    if types_of_main != [MAIN]:
        _refuse_main(types_of_main)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + tostring(made)


def _is_of(tag: str, of: str, kept: Mapping[str, bytes]) -> bool:
    """Say whether a type is that of a part, or of an ending, that is kept."""
    if tag == "Override":
        return of in kept
    return any(name.lower().endswith(f".{of.lower()}") for name in kept)


def _refuse_main(says: list[str]) -> None:
    """Say why a package is not a plain Word document: macros, a template, a sheet, no type."""
    if any(_BAD_TYPES.search(each) for each in says):
        raise active(f"type {says}")
    raise Rejected(Reason.WRONG_KIND, Why.MISNAMED, f"type {says}")


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts as a new package, with no time, comment or order of the old one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(parts, key=lambda each: (each != TYPES, each)):
            packed.writestr(zipfile.ZipInfo(name), parts[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
