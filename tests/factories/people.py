"""Organisations, persons, posts, roles, workforce."""

from datetime import date
from itertools import count

from portal.costing.scales import Nation
from portal.kernel.actor import Role
from portal.people.models import (
    Contract,
    Employment,
    NodeKind,
    Organisation,
    Person,
    RoleGrant,
    WorkforceCount,
)
from portal.people.passwords import hash_password
from tests.conftest import NOW

PASSWORD = "a long enough password"
_numbers = count(1)


def node(session, slug="glan-hafren", parent=None, kind=None, **values) -> Organisation:
    made = Organisation(
        parent=parent,
        slug=slug,
        path=f"{parent.path}/{slug}" if parent else slug,
        kind=kind or (NodeKind.TEAM if parent else NodeKind.ORGANISATION),
        nation=values.pop("nation", Nation.WALES),
        name_en=values.pop("name_en", slug.replace("-", " ").title()),
        **values,
    )
    session.add(made)
    session.flush()
    return made


def person(session, name=None, **values) -> Person:
    number = next(_numbers)
    made = Person(
        name=name or f"Person {number}",
        email=values.pop("email", f"person{number}@example.nhs.uk"),
        password_hash=hash_password(PASSWORD, 8),
        created_at=NOW,
        **values,
    )
    session.add(made)
    session.flush()
    return made


def employee(session, team, profession="NUR-ADULT", name=None, manager=None, **values) -> Person:
    """A person with one main post: a full-time band 6 nurse unless said otherwise."""
    made = person(session, name)
    pay = {"band": "6", "step": 3} if "grade" not in values else {}
    session.add(
        Employment(
            person=made,
            organisation=team,
            manager=manager,
            profession_code=profession,
            job_title=values.pop("job_title", "Staff nurse"),
            contract=values.pop("contract", Contract.PERMANENT),
            hours_hundredths=values.pop("hours_hundredths", 3750),
            starts_on=values.pop("starts_on", date(2019, 4, 1)),
            is_main=True,
            **{**pay, **values},
        )
    )
    session.flush()
    session.refresh(made)
    return made


def grant(session, someone, role: Role, where) -> RoleGrant:
    made = RoleGrant(person=someone, organisation=where, role=role, granted_at=NOW)
    session.add(made)
    session.flush()
    return made


def staff_with_role(session, role: Role, where, name=None) -> Person:
    made = employee(session, where, "RDSTAFF", name or role.value.title(), job_title="Officer")
    grant(session, made, role, where)
    return made


def workforce(session, where, profession, headcount, month_end_on=date(2026, 10, 31), **values):
    made = WorkforceCount(
        organisation_id=where.id,
        profession_code=profession,
        headcount=headcount,
        wte_hundredths=values.pop("wte_hundredths", headcount * 90),
        month_end_on=month_end_on,
        **values,
    )
    session.add(made)
    session.flush()
    return made
