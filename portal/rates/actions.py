"""Keep figures: begin, change, import, put in force, end. What was in force is never edited."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.audit.actions import record
from portal.costing.choices import Cover
from portal.costing.oncosts import NiMode, PensionMode
from portal.costing.scales import Nation
from portal.kernel.actor import Actor
from portal.kernel.amounts import pounds
from portal.kernel.ruling import enforce
from portal.people.models import Organisation
from portal.rates import policy, queries
from portal.rates.lifecycle import Trust
from portal.rates.models import (
    ChoiceSet,
    HourlySet,
    OnCostSet,
    RateImport,
    ScalePoint,
    ScaleSet,
)
from portal.rates.reading import Column, Point

FigureSet = ScaleSet | OnCostSet
Made = TypeVar("Made", ScaleSet, OnCostSet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is said of a set of either kind. Both days are included."""

    nation: Nation
    starts_on: date
    ends_on: date
    trust: Trust
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfScale:
    """What is said of a pay scale beside its head; a full-time week x 100."""

    pay_year: str
    full_time_hundredths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfOnCosts:
    """The rates, in millionths of pay, and the threshold in pence a year."""

    ni_millionths: int
    ni_threshold_pence: int
    levy_millionths: int
    pension_paid_millionths: int
    pension_headline_millionths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What an organisation chooses from a day on."""

    starts_on: date
    ni_mode: NiMode
    pension_mode: PensionMode
    pension_own_millionths: int | None
    pension_own_source: str
    charges_levy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hourly:
    """What an hour of cover costs, in pence, between two days."""

    cover: Cover
    band: str
    hourly_pence: int
    source: str
    starts_on: date
    ends_on: date


def begin_scale(
    session: Session,
    place: Organisation,
    head: Head,
    rest: OfScale,
    points: Iterable[Point],
    *,
    actor: Actor,
    now: datetime,
) -> ScaleSet:
    """Begin a pay scale as a draft, with points to start from."""
    enforce(policy.may_keep(place, actor, now))
    made = ScaleSet(organisation=place, points=[ScalePoint(**_of(point)) for point in points])
    _fill(made, head, rest)
    return _began(session, made, actor, now)


def begin_on_costs(
    session: Session,
    place: Organisation,
    head: Head,
    rest: OfOnCosts,
    *,
    actor: Actor,
    now: datetime,
) -> OnCostSet:
    """Begin a set of on-costs as a draft."""
    enforce(policy.may_keep(place, actor, now))
    made = OnCostSet(organisation=place)
    _fill(made, head, rest)
    return _began(session, made, actor, now)


def change(
    session: Session,
    found: FigureSet,
    head: Head,
    rest: OfScale | OfOnCosts,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Change what a draft says of itself."""
    enforce(policy.may_change(found, actor, now))
    _fill(found, head, rest)
    _note(session, found, "changed_figures", actor, now)


