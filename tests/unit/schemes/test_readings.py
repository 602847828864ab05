"""A version's document is read once and met again; a row mended by hand is read anew."""

from copy import deepcopy
from uuid import uuid4

from portal.schemes import models
from portal.schemes.models import SchemeVersion
from tests.factories.schemes import definition


def version(version_id, stored):
    return SchemeVersion(id=version_id, definition=stored)


def test_the_same_version_in_two_requests_is_read_once():
    version_id, stored = uuid4(), definition().to_json()
    first = version(version_id, stored).document
    assert version(version_id, deepcopy(stored)).document is first


def test_a_row_that_says_something_else_is_read_anew():
    version_id, stored = uuid4(), definition().to_json()
    had = version(version_id, stored).document
    mended = deepcopy(stored) | {"minutes_to_apply": had.minutes_to_apply + 1}
    assert version(version_id, mended).document.minutes_to_apply == had.minutes_to_apply + 1


def test_no_more_is_kept_than_a_few(monkeypatch):
    readings = models._Readings()
    monkeypatch.setattr(readings, "most", 3)
    stored = definition().to_json()
    for _ in range(9):
        readings.read(uuid4(), stored)
    assert len(readings._kept) <= 3
