"""Keep other terms than were asked for, because the applicant has accepted them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications import policy, queries
from portal.applications.actions.costs import put_anew
from portal.applications.actions.sending import new_ticket, receipt
from portal.applications.actions.time import put_periods
from portal.applications.figures import figures_of
from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.applications.periods import FIELDS, apart, prefix, together
from portal.applications.saved import entry_of, section_of
from portal.applications.terms import Term, under
from portal.applications.timing import TimeAsked
from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.amounts import plain, pounds
from portal.kernel.reactions import react
from portal.kernel.ruling import enforce, no, yes_if
from portal.schemes.questions import SectionKind


def take_terms(
    session: Session,
    application: Application,
    terms: Sequence[Term],
    *,
    actor: Actor,
    now: datetime,
) -> frozenset[str]:
    """Change the time asked for to these terms, and the pay that followed it; keep a new receipt.

    Returns what has changed by it: "time", "costs", both or nothing.
    What reviewers, the PDF and an award read is the new one; the earlier receipts stay. Where
    nothing changes there is no receipt. A draft, which was never sent, has none either. Raises
    Refused for terms that break a cap, and once there is a decision.
    """
    queries.locked(session, application.id)
    enforce(policy.may_take_terms(application, actor, now))
    react(session, "application_returning", application=application, actor=actor, now=now)
    found = under(application, terms, figures_of(session, application))
    broken = found.broken()
    enforce(yes_if(not broken, no(" ".join(check.message for check in broken))))
    changed = found.changed  # before they are kept: then nothing differs from them
    if not changed:
        return changed
    before, after = application.cost_pence, found.as_it_would_be().cost_pence
    if "time" in changed:
        _put_time(session, application, found.times, actor, now)
    put_anew(session, application, found.found)
    if application.state is State.SUBMITTED:
        receipt(session, application, new_ticket(), now)
    facts = {"changed": sorted(changed), "before": pounds(before), "after": pounds(after)}
    record(session, actor, "took_terms", "application", application.id, now=now, **facts)
    return changed


def _put_time(
    session: Session,
    application: Application,
    times: Sequence[TimeAsked],
    actor: Actor,
    now: datetime,
) -> None:
    """Keep the periods, and the words of the section that say the same."""
    put_periods(session, application, times)
    section = section_of(application, SectionKind.TIME)
    entry = entry_of(application, section) if section else None
    if entry is None or actor.person_id is None:
        return
    names = {
        f"{prefix(n)}{name}" for n in range(1, len(apart(entry.answers)) + 1) for name in FIELDS
    }
    others = {name: words for name, words in entry.answers.items() if name not in names}
    entry.answers = {**others, **together([_typed(time) for time in times])}
    entry.saved_at, entry.saved_by_id = now, actor.person_id
    entry.tab, entry.turn = "", 0  # no page that is open knows what stands here now
    session.flush()


def _typed(time: TimeAsked) -> dict[str, str]:
    """Return a period as its fields would have it typed."""
    days = {"starts": time.starts_on, "ends": time.ends_on}
    return {
        "amount": plain(time.given_amount),
        "unit": time.unit.value,
        **{f"{name}-day": str(day.day) for name, day in days.items()},
        **{f"{name}-month": str(day.month) for name, day in days.items()},
        **{f"{name}-year": str(day.year) for name, day in days.items()},
    }
