"""The ranking of a call, with the funding line through it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from flask import url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.costing.rounding import hundredth
from portal.kernel.actor import Actor
from portal.kernel.language import _, _n
from portal.kernel.ruling import Ruling
from portal.reviews import composition, policy, queries, strips
from portal.reviews.lifecycle import VERDICT_LABELS, Verdict
from portal.reviews.models import Recommendation
from portal.reviews.ranking import Ranking, Row
from portal.reviews.simulation import Range, likely_ranks
from portal.reviews.weighing import Weighed, weigh
from portal.schemes.criteria import Aggregation, Scale
from portal.schemes.models import Call
from portal.web.format import day, money
from portal.web.pieces import Colour, Column, Fact, Link, Tag
from portal.web.places import place

NOTHING = "–"
NO_DRAWING = Markup("–")

VERDICT_COLOURS: Mapping[Verdict, Colour] = {
    Verdict.FUND: "green",
    Verdict.RESERVE: "blue",
    Verdict.DO_NOT_FUND: "grey",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row, in words and drawings. `edge` is the row's class."""

    rank: str
    mark: str
    title: str
    href: str
    note: str
    tag: Tag | None
    mean: str
    spread: Markup
    ranks: Markup
    likely: str
    asks: str
    time: str
    money_left: str
    time_left: str
    edge: str


@dataclass(frozen=True, slots=True)
class RankingPage:
    """All that the page shows; `above` and `below` are the rows on both sides of the line."""

    caption: str
    pot: tuple[Fact, ...]
    tie: str
    tie_note: str
    heading: str
    columns: tuple[Column, ...]
    scales: Mapping[int, Markup]  # drawn in the head of the column with this number
    above: tuple[Line, ...]
    below: tuple[Line, ...]
    line: str
    composition: str
    may_recommend_line: Ruling
    line_href: str
    links: tuple[Link, ...]
    call_href: str


