"""How a request for release is put into words."""

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

from portal.applications.asked import hours_in_all, most_hours_a_week
from portal.applications.models import Application, ReleasePeriod
from portal.applications.returned import as_sent
from portal.applications.time_words import whole_weeks
from portal.applications.timing import is_level
from portal.approvals.calendar import Calendar, hundredths
from portal.approvals.due import working_days_left
from portal.approvals.lifecycle import Seat
from portal.approvals.models import ApprovalRequest
from portal.approvals.release import full_time, wanted
from portal.approvals.told import came
from portal.costing.wte import week_in_words, wte
from portal.kernel.amounts import plain, pounds
from portal.kernel.language import _, _n, lazy
from portal.schemes.definition import Stage
from portal.web.format import day

RELEASES = frozenset({Stage.LINE_MANAGER, Stage.HEAD_OF_SERVICE})
ANSWERS_AS = {
    Stage.HEAD_OF_SERVICE: lazy("answer as head of service"),
    Stage.FINANCE: lazy("answer for finance"),
    Stage.HOST: lazy("answer for the host organisation"),
    Stage.RD_OFFICE: lazy("answer for the R&D office"),
}


def question(request: ApprovalRequest) -> str:
    """Return what is asked, as the title of the page."""
    name = request.application.applicant.name
    hours = most_hours_a_week(as_sent(request.application).periods)
    if request.stage not in RELEASES or hours is None:
        return _("Can you agree to what %(name)s asks for?", name=name)
    week = week_in_words(hours, full_time(request.application))
    if not is_level(as_sent(request.application).periods):
        return _("Can you release %(name)s for up to %(week)s?", name=name, week=week)
    return _("Can you release %(name)s for %(week)s?", name=name, week=week)


def in_place_of(request: ApprovalRequest) -> str:
    """Say for whom the answer is wanted, where it is not for the line manager."""
    return f", {ANSWERS_AS[request.stage]}" if request.stage in ANSWERS_AS else ""


def who(application: Application) -> str:
    """Return name, profession, pay band and contracted hours."""
    post = application.applicant.post
    words = [application.applicant.name, application.profession.name, application.pay_label]
    if post is not None and post.hours_hundredths:
        words.append(_("%(hours)s hours a week", hours=plain(post.hours_hundredths)))
    return ", ".join(words)


def when(application: Application) -> str:
    """Return the days of release, one after another; of several, each with its hours a week."""
    several = len(application.periods) > 1
    found = [
        _(
            "%(span)s (%(weeks)s)",
            span=span(p.starts_on, p.ends_on),
            weeks=_(
                "%(weeks)s, %(hours)s hours a week",
                weeks=_weeks(p),
                hours=plain(p.hours_hundredths),
            )
            if several
            else _weeks(p),
        )
        for p in application.periods
    ]
    return "; ".join(found) or _("No hours are asked for")


def _weeks(period: ReleasePeriod) -> str:
    days = (period.ends_on - period.starts_on).days + 1
    return _n("%(num)s week", "%(num)s weeks", whole_weeks(days))


def span(starts_on: date, ends_on: date) -> str:
    """Write "Tuesday 6 April to Friday 1 October 2027"; the year once where it is the same."""
    first = day(starts_on)
    if starts_on.year == ends_on.year:
        first = first.removesuffix(f" {starts_on.year}")
    return _("%(first)s to %(last)s", first=first, last=day(ends_on))


def how_much(application: Application) -> str:
    """Write "7.5 hours a week, 195 hours in all. 0.20 WTE, one day a week.".

    Where some weeks have less, the hours are the most of any week, and it says so.
    """
    hours = most_hours_a_week(application.periods)
    if hours is None:
        return _("No hours are asked for")
    full = full_time(application)
    a_week = _("%(hours)s hours a week", hours=plain(hours))
    first = a_week
    if not is_level(application.periods):
        first = _("Up to %(hours)s hours a week", hours=plain(hours))
    in_all = _("%(hours)s hours in all", hours=plain(hours_in_all(application.periods) or 0))
    share = _("%(share)s WTE", share=wte(hours, full))
    week = week_in_words(hours, full)
    return f"{first}, {in_all}. {share}{'' if week == a_week else f', {week}'}."


