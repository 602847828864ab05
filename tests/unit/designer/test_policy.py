"""Who may edit a scheme, and when a draft may become a version: person by state."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from portal.designer import policy
from portal.designer.work import Work
from portal.kernel.actor import ANONYMOUS, Actor, Grant, Role
from portal.kernel.language import Text
from portal.kernel.ruling import Refusal
from portal.people.models import Organisation
from portal.schemes.models import Call, Scheme, SchemeDraft, SchemeVersion
from tests.factories.schemes import definition

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def somebody(role: Role, path: str) -> Actor:
    return Actor(uuid4(), "Somebody", frozenset({Grant(role, path)}))


OFFICE = somebody(Role.OFFICE, "wales/hafren")
NATIONAL = somebody(Role.OFFICE, "wales")
OTHERS = [
    ANONYMOUS,
    somebody(Role.OFFICE, "wales/bae"),
    somebody(Role.OFFICE, "wales/hafren/north"),
    somebody(Role.CHAIR, "wales/hafren"),
    somebody(Role.ADMINISTRATOR, "wales/hafren"),
]


def work(draft=None, *, ended=False) -> Work:
    of = Scheme(organisation=Organisation(path="wales/hafren"), retired_at=NOW if ended else None)
    of.versions.append(SchemeVersion(number=1, definition=definition().to_json()))
    return Work(of, None if draft is None else SchemeDraft(definition=draft.to_json()))


SAME = definition()
CHANGED = definition(minutes_to_apply=35)
BROKEN = definition(summary=Text(""))


@pytest.mark.parametrize("who", OTHERS, ids=range(len(OTHERS)))
@pytest.mark.parametrize("rule", [policy.may_edit, policy.may_make_version, policy.may_throw_away])
def test_for_everybody_else_there_is_no_draft(who, rule):
    assert rule(work(CHANGED), who, NOW).refusal is Refusal.HIDDEN and not rule(
        work(CHANGED), who, NOW
    )


@pytest.mark.parametrize("who", [OFFICE, NATIONAL])
@pytest.mark.parametrize(
    ("of", "edit", "make", "throw"),
    [
        (work(), True, False, False),
        (work(SAME), True, False, True),
        (work(CHANGED), True, True, True),
        (work(BROKEN), True, False, True),
        (work(CHANGED, ended=True), False, False, False),
    ],
    ids=["none", "same", "changed", "broken", "ended"],
)
def test_what_its_office_may_do(who, of, edit, make, throw):
    rulings = [rule(of, who, NOW) for rule in (policy.may_edit, policy.may_make_version, policy.may_throw_away)]  # fmt: skip
    assert [bool(ruling) for ruling in rulings] == [edit, make, throw]
    assert all(ruling or ruling.refusal is Refusal.CONFLICT for ruling in rulings)


@pytest.mark.parametrize(("opens_at", "may"), [(NOW + SECOND, True), (NOW, False)])
def test_a_call_gets_a_version_until_the_moment_it_opens(opens_at, may):
    call = Call(scheme=work().scheme, opens_at=opens_at)
    assert bool(policy.may_move_call(call, OFFICE, NOW)) is may
