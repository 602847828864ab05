"""A board with a scheme, two calls of it and two officers; one of them has begun a draft."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.audit.models import TrailEntry
from portal.kernel.actor import Role
from portal.people.models import NodeKind
from portal.schemes.models import SchemeDraft
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people, schemes

DAY = timedelta(days=1)


@pytest.fixture
def rows(app, database):
    with app.app_context(), database.scope() as s:
        here = people.node(s, "glan-hafren", kind=NodeKind.ORGANISATION)
        north = people.node(s, "north", here, NodeKind.DIRECTORATE)
        there = people.node(s, "bae", kind=NodeKind.ORGANISATION)
        of = schemes.scheme(s, here)
        opened = schemes.call(s, of, slug="opened")
        coming = schemes.call(
            s, of, slug="coming", opens_at=NOW + DAY / 4, closes_at=NOW + 30 * DAY
        )
        made = {
            "office": people.staff_with_role(s, Role.OFFICE, here, "Ffion Rees").email,
            "second": people.staff_with_role(s, Role.OFFICE, here, "Owain Pugh").email,
            "foreign": people.staff_with_role(s, Role.OFFICE, there).email,
            "chair": people.staff_with_role(s, Role.CHAIR, here).email,
            "scheme": of.id,
            "opened": opened.id,
            "coming": coming.id,
            "draft": f"/office/schemes/{of.id}/draft",
            "north": north.path,
            "there": there.path,
        }
        s.commit()
        return made


@pytest.fixture
def office(app, rows):
    browser = Browser(app).sign_in(rows["office"])
    browser.go(f"/office/schemes/{rows['scheme']}")
    browser.send(button="Edit this scheme")
    return browser


@pytest.fixture
def second(app, rows, office):
    return Browser(app).sign_in(rows["second"])


@pytest.fixture
def says(database, rows):
    def read():
        with database.scope(read_only=True) as s:
            return s.scalar(select(SchemeDraft).filter_by(scheme_id=rows["scheme"])).document

    return read


@pytest.fixture
def verbs(database):
    """What the trail says was done, in order."""

    def read():
        with database.scope(read_only=True) as s:
            return s.scalars(select(TrailEntry.verb).order_by(TrailEntry.number)).all()

    return read
