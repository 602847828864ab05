"""The applications of a call, a row each: who asks, where it stands, how much time and money."""

from datetime import date
from fractions import Fraction

from portal.applications.asked import Period, fullest_day, hours_in_all, most_hours_a_week
from portal.applications.models import Application
from portal.applications.money import tally
from portal.applications.returned import as_sent
from portal.applications.weeks import week_of
from portal.awards.lifecycle import OFFER_LABELS, OfferState
from portal.costing.rounding import whole
from portal.desk.ledgers.queries import Asked, Entry
from portal.desk.standing import Case, as_told_to_the_office, standing
from portal.kernel.language import lazy
from portal.reviews import asks
from portal.web.sheets import Head, Kind, Value

HEADS = (
    Head(lazy("Reference"), width=14),
    Head(lazy("Title"), width=40),
    Head(lazy("Applicant"), width=22),
    Head(lazy("Profession"), width=22),
    Head(lazy("Band or grade"), width=14),
    Head(lazy("Employer"), width=28),
    Head(lazy("Team"), width=22),
    Head(lazy("Stands at"), width=20),
    Head(lazy("Waiting for"), width=24),
    Head(lazy("Next"), width=28),
    Head(lazy("First step sent (UK time)"), Kind.MOMENT, 18),
    Head(lazy("Sent (UK time)"), Kind.MOMENT, 18),
    Head(lazy("Last sent again (UK time)"), Kind.MOMENT, 18),
    Head(lazy("First day"), Kind.DAY, 12),
    Head(lazy("Last day"), Kind.DAY, 12),
    Head(lazy("Weeks, first day to last"), Kind.HUNDREDTHS, 10),
    Head(lazy("Hours in the fullest week"), Kind.HUNDREDTHS, 10),
    Head(lazy("WTE in the fullest week"), Kind.HUNDREDTHS, 10),
    Head(lazy("Hours in all"), Kind.HUNDREDTHS, 10),
    Head(lazy("WTE-months"), Kind.HUNDREDTHS, 10),
    Head(lazy("Asked of this scheme"), Kind.MONEY, 14),
    Head(lazy("Paid by others"), Kind.MONEY, 14),
    Head(lazy("All costs"), Kind.MONEY, 14),
    Head(lazy("Cost lines"), Kind.WHOLE, 8),
    Head(lazy("Offered"), Kind.MONEY, 14),
    Head(lazy("Answer to the offer"), width=14),
    Head(lazy("Awarded"), Kind.MONEY, 14),
)


def row(entry: Entry, asked: Asked) -> tuple[Value, ...]:
    """Return the row of one application, as it was sent."""
    case = entry.case
    application = as_sent(case.application)
    return (
        application.reference,
        application.title,
        application.applicant.name,
        str(application.profession.name),
        application.pay_label,
        entry.employer,
        str(application.team.name),
        *_stands(case, asked),
        application.first_sent_at,
        application.submitted_at,
        entry.again_at,
        *_time(application),
        *_money(application),
        *_award(case),
    )


def awarded_pence(case: Case) -> int | None:
    """Return what is awarded, as far as the applicant knows it; None where nothing is.

    An award that was turned down gives its money back (`awards.cases.takes`).
    """
    award = case.award
    return None if award is None or award.state is OfferState.TURNED_DOWN else award.amount_pence


def _stands(case: Case, asked: Asked) -> tuple[Value, ...]:
    found = as_told_to_the_office(standing(case, asked.now), case)
    return str(found.tag.label), found.waiting_for, found.next


def _time(application: Application) -> tuple[Value, ...]:
    periods: list[Period] = list(application.periods)
    day = fullest_day(periods)
    if day is None:
        return (None,) * 7
    first, last = min(p.starts_on for p in periods), max(p.ends_on for p in periods)
    hours, full_time = most_hours_a_week(periods), week_of(application, day).full_time
    share = whole(Fraction(100 * hours, full_time)) if hours and full_time else None
    return (
        first,
        last,
        _weeks(first, last),
        hours,
        share,
        hours_in_all(periods),
        asks.wte_months_hundredths(application),
    )


def _weeks(first: date, last: date) -> int:
    """Return the weeks from a day to another, both included, in hundredths."""
    return whole(Fraction(100 * ((last - first).days + 1), 7))


def _money(application: Application) -> tuple[Value, ...]:
    sums = tally(application.cost_lines)
    lines = len(application.cost_lines)
    return sums.asked_pence, sums.elsewhere_pence, sums.total_pence, lines


def _award(case: Case) -> tuple[Value, ...]:
    if case.award is None:
        return (None,) * 3
    offered, said = case.award.amount_pence, str(OFFER_LABELS[case.award.state])
    return offered, said, awarded_pence(case)
