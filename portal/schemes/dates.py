"""The dates of a call held against each other, in words for the office."""

from datetime import date, datetime

from portal.kernel.clock import london_day
from portal.kernel.language import _, lazy
from portal.schemes.lifecycle import Dates
from portal.schemes.problems import Problem

LONGEST_GRACE = 120

DATE_LABELS = {
    "opens_at": lazy("Opens"),
    "closes_at": lazy("Closes"),
    "approvals_due_at": lazy("Managers answer by"),
    "reviews_due_at": lazy("Reviews in by"),
    "panel_on": lazy("Panel meets"),
    "decisions_on": lazy("Applicants hear by"),
    "earliest_start_on": lazy("First day to start"),
}

_WORDS = {
    "closes_at": lazy("The call must close after it opens."),
    "approvals_due_at": lazy("Managers must have until the call closes, or later."),
    "reviews_due_at": lazy("Reviewers must have until managers have answered, or later."),
    "panel_on": lazy("The panel must meet on the day reviews are in, or later."),
    "decisions_on": lazy("Applicants must hear on the day of the panel, or later."),
    "earliest_start_on": lazy("The first day to start must be the day people hear, or later."),
}


def problems(dates: Dates) -> list[Problem]:
    """Return what is wrong: each date is held against the one before it."""
    found = [
        Problem(name, str(_WORDS[name]))
        for before, name in zip(DATE_LABELS, _WORDS, strict=False)
        if not _in_order(getattr(dates, before), getattr(dates, name), strictly=name == "closes_at")
    ]
    if not 0 <= dates.grace_minutes <= LONGEST_GRACE:
        words = _("The grace must be from 0 to %(most)s minutes.", most=LONGEST_GRACE)
        found.append(Problem("grace_minutes", words))
    return found


def _in_order(before: date | datetime, after: date | datetime, *, strictly: bool) -> bool:
    """Compare two instants, or days where either is a day."""
    if isinstance(before, datetime) and not isinstance(after, datetime):
        before = london_day(before)
    return before < after if strictly else before <= after
