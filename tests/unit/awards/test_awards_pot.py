import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.awards.cases import takes
from portal.awards.lifecycle import OfferState, Outcome
from portal.awards.policy import pot_problems
from portal.awards.pot import Kept, Pot
from portal.people.professions import UptakeGroup
from portal.schemes.fences import Fence
from tests.factories.awards import bare_award, bare_decision


@pytest.mark.parametrize(
    ("pot", "pence", "time", "fits"),
    [
        (Pot(100), 100, 0, True),
        (Pot(100), 101, 0, False),
        (Pot(100, taken_pence=60), 40, 0, True),
        (Pot(100, taken_pence=60), 41, 0, False),
        (Pot(100), 0, 999_999, True),  # time without a limit
        (Pot(100, 120), 50, 120, True),
        (Pot(100, 120), 50, 121, False),
        (Pot(100, 120, taken_wte_months_hundredths=120), 50, 0, True),
        (Pot(100, 120, taken_wte_months_hundredths=120), 0, 1, False),
        (Pot(100, 0), 1, 1, False),  # no time at all is not time without a limit
        (Pot(0), 0, 0, True),
        (Pot(50, taken_pence=60), 0, 0, False),  # made smaller afterwards
    ],
)
def test_what_fits(pot, pence, time, fits):
    assert pot.fits(pence, time) is fits
    assert (pot.refusal(pence, time) == "") is fits
    if fits:
        after = pot.take(pence, time)
        assert after.left_pence == pot.left_pence - pence
        assert after.taken_wte_months_hundredths == pot.taken_wte_months_hundredths + time
    else:
        with pytest.raises(ValueError, match="pot"):
            pot.take(pence, time)


@pytest.mark.parametrize(
    ("pot", "pence", "time", "words"),
    [
        (
            Pot(2_000_000, taken_pence=1_840_140),
            2_000_000,
            0,
            "This award needs £20,000.00, and the pot has £1,598.60 left.",
        ),
        (
            Pot(9_000, 390),
            1,
            2_120,
            "This award needs 21.20 WTE-months of time, and the pot has 3.90 WTE-months left.",
        ),
        (Pot(5, taken_pence=9), 1, 0, "This award needs £0.01, and the pot has £0.00 left."),
    ],
)
def test_a_refusal_says_what_is_left(pot, pence, time, words):
    assert pot.refusal(pence, time) == words


@pytest.mark.parametrize(
    ("outcome", "award", "taken"),
    [
        (Outcome.AWARD, None, (1_500_000, 120)),
        (Outcome.AWARD, OfferState.OFFERED, (1_500_000, 120)),
        (Outcome.AWARD, OfferState.ACCEPTED, (1_500_000, 120)),
        (Outcome.AWARD, OfferState.TURNED_DOWN, (0, 0)),
        (Outcome.RESERVE, None, (0, 0)),
        (Outcome.DECLINE, None, (0, 0)),
    ],
)
def test_what_a_decision_takes(outcome, award, taken):
    assert takes(bare_decision(outcome), bare_award(award) if award else None) == taken


# --- parts that are kept for some ---

NURSES, AHPS, DOCTORS = UptakeGroup.NURSES, UptakeGroup.AHPS, UptakeGroup.DOCTORS
KEPT = Pot(
    100,
    100,
    kept=(Kept(Fence((NURSES,), 60, None)), Kept(Fence((AHPS, UptakeGroup.MIDWIVES), 10, 50))),
)


@pytest.mark.parametrize(
    ("taken", "job", "pence", "months"),
    [
        ((), NURSES, 90, 50),
        ((), AHPS, 40, 100),
        ((), UptakeGroup.MIDWIVES, 40, 100),
        ((), DOCTORS, 30, 50),
        ((), None, 30, 50),
        (((30, 0, DOCTORS),), DOCTORS, 0, 50),
        (((30, 0, DOCTORS),), NURSES, 60, 50),
        (((90, 0, NURSES),), DOCTORS, 0, 50),  # beyond their own, nurses took from the rest
        (((60, 0, NURSES),), DOCTORS, 30, 50),
        (((59, 0, NURSES),), DOCTORS, 30, 50),
        (((0, 80, AHPS),), NURSES, 90, 20),
    ],
)
def test_what_is_kept_for_some_is_left_for_nobody_else(taken, job, pence, months):
    pot = KEPT
    for each in taken:
        pot = pot.take(*each)
    assert (pot.pence_for(job), pot.wte_months_hundredths_for(job)) == (pence, months)
    assert pot.fits(pence, months, job)
    assert not pot.fits(pence + 1, 0, job) and not pot.fits(0, months + 1, job)


def test_a_refusal_says_what_is_kept_for_others():
    assert KEPT.refusal(31, 0, DOCTORS) == (
        "This award needs £0.31, and the pot has £0.30 left. "
        "£0.70 more is kept for other job groups."
    )
    assert "0.50 WTE-months more is kept" in KEPT.refusal(0, 51, NURSES)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 60), st.integers(0, 60), st.sampled_from([NURSES, AHPS, DOCTORS, None])
        ),
        max_size=20,
    )
)
def test_no_sequence_of_awards_overspends_the_whole_or_a_part(awards):
    pot, given_to = KEPT, dict.fromkeys([NURSES, AHPS, DOCTORS, None], 0)
    for pence, months, job in awards:
        if pot.fits(pence, months, job):
            pot = pot.take(pence, months, job)
            given_to[job] += pence
    assert pot.taken_pence <= 100 and pot.taken_wte_months_hundredths <= 100
    assert given_to[DOCTORS] + given_to[None] <= 30, "others never touch what is kept"
    assert pot.least_pence <= 100, "what is kept and not taken is still there"
    assert pot.fits(pot.pence_for(NURSES), 0, NURSES)


@pytest.mark.parametrize(
    ("taken", "least"),
    [((), (70, 50)), (((30, 0, DOCTORS),), (100, 50)), (((90, 10, NURSES),), (100, 60))],
)
def test_a_pot_is_never_made_smaller_than_what_is_taken_and_kept(taken, least):
    pot = KEPT
    for each in taken:
        pot = pot.take(*each)
    assert (pot.least_pence, pot.least_wte_months_hundredths) == least
    assert pot_problems(pot, *least) == ()
    assert [p.where for p in pot_problems(pot, least[0] - 1, None)] == ["pot_pence"]
    wrong = pot_problems(pot, least[0], least[1] - 1)
    assert [p.where for p in wrong] == ["pot_wte_months_hundredths"]
