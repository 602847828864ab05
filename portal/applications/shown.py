"""What a page showed of an application, so that only what was read is sent. Pure."""

import hashlib
import json

from portal.applications.models import Application
from portal.applications.snapshot import content
from portal.kernel.language import lazy
from portal.kernel.ruling import Ruling, no, yes_if

CHANGED = lazy(
    "Your answers changed after you opened this page. Read them again below, then send them."
)


def digest(application: Application) -> str:
    """Return a digest of all that would be sent: the same only while no answer has changed.

    How the scan of a file stands is left out: it changes by itself, and no word with it.
    """
    found = content(application)
    files = [{**each, "scan": ""} for each in found["files"]]
    written = json.dumps({**found, "files": files}, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def is_as_shown(application: Application, shown: str) -> Ruling:
    """Say whether the application is still what the page with this digest showed."""
    return yes_if(shown == digest(application), no(CHANGED))
