"""People on an application, and mentors, as rows."""

from datetime import timedelta
from itertools import count

from portal.applications.companions import Access, Collaborator, MentorRequest, Standing
from portal.kernel.language import Text
from portal.mentors.lifecycle import PairingState
from portal.mentors.models import Mentor, Pairing
from portal.reach.tokens import digest
from portal.schemes.models import Call
from portal.schemes.questions import Section, SectionKind
from tests.conftest import NOW
from tests.factories import schemes

_numbers = count(1)
LEAVES = Standing.AGREED, Standing.LEFT, Standing.REMOVED


def people_call(session, organisation, *, needs_mentor: bool = True, **values) -> Call:
    """An open call whose scheme has a page of people, without questions, before the last page."""
    says = schemes.definition("small-grant")
    own = [section for section in says.sections if section.key != "people"]
    page = Section(
        key="people",
        kind=SectionKind.PEOPLE,
        title=Text("People and mentor"),
        needs_mentor=needs_mentor,
    )
    sections = (*own[:-1], page, own[-1])
    return schemes.open_call(session, organisation, definition={"sections": sections}, **values)


def collaborator(session, application, person=None, standing=Standing.AGREED, **values):
    """Somebody who works on an application, with leave to change it unless said otherwise."""
    number = next(_numbers)
    made = Collaborator(
        application=application,
        person=person,
        name=values.pop("name", person.name if person else "Unknown Helper"),
        email=values.pop("email", person.email if person else f"helper{number}@example.nhs.uk"),
        access=values.pop("access", Access.EDIT),
        credit=values.pop("credit", []),
        standing=standing,
        token_digest=digest(values.pop("token", f"token {number}")),
        asked_at=values.pop("asked_at", NOW - timedelta(days=1)),
        expires_at=values.pop("expires_at", NOW + timedelta(days=13)),
        answered_at=NOW if standing in LEAVES else None,
        **values,
    )
    session.add(made)
    session.flush()
    session.refresh(application)
    return made


def mentor_request(session, application, person=None, standing=Standing.WAITING, **values):
    """A mentor asked, or one who has agreed with room for an hour a month."""
    number = next(_numbers)
    agreed = standing in LEAVES
    made = MentorRequest(
        application=application,
        person=person,
        name=values.pop("name", person.name if person else "Dr Unknown"),
        email=values.pop("email", person.email if person else f"mentor{number}@example.nhs.uk"),
        standing=standing,
        token_digest=digest(values.pop("token", f"mentor token {number}")),
        asked_at=values.pop("asked_at", NOW - timedelta(days=1)),
        expires_at=values.pop("expires_at", NOW + timedelta(days=13)),
        mentees=values.pop("mentees", 1 if agreed else None),
        hours_hundredths=values.pop("hours_hundredths", 100 if agreed else None),
        **values,
    )
    session.add(made)
    session.flush()
    session.refresh(application)
    return made


def mentor(session, person, **values) -> Mentor:
    """Somebody of the directory, with one place."""
    made = Mentor(
        person=person,
        topics=values.pop("topics", "A first ethics form"),
        methods=values.pop("methods", "Interviews"),
        professions=values.pop("professions", []),
        ways=values.pop("ways", ["online"]),
        places=values.pop("places", 1),
        joined_at=values.pop("joined_at", NOW - timedelta(days=30)),
        **values,
    )
    session.add(made)
    session.flush()
    return made


def pairing(session, of: Mentor, mentee, state=PairingState.ASKED, **values) -> Pairing:
    """A request to a mentor, or what came of it."""
    made = Pairing(
        mentor=of,
        mentee=mentee,
        profession_code=values.pop("profession_code", mentee.post.profession_code),
        state=state,
        note=values.pop("note", "Please help me with my first study."),
        asked_at=values.pop("asked_at", NOW - timedelta(days=2)),
        **values,
    )
    session.add(made)
    session.flush()
    return made
