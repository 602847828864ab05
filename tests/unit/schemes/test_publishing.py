"""Addresses, plans, times typed, and who may publish: no database."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from portal.kernel.actor import Actor, Grant, Role
from portal.kernel.clock import exists
from portal.kernel.language import Text
from portal.kernel.ruling import Refusal
from portal.people.models import Contract, Employment, Organisation, Person
from portal.schemes import policy
from portal.schemes.call_fields import parse_time
from portal.schemes.candidates import candidate_of
from portal.schemes.gallery import templates
from portal.schemes.models import Call, Scheme, SchemeVersion
from portal.schemes.pages.scheme import shown_call
from portal.schemes.pages.templates import PLACE_LABELS
from portal.schemes.plan import CallPlan, problems, proposed
from portal.schemes.rule import Candidate
from portal.schemes.slugs import free_slug, is_slug, prefix_of, slug_of

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PLAN = CallPlan(
    name=Text("January 2027"),
    prefix="SG27",
    opens_at=NOW + DAY,
    closes_at=NOW + 30 * DAY,
    approvals_due_at=NOW + 44 * DAY,
    reviews_due_at=NOW + 60 * DAY,
    panel_on=date(2027, 2, 1),
    decisions_on=date(2027, 2, 8),
    earliest_start_on=date(2027, 4, 1),
    pot_pence=1,
)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Small grant for a first project", "small-grant-for-a-first-project"),
        ("Cymrodoriaeth â thâl", "cymrodoriaeth-a-thal"),
        ("  Nurses' time -- 2027! ", "nurses-time-2027"),
        ("研究", "scheme"),
        ("a" * 200, "a" * 76),
    ],
)
def test_a_name_becomes_an_address(name, slug):
    assert slug_of(name) == slug
    assert is_slug(slug)


@pytest.mark.parametrize(
    "text", ["", "A", "a--b", "-a", "a-", "a b", "é", "a/b", "a" * 81, "new\n"]
)
def test_what_is_no_address(text):
    assert not is_slug(text)


def test_a_taken_address_gets_the_next_number():
    assert free_slug("time", {"other"}) == "time"
    assert free_slug("time", {"time", "time-2"}) == "time-3"


@pytest.mark.parametrize(
    ("name", "taken", "prefix"),
    [
        ("Small grant for a first project", (), "SGFA27"),
        ("Small grant", ("SG27",), "SG27B"),
        ("Small grant", ("SG27", "SG27B"), "SG27C"),
        ("2 days", (), "C2D27"),
    ],
)
def test_references_get_a_start_of_their_own(name, taken, prefix):
    assert prefix_of(name, 2027, set(taken)) == prefix


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("13:00", time(13)),
        ("16.00", time(16)),
        ("23:59", time(23, 59)),
        ("00:00", time(0)),
        ("9am", time(9)),
        ("1pm", time(13)),
        ("1:30 PM", time(13, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("5yh", time(17)),
    ],
)
def test_times_as_people_type_them(text, at):
    assert parse_time(text) == at


@pytest.mark.parametrize(
    "text", ["5", "24:00", "13:60", "13pm", "0am", "noon", "1e1:00", "-1:00", "１３:00", "13:0"]
)
def test_what_is_no_time(text):
    with pytest.raises(ValueError):
        parse_time(text)


@pytest.mark.parametrize(
    ("day", "wall", "real"),
    [
        (date(2027, 3, 28), time(0, 59), True),
        (date(2027, 3, 28), time(1, 30), False),
        (date(2027, 3, 28), time(2, 0), True),
        (date(2027, 10, 31), time(1, 30), True),
        (date(2027, 3, 27), time(1, 30), True),
    ],
)
def test_the_hour_that_spring_skips(day, wall, real):
    assert exists(day, wall) is real


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({}, []),
        ({"opens_at": NOW}, []),
        ({"opens_at": NOW - timedelta(seconds=1)}, ["opens_at"]),
        ({"closes_at": NOW + DAY}, ["closes_at"]),
        ({"closes_at": NOW + DAY + timedelta(minutes=1)}, []),
        ({"approvals_due_at": PLAN.closes_at}, []),
        ({"approvals_due_at": PLAN.closes_at - timedelta(minutes=1)}, ["approvals_due_at"]),
        ({"reviews_due_at": PLAN.approvals_due_at - timedelta(minutes=1)}, ["reviews_due_at"]),
        ({"panel_on": date(2027, 1, 21)}, ["panel_on"]),
        ({"decisions_on": date(2027, 1, 31)}, ["decisions_on"]),
        ({"earliest_start_on": date(2027, 2, 7)}, ["earliest_start_on"]),
        ({"earliest_start_on": date(2036, 12, 31)}, []),
        ({"earliest_start_on": date(2037, 1, 1)}, ["earliest_start_on"]),
        ({"closes_at": datetime(9999, 12, 31, 23, 59, tzinfo=UTC)}, ["closes_at"]),
        ({"grace_minutes": 121}, ["grace_minutes"]),
    ],
)
def test_a_plan_is_held_against_now_and_itself(changes, where):
    assert [problem.where for problem in problems(replace(PLAN, **changes).said(), NOW)] == where


@pytest.mark.parametrize("template", templates(), ids=lambda t: t.key)
@pytest.mark.parametrize("days", range(0, 400, 13))
def test_what_is_proposed_fits_together_on_any_day(template, days):
    now = NOW + days * DAY
    values = proposed(template.definition, now)
    opens, closes = values["opens_on"], values["closes_on"]
    assert 8 <= (opens - now.date()).days <= 14 and opens.weekday() == 0
    assert closes.weekday() == 4
    order = [
        values[n]
        for n in (
            "opens_on",
            "closes_on",
            "approvals_due_on",
            "reviews_due_on",
            "panel_on",
            "decisions_on",
            "earliest_start_on",
        )
    ]
    assert order == sorted(order) and values["earliest_start_on"].day == 1
    assert values["name"].endswith(str(closes.year)) and values["name_cy"]


def office(*paths):
    return Actor(uuid4(), "Ffion", frozenset(Grant(Role.OFFICE, p) for p in paths))


def a_scheme(**values):
    node = Organisation(slug="glan-hafren", path="wales/glan-hafren")
    made = Scheme(organisation=node, slug="small-grant", retired_at=values.pop("retired_at", None))
    made.versions.append(
        SchemeVersion(
            number=1, definition=values.pop("definition", templates()[0].definition.to_json())
        )
    )
    return made


BROKEN = replace(templates()[0].definition, minutes_to_apply=0).to_json()


@pytest.mark.parametrize(
    ("actor", "values", "refusal"),
    [
        (office("wales/glan-hafren"), {}, None),
        (office("wales"), {}, None),
        (office("wales/other"), {}, Refusal.HIDDEN),
        (office("wales/glan"), {}, Refusal.HIDDEN),
        (office("wales/glan-hafren/medicine"), {}, Refusal.HIDDEN),
        (Actor(uuid4(), "Nurse"), {}, Refusal.HIDDEN),
        (Actor(uuid4(), "Chair", frozenset({Grant(Role.CHAIR, "wales")})), {}, Refusal.HIDDEN),
        (office("wales"), {"retired_at": NOW}, Refusal.CONFLICT),
        (office("wales"), {"definition": BROKEN}, Refusal.CONFLICT),
    ],
)
def test_who_may_set_up_a_call(actor, values, refusal):
    ruling = policy.may_make_call(a_scheme(**values), actor, NOW)
    assert (None if ruling else ruling.refusal) == refusal
    assert ruling or refusal is Refusal.HIDDEN or str(ruling.reason)


@pytest.mark.parametrize(
    ("actor", "opens_in", "refusal"),
    [
        (office("wales"), timedelta(seconds=1), None),
        (office("wales"), timedelta(0), Refusal.CONFLICT),
        (office("wales"), -DAY, Refusal.CONFLICT),
        (office("england"), DAY, Refusal.HIDDEN),
    ],
)
def test_a_call_is_changed_until_it_opens(actor, opens_in, refusal):
    ruling = policy.may_change_call(Call(scheme=a_scheme(), opens_at=NOW + opens_in), actor, NOW)
    assert (None if ruling else ruling.refusal) == refusal


def test_a_scheme_is_made_only_where_one_is_the_office():
    here = Organisation(path="wales/glan-hafren")
    assert policy.may_make_scheme(here, office("wales"), NOW)
    assert not policy.may_make_scheme(here, office("england"), NOW)
    assert not policy.may_see_office(None, Actor(uuid4(), "Nurse"), NOW)
    assert policy.may_see_office(None, office("england"), NOW)


def a_call(name, opens, closes, **values):
    return Call(
        slug=name,
        opens_at=NOW + opens * DAY,
        closes_at=NOW + closes * DAY,
        rehearsal=values.get("rehearsal", False),
    )


@pytest.mark.parametrize(
    ("calls", "slug", "shown"),
    [
        ([a_call("old", -90, -60), a_call("now", -5, 5), a_call("next", 30, 60)], None, "now"),
        ([a_call("a", -5, 9), a_call("b", -5, 5)], None, "b"),
        ([a_call("old", -90, -60), a_call("next", 30, 60), a_call("later", 90, 99)], None, "next"),
        ([a_call("older", -300, -200), a_call("old", -90, -60)], None, "old"),
        ([a_call("old", -90, -60), a_call("now", -5, 5)], "old", "old"),
        ([a_call("now", -5, 5)], "other", None),
        ([a_call("try", -5, 5, rehearsal=True)], "try", None),
        ([a_call("try", -5, 5, rehearsal=True)], None, None),
        ([a_call("ends", -5, 0)], None, "ends"),
    ],
)
def test_which_call_a_page_shows(calls, slug, shown):
    found = shown_call(Scheme(calls=calls), slug, NOW)
    assert (found.slug if found else None) == shown


def post(**values):
    node = Organisation(path="wales/glan-hafren/ward-7")
    given = {"starts_on": date(2020, 1, 1), "ends_on": date(2026, 12, 31)} | values
    return Employment(
        organisation=node,
        profession_code="NUR-ADULT",
        contract=Contract.FIXED_TERM,
        hours_hundredths=3000,
        band="6",
        is_main=True,
        **given,
    )


@pytest.mark.parametrize(
    ("posts", "known"),
    [
        ([post()], True),
        ([post(ends_on=date(2026, 11, 23))], True),
        ([post(ends_on=date(2026, 11, 22))], False),
        ([post(starts_on=date(2026, 11, 24))], False),
        ([], False),
    ],
)
def test_a_candidate_is_known_by_the_post_held_that_day(posts, known):
    found = candidate_of(Person(posts=posts), date(2026, 11, 23))
    assert (found != Candidate()) is known
    if known:
        assert (found.profession, found.registered, found.medical) == ("NUR-ADULT", True, False)
        assert (found.band, found.hours_hundredths_a_week) == ("6", 3000)
        assert found.organisation_path == "wales/glan-hafren/ward-7"


@pytest.mark.parametrize("template", templates(), ids=lambda t: t.key)
def test_the_office_is_told_of_every_value_where_it_comes_from(template):
    for place in PLACE_LABELS:
        assert template.origin(place).status
