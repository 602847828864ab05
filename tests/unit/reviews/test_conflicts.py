"""Who can never review an application, one tie at a time."""

from uuid import UUID

import pytest

from portal.reviews.conflicts import (
    APPLICANT,
    COMPETING,
    DECLARED,
    LINE,
    SAME_TEAM,
    Side,
    Ties,
    clash,
    line_above,
)

ANN, REV, BOSS, TOP, PEER = (UUID(int=n) for n in range(1, 6))
TEAM, FAR, APP, OTHER_APP = (UUID(int=n) for n in range(11, 15))
SIDE = Side(APP, ANN, TEAM)


@pytest.mark.parametrize(
    ("reviewer", "ties", "why"),
    [
        (REV, Ties(), None),
        (ANN, Ties(), APPLICANT),
        (REV, Ties(applicants={ANN, REV}), COMPETING),
        (REV, Ties(applicants={ANN}), None),
        (REV, Ties(declared={(APP, REV)}), DECLARED),
        (REV, Ties(declared={(OTHER_APP, REV), (APP, PEER)}), None),
        (REV, Ties(teams={REV: TEAM}), SAME_TEAM),
        (REV, Ties(teams={REV: FAR, ANN: TEAM}), None),
        (REV, Ties(managers={ANN: REV}), LINE),
        (TOP, Ties(managers={ANN: BOSS, BOSS: TOP}), LINE),
        (REV, Ties(managers={REV: ANN}), LINE),
        (REV, Ties(managers={REV: BOSS, BOSS: ANN}), LINE),
        (REV, Ties(managers={REV: BOSS, ANN: BOSS}), None),  # colleagues under one manager
    ],
)
def test_one_tie_at_a_time(reviewer, ties, why):
    assert clash(SIDE, reviewer, ties) is why


def test_a_loop_in_the_directory_ends():
    assert list(line_above(ANN, {ANN: BOSS, BOSS: TOP, TOP: ANN})) == [BOSS, TOP]
    assert list(line_above(ANN, {ANN: ANN})) == []
