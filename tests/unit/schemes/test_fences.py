"""Parts of a pot kept for some: what may be said, and how it is stored."""

import pytest

from portal.people.professions import UptakeGroup
from portal.schemes.fences import Fence, problems, read

NURSES, MIDWIVES, AHPS = UptakeGroup.NURSES, UptakeGroup.MIDWIVES, UptakeGroup.AHPS
POT, MONTHS = 100_00, 12_00


def kept(*jobs, pence=None, months=None):
    return Fence(jobs, pence, months)


@pytest.mark.parametrize(
    ("fences", "pence", "months", "where"),
    [
        ((), POT, MONTHS, []),
        ((kept(NURSES, pence=POT),), POT, None, []),
        ((kept(NURSES, pence=POT + 1),), POT, None, ["fences-0-pence"]),
        ((kept(NURSES, pence=POT - 1), kept(AHPS, pence=1)), POT, None, []),
        ((kept(NURSES, pence=POT), kept(AHPS, pence=1)), POT, None, ["fences-1-pence"]),
        ((kept(NURSES, months=MONTHS),), 0, MONTHS, []),
        ((kept(NURSES, months=MONTHS + 1),), 0, MONTHS, ["fences-0-wte_months_hundredths"]),
        ((kept(NURSES, months=1),), 0, None, ["fences-0-wte_months_hundredths"]),
        ((kept(NURSES, pence=1, months=1),), POT, MONTHS, []),
        ((kept(pence=1),), POT, None, ["fences-0-jobs"]),
        ((kept(NURSES),), POT, None, ["fences-0-pence"]),
        ((kept(NURSES, pence=0),), POT, None, ["fences-0-pence"]),
        ((kept(),), POT, None, []),  # an empty part of the form is no part
        ((kept(), kept(NURSES, pence=POT + 1)), POT, None, ["fences-1-pence"]),
        ((kept(NURSES, pence=1), kept(MIDWIVES, NURSES, pence=1)), POT, None, ["fences-1-jobs"]),
        ((kept(NURSES, pence=POT + 1),), None, None, []),  # the pot is not known yet
        (
            (kept(pence=1), kept(NURSES, months=1, pence=POT)),
            POT,
            None,
            ["fences-0-jobs", "fences-1-wte_months_hundredths", "fences-1-pence"],
        ),
    ],
)
def test_the_parts_must_fit_the_pot(fences, pence, months, where):
    found = problems(fences, pence, months)
    assert [problem.where for problem in found] == where
    assert all(problem.words.endswith(".") for problem in found)


def test_a_part_is_stored_and_read():
    fence = kept(NURSES, MIDWIVES, pence=5, months=None)
    stored = fence.to_json()
    assert stored == {"jobs": ["nurses", "midwives"], "pence": 5, "wte_months_hundredths": None}
    assert read([stored]) == (fence,)


def test_a_part_in_words():
    fence = kept(NURSES, MIDWIVES, AHPS, pence=20_000_00, months=4_50)
    assert fence.whom == "Nurses, Midwives and Allied health professionals"
    assert fence.amount == "£20,000 and 4.5 WTE-months"
    assert kept(NURSES, months=600).amount == "6 WTE-months"
