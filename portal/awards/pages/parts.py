"""Words and pieces that several of the office's pages show."""

from collections.abc import Sequence

from flask import url_for

from portal.awards.cases import Case
from portal.awards.lifecycle import Outcome
from portal.awards.pot import Kept, Pot, wte_months
from portal.kernel.language import _, _n
from portal.schemes.models import Call
from portal.web.format import money
from portal.web.pieces import Fact, Link


def caption(call: Call) -> str:
    """Return the scheme and the call, as the line above a title."""
    return f"{call.document.name}, {call.name}"


def counted(cases: Sequence[Case]) -> str:
    """Say "12 awards, 3 reserves, 28 regrets"."""
    made = [case.decision.outcome for case in cases if case.decision]
    parts = (
        _n("%(num)s award", "%(num)s awards", made.count(Outcome.AWARD)),
        _n("%(num)s reserve", "%(num)s reserves", made.count(Outcome.RESERVE)),
        _n("%(num)s regret", "%(num)s regrets", made.count(Outcome.DECLINE)),
    )
    return ", ".join(parts)


def pot_facts(pot: Pot) -> tuple[Fact, ...]:
    """Return money and time, there and left, for the strip."""
    money_facts = (
        Fact(_("Money in the pot"), money(pot.pence)),
        Fact(_("Left"), money(pot.left_pence), _over(pot.left_pence)),
    )
    if pot.wte_months_hundredths is None or pot.left_wte_months_hundredths is None:
        return (*money_facts, Fact(_("Time in the pot"), _("No limit")))
    left = pot.left_wte_months_hundredths
    return (
        *money_facts,
        Fact(_("Time in the pot"), wte_months(pot.wte_months_hundredths)),
        Fact(_("Left"), wte_months(max(left, 0)), _over(left)),
    )


def left_facts(pot: Pot) -> tuple[Fact, ...]:
    """Return what is left of how much, for the board of a call."""
    whole = _("of %(all)s", all=money(pot.pence))
    facts: tuple[Fact, ...] = (Fact(_("Money left in the pot"), money(pot.left_pence), whole),)
    if pot.wte_months_hundredths is not None:
        left = pot.wte_months_hundredths - pot.taken_wte_months_hundredths
        whole = _("of %(all)s", all=f"{pot.wte_months_hundredths / 100:.2f}")
        facts += (Fact(_("Time left in the pot"), wte_months(max(left, 0)), whole),)
    return (*facts, *kept_facts(pot))


def kept_facts(pot: Pot) -> tuple[Fact, ...]:
    """Return the parts that are kept for some: for whom, how much, and what is left of it."""
    return tuple(
        Fact(
            _("Kept for: %(whom)s", whom=part.fence.whom),
            part.fence.amount,
            _("Not given yet: %(left)s", left=_left(part)),
        )
        for part in pot.kept
    )


def _left(part: Kept) -> str:
    amounts = []
    if part.fence.pence:
        amounts.append(money(part.left_pence))
    if part.fence.wte_months_hundredths:
        amounts.append(wte_months(part.left_wte_months_hundredths))
    return _(" and ").join(amounts)


def _over(left: int) -> str:
    return _("More was given than there is.") if left < 0 else ""


def back_to_list(call: Call) -> Link:
    """Return the link back to the list."""
    return Link(_("Decisions"), url_for("awards.decisions", call_id=call.id))
