"""Applications sent back for changes, as the office's action makes them."""

from datetime import date, timedelta

from portal.applications.actions import returning
from portal.applications.actions.returning import Wanted
from portal.kernel.actor import Role
from tests.conftest import NOW
from tests.factories import applications, people, schemes

BY = date(2026, 12, 4)


def sent_back(session, application, officer, *keys, by=BY, note="", now=NOW, insists=False):
    """Send these sections back, each with a reason that names it."""
    reasons = {key: f"Please say more in {key}." for key in keys or ("project",)}
    wanted = Wanted(reasons, by, note, insists)
    return returning.send_back(session, application, wanted, actor=officer.as_actor(), now=now)


class Ward:
    """A sent application, its applicant, its manager and an officer of its scheme."""

    def __init__(self, session, *, closed=False, **of_call) -> None:
        self.node = people.node(session)
        self.manager = people.employee(session, self.node, name="Sam Whittaker")
        self.nurse = people.employee(session, self.node, name="Megan Prosser", manager=self.manager)
        self.office = people.staff_with_role(session, Role.OFFICE, self.node, "Ffion Rees")
        if closed:
            of_call = {
                "opens_at": NOW - timedelta(days=9),
                "closes_at": NOW - timedelta(days=1),
                **of_call,
            }
        self.call = schemes.open_call(session, self.node, **of_call)
        self.sent = applications.submitted_application(
            session,
            self.call,
            self.nurse,
            submitted_at=NOW - timedelta(days=2),
            title="Breathless at home",
        )
