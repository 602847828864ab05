"""Who reads the record of release of an organisation. Pure."""

from datetime import datetime

from portal.kernel.actor import Actor, Role
from portal.kernel.language import lazy
from portal.kernel.ruling import Ruling, forbidden, yes_if

READERS = (Role.BOARD, Role.ANALYST, Role.OFFICE, Role.AUDITOR)
NOT_YOURS = lazy("The record of release is for the board, analysts, auditors and the R&D office.")


def may_read(_shown: object, actor: Actor, _now: datetime) -> Ruling:
    """Read protected totals; which organisation's, the loader decides."""
    return yes_if(actor.holds_anywhere(*READERS), forbidden(NOT_YOURS))
