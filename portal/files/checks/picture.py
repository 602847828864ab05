"""A picture is drawn anew from its dots: nothing else of the file is kept."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.files.checks.verdict import Accepted, Kind, damaged, too_much

MOST_DOTS = 50_000_000
LONGEST_SIDE = 4_000  # dots; larger pictures are made smaller
QUALITY = 88
_KEPT = {"1", "L", "LA", "RGB", "RGBA", "I;16"}
# Segments of a JPEG that its dots need: JFIF, colour profile, Adobe's note of its colours.
_NEEDED = {0xE0, 0xE2, 0xEE}


def clean(content: bytes, kind: Kind) -> Accepted:
    """Return the picture without EXIF, place, comment or thumbnail. Raises Rejected."""
    drawn = redraw(content, kind.name)
    return Accepted(kind, drawn)


def redraw(content: bytes, form: str) -> bytes:
    """Return the dots of a picture as a new file of this form, turned as its camera said.

    Raises Rejected for a picture with too many dots, or one that cannot be read.
    """
    try:
        with Image.open(io.BytesIO(content), formats=(form,)) as opened:
            if opened.width * opened.height > MOST_DOTS:
                raise too_much(f"{opened.width} x {opened.height} dots")
            opened.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            return _written(_bare(opened), form)
    except UnidentifiedImageError as error:
        raise damaged("picture") from error
    except Image.DecompressionBombError as error:
        raise too_much("dots") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise damaged(f"picture: {error}") from error


def _bare(opened: Image.Image) -> Image.Image:
    """Return the first frame, turned upright and made no larger than needed, with no more."""
    opened.load()
    if max(opened.size) > LONGEST_SIDE:
        opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(opened)
    if "transparency" in upright.info:
        upright = upright.convert("RGBA")
    elif upright.mode not in _KEPT:
        upright = upright.convert("RGB")
    upright.info = {}
    return upright


def _written(image: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    if form == "JPEG":
        (image if image.mode in {"L", "RGB"} else image.convert("RGB")).save(
            out, form, quality=QUALITY
        )
    else:
        image.save(out, form)
    return out.getvalue()


def strip_jpeg(content: bytes) -> bytes:
    """Return a JPEG inside another file without EXIF and comments, its dots as they were.

    What does not read as a JPEG comes back as it is: then it is none that a reader would open.
    """
    if content[:2] != b"\xff\xd8":
        return content
    kept, at = [b"\xff\xd8"], 2
    while content[at : at + 1] == b"\xff" and at + 4 <= len(content):
        marker = content[at + 1]
        if marker == 0xDA:  # the dots begin
            return b"".join([*kept, content[at:]])
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _NEEDED:
            kept.append(content[at:end])
        at = end
    return content
