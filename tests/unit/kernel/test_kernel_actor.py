"""Roles are good for their node and what is below it, and for nothing beside it."""

from uuid import uuid4

import pytest

from portal.kernel.actor import ANONYMOUS, SYSTEM, Actor, Grant, Role


@pytest.mark.parametrize(
    ("held_at", "asked_at", "holds"),
    [
        ("wales/board", "wales/board", True),
        ("wales/board", "wales/board/ward", True),
        ("wales/board", "wales", False),
        ("wales/board", "wales/board-two", False),
        ("wales/board", "wales/other", False),
    ],
)
def test_a_role_reaches_down_only(held_at, asked_at, holds):
    actor = Actor(uuid4(), "Ffion", frozenset({Grant(Role.OFFICE, held_at)}))
    assert actor.holds(Role.OFFICE, asked_at) is holds
    assert not actor.holds(Role.CHAIR, asked_at)


def test_nobody_is_not_nobody():
    assert not ANONYMOUS.is_person(None)
    assert not SYSTEM.is_signed_in
