"""The invented board's mentors, and who helps the nurse with her draft."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from portal.applications.actions.answering import join
from portal.applications.actions.helping import Invitation, invite
from portal.applications.companions import Access, Collaborator
from portal.applications.models import Application
from portal.demo.calls import OPEN
from portal.demo.opened import NURSE
from portal.demo.organisation import content
from portal.demo.stage import Stage
from portal.kernel.clock import london_day
from portal.mentors import actions, queries
from portal.mentors.actions import Offer
from portal.mentors.models import Pairing
from portal.mentors.policy import Reader
from portal.people.models import Person


def enter(stage: Stage) -> None:
    """Fill the directory, pair two people, leave a third waiting, and send two invitations."""
    written = content("mentors")
    for number, row in enumerate(written["mentors"]):
        _at(stage, timedelta(days=60 + number), partial(_offer, stage, row))
    _at(stage, timedelta(days=40), partial(_ask, stage, written["pairing"]))
    _at(stage, timedelta(days=38), partial(_accept, stage, written["pairing"]))
    _at(stage, timedelta(days=24), partial(_meet, stage, written["pairing"]))
    _at(stage, timedelta(days=2), partial(_ask, stage, written["request"]))
    for hours, row in enumerate(written["helpers"], start=1):
        ago = timedelta(hours=3 - hours)
        _at(stage, ago, partial(_invite, stage, row))
        if row["joins"]:
            _at(stage, ago - timedelta(minutes=20), partial(_join, stage, row))


def _at(stage: Stage, ago: timedelta, act: Callable[[datetime], object]) -> None:
    stage.enter(stage.now - ago, act)


def _person(stage: Stage, name: str) -> Person:
    return stage.board.personas[name]


def _offer(stage: Stage, row: dict[str, Any], now: datetime) -> None:
    person = _person(stage, row["name"])
    what = Offer(
        topics=row["topics"],
        places=row["places"],
        methods=row["methods"],
        professions=tuple(row["professions"]),
        speaks_welsh=row["welsh"],
        languages=row["languages"],
        ways=tuple(row["ways"]),
    )
    reader = Reader(person, None)
    actions.offer(stage.session, reader, what, actor=stage.actor(person), now=now)


def _ask(stage: Stage, row: dict[str, str], now: datetime) -> None:
    mentee = _person(stage, row["mentee"])
    mentor = queries.of_person(stage.session, _person(stage, row["mentor"]).id)
    assert mentor is not None  # joined before
    shown = queries.stand(stage.session, mentor, mentee)
    actions.ask(stage.session, shown, row["note"], actor=stage.actor(mentee), now=now)


def _pairing(stage: Stage, row: dict[str, str]) -> Pairing:
    mentee = _person(stage, row["mentee"])
    return stage.session.scalars(select(Pairing).where(Pairing.mentee_id == mentee.id)).one()


def _accept(stage: Stage, row: dict[str, str], now: datetime) -> None:
    mentor = stage.actor(_person(stage, row["mentor"]))
    actions.accept(stage.session, _pairing(stage, row), actor=mentor, now=now)


def _meet(stage: Stage, row: dict[str, str], now: datetime) -> None:
    mentee = stage.actor(_person(stage, row["mentee"]))
    pairing, day = _pairing(stage, row), london_day(now)
    actions.note_meeting(stage.session, pairing, day, row["meeting"], actor=mentee, now=now)


def _invite(stage: Stage, row: dict[str, Any], now: datetime) -> None:
    nurse, person = _person(stage, NURSE), _person(stage, row["name"])
    draft = stage.session.scalars(
        select(Application).where(
            Application.call_id == stage.calls[OPEN].id, Application.applicant_id == nurse.id
        )
    ).one()
    access = Access(row["access"])
    asked = Invitation(person.name, person.email, row["part"], access, row["credit"])
    invite(stage.session, draft, asked, actor=stage.actor(nurse), now=now)


def _join(stage: Stage, row: dict[str, Any], now: datetime) -> None:
    person = _person(stage, row["name"])
    one = stage.session.scalars(
        select(Collaborator).where(Collaborator.email == person.email)
    ).one()
    join(stage.session, one, is_theirs=True, actor=stage.actor(person), now=now)
