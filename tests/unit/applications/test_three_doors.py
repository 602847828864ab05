"""The checker, the start and the submission: the same people, facts and rules, one answer."""

from dataclasses import replace
from datetime import date

import pytest

from portal.applications import policy
from portal.applications.opening import Opening, of_application, verdict
from portal.kernel.language import Text
from portal.people.models import Contract
from portal.people.professions import UptakeGroup
from portal.reach.checking import MEDICAL, Told, check_all
from portal.schemes.asking import told
from portal.schemes.candidates import candidate_of
from portal.schemes.eligibility import Reply
from portal.schemes.eligibility_rules import (
    BandRange,
    ContractKind,
    ContractLasts,
    MinimumHours,
    NotHeldBefore,
    NotResearchActive,
    Professions,
    Registered,
    UnderOrganisation,
    YearsQualified,
)
from tests.conftest import NOW
from tests.unit.applications import made_applications as made

RULES = {
    "under": UnderOrganisation(paths=frozenset({"glan-hafren/ward"}), who=Text("staff of Ward 7")),
    "no doctors": Professions(who=Text("doctors"), groups=frozenset({"Medical"}), included=False),
    "registered": Registered(),
    "band": BandRange(lowest="6"),
    "kind": ContractKind(kinds=frozenset({Contract.PERMANENT})),
    "lasts": ContractLasts(months=6),
    "hours": MinimumHours(hundredths=2000),
    "qualified": YearsQualified(least=2),
    "newly": YearsQualified(most=5),
    "not held": NotHeldBefore(),
    "not active": NotResearchActive(otherwise=Reply.ASK),
    "doctors not held": NotHeldBefore(only_for=frozenset({UptakeGroup.DOCTORS})),
}
FIXED = Contract.FIXED_TERM
DOCTOR = {"profession": "MED-CONS", "grade": "Consultant"}
ASKING = {"qualified", "newly", "not held", "not active"}
OLD = {"qualified_on": "2010-07-01"}

# post, what our awards say, what they told; the rules that say no, and those that say ask.
# Everybody works for the whole board, so "under" refuses all of them.
PEOPLE = [
    ({}, None, {}, set(), ASKING),
    ({"contract": Contract.BANK}, None, {}, {"kind"}, {*ASKING, "lasts"}),
    ({"contract": FIXED, "ends_on": date(2027, 9, 29)}, None, {}, {"kind", "lasts"}, ASKING),
    ({"contract": FIXED, "ends_on": date(2027, 9, 30)}, None, {}, {"kind"}, ASKING),
    (DOCTOR, None, {}, {"no doctors", "band"}, {*ASKING, "doctors not held"}),
    (DOCTOR, None, {"held_before": True},
     {"no doctors", "band", "not held", "doctors not held"}, ASKING - {"not held"}),
    (DOCTOR, None, {"held_before": False}, {"no doctors", "band"}, ASKING - {"not held"}),
    ({"profession": "RDSTAFF"}, None, {}, {"registered"}, ASKING),
    ({}, None, OLD, {"newly"}, {"not held", "not active"}),
    ({}, None, {"qualified_on": "2025-04-01"}, set(), {"not held", "not active"}),
    ({}, None, {"qualified_on": "2025-04-02"}, {"qualified"}, {"not held", "not active"}),
    ({}, None, {"qualified_on": "soon"}, set(), ASKING),
    ({}, None, {"held_before": True}, {"not held"}, ASKING - {"not held"}),
    ({}, None, {"held_before": False}, set(), ASKING - {"not held"}),
    ({}, True, {}, {"not held"}, ASKING - {"not held"}),
    ({}, True, {"held_before": False}, {"not held"}, ASKING - {"not held"}),
    ({}, None, {"research_active": True}, set(), ASKING),
    ({}, None, {"research_active": False}, set(), ASKING - {"not active"}),
    ({}, None, {**OLD, "held_before": False, "research_active": False}, {"newly"}, set()),
]  # fmt: skip


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize(("post", "awards", "answers", "no", "ask"), PEOPLE)
def test_three_doors_give_one_answer(post, awards, answers, no, ask, name):
    call = made.call(definition={"eligibility": (RULES[name],)})
    who = made.person(call.scheme.organisation, **post)
    expected = Reply.ASK if name in ask else Reply.YES
    expected = Reply.NO if name in no or name == "under" else expected

    known = told(candidate_of(who, NOW.date()), answers)
    known = replace(known, held_before=True) if awards else known
    [checked] = check_all([call], _typed(who).candidate(known))
    opening = Opening(call, who, held_before=awards, told=answers)
    draft = made.application(call, who, told=answers)
    starting = policy.may_start(opening, who.as_actor(), NOW)
    sending = policy.may_submit(draft, who.as_actor(), NOW, held_before=awards)

    assert checked.verdict.reply is expected
    assert verdict(opening, NOW.date()) == checked.verdict
    assert verdict(of_application(draft, awards), NOW.date()) == checked.verdict
    assert bool(starting) is bool(sending) is (expected is not Reply.NO)
    assert bool(checked.verdict.reasons) is (expected is not Reply.YES)
    if expected is Reply.NO:
        words = " ".join(checked.verdict.reasons)
        assert str(starting.reason) == str(sending.reason) == words


def _typed(who) -> Told:
    """What this person truly says to the checker's four questions."""
    post = who.post
    return Told(
        profession=post.profession_code,
        pay=post.band or MEDICAL,
        contract=post.contract,
        ends_on=post.ends_on,
        hours=post.hours_hundredths,
    )
