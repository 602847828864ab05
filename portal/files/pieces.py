"""How a file stands, in words."""

from portal.files.models import ScanState, Upload
from portal.files.policy import is_held
from portal.kernel.language import _, lazy
from portal.web.pieces import Tag

KINDS = {"pdf": "PDF", "word": "Word", "jpeg": "JPEG", "png": "PNG"}
CHECKED = lazy("No virus found")
NOT_CHECKED = lazy("Not checked for viruses")
WAITING = lazy("Waiting for the virus check")


def describe(upload: Upload) -> str:
    """Return kind and size: "PDF, 1.2MB"."""
    return f"{KINDS[upload.kind]}, {size(upload.size)}"


def size(count: int) -> str:
    """Write a number of bytes: in KB below a megabyte, of which there is at least one."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))}KB"
    return f"{count / 1024 / 1024:.1f}MB"


def scan_tag(upload: Upload, *, has_scanner: bool) -> Tag:
    """Say what the scanner said."""
    if upload.state is ScanState.INFECTED:
        return Tag(_("Virus found"), "red")
    if upload.state is ScanState.CLEAN:
        return Tag(CHECKED, "green")
    held = is_held(upload, has_scanner=has_scanner)
    return Tag(WAITING, "blue") if held else Tag(NOT_CHECKED, "grey")
