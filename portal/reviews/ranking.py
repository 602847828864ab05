"""From scores to a ranking, and from the pot to the funding line. Pure and exact.

Scores are fractions throughout, so that two applications are equal only when they are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from uuid import UUID

from portal.schemes.criteria import Aggregation, Criterion


@dataclass(frozen=True, slots=True)
class Pot:
    """What there is to give: pence, and hundredths of a WTE-month where time is limited."""

    pence: int
    wte_months_hundredths: int | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """An application as the panel weighs it: the sent reviews, and what it asks for.

    A review maps criterion keys to scores; a criterion the reviewer could not score is not
    in it.
    """

    application_id: UUID
    reviews: tuple[Mapping[str, int], ...]
    pence: int = 0
    wte_months_hundredths: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the ranking. Without a score there is no rank.

    `dots` are the reviewers' own scores. What is left of the pot is told down to the funding
    line, and is None below it.
    """

    application_id: UUID
    rank: int | None
    is_equal: bool
    score: Fraction | None
    dots: tuple[Fraction, ...]
    pence: int
    wte_months_hundredths: int
    is_above: bool
    pence_left: int | None
    wte_months_left_hundredths: int | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """All rows, best first. `line` is how many of them the pot covers."""

    rows: tuple[Row, ...]
    pot: Pot
    line: int
    stopped_by: frozenset[str]  # "money", "time": what the next row is too dear in

    @property
    def pence_left(self) -> int:
        """What is left of the money under the line."""
        return self.pot.pence - sum(row.pence for row in self.rows[: self.line])

    @property
    def wte_months_left_hundredths(self) -> int | None:
        """What is left of the time under the line; None where time is not limited."""
        if self.pot.wte_months_hundredths is None:
            return None
        used = sum(row.wte_months_hundredths for row in self.rows[: self.line])
        return self.pot.wte_months_hundredths - used


def review_score(
    review: Mapping[str, int], criteria: Sequence[Criterion], aggregation: Aggregation
) -> Fraction | None:
    """Return one reviewer's score: the mean of the criteria scored, by their weights.

    A criterion that was not scored leaves the mean alone: the weights of the others are
    taken as the whole. `MEAN` weighs all alike. None where nothing was scored.
    """
    is_weighted = aggregation is not Aggregation.MEAN
    weighed = [
        (review[c.key], c.weight_percent if is_weighted else 1) for c in criteria if c.key in review
    ]
    whole = sum(weight for _score, weight in weighed)
    return Fraction(sum(score * weight for score, weight in weighed), whole) if whole else None


def together(dots: Sequence[Fraction], aggregation: Aggregation) -> Fraction | None:
    """Return the score of an application from its reviewers' scores; None without any."""
    if not dots:
        return None
    if aggregation is Aggregation.MEDIAN:
        return Fraction(median(dots))
    return Fraction(sum(dots), len(dots))


def rank(
    scored: Sequence[Scored],
    criteria: Sequence[Criterion],
    aggregation: Aggregation,
    pot: Pot,
) -> Ranking:
    """Rank by score, the highest first; equal scores share a rank, ids only set their order.

    The funding line is drawn under the last application that the pot covers together with
    all above it; nothing below is moved up. Applications without a score come last, unranked.
    """
    drafts = sorted((_draft(one, criteria, aggregation) for one in scored), key=_order)
    line, stopped_by = _line(drafts, pot)
    return Ranking(_rows(drafts, pot, line), pot, line, stopped_by)


@dataclass(frozen=True, slots=True)
class _Draft:
    one: Scored
    dots: tuple[Fraction, ...]
    score: Fraction | None


def _draft(one: Scored, criteria: Sequence[Criterion], aggregation: Aggregation) -> _Draft:
    scores = (review_score(review, criteria, aggregation) for review in one.reviews)
    dots = tuple(sorted(score for score in scores if score is not None))
    return _Draft(one, dots, together(dots, aggregation))


def _order(draft: _Draft) -> tuple[bool, Fraction, str]:
    return (draft.score is None, -(draft.score or Fraction(0)), str(draft.one.application_id))


def _line(drafts: Sequence[_Draft], pot: Pot) -> tuple[int, frozenset[str]]:
    """Return how many the pot covers, and what it lacks for the next."""
    pence, time = pot.pence, pot.wte_months_hundredths
    for at, draft in enumerate(drafts):
        if draft.score is None:
            return at, frozenset()
        pence -= draft.one.pence
        time = None if time is None else time - draft.one.wte_months_hundredths
        lacks = {"money": pence < 0, "time": time is not None and time < 0}
        if any(lacks.values()):
            return at, frozenset(what for what, is_lacking in lacks.items() if is_lacking)
    return len(drafts), frozenset()


def _rows(drafts: Sequence[_Draft], pot: Pot, line: int) -> tuple[Row, ...]:
    first: dict[Fraction, int] = {}
    for at, draft in enumerate(drafts, 1):
        if draft.score is not None:
            first.setdefault(draft.score, at)
    alike = Counter(draft.score for draft in drafts if draft.score is not None)
    pence, time = pot.pence, pot.wte_months_hundredths
    rows = []
    for at, draft in enumerate(drafts):
        pence -= draft.one.pence
        time = None if time is None else time - draft.one.wte_months_hundredths
        rows.append(
            Row(
                application_id=draft.one.application_id,
                rank=None if draft.score is None else first[draft.score],
                is_equal=draft.score is not None and alike[draft.score] > 1,
                score=draft.score,
                dots=draft.dots,
                pence=draft.one.pence,
                wte_months_hundredths=draft.one.wte_months_hundredths,
                is_above=at < line,
                pence_left=pence if at < line else None,
                wte_months_left_hundredths=time if at < line else None,
            )
        )
    return tuple(rows)
