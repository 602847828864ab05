"""Applications that no database has seen, for the pure rules."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from portal.applications.lifecycle import State
from portal.applications.models import Application, CostKind, CostLine, ReleasePeriod, SectionEntry
from portal.costing.scales import Nation
from portal.kernel.actor import Actor, Grant, Role
from portal.people.models import Contract, Employment, NodeKind, Organisation, Person
from portal.schemes.gallery import template
from portal.schemes.models import Call, Scheme, SchemeVersion
from tests.conftest import NOW
from tests.factories.applications import section_answers

CLOSES = NOW + timedelta(days=10)


def node(path: str = "glan-hafren") -> Organisation:
    return Organisation(
        id=uuid4(),
        kind=NodeKind.ORGANISATION,
        nation=Nation.WALES,
        slug=path.rpartition("/")[2],
        path=path,
        name_en=path.rpartition("/")[2].title(),
        name_cy="",
    )


def call(key: str = "small-grant", where: Organisation | None = None, **values) -> Call:
    found = template(key)
    assert found is not None
    says = replace(found.definition, **values.pop("definition", {}))
    scheme = Scheme(id=uuid4(), organisation=where or node(), slug=key, kind=says.kind)
    closes_at: datetime = values.pop("closes_at", CLOSES)
    return Call(
        id=uuid4(),
        scheme=scheme,
        pinned=SchemeVersion(scheme=scheme, number=1, definition=says.to_json()),
        slug="now",
        name_text={"en": "January 2027"},
        prefix="SG27",
        opens_at=values.pop("opens_at", closes_at - timedelta(days=30)),
        closes_at=closes_at,
        approvals_due_at=closes_at,
        reviews_due_at=closes_at,
        panel_on=closes_at.date(),
        decisions_on=closes_at.date(),
        earliest_start_on=date(2027, 4, 1),
        pot_pence=0,
        grace_minutes=values.pop("grace_minutes", 10),
        rehearsal=values.pop("rehearsal", False),
        **values,
    )


def person(where: Organisation, *, has_post: bool = True, **values) -> Person:
    made = Person(id=uuid4(), name="Megan Prosser", email="megan@example.nhs.uk", language="en")
    if not has_post:
        return made
    grade = values.get("grade")
    made.posts.append(
        Employment(
            organisation=where,
            profession_code=values.pop("profession", "NUR-ADULT"),
            job_title="Staff nurse",
            contract=values.pop("contract", Contract.PERMANENT),
            hours_hundredths=3750,
            band=None if grade else "6",
            step=None if grade else 3,
            starts_on=values.pop("starts_on", date(2019, 4, 1)),
            ends_on=values.pop("ends_on", None),
            is_main=True,
            **values,
        )
    )
    return made


def application(of: Call | None = None, applicant: Person | None = None, **values) -> Application:
    """A draft in which every section is finished, within every limit."""
    of = of or call()
    where = of.scheme.organisation
    applicant = applicant or person(where)
    made = Application(
        id=uuid4(),
        call=of,
        applicant=applicant,
        applicant_id=applicant.id,
        team=where,
        profession_code="NUR-ADULT",
        pay_label="Band 6",
        title="Breathless at home",
        state=values.pop("state", State.DRAFT),
        started_at=NOW - timedelta(days=3),
        submitted_at=values.pop("submitted_at", None),
        **values,
    )
    for section in of.document.sections:
        entry(made, section.key, section_answers(section))
    period(made)
    cost(made, 120_000)
    return made


def entry(of: Application, key: str, answers=None, *, is_complete: bool = True) -> SectionEntry:
    made = SectionEntry(key=key, answers=answers or {}, is_complete=is_complete, saved_at=NOW)
    made.version = 1
    of.sections.append(made)
    return made


def period(of: Application, ends_on: date = date(2027, 10, 5)) -> None:
    of.periods[:] = [
        ReleasePeriod(
            starts_on=date(2027, 4, 6),
            ends_on=ends_on,
            hours_hundredths=750,
            given_amount=100,
            given_unit="days",
        )
    ]


def cost(of: Application, amount_pence: int) -> None:
    category = of.call.document.cost_categories[0].key
    line = CostLine(
        position=1,
        kind=CostKind.OTHER,
        category=category,
        label="Cover",
        amount_pence=amount_pence,
        details={},
    )
    of.cost_lines[:] = [line]


def owner(of: Application) -> Actor:
    return of.applicant.as_actor()


def office(path: str = "glan-hafren") -> Actor:
    return Actor(uuid4(), "Ffion Rees", frozenset({Grant(Role.OFFICE, path)}))


def stranger() -> Actor:
    return Actor(uuid4(), "Somebody Else")
