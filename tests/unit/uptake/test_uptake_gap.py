import pytest

from portal.uptake import gap
from tests.unit.uptake import made_tables

PLAIN_TITLE = "Who applied, whose cover was agreed, who got an award"


@pytest.mark.parametrize(
    ("changed", "title"),
    [
        ({}, "Most of the gap for nurses opens before anyone applies"),
        (
            {"nurses": (5000, 520, 120, 50), "doctors": (1500, 155, 135, 60)},
            "Most of the gap for nurses opens when cover is asked for",
        ),
        (
            {"nurses": (5000, 520, 450, 40), "doctors": (1500, 155, 135, 60)},
            "Most of the gap for nurses opens when awards are decided",
        ),
        # Later stages work the other way: 2% more than the whole gap opens here.
        (
            {"nurses": (5195, 25, 15, 10), "doctors": (1555, 160, 135, 60)},
            "Most of the gap for nurses opens before anyone applies",
        ),
        # No gap, no other group, hidden awards, all agreed: nothing is claimed.
        ({"nurses": (5000, 510, 440, 195)}, PLAIN_TITLE),
        ({"doctors": None}, PLAIN_TITLE),
        ({"nurses": (5000, 90, 70, 6)}, PLAIN_TITLE),
    ],
)
def test_the_title_says_where_the_gap_opens(changed, title):
    assert gap.message(made_tables.table(**changed)) == title


def test_stages_that_share_a_gap_share_its_title_with_nobody():
    even = made_tables.table(nurses=(5000, 300, 150, 40), doctors=(1500, 150, 130, 60))
    rows = {row.key: row for row in even.stages.rows}
    assert gap.opens_at(rows["nurses"], rows["doctors"]) is None


def test_the_shares_of_a_gap_add_up():
    parts = (0.5, 0.8, 0.9)
    whole = 0.5 * 0.8 * 0.9
    assert sum(gap.share(part, whole) for part in parts) == pytest.approx(1)


def test_a_board_without_anyone_has_a_title():
    empty = made_tables.table(**dict.fromkeys(made_tables.PLAIN))
    assert gap.message(empty) == PLAIN_TITLE
