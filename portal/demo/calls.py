"""The schemes of the invented board and the calls of them, dated from today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from portal.demo.moments import at, first_of_month, season, weekday
from portal.demo.rehearsed import rehearse
from portal.demo.stage import Stage
from portal.kernel.clock import london_day
from portal.kernel.language import Text
from portal.schemes.actions.calls import schedule_call
from portal.schemes.actions.schemes import create_scheme_from_template
from portal.schemes.gallery import template
from portal.schemes.models import Scheme
from portal.schemes.plan import CallPlan

FINISHED, OPEN, REVIEWING, COMING = "finished", "open", "reviewing", "coming"
SCHEMES_MADE_DAYS_AGO = 330
MINUTES_A_SCHEME = timedelta(minutes=25)
DAYS_BEFORE_OPENING = 20
HOUR = timedelta(hours=1)
SMALL_GRANT, PROTECTED_TIME, SECONDMENT = "small-grant", "protected-time", "secondment"
GROWING, WRITING = "research-time", "time-to-write"
INTERNSHIP, SESSIONS = "internship", "sessions-or-data"
PREFIXES = {
    SMALL_GRANT: "SG",
    PROTECTED_TIME: "PT",
    SECONDMENT: "SC",
    GROWING: "RT",
    WRITING: "TW",
    INTERNSHIP: "IN",
    SESSIONS: "SD",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A call in days from today; due days count from the close. A pot is pence and WTE-months."""

    scheme: str
    opens: int
    closes: int
    closing_hour: int = 17
    approvals_due: int = 14
    reviews_due: int = 45
    pot_pence: int
    pot_wte_months_hundredths: int


OUTLINES = {
    FINISHED: Outline(
        scheme=SMALL_GRANT, opens=-300, closes=-262,
        pot_pence=25_000_000, pot_wte_months_hundredths=3_600,
    ),
    REVIEWING: Outline(
        scheme=PROTECTED_TIME, opens=-68, closes=-28, closing_hour=13, reviews_due=40,
        pot_pence=16_500_000, pot_wte_months_hundredths=2_400,
    ),
    OPEN: Outline(
        scheme=SMALL_GRANT, opens=-14, closes=18,
        pot_pence=25_000_000, pot_wte_months_hundredths=3_600,
    ),
    COMING: Outline(
        scheme=SECONDMENT, opens=21, closes=63,
        pot_pence=15_000_000, pot_wte_months_hundredths=4_800,
    ),
    # In two steps: some have sent the first.
    GROWING: Outline(
        scheme=GROWING, opens=-9, closes=32, approvals_due=63, reviews_due=94,
        pot_pence=18_000_000, pot_wte_months_hundredths=4_200,
    ),
    # Nobody's story is told in these: they are there to be read, and to be applied to.
    WRITING: Outline(
        scheme=WRITING, opens=-5, closes=39, closing_hour=12,
        pot_pence=6_000_000, pot_wte_months_hundredths=720,
    ),
    INTERNSHIP: Outline(
        scheme=INTERNSHIP, opens=11, closes=53,
        pot_pence=8_500_000, pot_wte_months_hundredths=1_700,
    ),
    SESSIONS: Outline(
        scheme=SESSIONS, opens=28, closes=74,
        pot_pence=20_000_000, pot_wte_months_hundredths=1_200,
    ),
}  # fmt: skip


def enter_calls(stage: Stage, opened: Callable[[str], None]) -> None:
    """Enter into the diary that schemes are made and calls set up; `opened(key)` after each."""
    today = london_day(stage.now)
    schemes: dict[str, Scheme] = {}
    made_at = at(weekday(today - timedelta(days=SCHEMES_MADE_DAYS_AGO)), 10)
    for number, key in enumerate(PREFIXES):
        then = made_at + number * MINUTES_A_SCHEME
        stage.enter(then, partial(make_scheme, stage, schemes, key))
    for key, outline in OUTLINES.items():
        plan = plan_of(outline, today)
        set_up_at = min(plan.opens_at, stage.now) - timedelta(days=DAYS_BEFORE_OPENING)
        stage.enter(set_up_at, partial(set_up_call, stage, key, schemes, plan))
        stage.enter(plan.opens_at, partial(_open, opened, key))
    stage.enter(stage.now - HOUR, lambda now: rehearse(stage, schemes[SMALL_GRANT], now))


def _open(opened: Callable[[str], None], key: str, _now: datetime) -> None:
    opened(key)


def make_scheme(stage: Stage, schemes: dict[str, Scheme], key: str, now: datetime) -> None:
    """Make a scheme of the board from a template of the gallery, under the template's name."""
    start_from = template(key)
    assert start_from is not None, key
    name = start_from.definition.name
    schemes[key] = create_scheme_from_template(
        stage.session, stage.board.root, start_from, name, key, actor=stage.office, now=now
    )


def set_up_call(
    stage: Stage, key: str, schemes: dict[str, Scheme], plan: CallPlan, now: datetime
) -> None:
    """Set up a call of its scheme, and keep it on the stage."""
    scheme = schemes[OUTLINES[key].scheme]
    call = schedule_call(stage.session, scheme, plan, actor=stage.office, now=now)
    stage.keep(key, call)


def plan_of(outline: Outline, today: date) -> CallPlan:
    """Turn an outline into dates that are weekdays and in order."""
    opens, closes = (
        weekday(today + timedelta(days=days)) for days in (outline.opens, outline.closes)
    )
    approvals, reviews = (
        weekday(closes + timedelta(days=days))
        for days in (outline.approvals_due, outline.reviews_due)
    )
    panel = weekday(reviews + timedelta(days=7))
    decisions = weekday(panel + timedelta(days=8))
    english, welsh = season(closes)
    return CallPlan(
        name=Text(english, welsh),
        prefix=f"{PREFIXES[outline.scheme]}{closes:%y%m}",
        opens_at=at(opens, 9),
        closes_at=at(closes, outline.closing_hour),
        approvals_due_at=at(approvals, 17),
        reviews_due_at=at(reviews, 17),
        panel_on=panel,
        decisions_on=decisions,
        earliest_start_on=first_of_month(decisions + timedelta(days=28)),
        pot_pence=outline.pot_pence,
        pot_wte_months_hundredths=outline.pot_wte_months_hundredths,
    )
