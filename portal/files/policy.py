"""Who may open a file, beyond what they may read of the thing it was added to. Pure."""

from portal.files.models import ScanState, Upload
from portal.kernel.language import lazy
from portal.kernel.ruling import HIDDEN, YES, Ruling, no

WAITS = lazy("This file has not been checked for viruses yet. Try again later.")


def may_open(upload: Upload, *, is_own: bool, has_scanner: bool) -> Ruling:
    """Open a file that is there. Whoever added it always may; others once it is known to be clean.

    Where no scanner is set, others may open what was not scanned: the page says so.
    """
    if upload.removed_at is not None or upload.state is ScanState.INFECTED:
        return HIDDEN
    return no(WAITS) if is_held(upload, has_scanner=has_scanner) and not is_own else YES


def is_held(upload: Upload, *, has_scanner: bool) -> bool:
    """Say whether a file is kept from readers until it is scanned."""
    return has_scanner and upload.state is ScanState.NOT_SCANNED
