"""A rehearsal that the office has set up: with a part of its pot kept, and somebody let in late."""

from datetime import datetime, time, timedelta

from portal.demo.moments import at, weekday
from portal.demo.stage import Stage
from portal.kernel.clock import at_london, london_day
from portal.kernel.language import Text
from portal.people.professions import UptakeGroup
from portal.schemes.actions.calls import schedule_call
from portal.schemes.actions.passes import PassPlan, give_pass
from portal.schemes.fences import Fence
from portal.schemes.models import Scheme
from portal.schemes.plan import CallPlan

LET_IN = "Kofi Mensah"
WEEK = timedelta(days=7)


def rehearse(stage: Stage, scheme: Scheme, now: datetime) -> None:
    """Set it up, open for two weeks from the week before, and give one persona a late pass."""
    today = london_day(stage.now)
    opens, closes = weekday(today - WEEK), weekday(today + WEEK)
    plan = CallPlan(
        name=Text("Practice run", "Rhediad ymarfer"),
        prefix="TRY",
        opens_at=at(opens, 9),
        closes_at=at(closes, 17),
        approvals_due_at=at(weekday(closes + WEEK), 17),
        reviews_due_at=at(weekday(closes + 2 * WEEK), 17),
        panel_on=weekday(closes + 3 * WEEK),
        decisions_on=weekday(closes + 4 * WEEK),
        earliest_start_on=weekday(closes + 5 * WEEK),
        pot_pence=2_000_000,
        pot_wte_months_hundredths=1_200,
        ring_fences=(Fence((UptakeGroup.NURSES, UptakeGroup.MIDWIVES), 1_000_000, 600),),
        rehearsal=True,
    )
    call = schedule_call(stage.session, scheme, plan, actor=stage.office, now=now)
    until = at_london(weekday(closes + timedelta(days=2)), time(12))
    reason = "On leave in the last week. Agreed with the office."
    email = stage.board.personas[LET_IN].email
    give_pass(stage.session, call, PassPlan(email, until, reason), actor=stage.office, now=now)
