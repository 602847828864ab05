"""One person before one call: what is known of them, held against who may apply."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from portal.applications.models import Application
from portal.kernel.actor import is_at_or_below
from portal.kernel.language import _
from portal.people.models import Person
from portal.schemes import asking
from portal.schemes.asking import Fact
from portal.schemes.candidates import candidate_of
from portal.schemes.eligibility import Reply, Verdict, check
from portal.schemes.models import Call
from portal.schemes.rule import Candidate, Rule


@dataclass(frozen=True, slots=True)
class Opening:
    """A call as it stands before a person; `existing` is theirs that is not withdrawn.

    `late_until` is the last instant of their late pass. `held_before` is what our own awards
    say, None where they say nothing; `told` is what the person said, as it is stored.
    """

    call: Call
    person: Person
    existing: Application | None = None
    late_until: datetime | None = None
    held_before: bool | None = None
    told: Mapping[str, Any] = field(default_factory=dict)

    def untold(self) -> "Opening":
        """Return it as it stands before the person says anything."""
        return replace(self, told={})


def of_application(application: Application, held_before: bool | None = None) -> Opening:
    """Return the call as it stands before the applicant, with what they told."""
    return Opening(
        application.call,
        application.applicant,
        application,
        application.late_until,
        held_before,
        application.told or {},
    )


def facts_needed(opening: Opening, today: date) -> tuple[Fact, ...]:
    """Return what to ask this person. In a rehearsal everybody fits, so nobody is asked."""
    if opening.call.rehearsal:
        return ()
    return asking.needed(_rules(opening), _candidate(opening.untold(), today))


def verdict(opening: Opening, today: date) -> Verdict:
    """Say whether a person may apply: whose staff the call is for, then the scheme's rules.

    The post is the one held today. Rules that look at a day look at the earliest start, from
    which a contract has to run.
    """
    return _verdict(opening, _candidate(opening, today), _rules(opening))


def verdict_so_far(opening: Opening, today: date) -> Verdict:
    """Say the same of the rules that do not wait for what the person will be asked."""
    who = _candidate(opening, today)
    return _verdict(opening, who, asking.settled(_rules(opening), who))


def _verdict(opening: Opening, who: Candidate, rules: tuple[Rule, ...]) -> Verdict:
    call, path = opening.call, who.organisation_path
    if path is None:
        return Verdict(Reply.NO, (_("You are not in our staff list. Ask the R&D office."),))
    if not any(is_at_or_below(path, root) for root in call.open_to_paths):
        names = _(" and ").join(str(name) for name in _whose(call))
        return Verdict(Reply.NO, (_("This call is for staff of %(names)s.", names=names),))
    return check(rules, who, call.earliest_start_on)


def _candidate(opening: Opening, today: date) -> Candidate:
    """Put together what is known. What our awards say stands, whatever the person says."""
    who = asking.told(candidate_of(opening.person, today), opening.told)
    return who if opening.held_before is None else replace(who, held_before=opening.held_before)


def _rules(opening: Opening) -> tuple[Rule, ...]:
    return opening.call.document.eligibility


def _whose(call: Call) -> list[object]:
    return [node.name for node in call.open_to] or [call.scheme.organisation.name]
