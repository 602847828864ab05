"""Applications of nobody's, made in memory: no test here has a database."""

from datetime import date
from uuid import uuid4

from portal.applications.models import Application, CostKind, CostLine, ReleasePeriod
from portal.costing.scales import Nation
from portal.people.models import Contract, Employment, NodeKind, Organisation, Person
from portal.schemes.models import Call, SchemeVersion
from tests.factories.schemes import definition

FIRST, LAST = date(2027, 4, 6), date(2027, 10, 5)


def draft(nation=Nation.WALES, scheme="small-grant", *, changes=None, **post) -> Application:
    """A full-time nurse at the top of band 6 in Wales, unless said otherwise."""
    says = definition(scheme, **(changes or {}))
    team = Organisation(kind=NodeKind.TEAM, nation=nation, slug="ward", path="ward", name_en="Ward")
    pay = {} if "grade" in post else {"band": "6", "step": 3}
    employment = Employment(
        organisation=team,
        profession_code="NUR-ADULT",
        job_title="Nurse",
        contract=Contract.PERMANENT,
        is_main=True,
        **{"hours_hundredths": 3750, "starts_on": date(2019, 4, 1), **pay, **post},
    )
    return Application(
        id=uuid4(),
        call=Call(
            pinned=SchemeVersion(number=1, definition=says.to_json()),
            earliest_start_on=date(2027, 4, 1),
        ),
        applicant=Person(name="Megan Prosser", posts=[employment]),
        team=team,
    )


def period(hours=750, starts_on=FIRST, ends_on=LAST) -> ReleasePeriod:
    return ReleasePeriod(
        hours_hundredths=hours,
        starts_on=starts_on,
        ends_on=ends_on,
        given_amount=hours,
        given_unit="hours",
    )


def line(pence, category="research", **values) -> CostLine:
    values = {"kind": CostKind.OTHER, "details": {}, "working": [], "label": "A cost", **values}
    return CostLine(id=uuid4(), category=category, amount_pence=pence, **values)
