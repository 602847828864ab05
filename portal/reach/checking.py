"""Can I apply? One person's answers held against what every call asks. Pure.

The rules are those that the start of an application and its submission ask
(`schemes.eligibility.check`); only what is known of the person is less.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from portal.people.models import Contract
from portal.people.professions import professions
from portal.schemes.candidates import candidate_in
from portal.schemes.eligibility import Reply, Verdict, check
from portal.schemes.eligibility_rules import CONTRACT_WORDS
from portal.schemes.models import Call
from portal.schemes.rule import Candidate

MEDICAL = "medical"  # paid on a medical or dental grade, not on a band


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody says of their post. `profession` is "" where their job is not in the list;
    `pay` is a band or `MEDICAL`; hours are hundredths a week.
    """  # noqa: D205 -- one thought

    profession: str
    pay: str
    contract: Contract
    ends_on: date | None
    hours: int

    def candidate(self, known: Candidate) -> Candidate:
        """Return the facts to ask about: what was told, over what the directory knows."""
        found = professions().get(self.profession)
        job = candidate_in(found) if found else Candidate()
        is_medical = self.pay == MEDICAL
        return replace(
            job,
            medical=True if is_medical else job.medical,
            band=None if is_medical else self.pay,
            contract=self.contract,
            contract_ends_on=self.ends_on if self.contract is Contract.FIXED_TERM else None,
            hours_hundredths_a_week=self.hours,
            organisation_path=known.organisation_path,
            qualified_on=known.qualified_on,
            held_before=known.held_before,
            research_active=known.research_active,
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """A call and the answer."""

    call: Call
    verdict: Verdict


def check_all(calls: Iterable[Call], candidate: Candidate) -> list[Checked]:
    """Ask each call, in the order given; rules look at the first day that one can start."""
    return [
        Checked(call, check(call.document.eligibility, candidate, call.earliest_start_on))
        for call in calls
    ]


def with_reply(checked: Iterable[Checked], reply: Reply) -> tuple[Checked, ...]:
    """Return those with this answer."""
    return tuple(each for each in checked if each.verdict.reply is reply)


CONTRACTS = tuple((kind.value, words) for kind, words in CONTRACT_WORDS.items())
