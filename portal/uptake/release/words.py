"""The words of the record of release, and how its figures are made."""

from portal.approvals.lifecycle import Seat
from portal.kernel.language import _, _n, lazy
from portal.people.professions import GROUP_LABELS, UptakeGroup
from portal.schemes.definition import Stage
from portal.uptake import methods
from portal.uptake.disclosure import LEAST_BASE, MARK, MOST_HIDDEN, NEAREST, NO_BASE
from portal.uptake.groups import UNKNOWN
from portal.uptake.measures.proportions import Interval
from portal.uptake.measures.xmr import LEAST_POINTS
from portal.uptake.release.series import Series
from portal.uptake.release.table import ReleaseRow, ReleaseTable, Times
from portal.uptake.scope import Scope
from portal.web.pieces import Fact

STAGES = {
    Stage.LINE_MANAGER: lazy("The manager"),
    Stage.HEAD_OF_SERVICE: lazy("The head of service or clinical director"),
    Stage.FINANCE: lazy("Finance"),
    Stage.HOST: lazy("The host organisation"),
    Stage.RD_OFFICE: lazy("The R&D office"),
}
SEATS = {
    Seat.APPROVER: lazy("The one it was for"),
    Seat.DEPUTY: lazy("Their deputy"),
    Seat.ABOVE: lazy("The next manager up"),
    Seat.OFFICE: lazy("The R&D office"),
    Seat.GUEST: lazy("Somebody at the host organisation"),
}


def group(key: str) -> str:
    """Return the label of a job group."""
    return _("Job not known") if key == UNKNOWN else str(GROUP_LABELS[UptakeGroup(key)])


def seat(key: str) -> str:
    """Say as what somebody answered."""
    return _("Not recorded") if key == UNKNOWN else str(SEATS[Seat(key)])


def headline(scope: Scope, table: ReleaseTable) -> str:
    """Say first what the page shows, from printed figures alone."""
    total = table.total
    if not total.decided.shown:
        return _("Too few requests for release have been answered to show what came of them.")
    named = {
        "when": methods.when(scope),
        "decided": total.decided,
        "refused": total.refused,
        "rate": total.rate_text,
    }
    if total.rate is None:
        words = _("In %(when)s, %(decided)s requests for release were answered yes or no.", **named)
    else:
        words = _(
            "In %(when)s, %(decided)s requests for release were answered yes or no, and"
            " %(refused)s of them were refused (%(rate)s).",
            **named,
        )
    return f"{words} {_speed(total.times)}".strip()


def _speed(times: Times) -> str:
    if not times.is_shown:
        return ""
    if times.median is None:
        return _("Half of those asked had not answered yet.")
    if times.median == 0:
        return _("Half of the answers came on the day of asking.")
    return _n(
        "Half of the answers came within %(num)s working day.",
        "Half of the answers came within %(num)s working days.",
        times.median,
    )


def conditional(table: ReleaseTable) -> str:
    """Say how many yeses had conditions; empty where nothing was answered."""
    if not table.total.decided.shown:
        return ""
    if table.conditional.hidden:
        return _("Too few were a yes with conditions to say how many.")
    return _(
        "%(count)s of the %(whole)s were a yes with conditions, which the applicant accepted.",
        count=table.conditional,
        whole=table.total.decided,
    )


def times(found: Times) -> tuple[str, str]:
    """Write the median, and the quartiles as a span."""
    if not found.is_shown:
        return NO_BASE, NO_BASE
    median = _day(found.median)
    if not found.has_quartiles:
        return median, NO_BASE
    return median, _("%(lower)s to %(upper)s", lower=_day(found.lower), upper=_day(found.upper))


def _day(days: int | None) -> str:
    return _("not yet") if days is None else str(days)


def between(interval: Interval | None, row: ReleaseRow) -> str:
    """Write an interval of refusal rates in whole per cents, or the mark in its place."""
    if interval is None:
        return row.rate_text
    lower, upper = (int(limit * 100 + 0.5) for limit in interval)
    return _("%(lower)s to %(upper)s", lower=f"{lower}%", upper=f"{upper}%")


