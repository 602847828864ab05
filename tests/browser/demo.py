"""The demonstration on a database of its own, with the two states added that it passes through."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.applications.models import Application, ReleasePeriod
from portal.awards.lifecycle import DecisionState, OfferState, Outcome
from portal.awards.models import Award, Decision
from portal.demo import load
from portal.demo.personas import address
from portal.kernel import clock, db, migrations
from portal.kernel.config import Settings
from portal.people.models import Person
from portal.schemes.models import SchemeDraft
from tests.browser.pages import MIDWIFE, OFFICE, REVIEWING, own, sent


def settings(folder: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder / 'demo.db'}",
        secret_key="for pictures only",
        base_url="http://localhost",
        data_dir=folder,
        demo=True,
        organisation_name="Glan Hafren University Health Board",
        help_name="Ffion Rees, R&D office",
        help_phone="01632 960 321",
        argon2_memory_kib=64,
    )


def load_into(url: str) -> None:
    """Load it in an empty database, up to this instant, and close it."""
    migrations.upgrade(url)
    with TemporaryDirectory() as folder:
        holding = replace(settings(Path(folder)), database_url=url)
        app = create_app(holding)
        with app.app_context(), app.extensions["database"].scope():
            load.load(clock.now(), holding)
        app.extensions["database"].engine.dispose()


def demonstration(folder: Path) -> Flask:
    """Load it in an empty folder, and add the states that it passes through."""
    load_into(settings(folder).database_url)
    return passing(settings(folder))


def passing(loaded: Settings) -> Flask:
    """Return the portal over a loaded database, with the states added."""
    app = create_app(loaded)
    with app.app_context(), app.extensions["database"].scope(), db.transaction() as session:
        _leave_an_offer_open(session)
        _leave_a_decision_unreleased(session)
        _leave_a_draft_changed(session)
        _leave_two_periods(session)
    return app


def _leave_an_offer_open(session: Session) -> None:
    award = session.scalars(select(Award).order_by(Award.offered_at.desc(), Award.id)).first()
    award.state, award.answered_at = OfferState.OFFERED, None
    award.answer_by_on = clock.london_day(clock.now() + timedelta(days=9))


def _leave_a_draft_changed(session: Session) -> None:
    for draft in session.scalars(select(SchemeDraft)):
        draft.definition = {**draft.definition, "minutes_to_apply": 35}


def _leave_two_periods(session: Session) -> None:
    """The midwife has begun to say when: two periods that overlap."""
    draft = session.get_one(Application, own(MIDWIFE)(session)["application_id"])
    first = draft.call.earliest_start_on
    for starts, ends in ((0, 83), (70, 120)):
        draft.periods.append(
            ReleasePeriod(
                starts_on=first + timedelta(days=starts),
                ends_on=first + timedelta(days=ends),
                hours_hundredths=750,
                given_amount=100,
                given_unit="days",
            )
        )


def _leave_a_decision_unreleased(session: Session) -> None:
    found = sent(REVIEWING)(session)["application_id"]
    office = session.scalars(select(Person).where(Person.email == address(OFFICE))).one()
    application = session.get_one(Application, found)
    session.add(
        Decision(
            application=application,
            outcome=Outcome.AWARD,
            state=DecisionState.PENDING,
            amount_pence=sum(line.amount_pence for line in application.cost_lines),
            feedback="The panel liked how close this is to the ward. Please start small.",
            decided_at=clock.now() - timedelta(hours=2),
            decided_by=office,
        )
    )
