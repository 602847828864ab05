"""The twelve real schemes: their limits and rules are in the templates, and answer as they should.

`facts.json` holds what was found of each real scheme, written down apart from the templates.
"""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.people.models import Contract
from portal.people.professions import professions
from portal.schemes.candidates import candidate_in
from portal.schemes.eligibility import Candidate, Reply, check
from portal.schemes.gallery import KEYS, Status, template

ON = date(2027, 4, 6)
FACTS = json.loads(Path(__file__).with_name("facts.json").read_text("utf-8"))
EACH = pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["template"])


def bare(stored: dict) -> dict:
    """A cap as it is stored, without what stands at its default."""
    plain = {"hard": True, "category": None, "least": None, "one_of": [], "route": None}
    return {k: v for k, v in stored.items() if k not in plain or v != plain[k]}


def test_every_scheme_has_its_template():
    assert sorted(fact["template"] for fact in FACTS) == sorted(KEYS)
    assert len(KEYS) == 12


@EACH
def test_the_limits_of_a_template_are_those_found_and_no_others(fact):
    found = template(fact["template"])
    wanted = [
        {k: v for k, v in cap.items() if k not in ("status", "source")} for cap in fact["caps"]
    ]
    sourced = [
        bare(cap.to_json())
        for cap in found.definition.caps
        if found.origin(f"caps.{cap.unit}").status is Status.SOURCED
    ]
    assert sourced == [bare(cap) for cap in wanted]
    for cap in fact["caps"]:
        origin = found.origin(f"caps.{cap['unit']}")
        assert (origin.status.value, origin.source) == (cap["status"], cap["source"])


@EACH
def test_who_may_apply_is_as_found(fact):
    found, wanted = template(fact["template"]), fact["eligibility"]
    origin = found.origin("eligibility")
    assert (origin.status.value, origin.source) == (wanted["status"], wanted["source"])
    rules = [rule.to_json() for rule in found.definition.eligibility]
    assert [rule["rule"] for rule in rules] == [rule["rule"] for rule in wanted["rules"]]
    for rule, expected in zip(rules, wanted["rules"], strict=True):
        assert expected.items() <= rule.items()


# --- people, scheme by scheme ---


def somebody(code: str, contract: Contract = Contract.PERMANENT, **facts) -> Candidate:
    """Somebody of a profession who does not run research, unless told otherwise."""
    known = candidate_in(professions()[code])
    told = {"contract": contract, "research_active": False, "hours_hundredths_a_week": 3750}
    values = {name: getattr(known, name) for name in known.__dataclass_fields__}
    return Candidate(**{**values, **told, **facts})


PEOPLE = {
    "nurse, band 5": somebody("NUR-ADULT", band="5"),
    "midwife": somebody("MID", band="6"),
    "bank physiotherapist, band 6": somebody("AHP-PHY", Contract.BANK, band="6"),
    "consultant": somebody("MED-CONS"),
    "resident doctor": somebody("MED-RES", Contract.FIXED_TERM),
    "SAS doctor": somebody("MED-SAS"),
    "SAS doctor, fixed term": somebody("MED-SAS", Contract.FIXED_TERM),
    "dentist": somebody("DEN"),
    "support worker, band 3": somebody("HCSW", band="3"),
    "administrator": somebody("ADMIN", band="4"),
    "pharmacist": somebody("PHARM", band="7"),
    "biomedical scientist": somebody("HCS-BMS", band="6"),
    "clinical scientist": somebody("HCS-CS", band="8a"),
    "research practitioner": somebody("CRP", band="5", registered=False),
    "honorary academic": somebody("MED-CONS", Contract.HONORARY),
    "nurse, 15 hours": somebody("NUR-ADULT", band="5", hours_hundredths_a_week=1500),
    "nurse whose contract ends soon": somebody(
        "NUR-ADULT", Contract.FIXED_TERM, band="5", contract_ends_on=ON + timedelta(days=60)
    ),
    "nurse who had an award": somebody("NUR-ADULT", band="5", held_before=True),
    "nurse who runs research": somebody("NUR-ADULT", band="6", research_active=True),
    "somebody unknown": Candidate(),
}
COLUMNS = (
    "small-grant", "protected-time", "secondment", "internship", "time-to-write", "research-time",
    "team-time", "sessions-or-data", "first-study", "charity-grant", "masters", "fellowship",
)  # fmt: skip
ANSWERS = {
    # in the order of COLUMNS:      SG PT SC IN TW RT TT SD FS CG MA FE
    "nurse, band 5": "y y y y y y y y y y y y",
    "midwife": "y y y y y y ? y y y y y",
    "bank physiotherapist, band 6": "y y n y y y y y y y y y",
    "consultant": "y y y n y y y y y y n n",
    "resident doctor": "y y n n y y y y n y n n",
    "SAS doctor": "y y y n y y y y y y n n",
    "SAS doctor, fixed term": "y y n n y y y y n y n n",
    "dentist": "y n y n y y ? y n y n n",
    "support worker, band 3": "y n y n y y ? y n ? n n",
    "administrator": "y n y n y y ? y n ? n n",
    "pharmacist": "y y y y y y ? y y y n y",
    "biomedical scientist": "y y y y y y ? y y y n y",
    "clinical scientist": "y y y y y y ? y y y n y",
    "research practitioner": "y n y n y y ? y y ? n n",
    "honorary academic": "y y n n n y y ? n y n n",
    "nurse, 15 hours": "y y y y y y y y y y y y",
    "nurse whose contract ends soon": "y y n y y y y y y y y y",
    "nurse who had an award": "y y y y y y y y y y y y",
    "nurse who runs research": "y ? y ? y y y y y y y y",
    "somebody unknown": "y ? ? ? ? y ? ? ? ? ? ?",
}  # fmt: skip
LETTERS = {Reply.YES: "y", Reply.NO: "n", Reply.ASK: "?"}


