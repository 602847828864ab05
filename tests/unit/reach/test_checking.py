"""The checker's answers: kinds of people against rules, the same as at the other doors."""

from datetime import date

import pytest

from portal.kernel.language import Text
from portal.people.models import Contract
from portal.people.professions import UptakeGroup
from portal.reach.checking import MEDICAL, Told
from portal.schemes.eligibility import Reply, check
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
from portal.schemes.rule import Candidate

ON = date(2027, 4, 6)
NO_DOCTORS = Professions(
    who=Text("doctors"), groups=frozenset({"Medical", "Dental"}), included=False
)
BAND_6_UP = BandRange(lowest="6")
PERMANENT_DOCTORS = ContractKind(
    kinds=frozenset({Contract.PERMANENT}), only_for=frozenset({UptakeGroup.DOCTORS})
)


def told(profession, pay, contract=Contract.PERMANENT, ends_on=None, hours=3750):
    return Told(profession=profession, pay=pay, contract=contract, ends_on=ends_on, hours=hours)


NURSE_5 = told("NUR-ADULT", "5")
PHYSIO_BANK = told("AHP-PHY", "6", Contract.BANK, hours=1500)
CONSULTANT = told("MED-CONS", MEDICAL, hours=4000)
RESIDENT = told("MED-RES", MEDICAL, Contract.FIXED_TERM, date(2027, 8, 3), 4000)
PART_TIME = told("NUR-ADULT", "7", hours=1500)
ENDS_SOON = told("NUR-ADULT", "6", Contract.FIXED_TERM, date(2027, 7, 31))
UNLISTED = told("", "3")


@pytest.mark.parametrize(
    ("rule", "who", "reply"),
    [
        (NO_DOCTORS, NURSE_5, Reply.YES),
        (NO_DOCTORS, CONSULTANT, Reply.NO),
        (NO_DOCTORS, UNLISTED, Reply.ASK),
        (BAND_6_UP, NURSE_5, Reply.NO),
        (BAND_6_UP, PHYSIO_BANK, Reply.YES),
        (BAND_6_UP, CONSULTANT, Reply.NO),
        (BandRange(lowest="6", medical=True), CONSULTANT, Reply.YES),
        (Registered(), NURSE_5, Reply.YES),
        (Registered(), UNLISTED, Reply.ASK),
        (PERMANENT_DOCTORS, RESIDENT, Reply.NO),
        (PERMANENT_DOCTORS, CONSULTANT, Reply.YES),
        (PERMANENT_DOCTORS, PHYSIO_BANK, Reply.YES),
        (ContractLasts(months=6), ENDS_SOON, Reply.NO),
        (ContractLasts(months=3), ENDS_SOON, Reply.YES),
        (ContractLasts(months=6), NURSE_5, Reply.YES),
        (MinimumHours(hundredths=2250), PART_TIME, Reply.NO),
        (MinimumHours(hundredths=1500), PART_TIME, Reply.YES),
        (YearsQualified(least=2), NURSE_5, Reply.ASK),
        (NotHeldBefore(), NURSE_5, Reply.ASK),
        (NotResearchActive(), NURSE_5, Reply.ASK),
        (
            UnderOrganisation(paths=frozenset({"wales"}), who=Text("staff in Wales")),
            NURSE_5,
            Reply.ASK,
        ),
    ],
)
def test_what_four_answers_tell(rule, who, reply):
    found = check((rule,), who.candidate(Candidate()), ON)
    assert found.reply is reply
    assert bool(found.reasons) is (reply is not Reply.YES)


def test_what_the_directory_knows_is_kept_where_nobody_asks():
    known = Candidate(organisation_path="wales/board", held_before=True, band="8a")
    found = NURSE_5.candidate(known)
    assert (found.organisation_path, found.held_before, found.band) == ("wales/board", True, "5")


def test_an_end_is_for_fixed_terms_alone():
    there = told("NUR-ADULT", "5", Contract.PERMANENT, date(2027, 5, 1))
    assert there.candidate(Candidate()).contract_ends_on is None
