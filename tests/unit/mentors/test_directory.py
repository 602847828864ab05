"""Who fits what is looked for, and in which order mentors stand."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from portal.mentors.queries import Listed, Wanted, fits, in_turn

DAY = date(2026, 11, 23)


def listed(number: int = 1, **values) -> Listed:
    said = {
        "topics": "A first ethics form",
        "methods": "Interviews",
        "professions": ["nurses"],
        "speaks_welsh": False,
        "room": 1,
        **values,
    }
    return Listed(id=UUID(int=number), **said)


@pytest.mark.parametrize(
    ("values", "wanted", "is_so"),
    [
        ({}, Wanted(), True),
        ({}, Wanted(group="nurses"), True),
        ({}, Wanted(group="doctors"), False),
        ({"professions": []}, Wanted(group="doctors"), True),
        ({}, Wanted(words="ETHICS interviews"), True),
        ({}, Wanted(words="ethics trials"), False),
        ({}, Wanted(words="%"), False),
        ({}, Wanted(has_room=True), True),
        ({"room": 0}, Wanted(has_room=True), False),
        ({}, Wanted(welsh=True), False),
        ({"speaks_welsh": True}, Wanted(welsh=True), True),
    ],
)
def test_who_fits(values, wanted, is_so):
    assert fits(listed(**values), wanted) is is_so


def test_the_order_is_the_same_all_day_and_fair_over_many():
    everybody = [listed(number) for number in range(1, 6)]
    assert in_turn(everybody, DAY) == in_turn(list(reversed(everybody)), DAY)
    firsts = [in_turn(everybody, DAY + timedelta(days=n))[0].id.int for n in range(1000)]
    assert all(140 < firsts.count(number) < 260 for number in range(1, 6))
