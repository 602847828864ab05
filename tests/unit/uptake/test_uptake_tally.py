from uuid import UUID

import pytest

from portal.costing.scales import Nation
from portal.uptake.disclosure import Amounts
from portal.uptake.groups import ORDER
from portal.uptake.tally import Sent, group_counts, group_of


def sent(person=1, code="NUR-ADULT", approved=False, awarded=False, pence=0, hours=0):
    return Sent(UUID(int=person), code, approved, awarded, pence, hours)


def stages(rows, staff=None, key="nurses", nation=Nation.WALES):
    (found,) = [g for g in group_counts(staff or {}, rows, nation) if g.key == key]
    return found.staff, found.applied, found.approved, found.awarded


def test_every_group_is_there_in_the_fixed_order():
    assert tuple(group.key for group in group_counts({}, [], Nation.WALES)) == ORDER


@pytest.mark.parametrize(
    ("rows", "counted"),
    [
        ([], (90, 0, 0, 0)),
        ([sent()], (90, 1, 0, 0)),
        ([sent(approved=True)], (90, 1, 1, 0)),
        ([sent(approved=True, awarded=True)], (90, 1, 1, 1)),
        ([sent(awarded=True)], (90, 1, 1, 1)),
        ([sent(), sent()], (90, 1, 0, 0)),
        ([sent(approved=True), sent(awarded=True)], (90, 1, 1, 1)),
        ([sent(1), sent(2, approved=True)], (90, 2, 1, 0)),
    ],
)
def test_a_person_counts_once_at_each_stage(rows, counted):
    assert stages(rows, {"NUR-ADULT": 60, "NUR-MH": 30}) == counted


def test_a_person_who_changed_jobs_stays_in_the_first():
    rows = [sent(code="NUR-ADULT"), sent(code="MED-CONS", approved=True, awarded=True)]
    assert stages(rows) == (1, 1, 1, 1)
    assert stages(rows, key="doctors") == (0, 0, 0, 0)


def test_joiners_beyond_the_staff_numbers_are_staff():
    assert stages([sent(n) for n in range(12)], {"NUR-ADULT": 10}) == (12, 12, 0, 0)


@pytest.mark.parametrize("code", ["", "NURSE", "nur-adult"])
def test_a_code_that_is_not_known_is_counted_as_unknown(code):
    assert stages([sent(code=code)], {code: 3}, key="unknown") == (3, 1, 0, 0)


@pytest.mark.parametrize(
    ("code", "nation", "group"),
    [
        ("NUR-ADULT", Nation.WALES, "nurses"),
        ("PSY", Nation.WALES, "pharmacy_psychology"),
        ("AHP-ODP", Nation.ENGLAND, "ahps"),
        ("AHP-ODP", Nation.WALES, "ahps"),
    ],
)
def test_groups_are_those_of_the_nation(code, nation, group):
    assert group_of(code, nation) == group


def test_sums_are_of_what_each_person_holds():
    rows = [
        sent(1, awarded=True, pence=500, hours=50),
        sent(1, awarded=True, pence=700, hours=70),
        sent(2, awarded=True, pence=900, hours=10),
        sent(3, pence=99_999, hours=99_999),
    ]
    nurses = group_counts({}, rows, Nation.WALES)[0]
    assert nurses.pence == Amounts(2_100, 1_200, 900)
    assert nurses.hours == Amounts(130, 120, 10)
