"""Who looks at the invented board's schemes, asks about them, and wants to be told of them."""

from datetime import UTC, datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.applications.models import Application
from portal.demo.moments import waking
from portal.demo.stage import Stage, chance
from portal.people.models import Employment, Person
from portal.people.professions import UptakeGroup
from portal.pulse.actions import take_part
from portal.pulse.questions import Answer
from portal.pulse.questions import Question as Asked
from portal.pulse.rounds import round_before, round_of
from portal.reach import actions, enquiring
from portal.reach.actions import Wish
from portal.reach.enquiring import Question
from portal.reach.models import Subscription
from portal.reach.views import note_view
from portal.reach.wanting import Wanted
from portal.schemes.models import Call, Scheme

ANSWERERS = 0.4  # of staff in the demonstration who answer the pulse in a round
SAID = (4, 4, 2)  # yes, no, not sure
LOOKERS = 0.35  # of staff in the demonstration who looked and did not apply
SUBSCRIBERS = (
    ("asha.nair@glan-hafren.example.nhs.uk", "en", (UptakeGroup.NURSES,)),
    ("bethan.lloyd@glan-hafren.example.nhs.uk", "cy", (UptakeGroup.MIDWIVES, UptakeGroup.NURSES)),
    ("owain.price@glan-hafren.example.nhs.uk", "cy", (UptakeGroup.AHPS,)),
)
QUESTIONS = (
    (
        "Dafydd Morgan",
        "dafydd.morgan@glan-hafren.example.nhs.uk",
        (
            "I work on the bank most weeks and have a 15-hour contract on Ward 4. Which of the two"
            " counts when I apply?"
        ),
        3,
    ),
    (
        "Asha Nair",
        "asha.nair@glan-hafren.example.nhs.uk",
        "Can I use the money to pay for a library course, or is that study leave?",
        9,
    ),
)


def look(stage: Stage, call: Call, seed: int) -> None:
    """Have staff look at a call while it is open, those who applied among them."""
    draw = Random(seed)  # noqa: S311 -- invented people
    applied = set(
        stage.session.scalars(
            select(Application.applicant_id).where(Application.call_id == call.id)
        )
    )
    last = min(call.closes_at, stage.now)
    for person in _staff(stage.session):
        if person.id in applied or draw.random() < LOOKERS:
            at = call.opens_at + draw.random() * (last - call.opens_at)
            note_view(stage.session, call, person, min(waking(at), last))


def _staff(session: Session) -> list[Person]:
    return list(
        session.scalars(
            select(Person)
            .join(Employment, Employment.person_id == Person.id)
            .where(Employment.is_main)
            .order_by(Person.email)
            .options(selectinload(Person.posts).joinedload(Employment.organisation))
        )
    )


def answer_pulse(stage: Stage) -> None:
    """Have staff answer the five questions in the two rounds that have ended."""
    draw = chance("pulse")
    ended = round_before(round_of(stage.now))
    for round_on in (round_before(ended), ended):
        at = datetime.combine(round_on, time(12), UTC)
        for person in _staff(stage.session):
            if draw.random() < ANSWERERS:
                said = draw.choices(tuple(Answer), weights=SAID, k=len(Asked))
                take_part(stage.session, person, dict(zip(Asked, said, strict=True)), at)


def subscribe(session: Session, stage: Stage) -> None:
    """Have three people ask for alerts, and confirm."""
    for number, (email, language, jobs) in enumerate(SUBSCRIBERS):
        asked_at = stage.now - timedelta(days=40 - number)
        made: Subscription = actions.ask_for_alerts(
            session, Wish(email, language, Wanted(jobs=jobs)), now=asked_at
        )
        actions.confirm(session, made, now=asked_at + timedelta(minutes=7))


def enquire(session: Session, stage: Stage, scheme: Scheme) -> None:
    """Have two people ask the office about a scheme."""
    for name, email, words, days in QUESTIONS:
        asked_at = waking(stage.now - timedelta(days=days))
        enquiring.ask(session, scheme, Question(name, email, "en", words), now=asked_at)
