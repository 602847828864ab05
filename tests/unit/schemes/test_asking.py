"""Which facts to ask somebody for, and what they told put over what is known."""

from dataclasses import replace
from datetime import date

import pytest

from portal.people.professions import UptakeGroup
from portal.schemes.asking import Fact, needed, settled, told
from portal.schemes.eligibility_rules import (
    NotHeldBefore,
    NotResearchActive,
    Registered,
    YearsQualified,
)
from portal.schemes.rule import Candidate

DAY = date(2019, 9, 1)
ALL = (NotResearchActive(), Registered(), NotHeldBefore(), YearsQualified(least=2))
FOR_DOCTORS = (NotHeldBefore(only_for=frozenset({UptakeGroup.DOCTORS})),)
QUALIFIED, HELD, ACTIVE = Fact.QUALIFIED_ON, Fact.HELD_BEFORE, Fact.RESEARCH_ACTIVE


@pytest.mark.parametrize(
    ("rules", "known", "facts"),
    [
        ((), {}, ()),
        ((Registered(),), {}, ()),
        ((YearsQualified(most=5),), {}, (QUALIFIED,)),
        ((YearsQualified(most=5),), {"qualified_on": DAY}, ()),
        ((NotHeldBefore(),), {}, (HELD,)),
        ((NotHeldBefore(),), {"held_before": False}, ()),
        ((NotHeldBefore(),), {"held_before": True}, ()),
        ((NotResearchActive(),), {}, (ACTIVE,)),
        ((NotResearchActive(),), {"research_active": False}, ()),
        (ALL, {}, (QUALIFIED, HELD, ACTIVE)),
        (ALL, {"held_before": False}, (QUALIFIED, ACTIVE)),
        ((YearsQualified(least=1), YearsQualified(most=9)), {}, (QUALIFIED,)),
        (FOR_DOCTORS, {"job": UptakeGroup.DOCTORS}, (HELD,)),
        (FOR_DOCTORS, {"job": UptakeGroup.NURSES}, ()),
        (FOR_DOCTORS, {}, (HELD,)),
    ],
)
def test_the_facts_that_rules_look_at_and_nobody_knows(rules, known, facts):
    who = Candidate(**known)
    assert needed(rules, who) == facts
    assert needed(settled(rules, who), who) == ()


def test_settled_rules_are_those_that_wait_for_nothing():
    assert settled(ALL, Candidate(held_before=False)) == (ALL[1], ALL[2])


@pytest.mark.parametrize(
    ("answers", "facts"),
    [
        ({}, {}),
        ({"qualified_on": "2019-09-01"}, {"qualified_on": DAY}),
        ({"held_before": False}, {"held_before": False}),
        ({"held_before": True}, {"held_before": True}),
        ({"research_active": True}, {"research_active": True}),
        ({"research_active": False, "held_before": None}, {"research_active": False}),
        ({"band": "9", "organisation_path": "x", "favourite": 1}, {}),
        *(
            ({"qualified_on": wrong}, {})
            for wrong in ("", "2019", "2019-02-30", "20190901", "2019-W35-7", 2019, None, [], "\0")
        ),
        *(
            ({key: wrong}, {})
            for key in ("held_before", "research_active")
            for wrong in ("yes", "", 0, 1, None, [], {})
        ),
    ],
)
def test_what_was_told_is_put_over_the_candidate(answers, facts):
    known = Candidate(band="6", organisation_path="wales")
    assert told(known, answers) == replace(known, **facts)


def test_what_was_told_replaces_and_what_cannot_be_read_replaces_nothing():
    known = Candidate(qualified_on=date(2001, 1, 1), held_before=True)
    assert told(known, {"qualified_on": "2019-09-01", "held_before": "no"}) == Candidate(
        qualified_on=DAY, held_before=True
    )
