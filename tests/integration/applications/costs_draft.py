"""A draft whose costs are typed over HTTP, for the tests of the cost builder."""

from datetime import date

from portal.applications.models import Application
from portal.costing.scales import Nation
from tests.browsing import Browser
from tests.factories import applications, people, schemes

TRAVEL = {
    "category": "training_travel",
    "label": "Home visits",
    "quantity": "410",
    "counted": "miles",
    "price": "0.45",
}
RESEARCH = {
    "category": "research",
    "label": "Typing",
    "quantity": "1",
    "counted": "",
    "price": "100",
}


class Draft:
    """A draft with a day a week for six months, as its applicant's browser has it."""

    def __init__(self, app, database, nation=Nation.WALES, *, scheme="small-grant", **post):
        self.app, self.database = app, database
        periods = post.pop("periods", [{}])
        with app.app_context(), database.scope() as session:
            home = people.node(session, nation=nation)
            someone = people.employee(session, home, name="Megan Prosser", **post)
            made = applications.draft(session, schemes.open_call(session, home, scheme), someone)
            for values in periods:
                applications.period(session, made, **values)
            self.id, self.email, self.home = made.id, someone.email, home.id
            session.commit()
        self.base = f"/applications/{self.id}/costs"
        self.browser = Browser(app).sign_in(self.email)

    def add(self, values, kind="other"):
        self.browser.go(f"{self.base}/{kind}")
        return self.browser.send(values)

    def page(self):
        return self.browser.go(self.base)

    def lines(self):
        with self.app.app_context(), self.database.scope(read_only=True) as session:
            found = session.get_one(Application, self.id)
            return [(line.id, line.label, line.amount_pence) for line in found.cost_lines]

    def details(self):
        with self.app.app_context(), self.database.scope(read_only=True) as session:
            return [line.details for line in session.get_one(Application, self.id).cost_lines]

    def is_complete(self):
        with self.app.app_context(), self.database.scope(read_only=True) as session:
            found = session.get_one(Application, self.id)
            return {entry.key: entry.is_complete for entry in found.sections}.get("costs")

    def put_in(self, make):
        """Put figures in force: `make(session, organisation, applicant)`."""
        with self.app.app_context(), self.database.scope() as session:
            mine = session.get_one(Application, self.id)
            make(session, mine.team, mine.applicant)
            session.commit()

    def move(self, starts_on: date, ends_on: date):
        """Move the dates asked for."""
        with self.app.app_context(), self.database.scope() as session:
            period = session.get_one(Application, self.id).periods[0]
            period.starts_on, period.ends_on = starts_on, ends_on
            session.commit()


def row(page, label):
    for each in page.soup.select("table.app-costs tbody tr"):
        if each.th and label in each.th.text:
            return " ".join(each.get_text(" ").split())
    raise AssertionError(label)
