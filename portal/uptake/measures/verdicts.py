"""The five verdicts on one group beside another, chosen by rule and never by hand."""

from collections.abc import Hashable, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from portal.uptake.disclosure import MOST_HIDDEN, nearest_five
from portal.uptake.measures.multiplicity import survives
from portal.uptake.measures.proportions import Counted, difference, score_test
from portal.uptake.measures.ratios import Zone, katz, zone

LEAST_PEOPLE = 20
LEAST_EXPECTED = 5
LEAST_EVENTS = 5

Key = TypeVar("Key", bound=Hashable)


class Verdict(StrEnum):
    """The verdicts; lower and higher are one rule, and the last two are not verdicts at all."""

    LOWER = "lower_material"
    HIGHER = "higher_material"
    SMALL = "different_but_small"
    SIMILAR = "similar"
    CANNOT_TELL = "cannot_tell"
    TOO_FEW = "too_few"
    NOT_COMPARED = "not_compared"
    REFERENCE = "reference"


_MATERIAL = {Zone.BELOW: Verdict.LOWER, Zone.ABOVE: Verdict.HIGHER}


def too_few(group: Counted, reference: Counted) -> bool:
    """Say whether either group is under 20 people, or expects fewer than 5 events if alike."""
    if min(group.people, reference.people) < LEAST_PEOPLE:
        return True
    everyone = group.people + reference.people
    events = group.events + reference.events
    return min(group.people, reference.people) * events < LEAST_EXPECTED * everyone


def verdict(group: Counted, reference: Counted, *, survived: bool = True) -> Verdict:
    """Choose the verdict on `group` beside `reference`, from these counts as they are.

    In order: too few; lower or higher (Newcombe's interval excludes 0, the ratio lies outside
    0.8 to 1.25, and the comparison survived its family); different but small (it excludes 0
    inside that range); similar (Katz's interval within the range, 5 events or more on both
    sides); cannot tell. Raises ValueError for events outside 0..people once there are enough.
    """
    if too_few(group, reference):
        return Verdict.TOO_FEW
    size = zone(group, reference)
    between = difference(group, reference)
    apart = between.lower > 0 or between.upper < 0
    if apart and size is Zone.INSIDE:
        return Verdict.SMALL
    if apart and survived:
        return _MATERIAL[size]
    return Verdict.SIMILAR if _alike(group, reference) else Verdict.CANNOT_TELL


def _alike(group: Counted, reference: Counted) -> bool:
    interval = katz(group, reference)
    if interval is None or min(group.events, reference.events) < LEAST_EVENTS:
        return False
    return interval.lower >= 0.8 and interval.upper <= 1.25


def family(groups: Mapping[Key, Counted], reference: Counted) -> dict[Key, Verdict]:
    """Choose all the verdicts of one declared family, as the counts are.

    Each member counts in the family, whether or not it is large enough to compare.
    """
    survived = survives([_p_value(group, reference) for group in groups.values()])
    return {
        key: verdict(group, reference, survived=kept)
        for (key, group), kept in zip(groups.items(), survived, strict=True)
    }


def _p_value(group: Counted, reference: Counted) -> float:
    return score_test(group, reference) if group.people and reference.people else 1.0


def published(groups: Mapping[Key, Counted], reference: Counted) -> dict[Key, Verdict]:
    """Choose the verdicts of a family that may be printed, from true counts.

    A verdict is printed only if it is the same with all counts rounded to 5, and the same
    whatever from 0 (to which 1 and 2 round) to 7 stands behind each "c": otherwise "cannot
    tell". So the word narrows no hidden count.
    """
    first, *others = [family(*counts) for counts in _views(groups, reference)]
    return {
        key: word if all(other[key] is word for other in others) else Verdict.CANNOT_TELL
        for key, word in first.items()
    }


def _views(
    groups: Mapping[Key, Counted], reference: Counted
) -> Iterator[tuple[dict[Key, Counted], Counted]]:
    yield dict(groups), reference
    for behind in range(MOST_HIDDEN + 1):
        yield (
            {key: _supposed(group, behind) for key, group in groups.items()},
            _supposed(reference, behind),
        )


def _rounded(counted: Counted) -> Counted:
    return Counted(nearest_five(counted.events), nearest_five(counted.people))


def _supposed(counted: Counted, behind: int) -> Counted:
    rounded = _rounded(counted)
    if not 0 < counted.events <= MOST_HIDDEN:
        return rounded
    return Counted(min(behind, rounded.people), rounded.people)
