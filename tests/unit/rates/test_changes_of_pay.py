"""What changes between two scales."""

from decimal import Decimal

import pytest

from portal.rates.comparing import Change, changed, compare


@pytest.mark.parametrize(
    ("before", "after", "more", "percent"),
    [
        (4_658_000, 4_811_700, 153_700, Decimal("3.3")),
        (4_811_700, 4_658_000, -153_700, Decimal("-3.2")),
        (100, 100, 0, Decimal("0.0")),
        (None, 100, None, None),
        (100, None, None, None),
    ],
)
def test_a_rise_in_pence_and_per_cent(before, after, more, percent):
    change = Change("6", 3, before, after)
    assert (change.more_pence, change.percent) == (more, percent)


def test_every_step_of_either_is_there_in_order():
    every = compare({("6", 1): 1, ("5", 1): 2}, {("6", 1): 1, ("8a", 1): 3})
    assert [(c.band, c.before_pence, c.after_pence) for c in every] == [
        ("5", 2, None),
        ("6", 1, 1),
        ("8a", None, 3),
    ]
    assert [c.band for c in changed(every)] == ["5", "8a"]