def paid_for(application: Application) -> str:
    """Say who pays for cover, and how much at the most."""
    pay = wanted(application).pay_pence
    if not pay:
        return _("The application asks for no pay. Cover is from your budget.")
    return _("Up to %(pay)s for cover, by the scheme. £0.00 from your budget.", pay=pounds(pay))


def already_out(calendar: Calendar) -> str:
    """Say how much of the team is out already in the weeks asked for."""
    others = len(calendar.others)
    if not calendar.already_out:
        return _("Nobody in the same weeks")
    return _n(
        "Up to %(share)s WTE in the same weeks (%(num)s person)",
        "Up to %(share)s WTE in the same weeks (%(num)s people)",
        others,
        share=share(calendar.already_out),
    )


def share(value: Fraction) -> str:
    """Write WTE with two places."""
    return f"{hundredths(value) / 100:.2f}"


def peak(calendar: Calendar) -> str:
    """Say when the most is out: the words after "0.60 WTE"."""
    spans = calendar.at_peak
    first = span(spans[0].starts_on, spans[0].ends_on)
    if len(spans) == 1:
        return _("is out from %(span)s.", span=first)
    weeks = sum(each.weeks for each in spans)
    return _n(
        "is out in %(num)s week, first from %(span)s.",
        "is out in %(num)s weeks, first from %(span)s.",
        weeks,
        span=first,
    )


def beside_limit(calendar: Calendar) -> str:
    """Hold the peak against the team's limit, and the other weeks against the peak."""
    words = [_limit(calendar)]
    if calendar.otherwise is not None:
        words.append(_("At other times it is %(share)s or less.", share=share(calendar.otherwise)))
    return " ".join(filter(None, words))


def _limit(calendar: Calendar) -> str:
    if calendar.limit is None:
        return ""
    limit = f"{calendar.limit / 100:.2f}"
    if calendar.over_limit:
        over = f"{calendar.over_limit / 100:.2f}"
        return _("That is %(over)s over your team's limit of %(limit)s.", over=over, limit=limit)
    if calendar.is_at_limit:
        return _("That is your team's limit.")
    return _("Your team's limit is %(limit)s.", limit=limit)


def days_left(due: datetime, now: datetime) -> str:
    """Say how many working days there are to answer."""
    left = working_days_left(now, due)
    if left is None:
        return _("Late")
    if left == 0:
        return _("Due today")
    return _n("%(num)s working day left", "%(num)s working days left", left)


def names(calendar: Calendar, starts_on: date, ends_on: date) -> str:
    """Name those already out on any of these days."""
    rows: Iterable[str] = (
        row.name
        for row in calendar.others
        if any(bar.starts_on <= ends_on and starts_on <= bar.ends_on for bar in row.bars)
    )
    return ", ".join(rows) or _("Nobody")


def on_behalf(request: ApprovalRequest, seat: Seat | None) -> str:
    """Say for whom somebody answers who was not asked first; nothing for who was."""
    name = request.approver.name if request.approver else ""
    why = came(request)
    if seat is Seat.DEPUTY:
        return _("You answer for %(name)s, as their deputy.", name=name)
    if seat is Seat.ABOVE:
        return _("You answer as the manager above %(name)s. %(why)s", name=name, why=why).strip()
    if seat is Seat.OFFICE:
        return _("You answer for the R&D office. %(why)s", why=why).strip()
    return ""


def answered_as(request: ApprovalRequest) -> str:
    """Say as whom somebody answered who was not asked first; nothing for who was."""
    name = request.approver.name if request.approver else ""
    said = {
        Seat.DEPUTY: _("As deputy of %(name)s", name=name),
        Seat.ABOVE: _("As the manager above %(name)s", name=name),
        Seat.OFFICE: _("In the R&D office"),
        Seat.GUEST: _("For the other organisation"),
    }
    return str(said.get(request.answered_as, "")) if request.answered_as else ""


def interest(found: str, name: str) -> str:
    """Say what else somebody has to do with an application, as it stands on the record."""
    if found == "mentor":
        return _("They mentor %(name)s in this application", name=name)
    return _("They work on this application with %(name)s", name=name)


def interest_warning(found: str, name: str) -> str:
    """Warn somebody who has more to do with an application than to answer it."""
    tie = (
        _("You mentor %(name)s in this application.", name=name)
        if found == "mentor"
        else _("You work on this application with %(name)s.", name=name)
    )
    more = _("You may answer, and the record will say so. You can also pass it on.")
    return f"{tie} {more}"
