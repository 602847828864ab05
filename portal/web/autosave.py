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
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import request

from portal.web.guard import actor
from portal.web.links import settings

MARK: Final = 8  # letters of a random ticket tell the few of one form apart


@dataclass(frozen=True, slots=True)
class Autosave:
    """Where a form is saved, where its words are kept on the device, and the key to them.

    `done` names the forms of this place that the server knows, by the beginnings of their tickets:
    "abcdefgh:3" has come up to its third save, "abcdefgh:" was saved whole.
    """

    send_to: str
    place: str
    key: str
    done: str = ""


def autosave_of(
    send_to: str, subject: UUID, done: Iterable[tuple[str, int | None]] = ()
) -> Autosave:
    """Return what the form of this page needs; `subject` is what it is about.

    With no address to send to, what is typed is kept on the device alone.

    `done` are the tickets of forms that the server knows, each with the last of its saves, None
    where all was saved: words of those are not offered again by the device that has them too.
    """
    whose = f"{actor().person_id}|{subject}"
    place = _secret(f"place|{whose}|{request.path}")[:16]
    marks = " ".join(f"{ticket[:MARK]}:{'' if turn is None else turn}" for ticket, turn in done)
    return Autosave(send_to, f"{who()}.{place.hex()}", _written(_secret(f"key|{whose}")), marks)


def who() -> str:
    """Return a name for the reader that says nothing to anybody else; empty for nobody."""
    person_id = actor().person_id
    return "" if person_id is None else _secret(f"who|{person_id}")[:12].hex()


def _secret(of: str) -> bytes:
    key = settings().secret_key.encode()
    return hmac.new(key, f"words on a device|{of}".encode(), hashlib.sha256).digest()


def _written(key: bytes) -> str:
    return base64.b64encode(key).decode()
