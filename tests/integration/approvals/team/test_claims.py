"""What will be claimable: plans that cost money and are paid back, to the penny."""

import csv
from datetime import date
from io import StringIO
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.approvals.awarded import Awarded, Told
from portal.approvals.models import ApprovalRequest
from portal.approvals.team.claims import claims
from portal.approvals.team.releases import Cover, Release
from tests.browsing import Browser
from tests.factories import approvals as made

BAR = SimpleNamespace(starts_on=date(2027, 4, 6), ends_on=date(2027, 10, 1))


def release(cost, paid_back, awarded=Awarded.NOT_YET, name="A", starts_on=None) -> Release:
    plan = SimpleNamespace(
        cost_pence=cost, is_paid_back=paid_back, starts_on=starts_on, cost_centre="R7"
    )
    request = SimpleNamespace(cover=plan)
    about = SimpleNamespace(applicant=SimpleNamespace(name=name))
    return Release(about, (request,), Cover.PLAN, Told(awarded), (BAR,))


def test_sums_and_what_is_left_out() -> None:
    found = claims(
        [
            release(1, True, name="B"),
            release(617_444, True, Awarded.ACCEPTED, name="C"),
            release(617_444, False),
            release(0, True),
            release(9, None),
            release(2, True, Awarded.OFFERED, name="A"),
        ]
    )
    assert [each.release.name for each in found.claims] == ["C", "A", "B"]
    assert (found.due_pence, found.open_pence, found.pence) == (617_444, 3, 617_447)
    assert found.not_said == 1


@pytest.mark.parametrize(
    ("starts_on", "first", "months"),
    [
        (None, date(2027, 4, 6), 7),
        (date(2027, 3, 1), date(2027, 4, 6), 7),
        (date(2027, 4, 30), date(2027, 4, 30), 7),
        (date(2027, 5, 1), date(2027, 5, 1), 6),
        (date(2027, 10, 1), date(2027, 10, 1), 1),
        (date(2028, 1, 1), date(2027, 10, 1), 1),
    ],
)
def test_months_run_from_the_first_day_of_cover(starts_on, first, months) -> None:
    claim = claims([release(1, True, starts_on=starts_on)]).claims[0]
    assert (claim.first, claim.months) == (first, months)


@pytest.fixture
def scene(app, database):
    with app.app_context(), database.scope() as session:
        ward = made.ward(session)
        for name in ("=Megan", "Kofi Mensah", "No"):
            made.approved(session, made.sent(session, ward, name), ward.manager)
        for request in session.scalars(select(ApprovalRequest)):
            request.cover.is_paid_back = request.application.applicant.name != "No"
        session.commit()
        return ward.manager.email


def test_the_page_and_the_file_say_the_same(app, scene) -> None:
    browser = Browser(app).sign_in(scene)
    page = browser.go("/team/claims")
    assert "£12,348.88" in page.main
    assert "You cannot claim here yet." in page.main
    assert "No more" not in page.main
    browser.click("Download these claims (CSV)")
    rows = list(csv.DictReader(StringIO(browser.page.data.decode("utf-8-sig"))))
    assert [(r["Who"], r["Cost, £"], r["Cost centre"], r["Months"]) for r in rows] == [
        ("'=Megan", "6174.44", "R70412", "7"),
        ("Kofi Mensah", "6174.44", "R70412", "7"),
    ]
    assert browser.page.headers["Cache-Control"] == "no-store"


def test_without_claims_it_says_so(app, database, scene) -> None:
    with app.app_context(), database.scope() as session:
        for request in session.scalars(select(ApprovalRequest)):
            request.cover.is_paid_back = None
        session.commit()
    page = Browser(app).sign_in(scene).go("/team/claims")
    assert "No cover plan of your team has a cost that is paid back." in page.main
    assert "3 more plans do not say whether their money comes back." in page.main
