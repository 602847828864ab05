"""Who may apply: the check over a scheme's rules.

The same check serves the public page, the start of an application and its submission.
"""

from dataclasses import dataclass
from datetime import date

from portal.kernel.language import _
from portal.schemes.eligibility_rules import CONTRACT_WORDS
from portal.schemes.rule import Answer, Candidate, Reply, Rule

__all__ = [
    "CONTRACT_WORDS",
    "Answer",
    "Candidate",
    "Reply",
    "Rule",
    "Verdict",
    "check",
    "who_can_apply",
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of all rules together: one no is no, else one doubt is "ask"."""

    reply: Reply
    reasons: tuple[str, ...] = ()

    @property
    def may_apply(self) -> bool:
        """Say whether one may start: a doubt does not stop anybody."""
        return self.reply is not Reply.NO


def check(rules: tuple[Rule, ...], candidate: Candidate, on: date) -> Verdict:
    """Ask every rule about the candidate on a day; the reasons are those of the worst answer."""
    answers = [rule.answer(candidate, on) for rule in rules]
    for reply in (Reply.NO, Reply.ASK):
        if reasons := tuple(a.reason for a in answers if a.reply is reply):
            return Verdict(reply, reasons)
    return Verdict(Reply.YES)


def who_can_apply(rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """Say each rule in words, in the scheme's order; without rules, everybody."""
    return tuple(rule.in_full() for rule in rules) or (_("All staff, any job, any band"),)
