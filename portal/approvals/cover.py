"""A cover plan held against what is asked for. Pure: used by the form and by the action."""

from dataclasses import dataclass

from portal.approvals.lifecycle import NEEDS_NOBODY, CoverMeans
from portal.kernel.amounts import plain, pounds
from portal.kernel.language import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an approver writes. Hours are hundredths of an hour a week; None was left empty."""

    means: CoverMeans
    who: str = ""
    hours_hundredths: int | None = None
    cost_pence: int | None = None
    cost_centre: str = ""
    when_busy: str = ""

    @property
    def needs_nobody(self) -> bool:
        """Say whether this means has nobody to name, time or pay."""
        return self.means in NEEDS_NOBODY


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: the most hours in any week, and the pay that the scheme would cover.

    `pay_pence` is 0 where the application asks for no pay: then cover is the team's own cost,
    and has no limit.
    """

    hours_hundredths: int
    pay_pence: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one answer, in words for beside its field."""

    field: str
    words: str


def problems(plan: Plan, wanted: Wanted) -> tuple[Problem, ...]:
    """Return what is wrong with a plan, in the order of its fields; empty where it will do."""
    checks = (_hours(plan, wanted), _cost(plan, wanted), _cost_centre(plan), _when_busy(plan))
    return tuple(found for found in checks if found)


def _hours(plan: Plan, wanted: Wanted) -> Problem | None:
    if plan.needs_nobody:
        return None
    if plan.hours_hundredths is None:
        return Problem("hours", str(_("Enter how many hours a week are covered")))
    if plan.hours_hundredths >= wanted.hours_hundredths:
        return None
    words = _(
        "The plan covers %(covered)s of %(asked)s hours a week. Cover them all, or choose"
        ' "We do less of something"',
        covered=plain(plan.hours_hundredths),
        asked=plain(wanted.hours_hundredths),
    )
    return Problem("hours", str(words))


def _cost(plan: Plan, wanted: Wanted) -> Problem | None:
    if plan.needs_nobody:
        words = _("This way costs nothing. Enter £0, or choose how the work is covered")
        return Problem("cost", str(words)) if plan.cost_pence else None
    if plan.cost_pence is None:
        return Problem("cost", str(_("Enter what the cover costs in all")))
    if not wanted.pay_pence or plan.cost_pence <= wanted.pay_pence:
        return None
    words = _(
        "The scheme pays up to %(most)s. This is %(over)s more",
        most=pounds(wanted.pay_pence),
        over=pounds(plan.cost_pence - wanted.pay_pence),
    )
    return Problem("cost", str(words))


def _cost_centre(plan: Plan) -> Problem | None:
    if plan.cost_pence and not plan.needs_nobody and not plan.cost_centre:
        return Problem("cost_centre", str(_("Enter the cost centre that pays for the cover")))
    return None


def _when_busy(plan: Plan) -> Problem | None:
    if plan.when_busy:
        return None
    return Problem("when_busy", str(_("Say what happens if you are very busy")))
