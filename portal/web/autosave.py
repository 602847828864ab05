"""What a page needs so that its form is saved while it is typed.

A view hands `autosave=autosave_of(address, subject)` to a template on `layouts/form.html`, and
has hidden fields `version`, `tab` and `turn` in the form; `layouts/_autosave.html` says what the
address must answer. What could not be sent is kept on the device, sealed with a key that only
the server can make and that only pages of the same person about the same thing carry: whoever
uses the computer next can read nothing.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

from flask import request

from portal.web.guard import actor
from portal.web.links import settings


@dataclass(frozen=True, slots=True)
class Autosave:
    """Where a form is saved, where its words are kept on the device, and the key to them."""

    send_to: str
    place: str
    key: str


def autosave_of(send_to: str, subject: UUID) -> Autosave:
    """Return what the form of this page needs; `subject` is what it is about."""
    whose = f"{actor().person_id}|{subject}"
    place = _secret(f"place|{whose}|{request.path}")[:16]
    return Autosave(send_to, f"{who()}.{place.hex()}", _written(_secret(f"key|{whose}")))


def who() -> str:
    """Return a name for the reader that says nothing to anybody else; empty for nobody."""
    person_id = actor().person_id
    return "" if person_id is None else _secret(f"who|{person_id}")[:12].hex()


def _secret(of: str) -> bytes:
    key = settings().secret_key.encode()
    return hmac.new(key, f"words on a device|{of}".encode(), hashlib.sha256).digest()


def _written(key: bytes) -> str:
    return base64.b64encode(key).decode()
