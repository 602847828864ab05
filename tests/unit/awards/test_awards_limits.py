"""No sequence of edits can submit, award or vary beyond a limit that stops."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from portal.applications.asked import fits
from portal.awards import limits
from portal.costing.scales import Nation
from portal.costing.wte import last_day
from portal.schemes.asked import Asked
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import Cap
from tests.factories.schemes import definition

FIRST = date(2027, 9, 1)
CAPS = (
    Cap(CapUnit.MONTHS, 36, route="masters"),
    Cap(CapUnit.MONTHS, 18, route="bespoke"),
    Cap(CapUnit.PENCE_IN_CATEGORY, 450_000, category="training", route="bespoke"),
    Cap(CapUnit.SHARE, 1),
    Cap(CapUnit.PENCE, 2_000_000),
    Cap(CapUnit.PENCE, 1_200_000, hard=False),
    Cap(CapUnit.AWARDS, 2),
)
SAYS = definition("masters", caps=CAPS)
NOTHING = Asked(
    nation=Nation.WALES,
    full_time_hundredths=3750,
    contracted_hundredths=3000,
    pence_total=0,
    pence_by_category={},
    applications=1,
)


def beyond(asked: Asked) -> list[str]:
    """What is past a hard limit, worked out another way than the engine does."""
    months = {"masters": 36, "bespoke": 18}[asked.route]
    training = (asked.pence_by_category or {}).get("training", 0)
    found = {
        "months": asked.ends_on > last_day(asked.starts_on, months),
        "training": asked.route == "bespoke" and training > 450_000,
        "hours": asked.hours_hundredths_a_week > 3000,
        "money": asked.pence_total > 2_000_000,
        "awards": (asked.awards or 0) > 2,
    }
    return [name for name, is_beyond in found.items() if is_beyond]


class Edits(RuleBasedStateMachine):
    """Somebody edits, sends, is given an award, and asks to change it, in any order."""

    @initialize()
    def begin(self):
        self.asked, self.reason, self.accepted, self.made = NOTHING, "", [], 0

    @rule(route=st.sampled_from(["masters", "bespoke"]))
    def choose(self, route):
        self.asked = replace(self.asked, route=route)

    @rule(
        hours=st.sampled_from([1, 1500, 2999, 3000, 3001]),
        months=st.sampled_from([1, 18, 36]),
        days=st.integers(-1, 1),
    )
    def give_time(self, hours, months, days):
        last = last_day(FIRST, months) + timedelta(days=days)
        self.asked = replace(
            self.asked, starts_on=FIRST, ends_on=last, hours_hundredths_a_week=hours
        )

    @rule(
        training=st.sampled_from([0, 449_999, 450_000, 450_001, 1_200_000]),
        other=st.sampled_from([0, 749_999, 750_000, 1_550_000, 1_550_001]),
    )
    def give_costs(self, training, other):
        sums = {"training": training, "fees": other}
        self.asked = replace(self.asked, pence_by_category=sums, pence_total=sum(sums.values()))

    @rule(reason=st.sampled_from(["", " ", "Two people need it"]))
    def give_reason(self, reason):
        self.reason = reason

    @property
    def is_whole(self):
        return self.asked.route is not None and self.asked.starts_on is not None

    @precondition(lambda self: self.is_whole)
    @rule()
    def send(self):
        if fits(SAYS.check_caps(self.asked), self.reason):
            self.accepted.append((self.asked, self.reason))

    @precondition(lambda self: self.is_whole)
    @rule()
    def award(self):
        given = replace(self.asked, awards=self.made + 1)
        checks = SAYS.check_caps(given)
        if limits.stopped(checks) is None and limits.may_pass(checks, self.reason):
            self.made += 1
            self.accepted.append((given, self.reason))

    @precondition(lambda self: self.is_whole)
    @rule()
    def vary(self):
        after = replace(self.asked, awards=self.made)
        if limits.may_vary(SAYS, after, self.reason):
            self.accepted.append((after, self.reason))

    @invariant()
    def nothing_accepted_is_beyond_a_limit(self):
        for asked, reason in getattr(self, "accepted", ()):
            assert beyond(asked) == []
            assert asked.pence_total <= 1_200_000 or reason.strip()


Edits.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestEdits = Edits.TestCase

WITHIN = replace(
    NOTHING,
    route="bespoke",
    starts_on=FIRST,
    ends_on=last_day(FIRST, 18),
    hours_hundredths_a_week=1500,
    pence_total=1_200_000,
    pence_by_category={"training": 450_000},
    awards=2,
)


@pytest.mark.parametrize(
    ("change", "reason", "words"),
    [
        ({}, "", ""),
        ({"ends_on": last_day(FIRST, 18) + timedelta(days=1)}, "x", "A programme made to fit me: up to 18 months"),
        ({"route": "masters", "ends_on": last_day(FIRST, 36)}, "", ""),
        ({"pence_by_category": {"training": 450_001}}, "x", "Training: up to £4,500"),
        ({"pence_total": 2_000_001}, "x", "Up to £20,000"),
        ({"awards": 3}, "x", "All awards have been made. The limit is 2 awards in this call."),
        ({"pence_total": 1_200_001}, "Why not", ""),
        ({"pence_total": 1_200_001}, " ", "Say why the award passes the limit of £12,000."),
    ],
)  # fmt: skip
def test_what_the_office_is_told(change, reason, words):
    checks = SAYS.check_caps(replace(WITHIN, **change))
    over, reasoned = limits.stopped(checks), limits.may_pass(checks, reason)
    told = limits.words(over) if over else "" if reasoned else str(reasoned.reason)
    assert (words in told) if words else told == ""
    assert bool(limits.may_vary(SAYS, replace(WITHIN, **change), reason)) is (told == "")
