"""What a request before sending is about: time and costs, as digests. Pure.

The applicant may go on writing. As long as both digests are the same, the answer is about what
would be sent.
"""

import hashlib
import json
from typing import Any

from portal.applications.models import Application

LENGTH = 32  # hexadecimal digits of each digest


def about(application: Application) -> str:
    """Return the digests of the time and of the costs, with a dot between."""
    return f"{_digest(_time(application))}.{_digest(_costs(application))}"


def changed(before: str, application: Application) -> frozenset[str]:
    """Return what is not as it was asked about: "time", "costs", both or nothing."""
    now = about(application)
    pairs = zip(("time", "costs"), before.split("."), now.split("."), strict=True)
    return frozenset(what for what, old, new in pairs if old != new)


def _time(application: Application) -> list[Any]:
    return sorted(
        [p.starts_on.isoformat(), p.ends_on.isoformat(), p.hours_hundredths]
        for p in application.periods
    )


def _costs(application: Application) -> list[Any]:
    return sorted(
        [line.kind.value, line.category, line.label, line.amount_pence, line.pot.value]
        for line in application.cost_lines
    )


def _digest(facts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:LENGTH]
