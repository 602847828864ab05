"""One application of the open call that the office has sent back, and waits for."""

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
TIME = "The call gives time from April. Please check your first day with your manager."


def send_one_back(stage: Stage, call: Call, person: Person, now: datetime) -> None:
    """Ask for changes to the project and the time, to be answered within a week."""
    application = stage.session.scalars(
        select(Application).where(
            Application.call_id == call.id, Application.applicant_id == person.id
        )
    ).one()
    wanted = Wanted(
        reasons={"project": PROJECT, "time": TIME},
        answer_by_on=london_day(now) + timedelta(days=DAYS),
        note="Ring us if anything is not clear.",
    )
    send_back(stage.session, application, wanted, actor=stage.office, now=now)