def ranking_page(session: Session, call: Call, actor: Actor, now: datetime) -> RankingPage:
    """Rank what exists for this reader and say it in words."""
    weighed = weigh(session, call, actor)
    said = queries.recommendations(session, call, actor)
    drawn = _Drawn.of(call, weighed.ranking)
    lines = [_line(row, weighed, said, drawn) for row in weighed.ranking.rows]
    ranking, at = weighed.ranking, weighed.ranking.line
    tie, tie_note = _tie(ranking, drawn)
    return RankingPage(
        caption=_(
            "%(scheme)s, %(call)s. Panel of %(day)s",
            scheme=call.document.name,
            call=call.name,
            day=day(call.panel_on),
        ),
        pot=_pot(ranking),
        tie=tie,
        tie_note=tie_note,
        heading=_n(
            "%(num)s application by score", "%(num)s applications by score", len(ranking.rows)
        ),
        columns=_columns(call.document.aggregation),
        scales=_scales(drawn),
        above=tuple(lines[:at]),
        below=tuple(lines[at:]),
        line=_line_words(ranking),
        composition=composition.sentence(
            [weighed.applications[row.application_id] for row in ranking.rows[:at]]
        ),
        may_recommend_line=policy.may_recommend_line(weighed, actor, now),
        line_href=url_for("reviews.recommend_line", call_id=call.id),
        links=_links(call, actor, now),
        call_href=place("call", call.id),
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What the drawings of all rows share: the scale, the last rank, the line, the ranges."""

    scale: Scale
    last: int
    line: int
    likely: Mapping[UUID, Range | None]

    @classmethod
    def of(cls, call: Call, ranking: Ranking) -> "_Drawn":
        dots = tuple(tuple(float(dot) for dot in row.dots) for row in ranking.rows)
        by_median = call.document.aggregation is Aggregation.MEDIAN
        found = likely_ranks(dots, by_median=by_median)
        likely = {row.application_id: r for row, r in zip(ranking.rows, found, strict=True)}
        last = sum(row.score is not None for row in ranking.rows)
        return cls(call.document.scale, last, ranking.line, likely)

    @property
    def marks(self) -> Sequence[int]:
        """Which scores are written over the drawings: all of a short scale, else its ends."""
        scores = self.scale.scores
        return scores if len(scores) <= 6 else (self.scale.low, self.scale.high)

    def crosses(self, row: Row) -> bool:
        """Say whether scores cannot tell on which side of the line this one belongs."""
        likely = self.likely[row.application_id]
        return likely is not None and likely[0] <= self.line < likely[1]


def _scales(drawn: _Drawn) -> Mapping[int, Markup]:
    last = max(drawn.last, 1)
    return {
        3: strips.scale(drawn.scale.low, drawn.scale.high, drawn.marks),
        4: strips.scale(1, last, sorted({1, last})),
    }


def _links(call: Call, actor: Actor, now: datetime) -> tuple[Link, ...]:
    one_by_one = url_for("reviews.recommendations", call_id=call.id)
    links = [Link(_("Recommend one by one"), one_by_one)]
    if policy.may_assign(call, actor, now):
        links.append(Link(_("Reviewers"), url_for("reviews.reviewers", call_id=call.id)))
    return tuple(links)


def mean_words(score: Fraction | None) -> str:
    """Write a mean to two places."""
    return NOTHING if score is None else str(hundredth(score))


def months_words(hundredths: int | None) -> str:
    """Write WTE-months to two places."""
    return NOTHING if hundredths is None else f"{hundredths / 100:,.2f}"


def _pot(ranking: Ranking) -> tuple[Fact, ...]:
    facts = [
        Fact(_("Money in the pot"), money(ranking.pot.pence)),
        Fact(_("Left after the line"), money(ranking.pence_left), _first(ranking, "money")),
    ]
    if ranking.pot.wte_months_hundredths is not None:
        unit = _("WTE-months")
        facts += [
            Fact(_("Time in the pot"), f"{months_words(ranking.pot.wte_months_hundredths)} {unit}"),
            Fact(
                _("Left after the line"),
                f"{months_words(ranking.wte_months_left_hundredths)} {unit}",
                _first(ranking, "time"),
            ),
        ]
    return tuple(facts)


def _first(ranking: Ranking, what: str) -> str:
    if ranking.stopped_by != {what}:
        return ""
    return _("Money runs out first") if what == "money" else _("Time runs out first")


def _columns(aggregation: Aggregation) -> tuple[Column, ...]:
    middle = _("Median") if aggregation is Aggregation.MEDIAN else _("Mean")
    return (
        Column(_("Rank")),
        Column(_("Application")),
        Column(middle, numeric=True),
        Column(_("Spread of scores")),
        Column(_("Where it may rank")),
        Column(_("Likely rank"), numeric=True),
        Column(_("Asks for"), numeric=True),
        Column(_("WTE-months"), numeric=True),
        Column(_("£ left"), numeric=True),
        Column(_("WTE-months left"), numeric=True),
    )


def _line(row: Row, weighed: Weighed, said: Mapping[UUID, Recommendation], drawn: _Drawn) -> Line:
    application = weighed.applications[row.application_id]
    crosses = drawn.crosses(row)
    return Line(
        rank=NOTHING if row.rank is None else str(row.rank),
        mark=_mark(row, crosses=crosses),
        title=application.title,
        href=url_for("reviews.reasons", application_id=application.id),
        note=ranking_note(application, row),
        tag=_tag(said.get(application.id)),
        mean=mean_words(row.score),
        spread=_spread(row, drawn.scale),
        ranks=_ranks(row, drawn, crosses=crosses),
        likely=_likely(drawn.likely[row.application_id]),
        asks=money(row.pence),
        time=months_words(row.wte_months_hundredths),
        money_left=NOTHING if row.pence_left is None else money(row.pence_left),
        time_left=months_words(row.wte_months_left_hundredths),
        edge=_edge(row, crosses=crosses),
    )


def _mark(row: Row, *, crosses: bool) -> str:
    if crosses:
        return _("tie")
    return _("equal") if row.is_equal else ""


def _edge(row: Row, *, crosses: bool) -> str:
    tie = " app-ranking__row--tie" if crosses else ""
    return f"{'' if row.is_above else 'app-ranking__row--below'}{tie}".strip()


def ranking_note(application: Application, row: Row) -> str:
    """Say the reference and how many scores there are."""
    scores = _n("%(num)s score", "%(num)s scores", len(row.dots))
    return f"{application.reference}, {scores}"


def _tag(said: Recommendation | None) -> Tag | None:
    if said is None:
        return None
    return Tag(VERDICT_LABELS[said.verdict], VERDICT_COLOURS[said.verdict])


def _spread(row: Row, scale: Scale) -> Markup:
    if row.score is None:
        return NO_DRAWING
    dots = [float(dot) for dot in row.dots]
    title = _(
        "Scores %(scores)s",
        scores=", ".join(mean_words(dot) for dot in row.dots),
    )
    return strips.spread(dots, float(row.score), scale.low, scale.high, title)


def _ranks(row: Row, drawn: _Drawn, *, crosses: bool) -> Markup:
    likely = drawn.likely[row.application_id]
    if likely is None or row.rank is None:
        return NO_DRAWING
    return strips.ranks(
        *likely,
        row.rank,
        drawn.last,
        drawn.line,
        _("Likely rank %(rank)s", rank=_likely(likely)),
        crosses=crosses,
    )


def _likely(likely: Range | None) -> str:
    if likely is None:
        return NOTHING
    low, high = likely
    return str(low) if low == high else _("%(low)s to %(high)s", low=low, high=high)


def _tie(ranking: Ranking, drawn: _Drawn) -> tuple[str, str]:
    """Say which ranks scores cannot part from the line, and how many of them the pot covers."""
    rows = [row for row in ranking.rows if drawn.crosses(row)]
    above = sum(row.is_above for row in rows)
    if not 0 < above < len(rows):
        return "", ""
    ranks = sorted({row.rank for row in rows if row.rank is not None})
    return (
        _("Scores cannot separate ranks %(ranks)s.", ranks=_list(ranks)),
        _("The pot covers %(above)s of these %(all)s.", above=above, all=len(rows)),
    )


def _list(ranks: Sequence[int]) -> str:
    """Write ranks as "5, 6 and 7", a long run as "5 to 19"."""
    if len(ranks) > 4:
        return _("%(low)s to %(high)s", low=ranks[0], high=ranks[-1])
    *most, last = map(str, ranks)
    return _("%(most)s and %(last)s", most=", ".join(most), last=last) if most else last


def _line_words(ranking: Ranking) -> str:
    if not ranking.rows or ranking.rows[0].score is None:
        return ""
    covers = _n(
        "The pot covers the %(num)s application above.",
        "The pot covers the %(num)s applications above.",
        ranking.line,
    )
    if ranking.wte_months_left_hundredths is None:
        return covers + " " + _("Left: %(money)s.", money=money(ranking.pence_left))
    return (
        covers
        + " "
        + _(
            "Left: %(money)s and %(time)s WTE-months.",
            money=money(ranking.pence_left),
            time=months_words(ranking.wte_months_left_hundredths),
        )
    )
