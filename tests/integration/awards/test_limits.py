"""The scheme's limits at the moment of an award, over HTTP and under the lock of the call."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.awards import queries
from portal.awards.lifecycle import OfferState, Outcome
from portal.awards.models import Award, Decision
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import Cap
from portal.schemes.models import Call


@pytest.fixture
def limited(database, world):
    """Give the scheme of the world's call other limits: limited(cap, ...)."""

    def limit(*caps):
        with database.scope() as session:
            call = session.get(Call, world.call)
            call.pinned.definition = replace(call.document, caps=caps).to_json()
            session.commit()

    return limit


def decide(office, world, at, **answers):
    office.go(f"/office/applications/{world.ids[at]}/decision")
    return office.send({"outcome": "award", "amount": "5,000", "reason": "", **answers})


def outcomes(database):
    with database.scope(read_only=True) as session:
        return sorted(session.scalars(select(Decision.outcome)))


def test_no_more_awards_than_the_scheme_makes(world, as_, database, limited):
    limited(Cap(CapUnit.AWARDS, 1))
    office = as_(world.office)
    assert decide(office, world, 0).errors == []
    refused = decide(office, world, 1, reason="A good one")
    assert "All awards have been made. The limit is 1 award in this call." in refused.main
    assert refused.value("amount") == "5,000"
    assert decide(office, world, 0, amount="4,000").errors == [], "its own award is not a second"
    assert decide(office, world, 1, outcome="reserve", amount="", reason="Full").errors == []
    assert outcomes(database) == [Outcome.AWARD, Outcome.RESERVE]


def test_an_award_turned_down_makes_room_for_another(world, as_, database, limited):
    limited(Cap(CapUnit.AWARDS, 1))
    office = as_(world.office)
    decide(office, world, 0)
    decide(office, world, 2, outcome="decline", amount="")
    decide(office, world, 1, outcome="reserve", amount="")
    office.go(f"/office/calls/{world.call}/release")
    office.send(button="Release")
    with database.scope() as session:
        assert queries.awards_made(session, world.call) == 1
        award = session.scalars(select(Award)).one()
        award.state, award.answered_at = OfferState.TURNED_DOWN, award.offered_at
        session.commit()
    with database.scope(read_only=True) as session:
        assert queries.awards_made(session, world.call) == 0


def test_a_limit_on_money_is_held_and_said_beside_the_amount(world, as_, database, limited):
    limited(Cap(CapUnit.PENCE, 1_000_000))
    office = as_(world.office)
    page = decide(office, world, 0, amount="10,000.01")
    assert "limit: Up to £10,000." in page.error_beside("amount")
    assert outcomes(database) == []
    assert decide(office, world, 0, amount="10,000").errors == []


def test_a_soft_limit_wants_a_reason_on_the_record(world, as_, database, limited):
    limited(Cap(CapUnit.PENCE, 1_000_000, hard=False))
    office = as_(world.office)
    page = decide(office, world, 0, amount="11,000")
    assert "Say why the award passes the limit of £10,000." in page.error_beside("reason")
    assert decide(office, world, 0, amount="11,000", reason="Two sites.").errors == []


def test_filling_in_names_the_application_that_does_not_fit(world, as_, database, limited):
    limited(Cap(CapUnit.PENCE, 1_000_000))
    office = as_(world.office)
    office.go(f"/office/calls/{world.call}/decisions")
    page = office.send(button="Fill in")
    assert "This award does not fit the scheme's limit: Up to £10,000." in page.main
    assert outcomes(database) == []
