"""Load the demonstration: one invented board, lived up to today by the portal's own actions.

All of it is one transaction, so that a load which is interrupted leaves an empty database
and the next start loads it again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.applications.documents import KIND
from portal.demo import equality, organisation, personas, rated, reached, together
from portal.demo.calls import FINISHED, GROWING, OPEN, REVIEWING, enter_calls
from portal.demo.finished import Finished
from portal.demo.opened import Opened
from portal.demo.protected import Protected
from portal.demo.released import Released, enter_silence
from portal.demo.stage import Stage, chance
from portal.demo.two_steps import TwoSteps
from portal.files.models import Document
from portal.kernel import db
from portal.kernel.config import Settings
from portal.people.models import Person
from portal.people.passwords import hash_password

FEW_DAYS = 4


class NotEmpty(Exception):
    """Raised where there are people already: nobody's rows are mixed with invented ones."""


def is_empty() -> bool:
    """Say whether nobody is known to the portal yet. Needs a current session."""
    return db.current().scalar(select(Person.id).limit(1)) is None


def load(now: datetime, settings: Settings) -> None:
    """Make the board and live its last year up to `now`, an aware UTC instant.

    Needs a current session and an application context. Raises NotEmpty. The same `now` gives
    the same people, applications, scores and decisions; only ids and references differ.
    """
    if not is_empty():
        raise NotEmpty("The database is not empty, so the demonstration was not loaded.")
    password = hash_password(personas.PASSWORD, settings.argon2_memory_kib)
    with db.transaction() as session:
        board, cast = organisation.make(session, password, now, chance("organisation"))
        organisation.add_workforce(session, board.root, now)
        stage = Stage(session, now, board, cast)
        _enter(stage)
        stage.diary.run(now)
        equality.answer(stage, settings)
        spare_the_worker(session, now)


def spare_the_worker(session: Session, now: datetime) -> None:
    """Drop the PDFs of applications from more than a few days ago: hundreds, that nobody opens."""
    session.execute(
        delete(Document).where(
            Document.subject_kind == KIND, Document.asked_at < now - timedelta(days=FEW_DAYS)
        )
    )


def _enter(stage: Stage) -> None:
    """Cast the stories, and open each when its call opens."""
    finished = Finished(stage)
    opened, ward = Opened.cast(stage, finished), Released.cast(stage)
    stories = {
        FINISHED: _both(finished.open, lambda: enter_silence(stage)),
        REVIEWING: Protected.cast(stage).open,
        OPEN: _both(opened.open, ward.open),
        GROWING: TwoSteps.cast(stage).open,
    }
    enter_calls(stage, lambda key: stories[key]() if key in stories else None)
    stage.enter(stage.now, lambda _now: _reach(stage))
    stage.enter(stage.now, lambda _now: rated.keep_figures(stage))
    together.enter(stage)


def _both(first: Callable[[], None], second: Callable[[], None]) -> Callable[[], None]:
    def both() -> None:
        first()
        second()

    return both


def _reach(stage: Stage) -> None:
    """Have staff look at the calls that have opened, ask, and want to be told."""
    for number, key in enumerate((FINISHED, REVIEWING, OPEN)):
        reached.look(stage, stage.calls[key], number)
    reached.answer_pulse(stage)
    reached.subscribe(stage.session, stage)
    reached.enquire(stage.session, stage, stage.calls[OPEN].scheme)
