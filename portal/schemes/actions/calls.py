"""Set up a call, change it until it opens, cancel it, and change its pot afterwards.

Whoever changes a call holds its row until the commit, as whoever spends its pot does.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.reactions import ask
from portal.kernel.ruling import enforce
from portal.people.professions import UptakeGroup
from portal.schemes import fences, policy, queries
from portal.schemes import plan as plans
from portal.schemes.models import Call, Scheme, SchemeView
from portal.schemes.plan import CallPlan, Unfit
from portal.schemes.problems import Problem
from portal.schemes.slugs import free_slug, slug_of


class ChangedMeanwhile(Exception):
    """Raised where somebody changed the call after the page was served; nothing was saved."""

    def __init__(self, call: Call) -> None:
        super().__init__(str(call.id))
        self.call = call


def hold(session: Session, call: Call) -> None:
    """Hold the row of the call until the commit, and read it again."""
    session.refresh(call, with_for_update={"of": Call, "key_share": True})


def schedule_call(
    session: Session, scheme: Scheme, plan: CallPlan, *, actor: Actor, now: datetime
) -> Call:
    """Set up a call of the scheme's newest version. It opens by itself at its minute.

    Raises Unfit, naming the field, for dates out of order, a pot that does not hold its parts,
    or a prefix that is taken.
    """
    session.scalars(select(Scheme.id).where(Scheme.id == scheme.id).with_for_update()).one()
    session.refresh(scheme, ["retired_at"])  # it may have been ended meanwhile
    enforce(policy.may_make_call(scheme, actor, now))
    _check(session, plan, now, None)
    taken = set(session.scalars(select(Call.slug).where(Call.scheme_id == scheme.id)))
    call = Call(
        scheme=scheme,
        pinned=scheme.latest,
        slug=free_slug(slug_of(plan.name.en), taken),
        **plan.values(),
    )
    session.add(call)
    session.flush()
    verb = "scheduled_rehearsal" if call.rehearsal else "scheduled_call"
    record(session, actor, verb, "call", call.id, now=now, **_facts(call))
    return call


def change_call(
    session: Session, call: Call, plan: CallPlan, *, seen: int, actor: Actor, now: datetime
) -> Call:
    """Change a call that has not opened. Its address stays, and a rehearsal stays one.

    `seen` is the version that the actor looked at: raises ChangedMeanwhile where it is not the
    newest, unless that says the same. Raises Unfit as above.
    """
    hold(session, call)
    enforce(policy.may_change_call(call, actor, now))
    values = {**plan.values(), "rehearsal": call.rehearsal}
    if all(getattr(call, name) == value for name, value in values.items()):
        return call
    if call.version != seen:
        raise ChangedMeanwhile(call)
    _check(session, plan, now, call)
    for name, value in values.items():
        setattr(call, name, value)
    session.flush()
    record(session, actor, "changed_call", "call", call.id, now=now, **_facts(call))
    return call


def cancel_call(
    session: Session, call: Call, reason: str, *, actor: Actor, now: datetime
) -> Scheme:
    """Take away a call that has not opened, so nobody can have applied. Returns its scheme."""
    hold(session, call)
    enforce(policy.may_cancel_call(call, actor, now))
    scheme = call.scheme
    facts = {**_facts(call), "reason": reason}
    record(session, actor, "cancelled_call", "scheme", scheme.id, now=now, **facts)
    session.execute(delete(SchemeView).where(SchemeView.call_id == call.id))
    session.delete(call)
    session.flush()
    return scheme


def change_pot(  # noqa: PLR0913 -- each is named where it is called
    session: Session,
    call: Call,
    pence: int,
    wte_months_hundredths: int | None,
    reason: str,
    *,
    seen: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Raise or lower the pot of a call that has opened.

    Never below what is awarded, what decisions that nobody knows yet promise, and what is kept
    for named job groups: raises Unfit, naming the field. Raises ChangedMeanwhile as above.
    """
    hold(session, call)
    enforce(policy.may_change_pot(call, actor, now))
    before = (call.pot_pence, call.pot_wte_months_hundredths)
    if before == (pence, wte_months_hundredths):
        return
    if call.version != seen:
        raise ChangedMeanwhile(call)
    wrong = (
        *fences.problems(call.fences, pence, wte_months_hundredths),
        *_spent(session, call, pence, wte_months_hundredths),
    )
    if wrong:
        raise Unfit(_at_the_pot(wrong))
    call.pot_pence, call.pot_wte_months_hundredths = pence, wte_months_hundredths
    session.flush()
    facts = {**_facts(call), "before_pence": before[0], "before_months": before[1]}
    record(session, actor, "changed_pot", "call", call.id, now=now, reason=reason, **facts)


def open_fence(
    session: Session, call: Call, job: UptakeGroup, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Give what is kept for the groups of this job to everybody; asking again changes nothing."""
    hold(session, call)
    enforce(policy.may_open_fence(call, actor, now))
    opened = next((fence for fence in call.fences if job in fence.jobs), None)
    if opened is None:
        return
    call.ring_fences = [each.to_json() for each in call.fences if each != opened]
    session.flush()
    facts = {"name": call.name.en, "reason": reason, **opened.to_json()}
    record(session, actor, "opened_fence", "call", call.id, now=now, **facts)


def _spent(
    session: Session, call: Call, pence: int, wte_months_hundredths: int | None
) -> Sequence[Problem]:
    """Ask who spends the pot whether it would still hold all that was taken from it."""
    found: Sequence[Problem] = ask(
        session,
        "pot_problems",
        (),
        call=call,
        pence=pence,
        wte_months_hundredths=wte_months_hundredths,
    )
    return found


def _at_the_pot(wrong: Sequence[Problem]) -> list[Problem]:
    """Name the two fields of the pot: its parts have no field once a call has opened."""
    time = "pot_wte_months_hundredths"
    return [
        Problem(time if problem.where.endswith("months_hundredths") else "pot_pence", problem.words)
        for problem in wrong
    ]


def _check(session: Session, plan: CallPlan, now: datetime, call: Call | None) -> None:
    if wrong := plans.problems(plan.said(), now):
        raise Unfit(wrong)
    other = queries.call_by_prefix(session, plan.prefix)
    if other is not None and other is not call:
        words = _("Another call has references that start like this. Choose another.")
        raise Unfit([Problem("prefix", words)])


def _facts(call: Call) -> dict[str, str | int | None]:
    return {
        "name": call.name.en,
        "opens_at": call.opens_at.isoformat(),
        "closes_at": call.closes_at.isoformat(),
        "pot_pence": call.pot_pence,
        "pot_wte_months_hundredths": call.pot_wte_months_hundredths,
    }
