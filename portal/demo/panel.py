"""The panel's day, the office's decisions, and what people answer to an offer."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.applications.models import Application
from portal.awards.actions import accept, decide_by_line, release, turn_down
from portal.awards.models import Award
from portal.demo.moments import days_after
from portal.demo.stage import Stage, chance
from portal.reviews.actions.recommending import recommend
from portal.reviews.lifecycle import Verdict
from portal.reviews.ranking import Row
from portal.reviews.weighing import Weighed, weigh
from portal.schemes.models import Call

ON_RESERVE = 5
RESERVE_NOTE = "A good project that the pot does not reach. First in line if money comes back."
TURNED_DOWN = 1


def recommend_all(stage: Stage, call: Call, now: datetime) -> None:
    """Recommend as the ranking stands, down to what the pot covers; then a few in reserve."""
    weighed = weigh(stage.session, call, stage.chair)
    for application, verdict in _verdicts(weighed):
        note = RESERVE_NOTE if verdict is Verdict.RESERVE else ""
        recommend(stage.session, application, verdict, note, actor=stage.chair, now=now)


def _verdicts(weighed: Weighed) -> Iterator[tuple[Application, Verdict]]:
    """Yield every application in order. Equal scores stand by title here, as the panel agreed."""
    rows = sorted(weighed.ranking.rows, key=lambda row: _order(row, weighed))
    pence, time = weighed.ranking.pot.pence, weighed.ranking.pot.wte_months_hundredths
    assert time is not None  # every call of the demonstration limits it
    reserve: int | None = None
    for row in rows:
        pence, time = pence - row.pence, time - row.wte_months_hundredths
        if reserve is None and (pence < 0 or time < 0):
            reserve = ON_RESERVE
        yield weighed.applications[row.application_id], _verdict(row, reserve)
        reserve = None if reserve is None else reserve - 1


def _verdict(row: Row, reserve: int | None) -> Verdict:
    if reserve is None:
        return Verdict.FUND if row.score is not None else Verdict.DO_NOT_FUND
    return Verdict.RESERVE if reserve > 0 and row.score is not None else Verdict.DO_NOT_FUND


def _order(row: Row, weighed: Weighed) -> tuple[bool, float, str]:
    title = weighed.applications[row.application_id].title
    return row.score is None, -float(row.score or 0), title


def decide(stage: Stage, call: Call, now: datetime) -> None:
    """Decide as the panel recommended."""
    decide_by_line(stage.session, call, actor=stage.office, now=now)


def release_all(stage: Stage, call: Call, now: datetime) -> None:
    """Release every decision, and enter what people answer: yes, but for one."""
    release(stage.session, call, actor=stage.office, now=now)
    awards = stage.session.scalars(
        select(Award)
        .join(Award.application)
        .where(Application.call_id == call.id)
        .options(joinedload(Award.application).joinedload(Application.applicant))
    ).all()
    in_order = sorted(awards, key=lambda award: award.application.title)
    refuses = {award.id for award in chance("offers").sample(in_order, TURNED_DOWN)}
    for award in in_order:
        draw = chance("offer", award.application.title)
        answer = turn_down if award.id in refuses else accept
        stage.enter(
            days_after(now, draw.uniform(0.1, 9), draw),
            partial(_answer, stage, award.application, answer),
        )


def _answer(
    stage: Stage, application: Application, answer: Callable[..., Award], now: datetime
) -> None:
    answer(stage.session, application, actor=stage.actor(application.applicant), now=now)
