"""QR codes that scan from a noticeboard."""

import segno
from markupsafe import Markup


def qr_svg(address: str, title: str) -> Markup:
    """Return a code for an address as inline SVG, with its alternative text as the title.

    Error correction Q: a quarter of it may be torn or covered. The quiet zone of four modules
    that ISO/IEC 18004 wants is part of the picture.
    """
    code = segno.make(address, error="q", micro=False)
    svg = code.svg_inline(
        border=4,
        dark="#000",
        light="#fff",
        title=title,
        svgclass=None,
        lineclass=None,
        omitsize=True,
    )
    return Markup(svg)  # noqa: S704 -- segno escapes the title
