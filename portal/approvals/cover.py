"""A cover plan held against what is asked for. Pure: used by the form and by the action."""

from dataclasses import dataclass
from datetime import date

from portal.approvals.lifecycle import NEEDS_NOBODY, CoverMeans
from portal.costing.wte import wte
from portal.kernel.amounts import plain, pounds
from portal.kernel.language import _
from portal.web.format import day

BANDS = ("1", "2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9")  # lowest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an approver writes. Hours are hundredths of an hour a week; None was left empty.

    `band` or `grade` is that of whoever covers. `starts_on` left empty is the first day of the
    release. `is_paid_back` says whether the money comes back to the service.
    """

    means: CoverMeans
    who: str = ""
    band: str = ""
    grade: str = ""
    hours_hundredths: int | None = None
    starts_on: date | None = None
    cost_pence: int | None = None
    cost_centre: str = ""
    when_busy: str = ""
    is_paid_back: bool | None = None

    @property
    def needs_nobody(self) -> bool:
        """Say whether this means has nobody to name, time or pay."""
        return self.means in NEEDS_NOBODY


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: the most hours in any week, and the pay that the scheme would cover.

    `pay_pence` is 0 where the application asks for no pay: then cover is the team's own cost,
    and has no limit. `first_day` is that of the release; from `earliest_on` an award may begin.
    `band` is the applicant's own, `full_time` their full-time week x 100; None or "" is not known.
    """

    hours_hundredths: int
    pay_pence: int
    first_day: date | None = None
    earliest_on: date | None = None
    band: str = ""
    full_time: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one answer, in words for beside its field."""

    field: str
    words: str


def problems(plan: Plan, wanted: Wanted) -> tuple[Problem, ...]:
    """Return what is wrong with a plan, in the order of its fields; empty where it will do."""
    checks = (
        _band(plan, wanted),
        _grade(plan),
        _hours(plan, wanted),
        _starts(plan, wanted),
        _cost(plan, wanted),
        _cost_centre(plan),
        _when_busy(plan),
    )
    return tuple(found for found in checks if found)


def so_far(hours_hundredths: int | None, cost_pence: int | None, wanted: Wanted) -> str:
    """Say what a plan comes to: "Covers 7.5 of 7.5 hours a week, 0.20 WTE. £100 of £200."."""
    hours = hours_hundredths or 0
    said = [
        _(
            "Covers %(covered)s of %(asked)s hours a week",
            covered=plain(hours),
            asked=plain(wanted.hours_hundredths),
        )
    ]
    if wanted.full_time:
        said.append(_("%(share)s WTE", share=wte(hours, wanted.full_time)))
    return f"{', '.join(said)}. {_money_so_far(cost_pence or 0, wanted.pay_pence)}"


def _money_so_far(pence: int, most: int) -> str:
    if not most:
        return str(_("%(cost)s, from your budget.", cost=pounds(pence)))
    if pence > most:
        return str(_("%(over)s more than was asked.", over=pounds(pence - most)))
    return str(_("%(cost)s of %(most)s asked.", cost=pounds(pence), most=pounds(most)))


def _band(plan: Plan, wanted: Wanted) -> Problem | None:
    if plan.band and plan.grade:
        return Problem("band", str(_("Choose a band or write a grade, not both")))
    if plan.means is not CoverMeans.SKILL_MIX:
        return None
    if not plan.band and not plan.grade:
        return Problem("band", str(_("Choose the band of whoever takes the tasks")))
    if plan.band in BANDS and wanted.band in BANDS and _is_as_high(plan.band, wanted.band):
        words = _("This is not a lower band than %(band)s", band=wanted.band)
        return Problem("band", str(words))
    return None


def _is_as_high(band: str, other: str) -> bool:
    return BANDS.index(band) >= BANDS.index(other)


def _grade(plan: Plan) -> Problem | None:
    if plan.band and plan.band not in BANDS:
        return Problem("band", str(_("Choose one of the bands")))
    return None


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


def _starts(plan: Plan, wanted: Wanted) -> Problem | None:
    """Hold the first day of cover between the first day of an award and that of the release."""
    if plan.starts_on is None or wanted.first_day is None or plan.needs_nobody:
        return None
    if plan.starts_on > wanted.first_day:
        words = _(
            "Cover must start on %(day)s or earlier: the release starts then",
            day=day(wanted.first_day),
        )
        return Problem("starts", str(words))
    earliest = min(wanted.earliest_on or wanted.first_day, wanted.first_day)
    if plan.starts_on < earliest:
        words = _(
            "Cover must start on %(day)s or later: no award starts before that", day=day(earliest)
        )
        return Problem("starts", str(words))
    return None


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
