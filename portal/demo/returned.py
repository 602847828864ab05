"""What the office has sent back, and waits for: an application, and a first step."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.applications.actions.returning import Wanted, send_back
from portal.applications.models import Application
from portal.demo.stage import Stage
from portal.kernel.clock import london_day
from portal.people.models import Person
from portal.schemes.models import Call

DAYS = 7
PROJECT = (
    "You say that you will ask relatives. Please say how many, and how you will find them. "
    "A reviewer who does not know your ward has to understand it."
)
IDEA = "Please say who would lend the boxes, and who would pay for them. Then we can decide."
TIME = "The call gives time from April. Please check your first day with your manager."


def send_one_back(stage: Stage, call: Call, person: Person, now: datetime) -> None:
    """Ask for changes to the project and the time, to be answered within a week."""
    _ask(stage, call, person, {"project": PROJECT, "time": TIME}, now)


def ask_again(stage: Stage, call: Call, person: Person, now: datetime) -> None:
    """Ask whoever sent a first step to say more of their idea, before it is decided."""
    _ask(stage, call, person, {"idea": IDEA}, now)


def _ask(
    stage: Stage, call: Call, person: Person, reasons: dict[str, str], now: datetime
) -> None:  # fmt: skip
    application = stage.session.scalars(
        select(Application).where(
            Application.call_id == call.id, Application.applicant_id == person.id
        )
    ).one()
    wanted = Wanted(
        reasons=reasons,
        answer_by_on=london_day(now) + timedelta(days=DAYS),
        note="Ring us if anything is not clear.",
    )
    send_back(stage.session, application, wanted, actor=stage.office, now=now)
