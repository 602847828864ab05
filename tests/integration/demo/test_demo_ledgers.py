"""Every call of the demonstration as a workbook: one number on page, document, snapshot and award."""

from collections import defaultdict
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.applications.documents import whole_of
from portal.applications.models import Application, Submission
from portal.applications.pages.costs import sums
from portal.applications.returned import as_sent, out
from portal.awards import queries as awards
from portal.awards.lifecycle import OfferState
from portal.demo.personas import PERSONAS
from portal.desk.ledgers import files
from portal.desk.ledgers.files import Which
from portal.desk.ledgers.queries import Asked
from portal.kernel.actor import Role
from portal.kernel.amounts import parse_pence, pounds
from portal.people.models import Person
from portal.schemes.models import Call
from portal.schemes.questions import Round
from tests.conftest import NOW
from tests.sheets import read


@pytest.fixture
def books(lived):
    """Each call with its sheets, as the office takes them away."""
    email = next(each.email for each in PERSONAS if Role.OFFICE in each.roles)
    office = lived.scalar(select(Person).where(Person.email == email)).as_actor()
    return [
        (call, read(files.make(lived, Asked(call, office, NOW), Which.WORKBOOK).content))
        for call in lived.scalars(select(Call).order_by(Call.prefix))
    ]


def test_all_that_was_sent_is_in_one_of_them(lived, books):
    sent = lived.scalars(select(Application).where(Application.submitted_at.is_not(None))).all()
    shown = [row["Reference"] for _call, book in books for row in book["Applications"].rows]
    assert len(sent) > 100
    assert sorted(shown) == sorted(application.reference for application in sent)


def test_one_number_everywhere(lived, books):
    by_reference = {each.reference: each for each in lived.scalars(select(Application))}
    seen = 0
    for _call, book in books:
        costs = defaultdict(lambda: defaultdict(Decimal))
        for row in book["Costs"].rows:
            for name in ("Amount", "Asked of this scheme", "Awarded"):
                costs[row["Reference"]][name] += row.get(name, Decimal(0))
        for row in book["Applications"].rows:
            application = by_reference[row["Reference"]]
            mine = costs[row["Reference"]]
            assert mine["Amount"] == row["All costs"]
            assert mine["Asked of this scheme"] == row["Asked of this scheme"]
            assert mine["Awarded"] == row.get("Awarded", 0)
            agrees_with_the_rest(lived, application, mine)
            seen += 1
    assert seen > 100


def agrees_with_the_rest(session, application, mine) -> None:
    total, asked = int(mine["Amount"] * 100), int(mine["Asked of this scheme"] * 100)
    page = as_sent(application)
    assert (page.cost_pence, page.asked_pence) == (total, asked)
    assert parse_pence(sums(page)[-1].amount) == total
    receipt = session.scalars(
        select(Submission)
        .where(Submission.application_id == application.id, Submission.stage == Round.FULL)
        .order_by(Submission.number.desc())
    ).first()
    if (document := whole_of(session, receipt)) is not None:
        assert pounds(total) in document.source_html
        assert (receipt.content["cost_pence"], receipt.content["asked_pence"]) == (total, asked)
    award = awards.awards(session, [application.id]).get(application.id)
    told = award and application.id in awards.released(session, [application.id])
    if told and award.state is not OfferState.TURNED_DOWN:
        assert int(mine["Awarded"] * 100) == award.amount_pence == award.decision.amount_pence
        assert award.amount_pence <= asked
    else:
        assert not mine["Awarded"]
    assert out(application) is None or page is not application


def test_the_pot_holds_what_the_sheet_awards(lived, books):
    for call, book in books:
        given = int(book["Applications"].total("Awarded") * 100)
        taken, _time = awards.taken(lived, call.id)
        assert given <= taken <= call.pot_pence
