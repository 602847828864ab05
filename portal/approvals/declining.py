"""The form of a no with the reasons offered now, for whoever says it, in an account or not."""

from typing import Any

from portal.approvals.forms import DeclineForm
from portal.approvals.queries import own_reasons
from portal.approvals.reasons import offered
from portal.kernel import db


def decline_form(**given: Any) -> DeclineForm:
    """Return the form; `formdata=None` makes an empty one."""
    return DeclineForm(**given).offer(offered(own_reasons(db.current())))
