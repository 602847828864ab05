"""What needs me, of approvals: days left for a manager, something to accept for an applicant."""

from datetime import timedelta

import pytest

from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import Condition
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import approvals as made


@pytest.fixture
def scene(app, database):
    with app.app_context(), database.scope() as session:
        ward = made.ward(session)
        late = made.sent(session, ward, "Kofi Mensah")
        made.waiting(session, late, ward.manager, due_at=NOW - timedelta(days=1))
        made.waiting(session, made.sent(session, ward, "Nia Gwilym"), ward.manager,
                     due_at=NOW + timedelta(days=3))  # fmt: skip
        applicant = ward.nurse(session, "Megan Prosser")
        application = made.sent(session, ward, applicant=applicant)
        given = made.waiting(
            session, application, ward.manager,
            state=ApprovalState.CONDITIONAL, answered_by=ward.manager, answered_at=NOW,
            due_at=NOW + timedelta(days=7),
        )  # fmt: skip
        [period] = application.periods
        dates = {"starts_on": period.starts_on.isoformat(), "ends_on": period.ends_on.isoformat()}
        terms = [{**dates, "hours_hundredths": 375}]
        given.conditions.append(Condition(given_at=NOW, given_by_id=ward.manager.id, periods=terms))
        session.commit()
        return ward.manager.email, applicant.email


def test_a_manager_sees_the_days_left_and_the_way_to_the_team(app, scene) -> None:
    page = Browser(app).sign_in(scene[0]).go("/")
    assert "It was due on Sunday 22 November 2026" in page.main
    assert "3 working days left. By Thursday 26 November 2026" in page.main
    assert page.link("Who is out for research") == "/team"
    assert page.link("My team") == "/team"


def test_an_applicant_sees_what_there_is_to_accept(app, scene) -> None:
    page = Browser(app).sign_in(scene[1]).go("/")
    assert "Say whether you accept what Sam Whittaker can give for “Breathless at home" in page.main
    assert "5 working days left" in page.main
    assert "Who is out for research" not in page.main
    href = page.link("Say whether you accept")
    assert Browser(app).sign_in(scene[1]).go(href).status == 200
