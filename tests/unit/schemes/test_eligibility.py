"""Who may apply: each rule on both sides of its edge, and what is said to whom."""

from datetime import date

import pytest

from portal.kernel.language import Text
from portal.people.models import Contract
from portal.people.professions import UptakeGroup
from portal.schemes.eligibility import (
    CONTRACT_WORDS,
    Candidate,
    Reply,
    Rule,
    Verdict,
    check,
    who_can_apply,
)
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
from portal.schemes.rule import KINDS
from portal.schemes.stored import Unreadable

ON = date(2027, 4, 6)

NURSES = Professions(
    who=Text("nurses and pharmacists", "nyrsys a fferyllwyr"),
    groups=frozenset({"Nursing"}),
    codes=frozenset({"PHARM"}),
)
NO_DOCTORS = Professions(
    who=Text("doctors or dentists"), staff_groups=frozenset({"Medical and Dental"}), included=False
)
HOME = UnderOrganisation(paths=frozenset({"wales/glan-hafren"}), who=Text("staff of Glan Hafren"))
BANDS = BandRange(lowest="5", highest="8a")
PERMANENT = ContractKind(kinds=frozenset({Contract.PERMANENT}))

YES, NO, ASK = Reply.YES, Reply.NO, Reply.ASK
ANSWERS = [
    (HOME, {"organisation_path": "wales/glan-hafren"}, YES),
    (HOME, {"organisation_path": "wales/glan-hafren/ward-7"}, YES),
    (HOME, {"organisation_path": "wales/glan-hafren-east"}, NO),
    (HOME, {"organisation_path": "wales"}, NO),
    (HOME, {}, ASK),
    (NURSES, {"profession": "NUR-ADULT", "profession_group": "Nursing"}, YES),
    (NURSES, {"profession": "PHARM", "profession_group": "Pharmacy"}, YES),
    (NURSES, {"profession": "PHARM"}, YES),
    (NURSES, {"profession": "PHARM-TECH", "profession_group": "Pharmacy"}, NO),
    (NURSES, {"profession": "NUR-ADULT"}, ASK),
    (NURSES, {}, ASK),
    (NO_DOCTORS, {"staff_group": "Medical and Dental"}, NO),
    (NO_DOCTORS, {"staff_group": "Allied Health Professionals"}, YES),
    (NO_DOCTORS, {}, ASK),
    (Registered(), {"registered": True}, YES),
    (Registered(), {"registered": False}, NO),
    (Registered(registered=False), {"registered": False}, YES),
    (Registered(registered=False), {"registered": True}, NO),
    (Registered(), {}, ASK),
    (BANDS, {"band": "4"}, NO),
    (BANDS, {"band": "5"}, YES),
    (BANDS, {"band": "8a"}, YES),
    (BANDS, {"band": "8b"}, NO),
    (BANDS, {"medical": True}, NO),
    (BANDS, {"medical": False}, ASK),
    (BandRange(lowest="8d", medical=True), {"medical": True}, YES),
    (BandRange(lowest="8d"), {"band": "9"}, YES),
    (BandRange(highest="4"), {"band": "2"}, YES),
    (BandRange(highest="4"), {"band": "5"}, NO),
    (PERMANENT, {"contract": Contract.PERMANENT}, YES),
    (PERMANENT, {"contract": Contract.BANK}, NO),
    (PERMANENT, {}, ASK),
    (ContractLasts(months=6), {"contract_ends_on": date(2027, 10, 5)}, YES),
    (ContractLasts(months=6), {"contract_ends_on": date(2027, 10, 4)}, NO),
    (ContractLasts(months=6), {"contract": Contract.PERMANENT}, YES),
    (ContractLasts(months=6), {"contract": Contract.FIXED_TERM}, ASK),
    (MinimumHours(hundredths=1500), {"hours_hundredths_a_week": 1500}, YES),
    (MinimumHours(hundredths=1500), {"hours_hundredths_a_week": 1499}, NO),
    (MinimumHours(hundredths=1500), {}, ASK),
    (YearsQualified(least=2), {"qualified_on": date(2025, 4, 6)}, YES),
    (YearsQualified(least=2), {"qualified_on": date(2025, 4, 7)}, NO),
    (YearsQualified(most=5), {"qualified_on": date(2022, 4, 6)}, YES),
    (YearsQualified(most=5), {"qualified_on": date(2022, 4, 5)}, NO),
    (YearsQualified(most=5), {}, ASK),
    (NotHeldBefore(), {"held_before": False}, YES),
    (NotHeldBefore(), {"held_before": True}, NO),
    (NotHeldBefore(), {}, ASK),
    (NotResearchActive(), {"research_active": False}, YES),
    (NotResearchActive(), {"research_active": True}, NO),
    (NotResearchActive(otherwise=ASK), {"research_active": True}, ASK),
    (NotResearchActive(), {}, ASK),
]


@pytest.mark.parametrize(("rule", "facts", "reply"), ANSWERS)
def test_a_rule_on_both_sides_of_its_edge(rule, facts, reply):
    answer = rule.answer(Candidate(**facts), ON)
    assert answer.reply is reply
    assert bool(answer.reason) is (reply is not YES)


