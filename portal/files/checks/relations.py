"""The relations between the parts of a Word document: what it leads to and what it fetches."""

import posixpath
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml import ElementTree as Safe

from portal.files.checks.verdict import active

OFFICE_DOCUMENT = "/officeDocument"
# Parts that run, or hold something that another program opens.
_RUNS = frozenset(
    {
        "vbaProject", "wordVbaData", "oleObject", "package", "control", "activeXControlBinary",
        "frame", "subDocument", "aFChunk", "externalLink", "attachedToolbars", "mailMergeSource",
        "mailMergeHeaderSource", "recipientData", "transform", "keyMapCustomizations",
    }
)  # fmt: skip
# A document made from a template of a trust's own names it. The name tells who and where, and
# fetches it: it goes, and the document stays as it is.
TEMPLATE = "attachedTemplate"
_LINKS = ("http://", "https://", "mailto:", "#")


def source_of(name: str) -> str:
    """Return the part whose relations these are; empty for those of the package."""
    folder, _slash, last = name.rpartition("/")
    parent = folder.rpartition("/")[0]
    return posixpath.join(parent, last.removesuffix(".rels"))


def kept_relations(name: str, part: bytes, kept: frozenset[str]) -> bytes:
    """Return the relations to parts that are kept, and plain links. Raises Rejected."""
    root = Safe.fromstring(part, forbid_dtd=True)
    space = root.tag.rpartition("}")[0].lstrip("{")
    made = Element("Relationships", {"xmlns": space})
    folder = posixpath.dirname(source_of(name))
    for each in root:
        kind = each.get("Type", "").rpartition("/")[2]
        target = each.get("Target", "")
        if kind == TEMPLATE:
            continue
        if kind in _RUNS:
            raise active(f"relation {kind}")
        if each.get("TargetMode", "").lower() == "external":
            if kind != "hyperlink" or not target.strip().lower().startswith(_LINKS):
                raise active(f"relation {kind} to elsewhere")
        elif not target.startswith("#") and _inside(folder, target) not in kept:
            continue
        SubElement(made, "Relationship", dict(each.attrib))
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + tostring(made)


def _inside(folder: str, target: str) -> str:
    """Return the name of the part that a relation leads to."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
