"""Secrets in the links of alerts: one to confirm with, once, and one to change or stop with."""

import hashlib
import secrets
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer


def new_token() -> str:
    """Return a token of 256 random bits for a link that works once."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what is kept of a secret: nobody who reads the table can use it."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Keys:
    """Signs and reads the key of a subscription, which every mail of it carries.

    It lasts as long as the subscription: one can stop mail that is years old.
    """

    def __init__(self, secret_key: str) -> None:
        self._signer = URLSafeSerializer(secret_key, salt="reach.alerts")

    def of(self, subscription_id: UUID) -> str:
        """Return the key for a link."""
        return self._signer.dumps(subscription_id.hex)

    def read(self, key: str) -> UUID | None:
        """Return whose key it is; None for one that we have not signed."""
        try:
            return UUID(self._signer.loads(key))
        except (BadSignature, ValueError, TypeError, AttributeError):
            return None