def verdict(key: str, who: str):
    return check(template(key).definition.eligibility, PEOPLE[who], ON)


@pytest.mark.parametrize("who", PEOPLE)
def test_what_each_person_is_told_by_each_scheme(who):
    told = {key: LETTERS[verdict(key, who).reply] for key in COLUMNS}
    assert told == dict(zip(COLUMNS, ANSWERS[who].split(), strict=True))


DOCTORS_OUT = "This scheme is not for doctors and dentists."
UNREGISTERED = "This scheme is for staff on a professional register."


@pytest.mark.parametrize(
    ("who", "key", "reasons"),
    [
        ("resident doctor", "first-study", ("This scheme is not for doctors in training.", "This scheme is for staff on a permanent contract.")),
        ("SAS doctor, fixed term", "first-study", ("This scheme is for staff on a permanent contract.",)),
        ("consultant", "fellowship", (DOCTORS_OUT,)),
        ("dentist", "internship", (DOCTORS_OUT,)),
        ("administrator", "internship", (UNREGISTERED,)),
        ("support worker, band 3", "fellowship", (UNREGISTERED,)),
        ("pharmacist", "masters", ("This scheme is for nurses, midwives and allied health professionals.",)),
        ("midwife", "team-time", ("This scheme is for doctors, nurses and allied health professionals.",)),
        ("honorary academic", "time-to-write", ("This scheme is for staff on a permanent or fixed-term or bank contract.",)),
        ("honorary academic", "sessions-or-data", ("This scheme is for staff on a permanent or fixed-term or bank contract.",)),
        ("bank physiotherapist, band 6", "secondment", ("This scheme is for staff on a permanent contract.",)),
        ("nurse who runs research", "protected-time", ("You already run research. The R&D office can tell you what else there is.",)),
        ("somebody unknown", "masters", ("Ask the R&D office if this fits you: Nurses, midwives and allied health professionals.",)),
    ],
)  # fmt: skip
def test_the_reason_is_the_right_one(who, key, reasons):
    assert verdict(key, who).reasons == reasons


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("internship", ("Up to 38 days in all", "Up to 12 months", "Salaries and cover: up to £7,500", "Your mentor's organisation: up to £1,000")),
        ("time-to-write", ("Up to 1 day a week", "Up to £10,000", "Up to 6 months")),
        ("research-time", ()),
        ("team-time", ("Up to £12,000 a year, or more if you say why", "Up to 24 months")),
        ("sessions-or-data", ("Up to £40,000", "Up to 12 months", "Up to 1 year from April to March, or more if you say why")),
        ("first-study", ("Up to £4,500 a year", "Up to 24 months")),
        ("charity-grant", ("Up to £20,000", "Up to 12 months", "Up to 1 year from April to March")),
        ("masters", ("Up to 0.50 WTE", "A full masters: up to 36 months", "A programme made to fit me: up to 18 months", "A programme made to fit me, Training: up to £4,500")),
        ("fellowship", ("24, 30 or 40 months", "Exactly 50% of your hours")),
    ],
)  # fmt: skip
def test_the_limits_in_words(key, words):
    *caps, last = template(key).definition.caps
    assert tuple(cap.guidance() for cap in caps) == words
    assert last.guidance() == "Up to 1 application for each person"
