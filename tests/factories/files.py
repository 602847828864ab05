"""Files as people send them, good and hostile, made in memory. Nothing here is a virus."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image

MARK = "Megan-Prosser-Marker"  # planted where a file says who wrote it
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def eicar() -> bytes:
    """The harmless text that every scanner takes for a virus; whole only at run time."""
    return b"".join(
        (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$", b"EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!$H+H*")
    )


# --- pictures ---


def picture(form: str = "JPEG", size=(40, 30), **saving) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **saving)
    return out.getvalue()


def photo() -> bytes:
    """A JPEG that says where it was taken, by whom, and which way is up."""
    exif = Image.Exif()
    exif[0x013B] = MARK  # artist
    exif[0x0112] = 6  # turned
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 28.0, 40.0)
    return picture(exif=exif, comment=MARK.encode())


def flood(width=60_000, height=60_000) -> bytes:
    """A PNG of a few bytes that says that it is huge, and is."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


# --- PDF ---


def pdf(pages=1, change=None, **saving) -> bytes:
    """A PDF of blank pages that says who wrote it; `change(pdf)` makes it a bad one."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(200, 200))
        made.docinfo["/Author"] = MARK
        with made.open_metadata() as meta:
            meta["dc:creator"] = [MARK]
        if change:
            change(made)
        made.save(out, **saving)
    return out.getvalue()


def action(**says):
    """A PDF that does this when it is opened."""
    return pdf(change=lambda made: made.Root.__setitem__("/OpenAction", _dict(says)))


def deep_action(**says):
    """The same, hidden: many steps from the trailer, in a form's field on a page."""

    def change(made) -> None:
        inner = made.make_indirect(_dict(says))
        field = made.make_indirect(
            _dict({"Kids": pikepdf.Array([_dict({"AA": _dict({"K": inner})})])})
        )
        made.pages[0].obj["/Annots"] = pikepdf.Array([field])

    return pdf(change=change)


def _dict(says) -> pikepdf.Dictionary:
    return pikepdf.Dictionary({f"/{key}": value for key, value in says.items()})


def name(words: str) -> pikepdf.Name:
    return pikepdf.Name(f"/{words}")


def with_xfa() -> bytes:
    return pdf(change=lambda made: made.Root.__setitem__(
        "/AcroForm", _dict({"Fields": pikepdf.Array(), "XFA": made.make_stream(b"<xdp/>")})
    ))  # fmt: skip


def with_attachment() -> bytes:
    def change(made) -> None:
        made.attachments["evil.exe"] = b"MZ"

    return pdf(change=change)


def with_note() -> bytes:
    """A PDF with a note in the margin by somebody, and a photograph that says where it was."""

    def change(made) -> None:
        note = _dict(
            {"Type": name("Annot"), "Subtype": name("Text"), "T": MARK, "Contents": "Good"}
        )
        made.pages[0].obj["/Annots"] = pikepdf.Array([made.make_indirect(note)])
        image = made.make_stream(photo(), Filter=name("DCTDecode"), Subtype=name("Image"))
        made.pages[0].obj["/Resources"] = _dict({"XObject": _dict({"Im0": image})})

    return pdf(change=change)


def locked_pdf(**who) -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="owner", user="user", **who))


def stream_bomb(megabytes=1024) -> bytes:
    """A PDF of a megabyte whose objects stand in a stream that unfolds to this many."""
    packer = zlib.compressobj(9)
    body = packer.compress(b"1 0 2 40 <</Type/Catalog/Pages 2 0 R>>".ljust(52))
    body += packer.compress(b"<</Type/Pages/Count 0/Kids[]>>")
    for _ in range(megabytes):
        body += packer.compress(b" " * 1024 * 1024)
    body += packer.flush()
    head = b"%PDF-1.5\n"
    stream = (
        b"3 0 obj<</Type/ObjStm/N 2/First 12/Filter/FlateDecode/Length %d>>stream\n" % len(body)
        + body + b"\nendstream endobj\n"
    )  # fmt: skip
    rows = ((0, 0, 0), (2, 3, 0), (2, 3, 1), (1, len(head), 0), (1, len(head) + len(stream), 0))
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    last = (
        b"4 0 obj<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
        + table + b"\nendstream endobj\n"
    )  # fmt: skip
    return head + stream + last + b"startxref\n%d\n%%%%EOF" % (len(head) + len(stream))


# --- Word ---


def word(body="", parts=None, rels="", types="", main=f"{WML}.document.main+xml", **more) -> bytes:
    """A Word document. `parts` are added or put in place of ours; None takes one away."""
    made = {
        "[Content_Types].xml": _types(main, types),
        "_rels/.rels": _rels(
            _rel("1", f"{R}/officeDocument", "word/document.xml"),
            _rel("2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            more.get("package_rels", ""),
        ),
        "word/document.xml": f"<w:document {W}><w:body><w:p>{body}</w:p></w:body></w:document>",
        "word/_rels/document.xml.rels": _rels(
            _rel("1", f"{R}/comments", "comments.xml"), rels
        ),
        "word/comments.xml": f'<w:comments {W}><w:comment w:id="0" w:author="{MARK}" '
        f'w:initials="{MARK}"><w:p/></w:comment></w:comments>',
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/'
        'package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{MARK}</dc:creator></cp:coreProperties>",
        **(parts or {}),
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.comment = more.get("comment", b"")
        for each, content in made.items():
            if content is not None:
                packed.writestr(each, content)
    return out.getvalue()


def rel(kind: str, target: str, *, external=False, number="9") -> str:
    return _rel(number, f"{R}/{kind}", target, external=external)


def text(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def field(*pieces: str) -> str:
    """A field whose instruction stands in these pieces."""
    told = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"{mark.format('begin')}{told}{mark.format('separate')}{text('x')}{mark.format('end')}"


def nested_field() -> str:
    """A field whose first word another field spells."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    inner = field("QUOTE 68 68 69 65 85 84 79")
    return f"{mark.format('begin')}{inner}<w:r><w:instrText> c:\\cmd</w:instrText></w:r>{mark.format('end')}"


def tracked() -> str:
    """A change by somebody."""
    return f'<w:ins w:id="1" w:author="{MARK}" w:date="2026-01-01T00:00:00Z">{text("new")}</w:ins>'


def locked_word() -> bytes:
    """The first bytes of what Word makes of a document with a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")


def old_word() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le")


def word_bomb(megabytes=150) -> bytes:
    """A Word document of some kilobytes that unfolds to this much."""
    return word(parts={"word/footnotes.xml": b" " * (megabytes * 1024 * 1024)})


def many_parts(count=5_000) -> bytes:
    return word(parts={f"word/media/{n}.xml": "<a/>" for n in range(count)})


def laughs() -> bytes:
    """XML that unfolds to a thousand million words."""
    lines = ['<!ENTITY l0 "lol">']
    lines += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    part = f"<!DOCTYPE w:document [{''.join(lines)}]><w:document {W}>&l9;</w:document>"
    return word(parts={"word/document.xml": part})


def xxe() -> bytes:
    part = (
        f'<!DOCTYPE w:d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}>&x;</w:document>'
    )
    return word(parts={"word/document.xml": part})


def _types(main: str, more: str) -> str:
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{more}</Types>'
    )


def _rels(*each: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(each)}</Relationships>'


def _rel(number: str, kind: str, target: str, *, external=False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"{mode}/>'


def files_of_all_kinds() -> list[tuple[str, bytes]]:
    """One good file of each kind, by the names they are sent under."""
    return [("c.pdf", pdf()), ("a.docx", word()), ("d.png", picture("PNG")), ("b.jpg", photo())]
