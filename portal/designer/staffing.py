"""How many staff a scheme's rules let in: from the directory, else from the monthly counts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.kernel.language import _, _n
from portal.people.models import Employment, Organisation, Person, WorkforceCount
from portal.people.professions import UptakeGroup, professions
from portal.people.queries import at_or_below
from portal.schemes.candidates import candidate_in
from portal.schemes.definition import Definition
from portal.schemes.eligibility import Candidate, Reply, check
from portal.schemes.models import Scheme
from portal.web.format import month as month_words
from portal.web.format import number as number_words

SMALL = 8  # fewer people than this are not counted out
Some = tuple[Candidate, int]


@dataclass(frozen=True, slots=True)
class Group:
    """One job group: how many are in it, and how many the rules do not turn away."""

    job: UptakeGroup
    staff: int
    fits: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How many staff may apply, of how many. `unsure` of them are told to ask the office.

    `month` is the month's end of the counts by profession, where the directory has no staff
    here; those counts know no band, contract or hours, so more are unsure.
    """

    staff: int
    fits: int
    unsure: int
    groups: tuple[Group, ...]
    month: date | None = None

    @property
    def is_nobody(self) -> bool:
        """Say whether there are staff, and the rules let none of them in: a warning."""
        return self.staff > 0 and self.fits == 0


def fit(session: Session, scheme: Scheme, says: Definition, on: date) -> Fit:
    """Hold the definition's rules against the staff of the scheme's organisation on a day.

    Asks at most three questions of the database, whatever the number of staff.
    """
    if people := list(_directory(session, scheme, on)):
        return count(people, says, on)
    month = _newest_month(session, scheme, on)
    return count(_counted(session, scheme, month) if month else (), says, on, month)


def count(people: Iterable[Some], says: Definition, on: date, month: date | None = None) -> Fit:
    """Count people, given as facts and how many share them. Pure."""
    staff: Counter[UptakeGroup] = Counter()
    fits: Counter[UptakeGroup] = Counter()
    unsure = 0
    for candidate, number in people:
        assert candidate.job
        reply = check(says.eligibility, candidate, on).reply
        staff[candidate.job] += number
        fits[candidate.job] += number if reply is not Reply.NO else 0
        unsure += number if reply is Reply.ASK else 0
    groups = tuple(Group(job, staff[job], fits[job]) for job in UptakeGroup if staff[job])
    return Fit(staff.total(), fits.total(), unsure, groups, month)


def shown(number: int) -> str:
    """Write a count of people: 0, few, or the nearest 5, so that no two counts tell a third."""
    if 0 < number < SMALL:
        return _n("fewer than %(num)s", "fewer than %(num)s", SMALL)
    return number_words((number + 2) // 5 * 5)


def sentence(found: Fit) -> str:
    """Say "310 of 1,240 staff in the directory fit these rules"."""
    words = {"fits": shown(found.fits), "staff": shown(found.staff)}
    if found.month is None:
        return _("%(fits)s of %(staff)s staff in the directory fit these rules.", **words)
    return _(
        "%(fits)s of %(staff)s staff in the monthly counts of %(month)s fit these rules.",
        **words,
        month=month_words(found.month),
    )


def _directory(session: Session, scheme: Scheme, on: date) -> Iterator[Some]:
    """Yield the facts of the main posts held on that day, each with the number of its posts."""
    facts = (
        Employment.profession_code,
        Employment.band,
        Employment.contract,
        Employment.ends_on,
        Employment.hours_hundredths,
        Organisation.path,
    )
    rows = session.execute(
        select(*facts, func.count())
        .join(Employment.organisation)
        .join(Person, Person.id == Employment.person_id)
        .where(
            at_or_below(scheme.organisation.path),
            Employment.is_main,
            Person.is_active,
            Employment.starts_on <= on,
            or_(Employment.ends_on.is_(None), Employment.ends_on >= on),
        )
        .group_by(*facts)
        .order_by(*facts)
    )
    for code, band, contract, ends_on, hours, path, number in rows:
        known = replace(
            candidate_in(professions()[code]),
            organisation_path=path,
            band=band,
            contract=contract,
            contract_ends_on=ends_on,
            hours_hundredths_a_week=hours,
        )
        yield known, number


def _newest_month(session: Session, scheme: Scheme, on: date) -> date | None:
    return session.scalar(
        select(func.max(WorkforceCount.month_end_on))
        .join(Organisation, Organisation.id == WorkforceCount.organisation_id)
        .where(at_or_below(scheme.organisation.path), WorkforceCount.month_end_on <= on)
    )


def _counted(session: Session, scheme: Scheme, month: date) -> Iterator[Some]:
    rows = session.execute(
        select(WorkforceCount.profession_code, Organisation.path, WorkforceCount.headcount)
        .join(Organisation, Organisation.id == WorkforceCount.organisation_id)
        .where(at_or_below(scheme.organisation.path), WorkforceCount.month_end_on == month)
        .order_by(WorkforceCount.profession_code, Organisation.path)
    )
    for code, path, headcount in rows:
        yield replace(candidate_in(professions()[code]), organisation_path=path), headcount
