"""Who works on an application, or is its mentor, cannot review it: for them it is absent."""

import pytest
from sqlalchemy import select

from portal.applications.companions import Access, Standing
from portal.applications.models import Application
from portal.mentors.lifecycle import PairingState
from portal.people.queries import person_by_email
from portal.reviews.actions.assigning import ties_of, why_not
from portal.reviews.conflicts import COMPETING, HELPS, MENTOR, PAIRED
from portal.reviews.models import Assignment
from portal.reviews.queries import known_to, pile
from portal.schemes.models import Call
from tests.browsing import Browser
from tests.factories import together

PARTS = [
    (together.collaborator, Standing.AGREED, True, HELPS),
    (together.collaborator, Standing.LEFT, True, HELPS),
    (together.collaborator, Standing.REMOVED, True, HELPS),
    (together.collaborator, Standing.WAITING, False, HELPS),
    (together.collaborator, Standing.DECLINED, False, HELPS),
    (together.mentor_request, Standing.AGREED, True, MENTOR),
    (together.mentor_request, Standing.REMOVED, True, MENTOR),
    (together.mentor_request, Standing.WAITING, False, MENTOR),
]


def takes_part(session, world, make, standing, email):
    application = session.get(Application, world.secret)
    more = {"access": Access.VIEW} if make is together.collaborator else {}
    make(session, application, person_by_email(session, email), standing, **more)


@pytest.mark.parametrize(("make", "standing", "is_hidden", "why"), PARTS)
def test_absent_as_a_conflict_is(app, world, database, make, standing, is_hidden, why):
    with app.app_context(), database.scope() as session:
        ada = person_by_email(session, world.ada)
        given = select(Assignment.id).where(
            Assignment.application_id == world.secret, Assignment.reviewer_id == ada.id
        )
        task_id = session.scalars(given).one()
        takes_part(session, world, make, standing, world.ada)
        session.commit()
    page = Browser(app).sign_in(world.ada).go(f"/reviews/{task_id}", status=None)
    assert page.status == (404 if is_hidden else 200)
    with database.scope(read_only=True) as session:
        actor = person_by_email(session, world.ada).as_actor()
        found = {each.application_id for each in pile(session, actor, 50)}
        known = session.query(Application.id).filter(known_to(actor)).all()
    assert (world.secret in found) is not is_hidden
    assert ((world.secret,) in known) is not is_hidden


@pytest.mark.parametrize(("make", "standing", "is_hidden", "why"), PARTS)
def test_the_office_cannot_give_it_to_them(app, world, database, make, standing, is_hidden, why):
    with app.app_context(), database.scope() as session:
        takes_part(session, world, make, standing, world.ada)
        ada, call = person_by_email(session, world.ada), session.get(Call, world.call)
        secret, plain = (session.get(Application, i) for i in (world.secret, world.plain))
        bound = ties_of(session, call, [secret, plain], [ada])
        assert str(why) in why_not(secret, ada, call, bound)
        competes = make is together.collaborator and standing is Standing.AGREED
        said = why_not(plain, ada, call, bound)
        assert (said is not None and str(COMPETING) in said) is competes


@pytest.mark.parametrize(
    ("state", "is_tied"),
    [
        (PairingState.PAIRED, True),
        (PairingState.ENDED, True),
        (PairingState.ASKED, False),
        (PairingState.DECLINED, False),
    ],
)
def test_mentor_and_mentee_of_the_directory_are_tied(app, world, database, state, is_tied):
    with app.app_context(), database.scope() as session:
        ada = person_by_email(session, world.ada)
        secret, call = session.get(Application, world.secret), session.get(Call, world.call)
        together.pairing(session, together.mentor(session, ada), secret.applicant, state)
        said = why_not(secret, ada, call, ties_of(session, call, [secret], [ada]))
    assert (said is not None and str(PAIRED) in said) is is_tied
