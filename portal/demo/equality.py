"""What the invented staff said to the equality questions, and the totals released of it."""

from random import Random

from sqlalchemy import select

from portal.applications.models import Application
from portal.demo.stage import Stage, chance
from portal.kernel.config import Settings
from portal.monitoring import actions
from portal.monitoring.policy import Own
from portal.monitoring.questions import PREFER_NOT, UNDER, Option, Question, questions
from portal.monitoring.seal import Seal
from portal.people.models import Person
from portal.uptake.equality import release

ANSWERERS = 0.95  # of those who applied
PREFERS_NOT = 0.03
USUAL = 0.6  # how often the usual answer is drawn; invented: the answers of no real board
USUAL_ANSWERS = {"age": "35_44", "disability": "no", "caring": "no", "religion": "christian"}


def answer(stage: Stage, settings: Settings) -> None:
    """Have most of those who applied answer, and release the year that has ended."""
    seal = Seal(settings.secret_key)
    for person in _applicants(stage):
        draw = chance("equality", person.email)
        if person.post is not None and draw.random() < ANSWERERS:
            own = Own(person, person.post.organisation.nation)
            said = {each.key: _said(each, draw) for each in questions(own.nation)}
            actor = person.as_actor()
            actions.keep(stage.session, own, said, seal, actor=actor, now=stage.now)
    for organisation in release.due(stage.session, stage.now):
        release.release(stage.session, organisation, seal, stage.now)


def _applicants(stage: Stage) -> list[Person]:
    applied = select(Application.applicant_id).where(Application.submitted_at.is_not(None))
    return list(
        stage.session.scalars(select(Person).where(Person.id.in_(applied)).order_by(Person.email))
    )


def _said(question: Question, draw: Random) -> str:
    if draw.random() < PREFERS_NOT:
        return PREFER_NOT
    usual = question.option(USUAL_ANSWERS.get(question.key, "")) or question.options[0]
    chosen = usual if draw.random() < USUAL else draw.choice(question.options)
    return f"{chosen.key}{UNDER}{_closer(chosen, draw)}" if chosen.under else chosen.key


def _closer(option: Option, draw: Random) -> str:
    return option.under[0].key if draw.random() < USUAL else draw.choice(option.under).key