def put_point(
    session: Session,
    scale: ScaleSet,
    point: Point,
    in_place_of: ScalePoint | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Add a point to a draft, or change one of it. Raises Refused where the scale has changed."""
    enforce(policy.may_change(scale, actor, now))
    if in_place_of is None:
        scale.points.append(ScalePoint(**_of(point)))
    else:
        for name, value in _of(point).items():
            setattr(in_place_of, name, value)
    _touch(session, scale, actor, now)
    _note(session, scale, "changed_figures", actor, now)


def remove_point(
    session: Session, scale: ScaleSet, point: ScalePoint, *, actor: Actor, now: datetime
) -> None:
    """Take a point out of a draft."""
    enforce(policy.may_change(scale, actor, now))
    scale.points.remove(point)
    _touch(session, scale, actor, now)
    _note(session, scale, "changed_figures", actor, now)


def keep_file(
    session: Session,
    scale: ScaleSet,
    name: str,
    text: str,
    columns: Mapping[Column, int],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep a file beside a draft until it is applied; one sent before goes."""
    enforce(policy.may_change(scale, actor, now))
    drop_file(session, scale, actor=actor, now=now)
    session.add(
        RateImport(scale=scale, name=name, text=text, columns=_columns(columns), sent_at=now)
    )


def say_columns(
    scale: ScaleSet,
    waiting: RateImport,
    columns: Mapping[Column, int],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Say which column of the file is which."""
    enforce(policy.may_change(scale, actor, now))
    waiting.columns = _columns(columns)


def drop_file(session: Session, scale: ScaleSet, *, actor: Actor, now: datetime) -> None:
    """Forget the file that waits, if there is one."""
    enforce(policy.may_change(scale, actor, now))
    if (waiting := queries.file_of(session, scale)) is not None:
        session.delete(waiting)
        session.flush()


def apply_file(
    session: Session, scale: ScaleSet, points: Iterable[Point], *, actor: Actor, now: datetime
) -> None:
    """Put the points of the file in place of all that the draft has."""
    enforce(policy.may_change(scale, actor, now))
    read = tuple(points)
    scale.points.clear()
    session.flush()  # a point of the same band and step may come again
    scale.points.extend(ScalePoint(**_of(point)) for point in read)
    _touch(session, scale, actor, now)
    drop_file(session, scale, actor=actor, now=now)
    _note(session, scale, "imported_figures", actor, now, number=len(read))


def put_in_force(session: Session, found: FigureSet, *, actor: Actor, now: datetime) -> None:
    """Put a draft in force. Sets of its place and nation whose days lie within its own end.

    No cost that was worked out before changes: a line keeps what it was made from.
    """
    enforce(policy.may_put_in_force(found, actor, now))
    if isinstance(found, ScaleSet):
        drop_file(session, found, actor=actor, now=now)
    replaced = queries.replaced_by(session, found)
    found.in_force_at = now
    session.flush()
    _note(session, found, "put_figures_in_force", actor, now)
    for old in replaced:
        old.ended_at = now
        session.flush()
        _note(session, old, "replaced_figures", actor, now)


def end(session: Session, found: FigureSet, reason: str, *, actor: Actor, now: datetime) -> None:
    """Take a set out of force; what it had taken the place of does not come back."""
    enforce(policy.may_end(found, actor, now))
    found.ended_at = now
    session.flush()
    _note(session, found, "ended_figures", actor, now, reason=reason)


def throw_away(session: Session, found: FigureSet, *, actor: Actor, now: datetime) -> None:
    """Throw a draft away, with its points and its file."""
    enforce(policy.may_change(found, actor, now))
    if isinstance(found, ScaleSet):
        drop_file(session, found, actor=actor, now=now)
    _note(session, found, "threw_figures_away", actor, now)
    session.delete(found)


def choose(
    session: Session, place: Organisation, chosen: Chosen, *, actor: Actor, now: datetime
) -> ChoiceSet:
    """Choose from a day on. What was chosen before stays for the days before."""
    enforce(policy.may_keep(place, actor, now))
    made = ChoiceSet(organisation=place, entered_by_id=actor.person_id, entered_at=now)
    _set(made, chosen)
    session.add(made)
    session.flush()
    day = chosen.starts_on.isoformat()
    record(session, actor, "chose_costing", queries.SUBJECT, place.id, now=now, day=day)
    return made


def add_hourly(
    session: Session, place: Organisation, rate: Hourly, *, actor: Actor, now: datetime
) -> HourlySet:
    """Add what an hour of cover costs."""
    enforce(policy.may_keep(place, actor, now))
    made = HourlySet(organisation=place, entered_by_id=actor.person_id, entered_at=now)
    _set(made, rate)
    session.add(made)
    session.flush()
    what = _hourly_words(made)
    record(session, actor, "added_hourly_rate", queries.SUBJECT, place.id, now=now, what=what)
    return made


def end_hourly(session: Session, rate: HourlySet, *, actor: Actor, now: datetime) -> None:
    """Stop the use of an hourly rate."""
    enforce(policy.may_end_hourly(rate, actor, now))
    rate.ended_at = now
    what, place_id = _hourly_words(rate), rate.organisation_id
    record(session, actor, "ended_hourly_rate", queries.SUBJECT, place_id, now=now, what=what)


def _began(session: Session, made: Made, actor: Actor, now: datetime) -> Made:
    assert actor.person_id
    made.entered_by_id, made.entered_at = actor.person_id, now
    session.add(made)
    session.flush()
    _note(session, made, "began_figures", actor, now)
    return made


def _fill(found: FigureSet, head: Head, rest: OfScale | OfOnCosts) -> None:
    _set(found, head)
    _set(found, rest)


def _set(row: object, said: object) -> None:
    """Put what was said into the columns of the same names."""
    for name in said.__slots__:  # type: ignore[attr-defined]  # frozen dataclasses with slots
        setattr(row, name, getattr(said, name))


def _of(point: Point) -> dict[str, Any]:
    return {name: getattr(point, name) for name in ("band", "step", "annual_pence", "years")}


def _columns(columns: Mapping[Column, int]) -> dict[str, Any]:
    return {column.value: place for column, place in columns.items()}


def _touch(session: Session, scale: ScaleSet, actor: Actor, now: datetime) -> None:
    """Mark the scale itself as changed: so that nobody puts it in force as it was before."""
    assert actor.person_id
    scale.entered_by_id, scale.entered_at = actor.person_id, now
    flag_modified(scale, "entered_at")
    session.flush()


def _note(
    session: Session, found: FigureSet, verb: str, actor: Actor, now: datetime, **facts: Any
) -> None:
    what, place_id = words_of(found), found.organisation_id
    record(session, actor, verb, queries.SUBJECT, place_id, now=now, what=what, **facts)


def words_of(found: FigureSet) -> str:
    """Name a set for the trail, the same in every language: "pay, Wales, 2026-04-01 to ..."."""
    kind = "pay" if isinstance(found, ScaleSet) else "on-costs"
    nation = found.nation.value.replace("_", " ").title()
    return f"{kind}, {nation}, {found.starts_on.isoformat()} to {found.ends_on.isoformat()}"


def _hourly_words(rate: HourlySet) -> str:
    return f"{rate.cover.value}, band {rate.band}, {pounds(rate.hourly_pence)}"
