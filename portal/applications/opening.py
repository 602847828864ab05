"""One person before one call: what the directory knows, held against who may apply."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.applications.models import Application
from portal.kernel.actor import is_at_or_below
from portal.kernel.language import _
from portal.people.models import Person
from portal.schemes.candidates import candidate_of
from portal.schemes.eligibility import Reply, Verdict, check
from portal.schemes.models import Call


@dataclass(frozen=True, slots=True)
class Opening:
    """A call as it stands before a person; `existing` is theirs that is not withdrawn.

    `late_until` is the last instant of their late pass.
    """

    call: Call
    person: Person
    existing: Application | None = None
    late_until: datetime | None = None


def verdict(call: Call, person: Person, today: date) -> Verdict:
    """Say whether a person may apply: whose staff the call is for, then the scheme's rules.

    The post is the one held today. Rules that look at a day look at the earliest start, from
    which a contract has to run.
    """
    who = candidate_of(person, today)
    path = who.organisation_path
    if path is None:
        return Verdict(Reply.NO, (_("You are not in our staff list. Ask the R&D office."),))
    if not any(is_at_or_below(path, root) for root in call.open_to_paths):
        names = _(" and ").join(str(name) for name in _whose(call))
        return Verdict(Reply.NO, (_("This call is for staff of %(names)s.", names=names),))
    return check(call.document.eligibility, who, call.earliest_start_on)


def _whose(call: Call) -> list[object]:
    return [node.name for node in call.open_to] or [call.scheme.organisation.name]