def test_every_rule_is_in_the_table_with_every_answer():
    seen = {(type(rule), reply) for rule, _facts, reply in ANSWERS}
    assert seen == {(kind, reply) for kind in KINDS.values() for reply in Reply}


@pytest.mark.parametrize("rule", list(dict.fromkeys(rule for rule, _facts, _reply in ANSWERS)))
def test_a_rule_is_read_back_equal_and_has_words(rule):
    assert Rule.from_json(rule.to_json()) == rule
    assert rule.guidance()[0].isupper()
    assert not rule.guidance().endswith(".")
    assert rule.reason().endswith(".")


@pytest.mark.parametrize("stored", [{}, {"rule": "Rule"}, {"rule": "Hair"}, {"rule": None}])
def test_an_unknown_rule_is_refused(stored):
    with pytest.raises(Unreadable, match="no such rule"):
        Rule.from_json(stored)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (NURSES, "Nurses and pharmacists"),
        (NO_DOCTORS, "Not doctors or dentists"),
        (HOME, "Staff of Glan Hafren"),
        (BANDS, "Band 5 to band 8a"),
        (BandRange(lowest="5"), "Band 5 and above"),
        (
            BandRange(highest="7", medical=True),
            "Band 7 and below, and doctors and dentists",
        ),
        (PERMANENT, "Staff on a permanent contract"),
        (
            ContractKind(kinds=frozenset({Contract.FIXED_TERM, Contract.PERMANENT})),
            "Staff on a permanent or fixed-term contract",
        ),
        (ContractLasts(months=1), "A contract that runs for 1 month or more from your start"),
        (MinimumHours(hundredths=1875), "A contract of 18.75 hours a week or more"),
        (YearsQualified(least=1), "Qualified for 1 year or more"),
        (YearsQualified(most=5), "Qualified for 5 years or less"),
        (YearsQualified(least=2, most=5), "Qualified for between 2 and 5 years"),
    ],
)
def test_guidance(rule, words):
    assert rule.guidance() == words


def test_without_rules_everybody_may_apply():
    assert check((), Candidate(), ON) == Verdict(Reply.YES)
    assert who_can_apply(()) == ("All staff, any job, any band",)


@pytest.mark.parametrize(
    ("facts", "reply", "reasons"),
    [
        ({"band": "6", "contract": Contract.PERMANENT}, YES, ()),
        (
            {"band": "6"},
            ASK,
            ("Ask the R&D office if this fits you: Staff on a permanent contract.",),
        ),
        ({"band": "3"}, NO, ("This scheme has a limit on bands: Band 5 to band 8a.",)),
        (
            {"band": "3", "contract": Contract.BANK},
            NO,
            (
                "This scheme has a limit on bands: Band 5 to band 8a.",
                "This scheme is for staff on a permanent contract.",
            ),
        ),
    ],
)
def test_the_worst_answer_wins_and_gives_its_reasons(facts, reply, reasons):
    verdict = check((BANDS, PERMANENT), Candidate(**facts), ON)
    assert verdict == Verdict(reply, reasons)
    assert verdict.may_apply is (reply is not NO)


@pytest.mark.parametrize(
    ("rule", "sound"),
    [
        (NURSES, True),
        (Professions(who=Text("nobody")), False),
        (BANDS, True),
        (BandRange(lowest="8a", highest="8a"), True),
        (BandRange(), False),
        (BandRange(lowest="8a", highest="5"), False),
        (BandRange(lowest="10"), False),
        (ContractKind(kinds=frozenset()), False),
        (YearsQualified(), False),
        (YearsQualified(least=5, most=5), True),
        (YearsQualified(least=6, most=5), False),
    ],
)
def test_a_rule_knows_when_it_is_unusable(rule, sound):
    assert (rule.problems() == ()) is sound


def test_every_kind_of_contract_has_words():
    assert set(CONTRACT_WORDS) == set(Contract)


@pytest.mark.parametrize(
    ("job", "contract", "reply"),
    [
        (UptakeGroup.DOCTORS, Contract.PERMANENT, Reply.YES),
        (UptakeGroup.DOCTORS, Contract.FIXED_TERM, Reply.NO),
        (UptakeGroup.NURSES, Contract.FIXED_TERM, Reply.YES),
        (None, Contract.PERMANENT, Reply.YES),
        (None, Contract.FIXED_TERM, Reply.ASK),
        (UptakeGroup.DOCTORS, None, Reply.ASK),
        (UptakeGroup.NURSES, None, Reply.YES),
    ],
)
def test_a_condition_on_some_jobs_leaves_the_others_alone(job, contract, reply):
    rule = ContractKind(
        kinds=frozenset({Contract.PERMANENT}), only_for=frozenset({UptakeGroup.DOCTORS})
    )
    assert rule.answer(Candidate(job=job, contract=contract), ON).reply is reply
    assert rule.in_full() == "Doctors and dentists: staff on a permanent contract"
    assert Rule.from_json(rule.to_json()) == rule
