"""Two officers at the same instant: both changes stand, and a scheme has one draft and one version 2."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from portal.designer import actions
from portal.kernel.language import Text
from portal.kernel.ruling import Refused
from portal.people.models import Person
from portal.schemes.models import Scheme, SchemeDraft, SchemeVersion
from tests.conftest import NOW
from tests.factories import awards, people, schemes

OFFICERS = 6


@pytest.fixture
def scheme(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        of, office = schemes.scheme(session, board), awards.office(session, board)
        session.commit()
        return of.id, office.id


def at_once(app, database, scheme, act, count=OFFICERS) -> list[str]:
    """Let so many act together; each in a session of their own. Return what became of each."""
    scheme_id, office_id = scheme
    start = threading.Barrier(count)

    def run(number: int) -> str:
        start.wait()
        with app.app_context(), database.scope() as session:
            found = session.get_one(Scheme, scheme_id)
            actor = session.get_one(Person, office_id).as_actor()
            try:
                act(session, found, number, {"actor": actor, "now": NOW})
                session.commit()
            except Refused:
                session.rollback()
                return "refused"
            return "done"

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def adding(session, found, number, by):
    def change(says):
        return replace(says, terms=(*says.terms, Text(f"promise {number}")))

    actions.edit(session, found, "pays", change, **by)


def test_nobody_who_changes_at_once_loses_a_word(app, database, scheme):
    assert set(at_once(app, database, scheme, adding)) == {"done"}
    with database.scope(read_only=True) as session:
        draft = session.scalars(select(SchemeDraft)).one()
        kept = {text.en for text in draft.document.terms}
        assert kept >= {f"promise {n}" for n in range(OFFICERS)}


def test_one_of_those_who_make_a_version_at_once_makes_it(app, database, scheme):
    at_once(app, database, scheme, adding, 1)
    came = at_once(
        app, database, scheme,
        lambda session, found, number, by: actions.make_version(session, found, "x", (), **by),
    )  # fmt: skip
    assert sorted(came) == ["done", *["refused"] * (OFFICERS - 1)]
    with database.scope(read_only=True) as session:
        assert session.scalar(select(func.max(SchemeVersion.number))) == 2
        assert session.scalar(select(SchemeDraft)) is None
