"""Which calls a choice lets through, and what an address may say."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from portal.kernel.language import Text
from portal.people.professions import UptakeGroup
from portal.schemes.definition import Kind
from portal.schemes.eligibility_rules import (
    BandRange,
    ContractKind,
    NotResearchActive,
    Professions,
    Registered,
)
from portal.schemes.filters import Filters, Within, is_for_job
from portal.schemes.gallery import template

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
WHO = Text("somebody")


def call(kind=Kind.SMALL_GRANT, closes_at=NOW, rules=()):
    return SimpleNamespace(
        scheme=SimpleNamespace(kind=kind),
        closes_at=closes_at,
        document=SimpleNamespace(eligibility=rules),
    )


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ({}, Filters()),
        (
            {"kind": ["small_grant", "secondment"]},
            Filters(frozenset({Kind.SMALL_GRANT, Kind.SECONDMENT})),
        ),
        ({"job": ["nurses"]}, Filters(job=UptakeGroup.NURSES)),
        ({"closes": ["14"]}, Filters(closes=Within.TWO_WEEKS)),
        ({"job": [""], "closes": [""]}, Filters()),
        ({"kind": ["gold"], "job": ["kings"], "closes": ["-1"]}, Filters()),
        ({"kind": ["gold", "secondment"], "x": ["\x00"]}, Filters(frozenset({Kind.SECONDMENT}))),
    ],
)
def test_an_address_is_read_and_what_is_no_choice_is_left_out(sent, read):
    assert Filters.read(sent) == read
    assert read.is_empty == (read == Filters())


@pytest.mark.parametrize(
    ("kinds", "passes"),
    [
        ({Kind.SMALL_GRANT}, True),
        ({Kind.SECONDMENT}, False),
        ({Kind.SECONDMENT, Kind.SMALL_GRANT}, True),
        (set(), True),
    ],
)
def test_kinds(kinds, passes):
    assert Filters(frozenset(kinds)).lets_through(call(), NOW) is passes


@pytest.mark.parametrize(("days", "passes"), [(0, True), (14, True), (15, False), (400, False)])
def test_closes_within_counts_uk_days_and_the_last_one_counts(days, passes):
    late = (NOW + timedelta(days=days)).replace(hour=23, minute=59)
    assert Filters(closes=Within.TWO_WEEKS).lets_through(call(closes_at=late), NOW) is passes


@pytest.mark.parametrize(
    ("rules", "job", "fits"),
    [
        ((), UptakeGroup.ESTATES, True),
        ((Registered(),), UptakeGroup.NURSES, True),
        ((Registered(),), UptakeGroup.ESTATES, False),
        ((Professions(who=WHO, groups=frozenset({"Nursing"})),), UptakeGroup.NURSES, True),
        ((Professions(who=WHO, groups=frozenset({"Nursing"})),), UptakeGroup.DOCTORS, False),
        (
            (Professions(who=WHO, groups=frozenset({"Medical"}), included=False),),
            UptakeGroup.NURSES,
            True,
        ),
        # One profession of the group is enough.
        ((Professions(who=WHO, codes=frozenset({"NUR-ADULT"})),), UptakeGroup.NURSES, True),
        # What a job does not tell takes no scheme away.
        ((ContractKind(kinds=frozenset()),), UptakeGroup.SUPPORT, True),
        ((NotResearchActive(),), UptakeGroup.SUPPORT, True),
        ((BandRange(lowest="5"),), UptakeGroup.NURSES, True),
        ((BandRange(lowest="5"),), UptakeGroup.DOCTORS, False),
        ((BandRange(lowest="5", medical=True),), UptakeGroup.DOCTORS, True),
    ],
)
def test_a_job_fits_if_anybody_in_it_might(rules, job, fits):
    assert is_for_job(rules, job, date(2026, 11, 23)) is fits
    assert Filters(job=job).lets_through(call(rules=rules), NOW) is fits


def test_the_templates_are_for_whom_they_say():
    rules = template("protected-time").definition.eligibility
    fits = {job for job in UptakeGroup if is_for_job(rules, job, date(2026, 11, 23))}
    assert {UptakeGroup.NURSES, UptakeGroup.MIDWIVES, UptakeGroup.AHPS, UptakeGroup.DOCTORS} <= fits
    assert not {UptakeGroup.ESTATES, UptakeGroup.ADMINISTRATION} & fits
