"""The applicant's working week: the hours that a share of it is measured by."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.applications.models import Application
from portal.costing.book import Book
from portal.costing.figures import SHIPPED
from portal.costing.scales import Nation
from portal.costing.shipped import NotHeld
from portal.costing.wte import TimeUnit, to_hours, units
from portal.people.models import Employment, Person

PAS_IN_FULL_WEEK = 10  # in England: costing/data/oncosts.json, medical


@dataclass(frozen=True, slots=True)
class Week:
    """Whose week: its nation, its full-time hours and the person's own, in hundredths.

    None where a figure is not known: no post, no contracted hours, a day before our figures.
    `contracted` are the hours of all `posts` together, for a release may come from any of them.
    """

    nation: Nation
    full_time: int | None
    contracted: int | None
    is_medical: bool
    posts: int = 1

    @property
    def has_pas(self) -> bool:
        """Whether this is the week of a job plan in PAs whose length we know."""
        return self.is_medical and TimeUnit.PAS in units(self.nation)


def week_of(application: Application, on: date, book: Book = SHIPPED) -> Week:
    """Return the applicant's week as it will be on this day, in the nation of their team."""
    nation, post = application.team.nation, application.applicant.post
    is_medical = post is not None and post.grade is not None
    posts = _held(application.applicant, on)
    return Week(
        nation=nation,
        full_time=full_time_week(nation, on, is_medical=is_medical, book=book),
        contracted=sum(each.hours_hundredths for each in posts) or None,
        is_medical=is_medical,
        posts=len(posts),
    )


def _held(person: Person, on: date) -> list[Employment]:
    """Return the posts with hours held on a day; the main one where none is, for it may go on."""
    held = [
        post
        for post in person.posts
        if post.hours_hundredths
        and post.starts_on <= on
        and (post.ends_on is None or on <= post.ends_on)
    ]
    return held or [post for post in (person.post,) if post is not None]


def full_time_week(
    nation: Nation, on: date, *, is_medical: bool, book: Book = SHIPPED
) -> int | None:
    """Return full-time hours a week, in hundredths; None for a day before our figures begin.

    A doctor's full week is ten PAs where we know how long a PA is (England, 40 hours), else
    it is taken to be the week of everybody else, and the working shows which.
    """
    try:
        everybody = book.full_time(nation, on)
    except NotHeld:
        return None
    if is_medical and TimeUnit.PAS in units(nation):
        return to_hours(Decimal(PAS_IN_FULL_WEEK), TimeUnit.PAS, nation, everybody)
    return everybody


def start_of(application: Application) -> date:
    """Return the first day asked for, or the first day the call allows until one is given."""
    days = [period.starts_on for period in application.periods]
    return min(days, default=application.call.earliest_start_on)
