"""Rules of who may apply that nobody could meet together."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations, product

from portal.kernel.language import _
from portal.people.models import Contract
from portal.people.professions import professions
from portal.schemes.candidates import candidate_in
from portal.schemes.eligibility import check
from portal.schemes.eligibility_rules import BANDS, MinimumHours, YearsQualified
from portal.schemes.rule import Candidate, Reply, Rule

FULL_WEEK = 16_800  # hundredths of an hour: nobody can work more than there is
ANY_DAY = date(2027, 1, 1)  # no rule asked about here looks at it


def excluding(rules: tuple[Rule, ...]) -> Iterator[tuple[Rule, str]]:
    """Yield rules that exclude each other: two by two, else all of them together."""
    pairs = [pair for pair in combinations(rules, 2) if not _can_be_met(pair)]
    for first, second in pairs:
        words = _("Nobody can meet both “%(one)s” and “%(other)s”.",
                  one=first.in_full(), other=second.in_full())  # fmt: skip
        yield second, words
    if rules and not pairs and not _can_be_met(rules):
        yield rules[-1], _("Nobody can meet all these rules together.")


def _can_be_met(rules: tuple[Rule, ...]) -> bool:
    if not _years_fit(rules) or any(_too_many_hours(rule) for rule in rules):
        return False
    return any(check(rules, candidate, ANY_DAY).may_apply for candidate in _everybody())


def _too_many_hours(rule: Rule) -> bool:
    return isinstance(rule, MinimumHours) and _stops(rule) and rule.hundredths > FULL_WEEK


def _years_fit(rules: tuple[Rule, ...]) -> bool:
    """Say whether one number of years fits all the rules on years."""
    found = [rule for rule in rules if isinstance(rule, YearsQualified) and _stops(rule)]
    least = max((rule.least or 0 for rule in found), default=0)
    most = min((rule.most for rule in found if rule.most is not None), default=least)
    return least <= most


def _stops(rule: Rule) -> bool:
    return rule.otherwise is Reply.NO and not rule.only_for


@cache
def _everybody() -> tuple[Candidate, ...]:
    """Return every profession with every band, or a medical grade, and every contract."""
    known = [candidate_in(profession) for profession in professions().values()]
    return tuple(
        replace(who, band=band, contract=contract)
        for who, contract, band in product(known, Contract, (None, *BANDS))
        if (band is None) is bool(who.medical)
    )
