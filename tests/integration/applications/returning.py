"""A sent application whose call has closed, what is done to it while it is out, what it holds."""

from datetime import date, timedelta

from sqlalchemy import select

from portal.applications import queries, returned
from portal.applications.models import (
    Application,
    CostLine,
    ReleasePeriod,
    SectionEntry,
)
from portal.kernel.clock import at_london, time
from tests.factories import applications, approvals, people
from tests.factories.returns import BY, Ward, sent_back

TICKET = "a-ticket-for-the-returns-000001"
AFTER = at_london(BY + timedelta(days=1), time(1))  # grace of ten minutes is over, too


def closed_ward(app, database):
    """Ids and addresses of a sent application whose call has closed, and of its people."""
    with app.app_context(), database.scope() as session:
        made = Ward(session, closed=True)
        request = approvals.waiting(session, made.sent, made.manager)
        session.commit()
        return {
            "id": made.sent.id, "nurse": made.nurse.email, "office": made.office.email,
            "manager": made.manager.email, "request": request.id, "call": made.call.id,
            "sent_at": made.sent.submitted_at, "reference": made.sent.reference,
        }  # fmt: skip


def act(app, database, work):
    with app.app_context(), database.scope() as session:
        found = work(session)
        session.commit()
        return found


def return_it(app, database, ward, *keys, **more):
    def work(session):
        application = queries.whole(session, ward["id"])
        sent_back(session, application, person(session, ward["office"]), *keys, **more)

    act(app, database, work)


def person(session, email):
    return session.scalars(select(people.Person).where(people.Person.email == email)).one()


def read(database, work):
    with database.scope(read_only=True) as session:
        return work(session)


def content(session):
    """All that an application holds, but for when it was saved."""
    entries = session.execute(
        select(SectionEntry.key, SectionEntry.answers, SectionEntry.is_complete).order_by(
            SectionEntry.key
        )
    )
    periods = session.execute(
        select(ReleasePeriod.id, ReleasePeriod.ends_on, ReleasePeriod.hours_hundredths)
    )
    lines = session.execute(
        select(CostLine.id, CostLine.label, CostLine.amount_pence).order_by(CostLine.position)
    )
    title = session.scalars(select(Application.title).order_by(Application.id))
    return [list(map(tuple, rows)) for rows in (entries, periods, lines)], list(title)


def change_all(app, database, ward):
    """Change the project, the time and the costs, as the applicant."""

    def work(session):
        application = queries.whole(session, ward["id"])
        entry = next(e for e in application.sections if e.key == "project")
        entry.answers = {**entry.answers, "title": "Another title"}
        application.title = "Another title"
        application.periods[0].ends_on = date(2027, 9, 30)
        session.delete(application.cost_lines[0])
        session.expire(application, ["cost_lines"])
        applications.cost(session, application, 99, label="Paper")

    act(app, database, work)


def shown(session, ward):
    sent = returned.as_sent(queries.whole(session, ward["id"]))
    return (
        sent.title, sent.cost_pence, [(p.starts_on, p.ends_on, p.hours_hundredths) for p in sent.periods],
        {e.key: e.answers for e in sent.sections}, [(c.label, c.amount_pence) for c in sent.cost_lines],
    )  # fmt: skip
