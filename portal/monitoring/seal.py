"""The name under which a person's answers stand: nobody can work it out without the secret."""

import hashlib
import hmac
from uuid import UUID

_PURPOSE = b"headroom.monitoring.answers"


class Seal:
    """Works out seals with a key made from the portal's secret, for this purpose alone.

    A copy of the database without the secret joins no answers to a person. A new SECRET_KEY
    leaves the old answers without an owner; they are deleted in their time.
    """

    def __init__(self, secret_key: str) -> None:
        self._key = hmac.digest(secret_key.encode(), _PURPOSE, hashlib.sha256)

    def of(self, person_id: UUID) -> str:
        """Return the seal of a person."""
        return hmac.new(self._key, person_id.bytes, hashlib.sha256).hexdigest()
