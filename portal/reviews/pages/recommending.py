"""The pages on which the panel recommends, and the reasons it reads."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from flask import url_for
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.kernel.actor import Actor
from portal.kernel.language import _, _n
from portal.reviews import queries
from portal.reviews.actions.recommending import line_verdicts, mark
from portal.reviews.forms import RecommendForm, recommend_form
from portal.reviews.lifecycle import Verdict
from portal.reviews.models import Review
from portal.reviews.pages.ranking import NOTHING, mean_words, ranking_note
from portal.reviews.pages.review import Answer, Score, comments_of, sent_scores
from portal.reviews.ranking import Ranking, review_score
from portal.reviews.weighing import Weighed, weigh
from portal.schemes.models import Call
from portal.web.format import moment
from portal.web.pieces import Cell, Column, Fact, Table


@dataclass(frozen=True, slots=True)
class LinePage:
    """What recommending as the line stands would say, counted. `seen` stands for the counts."""

    caption: str
    fund: str
    do_not_fund: str
    kept: str
    seen: str
    back_href: str


@dataclass(frozen=True, slots=True)
class OneByOne:
    """One application with its two fields. `seen` marks what stands there under `key`."""

    rank: str
    title: str
    href: str
    note: str
    mean: str
    side: str
    verdict: object
    words: object
    said: str
    key: str
    seen: str


@dataclass(frozen=True, slots=True)
class RecommendPage:
    """All rows with their fields, best first."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[OneByOne, ...]
    back_href: str


@dataclass(frozen=True, slots=True)
class ReviewRead:
    """One review under a letter instead of a name."""

    name: str
    mean: str
    scores: Table
    comments: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class ReasonsPage:
    """Every counted review of one application."""

    caption: str
    title: str
    strip: tuple[Fact, ...]
    reviews: tuple[ReviewRead, ...]
    back_href: str


def line_page(session: Session, weighed: Weighed, actor: Actor) -> LinePage:
    """Count what the line would say of the applications that have no recommendation yet."""
    call, ranking = weighed.call, weighed.ranking
    said = queries.recommendations(session, call, actor)
    counts = Counter(line_verdicts(ranking, said.keys()).values())
    fund, other = counts[Verdict.FUND], counts[Verdict.DO_NOT_FUND]
    return LinePage(
        caption=_caption(call),
        fund=_n("Fund %(num)s application", "Fund %(num)s applications", fund),
        do_not_fund=_n(
            "Do not fund %(num)s application", "Do not fund %(num)s applications", other
        ),
        kept=_n(
            "%(num)s application keeps the recommendation it has.",
            "%(num)s applications keep the recommendation they have.",
            len(said),
        )
        if said
        else "",
        seen=seen_of(ranking),
        back_href=url_for("reviews.ranking", call_id=call.id),
    )


def seen_of(ranking: Ranking) -> str:
    """Return a short mark of who stands on which side of the line."""
    sides = "".join(f"{row.application_id}{row.is_above:d}" for row in ranking.rows)
    return sha256(sides.encode()).hexdigest()[:16]


def recommend_page(
    session: Session, call: Call, actor: Actor
) -> tuple[RecommendPage, RecommendForm]:
    """Return the rows and their form, filled with what is posted, else with what was said."""
    weighed = weigh(session, call, actor)
    said = queries.recommendations(session, call, actor)
    ids = [row.application_id for row in weighed.ranking.rows]
    form = recommend_form((i, weighed.applications[i].title) for i in ids)(
        data={
            name: value
            for i, one in said.items()
            for name, value in ((f"verdict_{i.hex}", one.verdict), (f"note_{i.hex}", one.note))
        }
    )
    fields = form.rows()
    rows = []
    for row in weighed.ranking.rows:
        application = weighed.applications[row.application_id]
        verdict, words = fields[row.application_id]
        one = said.get(row.application_id)
        rows.append(
            OneByOne(
                rank=NOTHING if row.rank is None else str(row.rank),
                title=application.title,
                href=url_for("reviews.reasons", application_id=application.id),
                note=ranking_note(application, row),
                mean=mean_words(row.score),
                side=_("Above the line") if row.is_above else _("Below the line"),
                verdict=verdict,
                words=words,
                said=_("%(name)s, %(when)s", name=one.made_by.name, when=moment(one.made_at))
                if one
                else "",
                key=application.id.hex,
                seen=mark(one.verdict, one.note) if one else "",
            )
        )
    back = url_for("reviews.ranking", call_id=call.id)
    return RecommendPage(_caption(call), _columns(), tuple(rows), back), form


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Application")),
        Column(_("Rank"), numeric=True),
        Column(_("Mean"), numeric=True),
        Column(_("Funding line")),
        Column(_("Panel says")),
        Column(_("Note")),
    )


def reasons_page(
    session: Session, application: Application, actor: Actor, _now: datetime
) -> ReasonsPage:
    """Return the reviews of one application with their reasons, reviewers as letters."""
    call = application.call
    ranking = weigh(session, call, actor).ranking
    row = next(row for row in ranking.rows if row.application_id == application.id)
    found = sorted(queries.reviews_of(session, application), key=_shuffled)
    return ReasonsPage(
        caption=f"{call.document.name}, {call.name}. {application.reference}",
        title=application.title,
        strip=(
            Fact(_("Mean"), mean_words(row.score)),
            Fact(
                _("Rank"),
                NOTHING if row.rank is None else str(row.rank),
                _("of %(all)s", all=len(ranking.rows)),
            ),
            Fact(_("Reviews in"), str(len(found))),
            Fact(_("Funding line"), _("Above") if row.is_above else _("Below")),
        ),
        reviews=tuple(_read(one, at, call) for at, one in enumerate(found)),
        back_href=url_for("reviews.ranking", call_id=call.id),
    )


def _shuffled(review: Review) -> str:
    """Return a key for an order that follows neither id, nor time, nor name."""
    return sha256(f"{review.assignment_id}:order".encode()).hexdigest()


def _read(review: Review, at: int, call: Call) -> ReviewRead:
    document = call.document
    given = {s.criterion_key: s.value for s in review.scores if s.value is not None}
    name = _("Reviewer %(letter)s", letter=letter(at))
    return ReviewRead(
        name=name,
        mean=mean_words(review_score(given, document.criteria, document.aggregation)),
        scores=_scores(sent_scores(review, document), name),
        comments=comments_of(review),
    )


def _scores(scores: tuple[Score, ...], name: str) -> Table:
    columns = (Column(_("Criterion")), Column(_("Score")), Column(_("Reason")))
    rows = tuple(
        (Cell(one.title, note=one.weight), Cell(one.value, note=one.anchor), one.reason)
        for one in scores
    )
    return Table(name, columns, rows, caption_hidden=True)


def letter(at: int) -> str:
    """Return A for 0, Z for 25, AA for 26."""
    first, last = divmod(at, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


def _caption(call: Call) -> str:
    return f"{call.document.name}, {call.name}"
