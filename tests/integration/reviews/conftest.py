"""A call with the reviewers: one board, three wards, a chair, the office."""

from types import SimpleNamespace

import pytest

from portal.kernel.actor import Role
from tests.factories import people
from tests.factories import reviews as rows

MARKERS = {
    "name": "Zebedee Quillfeather",
    "email": "zebedee.quillfeather@example.nhs.uk",
    "team": "Plimsoll Ward Markerteam",
    "job": "Markerjob practitioner",
    "manager": "Ottoline Managermark",
    "band": "Band 6",
}


def make_world(session, **values) -> SimpleNamespace:
    board = people.node(session)
    ward = people.node(session, "plimsoll", board, name_en=MARKERS["team"])
    other_ward = people.node(session, "ward-9", board, name_en="Ward 9")
    faculty = people.node(session, "faculty", board, name_en="Research")
    manager = people.employee(session, ward, name=MARKERS["manager"], band="7")
    zebedee = people.employee(
        session, ward, name=MARKERS["name"], manager=manager, job_title=MARKERS["job"], band="6"
    )
    zebedee.email = MARKERS["email"]
    megan = people.employee(session, other_ward, name="Megan Prosser")
    rhys = (
        people.employee(session, other_ward, "MID", name="Rhys Howells")
        if values.pop("three", False)
        else None
    )
    office = people.staff_with_role(session, Role.OFFICE, board, "Ffion Rees")
    chair = people.staff_with_role(session, Role.CHAIR, board, "Rhian Powell")
    tomasz = rows.reviewer(session, faculty, "Tomasz Lewis")
    ada = rows.reviewer(session, faculty, "Ada Morris")
    call = rows.reviewing_call(session, board, **values)
    secret = rows.approved_application(
        session, call, zebedee, title="Safer insulin on night shifts"
    )
    plain = rows.approved_application(session, call, megan, title="Breathless at home")
    session.flush()
    return SimpleNamespace(
        board=board,
        ward=ward,
        other_ward=other_ward,
        faculty=faculty,
        manager=manager,
        zebedee=zebedee,
        megan=megan,
        rhys=rhys,
        office=office,
        chair=chair,
        tomasz=tomasz,
        ada=ada,
        call=call,
        secret=secret,
        plain=plain,
    )


def handed(session, world) -> SimpleNamespace:
    """The world as plain values, for tests over HTTP after the commit."""
    session.commit()
    ids = {key: getattr(world, key).id for key in ("call", "secret", "plain")}
    emails = {
        key: getattr(world, key).email
        for key in ("zebedee", "megan", "manager", "office", "chair", "tomasz", "ada")
    }
    return SimpleNamespace(**ids, **emails)


@pytest.fixture
def world(database, app):
    """Two approved applications; Tomasz is given both, Ada one. Nobody has declared."""
    with app.app_context(), database.scope() as session:
        made = make_world(session)
        first = rows.assignment(session, made.secret, made.tomasz, cleared=False)
        second = rows.assignment(session, made.plain, made.tomasz, cleared=False)
        third = rows.assignment(session, made.secret, made.ada, cleared=False)
        a, b, c = first.id, second.id, third.id
        found = handed(session, made)
    found.tomasz_secret, found.tomasz_plain, found.ada_secret = a, b, c
    return found