def series(found: Series, what: str) -> str:
    """Say what the months show: which stand out, or that there are too few."""
    if found.chart is None:
        return _(
            "%(what)s month by month: a chart needs %(least)s months with enough answers, and there"
            " are %(number)s.",
            what=what,
            least=LEAST_POINTS,
            number=len(found.points),
        )
    out = sum(found.chart.signals)
    if not out:
        return _("%(what)s: no month stands out from the usual ups and downs", what=what)
    return _n(
        "%(what)s: %(num)s month stands out from the usual ups and downs",
        "%(what)s: %(num)s months stand out from the usual ups and downs",
        out,
        what=what,
    )


def rounding() -> str:
    """Say the rules of disclosure, for the page and its file."""
    return _(
        "Counts are requests, to the nearest %(five)s. %(mark)s hides 1 to %(most)s, or a number"
        " that would give another away. Under Refused and No answer it also hides none, and all of"
        " a few. Rates come from the rounded counts, never from fewer than %(least)s.",
        five=NEAREST,
        mark=MARK,
        most=MOST_HIDDEN,
        least=LEAST_BASE,
    )


def limits() -> tuple[str, ...]:
    """Return what these figures cannot say."""
    return (
        _("They do not show why groups differ, or whether a refusal was right."),
        _("They do not show who did not ask, since they expected a no."),
        _(
            "They do not allow for how many hours were asked for, how large a team is, or how many"
            " of it were out already."
        ),
        _("A reason is the one chosen from a list. There may have been more than one."),
        _("A short wait is not a good answer, and a long one may be a careful one."),
        _(
            "Rounding protects people from those who see only these figures. It cannot hide what a"
            " colleague knows already."
        ),
    )


def how(scope: Scope) -> tuple[Fact, ...]:
    """Return how each figure is counted."""
    return (*_which(scope), *_measures(), Fact(_("Rounding"), f"{rounding()} {_audit()}"))


def _which(scope: Scope) -> tuple[Fact, ...]:
    which = _(
        "Requests about applications that were sent, and not withdrawn before the call closed, to"
        " calls whose first decision has been sent. Practice calls are left out. So are requests"
        " that were closed since the application was withdrawn. What was answered after that first"
        " decision counts once its month is over."
    )
    release = _(
        "Requests to a manager, head of service or clinical director. Finance, hosts and the R&D"
        " office are counted by stage only. One application can have more than one request."
    )
    again = _("A request that was asked again counts once, from the last time.")
    return (
        Fact(_("Requests"), which),
        Fact(_("Release"), f"{release} {again}"),
        *methods.calls(scope),
    )


def _measures() -> tuple[Fact, ...]:
    return (
        Fact(
            _("Refused"),
            _(
                "Noes out of yeses and noes. The interval is Wilson’s, at 95%, from rounded counts."
                " Requests without an answer, and those still waiting, are shown beside it."
            ),
        ),
        Fact(
            _("No answer"),
            _(
                "Requests that ran out before anybody answered, out of these and all yeses and"
                " noes."
            ),
        ),
        Fact(
            _("Waiting"),
            _(
                "Nobody has answered yet, or a yes with conditions is with the applicant. These are"
                " in no rate."
            ),
        ),
        Fact(_("Time to an answer"), _time()),
        Fact(_("Months"), _months()),
    )


def _time() -> str:
    return _(
        "Working days after the day of asking, without weekends and the nation’s bank holidays."
        " “Half” is the day by which half were answered, by the Kaplan–Meier method: requests"
        " without an answer count as waiting until they were last looked at, so that slow areas do"
        " not look fast. It is shown from 8 answers, and the middle half from 20."
    )


def _months() -> str:
    return _(
        "By the month of asking, for all decided calls here. The lines are the mean and 2.66 times"
        " the mean moving range either side (an XmR chart). A month stands out if it is outside"
        " them, in a run of seven on one side, in seven that rise or fall, or one of two in three"
        " that are far out. Months with too few answers are left out."
    )


def _audit() -> str:
    return _(
        "Before they are shown, the tables here are read together, as somebody would who wanted to"
        " work out a hidden number. More is hidden until every count of 1 to 4 could be four"
        " different numbers or more. This is not tested against the page of who gets time and"
        " money, which counts people."
    )
