"""Secrets of a guest: the link's token, the browser's, and the code of six digits. Pure but chance.

Only digests are kept. A code has too few digits to be kept as a plain digest, so that one is made
with the portal's key.
"""

import hashlib
import hmac
import secrets
from uuid import UUID

DIGITS = 6


def new_token() -> str:
    """Return 256 random bits, for a link or for the browser that has opened it."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_digest(code: str, guest_id: UUID, key: str) -> str:
    """Return what is kept of a guest's code: without the key nobody can find the code by it."""
    return hmac.new(key.encode(), f"{guest_id.hex}.{code}".encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two digests in a time that says nothing of them; an empty one is like no other."""
    return bool(one) and hmac.compare_digest(one, other)
