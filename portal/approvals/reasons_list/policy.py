"""Who may keep the list of reasons for a no, and what may be done to one. Pure."""

from collections.abc import Iterable
from datetime import datetime

from portal.approvals.reasons import Reason
from portal.kernel.actor import Actor, Role
from portal.kernel.language import lazy
from portal.kernel.ruling import HIDDEN, Ruling, no, yes_if

LAST = lazy("One reason must stay on offer. Add another first.")


def may_keep(_subject: object, actor: Actor, _now: datetime) -> Ruling:
    """Keep the list: the office at the root, because every scheme offers it; administrators."""
    at_root = any(grant.role is Role.OFFICE and "/" not in grant.path for grant in actor.grants)
    return yes_if(at_root or actor.holds_anywhere(Role.ADMINISTRATOR), HIDDEN)


def may_retire(key: str, reasons: Iterable[Reason]) -> Ruling:
    """Take a reason off the list: never the last one on offer."""
    others = any(each.retired_at is None and each.key != key for each in reasons)
    return yes_if(others, no(LAST))
