"""How many staff fit a scheme's rules: counted by job, and small counts kept back."""

from dataclasses import replace
from datetime import date

import pytest

from portal.designer.staffing import Group, count, sentence, shown
from portal.people.professions import UptakeGroup, professions
from portal.schemes.candidates import candidate_in
from portal.schemes.eligibility_rules import BandRange, NotResearchActive, Registered
from tests.factories.schemes import definition

ON = date(2026, 11, 23)
NURSE = replace(candidate_in(professions()["NUR-ADULT"]), band="5")
CLERK = replace(candidate_in(professions()["RDSTAFF"]), band="3")
STAFF = ((NURSE, 1_200), (CLERK, 40))


def held(*rules, staff=STAFF, month=None):
    return count(staff, definition("small-grant", eligibility=rules), ON, month)


CASES = {
    "no rules": ((), 1_240, 0, False),
    "a register": ((Registered(),), 1_200, 0, False),
    "a band that nobody has": ((BandRange(lowest="9"),), 0, 0, True),
    "what is not known": ((NotResearchActive(),), 1_240, 1_240, False),
}


@pytest.mark.parametrize(("rules", "fits", "unsure", "nobody"), CASES.values(), ids=CASES)
def test_who_fits(rules, fits, unsure, nobody):
    found = held(*rules)
    assert (found.staff, found.fits, found.unsure, found.is_nobody) == (1_240, fits, unsure, nobody)


def test_each_job_is_counted():
    assert held(Registered()).groups[0] == Group(UptakeGroup.NURSES, 1_200, 1_200)


def test_no_staff_is_no_warning():
    assert not held(staff=()).is_nobody


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (1, "fewer than 8"),
        (7, "fewer than 8"),
        (8, "10"),
        (12, "10"),
        (13, "15"),
        (1_240, "1,240"),
    ],
)
def test_a_small_count_is_not_told(number, words):
    assert shown(number) == words


def test_the_sentence_names_where_the_counts_are_from():
    assert sentence(held(Registered())) == (
        "1,200 of 1,240 staff in the directory fit these rules."
    )
    assert "monthly counts of October 2026" in sentence(held(month=date(2026, 10, 31)))
