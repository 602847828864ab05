"""A release of several periods: its approver reads each of them, and the calendar draws each."""

from datetime import date

from tests.browsing import Browser
from tests.factories import applications
from tests.factories import approvals as made


def test_the_request_says_and_draws_every_period(app, database):
    with app.app_context(), database.scope() as session:
        where = made.ward(session)
        sent = made.sent(session, where, ends_on=date(2027, 4, 30))
        applications.period(
            session,
            sent,
            starts_on=date(2027, 6, 1),
            ends_on=date(2027, 6, 30),
            hours_hundredths=1_500,
        )
        session.expire(sent)
        request = made.waiting(session, sent, where.manager)
        path, email = f"/requests/{request.id}", where.manager.email
        session.commit()
    page = Browser(app).sign_in(email).go(path)
    assert "Can you release Megan Prosser for up to two days a week?" in page.h1
    assert "Friday 30 April 2027 (4 weeks, 7.5 hours a week)" in page.main
    assert "Wednesday 30 June 2027 (4 weeks, 15 hours a week)" in page.main
    assert "Up to 15 hours a week, 91.08 hours in all. 0.40 WTE, two days a week." in page.main
    table = page.soup.find("table")
    rows = [" ".join(row.get_text(" ").split()) for row in table.select("tr")]
    assert [row.split()[-1] for row in rows[1:]] == ["0.20", "0.00", "0.40"]
    assert "5 April to Sunday 2 May 2027" in rows[1]
    assert "31 May to Sunday 4 July 2027" in rows[3]
