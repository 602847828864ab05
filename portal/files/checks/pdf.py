"""A PDF is read through from its trailer, held against what may be in it, and saved anew."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from portal.files.checks.picture import strip_jpeg
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

MOST_PAGES = 300
MOST_THINGS = 200_000  # dictionaries, arrays and streams
LARGEST_SAVED = 20 * 1024 * 1024  # bytes

_RUNS = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"})
_FILES = frozenset({"/EmbeddedFiles", "/EF", "/Collection"})
_ACTIONS = frozenset(
    {
        "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition",
        "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView",
    }
)  # fmt: skip
_PLAYERS = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
_LINKS = ("http://", "https://", "mailto:")
# Who wrote it and with what, and what happens when it is opened.
_DROPPED = ("/Metadata", "/PieceInfo", "/AA", "/OpenAction", "/Thumb")
_NOTES = frozenset(
    {
        "/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp",
        "/Caret", "/Ink", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Popup",
    }
)  # fmt: skip


def clean(content: bytes, kind: Kind) -> Accepted:
    """Return the PDF saved anew, without what says who wrote it. Raises Rejected.

    Pages are counted before anything else: saving makes a small file with many of them large.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Rejected(Reason.PASSWORD)
            pages = len(pdf.pages)
            if not 1 <= pages <= MOST_PAGES:
                raise too_much(f"{pages} pages") if pages else damaged("no pages")
            for thing in list(_things(pdf)):
                _check(thing)
                _forget(thing)
            _forget_whole(pdf)
            return Accepted(kind, _saved(pdf), {"pages": pages})
    except pikepdf.PasswordError as error:
        raise Rejected(Reason.PASSWORD) from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as error:
        raise damaged(f"pdf: {error}") from error


def _things(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary and stream that the trailer leads to, each once, those inside too."""
    seen: set[tuple[int, int]] = set()
    left, stack = MOST_THINGS, [pdf.trailer]
    while stack:
        thing = stack.pop()
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        if (left := left - 1) < 0:
            raise too_much("things in a pdf")
        is_array = isinstance(thing, pikepdf.Array)
        if not is_array:
            yield thing
        inside = thing if is_array else (thing[key] for key in thing.keys())  # noqa: SIM118 -- a stream has no iterator
        stack.extend(
            child
            for child in inside
            if isinstance(child, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream)
        )


def _check(thing: Any) -> None:
    """Refuse a dictionary that runs, fetches, plays or carries something."""
    keys = set(thing.keys())
    if found := keys & _RUNS:
        raise active(f"pdf {', '.join(sorted(found))}")
    if (found := keys & _FILES) or _name(thing.get("/Type")) == "/EmbeddedFile":
        raise Rejected(Reason.FAILED, Why.HOLDS_FILES, f"pdf {found}")
    if _name(thing.get("/Subtype")) == "/FileAttachment":
        raise Rejected(Reason.FAILED, Why.HOLDS_FILES, "pdf attachment")
    if _name(thing.get("/S")) in _ACTIONS or _name(thing.get("/Subtype")) in _PLAYERS:
        raise active(f"pdf {thing.get('/S', thing.get('/Subtype'))}")
    if isinstance(target := thing.get("/URI"), pikepdf.String) and not _may_lead_to(bytes(target)):
        raise active("pdf link")
    if "/F" in keys and isinstance(thing, pikepdf.Stream):
        raise active("pdf stream in another file")


def _name(value: Any) -> str:
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _may_lead_to(target: bytes) -> bool:
    """Say whether a link goes to the web or to an address of mail; one without a scheme may be
    a plain "www." of somebody's word processor.
    """  # noqa: D205 -- one thought
    words = "".join(ch for ch in target.decode("latin-1").lower() if ch > " " and ch != "\0")
    if words.startswith(_LINKS):
        return True
    return words.startswith("www.") or not words


def _forget(thing: Any) -> None:
    """Drop what tells of its makers, and what is done when it is opened."""
    for key in _DROPPED:
        if key in thing:
            del thing[key]
    if _name(thing.get("/Subtype")) in _NOTES and "/T" in thing:
        del thing["/T"]  # the name of whoever made the note
    if isinstance(thing, pikepdf.Stream) and _is_jpeg(thing.get("/Filter")):
        raw = thing.read_raw_bytes()
        if (bare := strip_jpeg(raw)) != raw:
            thing.write(bare, filter=pikepdf.Name.DCTDecode)


def _is_jpeg(filters: Any) -> bool:
    """Say whether a stream is a JPEG and nothing around it."""
    if isinstance(filters, pikepdf.Array):
        return len(filters) == 1 and _is_jpeg(filters[0])
    return _name(filters) == "/DCTDecode"


def _forget_whole(pdf: pikepdf.Pdf) -> None:
    for where, key in ((pdf.trailer, "/Info"), (pdf.Root, "/URI")):
        if key in where:
            del where[key]


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    if out.tell() > LARGEST_SAVED:
        raise too_much("pdf as saved")
    return out.getvalue()
