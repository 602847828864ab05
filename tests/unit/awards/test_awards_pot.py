import pytest

from portal.awards.cases import takes
from portal.awards.lifecycle import OfferState, Outcome
from portal.awards.pot import Pot
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
