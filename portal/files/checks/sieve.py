"""The first look: the size, the first bytes and the name. What follows is for the kind's own."""

from portal.files.checks.names import ending
from portal.files.checks.verdict import ENDINGS, LARGEST_FILE, Kind, Reason, Rejected, Why

_STARTS = {
    b"%PDF-": Kind.PDF,
    b"PK\x03\x04": Kind.WORD,
    b"\xff\xd8\xff": Kind.JPEG,
    b"\x89PNG\r\n\x1a\n": Kind.PNG,
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def kind_of(name: str, content: bytes) -> Kind:
    """Return what a file seems to be. Raises Rejected where content and name do not agree."""
    if not content:
        raise Rejected(Reason.EMPTY)
    if len(content) >= LARGEST_FILE:
        raise Rejected(Reason.TOO_BIG)
    if content.startswith(_OLD_OFFICE):
        raise _old_office(name, content)
    kind = next((kind for start, kind in _STARTS.items() if content.startswith(start)), None)
    named = next((kind for kind, known in ENDINGS.items() if ending(name) in known), None)
    if kind is None:
        raise Rejected(Reason.WRONG_KIND, Why.MISNAMED if named else Why.UNKNOWN)
    if named is not kind:
        raise Rejected(Reason.WRONG_KIND, Why.MISNAMED)
    return kind


def _old_office(name: str, content: bytes) -> Rejected:
    """Say which: a locked document of today is packed in the form of the old ones."""
    if _LOCKED in content:
        return Rejected(Reason.PASSWORD)
    is_word = ending(name) in {".doc", ".docx", ".dot"}
    return Rejected(Reason.WRONG_KIND, Why.OLD_WORD if is_word else Why.UNKNOWN)
