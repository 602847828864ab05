"""What the forms for one cost offer, and what stands in them when they are first shown."""

from typing import Any

from portal.applications.asked import most_hours_a_week
from portal.applications.costing import Whose, doctors_range
from portal.applications.forms.costs import MONTHS, WEEKS, OtherForm, SalaryForm
from portal.applications.models import Application, CostLine
from portal.applications.weeks import start_of
from portal.costing.book import Book
from portal.costing.figures import SHIPPED
from portal.costing.oncosts import NiMode
from portal.costing.scales import PayPoint, nation_name, pay_year_of, point_name
from portal.costing.shipped import NotHeld, caution
from portal.costing.wte import last_day, months_between, weeks_and_days
from portal.kernel.amounts import short_pounds
from portal.kernel.language import _, lazy
from portal.people.models import Employment
from portal.web.fields import Choice


def offer_salary(form: SalaryForm, application: Application, book: Book = SHIPPED) -> None:
    """Hand in the choices, before the form is read by `validate` or drawn."""
    points = _points(application, book)
    form.whose.choices = _whose(application, book, is_band_known=bool(points))
    form.step.choices = [
        (
            f"{point.band}:{point.step}",
            _("%(point)s: %(pay)s", point=point_name(point), pay=short_pounds(point.annual_pence)),
        )
        for point in points
    ]
    form.name_ni_modes()
    _offer_categories(form, application, is_pay=True)


def offer_other(form: OtherForm, application: Application) -> None:
    """Hand in the choices, before the form is read by `validate` or drawn."""
    _offer_categories(form, application, is_pay=False)


def new_salary(application: Application) -> dict[str, Any]:
    """Return what stands in the form for a new line: cover for the time asked for."""
    post = application.applicant.post
    length, unit = _length(application)
    return {
        "label": _("Cover for your time"),
        "whose": _likely(post),
        "doctor_pay": post.salary_pence if post else None,
        "hours": most_hours_a_week(application.periods),
        "length": length,
        "length_unit": unit,
        "ni_mode": NiMode.SHARE_OF_POST,
    }


def stored_salary(line: CostLine) -> dict[str, Any]:
    """Return what stands in the form for a line that is changed."""
    details = line.details
    whose = details.get("whose", "")
    return {
        "label": line.label,
        "category": line.category,
        "whose": whose,
        "step": f"{details['band']}:{details['step']}" if details.get("band") else "",
        "doctor_pay": details.get("annual_pence") if whose == Whose.DOCTOR else None,
        "typed_pay": details.get("annual_pence") if whose == Whose.TYPED else None,
        "hours": details.get("hours_hundredths"),
        "length": details.get("length"),
        "length_unit": details.get("length_unit", MONTHS),
        "ni_mode": details.get("ni_mode", NiMode.SHARE_OF_POST),
    }


def stored_other(line: CostLine) -> dict[str, Any]:
    """Return what stands in the form for a line that is changed: one of it, if need be."""
    details = line.details
    return {
        "label": line.label,
        "category": line.category,
        "quantity": details.get("quantity_hundredths", 100),
        "counted": details.get("counted", ""),
        "price": details.get("unit_pence", line.amount_pence),
    }


def pay_year_note(application: Application, book: Book = SHIPPED) -> str:
    """Say which year's pay is used where the one wanted is not published yet."""
    starts_on = start_of(application)
    wanted = pay_year_of(starts_on)
    try:
        used = book.scale(application.team.nation, starts_on).pay_year
    except NotHeld as error:
        return str(error)
    if used == wanted:
        return str(_("We use %(year)s pay.", year=used))
    return str(
        _(
            "We use %(used)s pay for now. "
            "We will use %(wanted)s pay when it is published, and show you the change.",
            used=used,
            wanted=wanted,
        )
    )


def _offer_categories(
    form: SalaryForm | OtherForm, application: Application, *, is_pay: bool
) -> None:
    """Offer the scheme's kinds of cost; a single one is chosen already."""
    offered = [c for c in application.call.document.cost_categories if c.is_pay is is_pay]
    form.category.choices = [Choice(c.key, c.title, hint=c.hint) for c in offered]
    if len(offered) == 1:
        form.category.data = offered[0].key


def _points(application: Application, book: Book) -> tuple[PayPoint, ...]:
    try:
        scale = book.scale(application.team.nation, start_of(application))
    except NotHeld:
        return ()
    return tuple(point for band in scale.bands for point in scale.steps(band))


def _whose(application: Application, book: Book, *, is_band_known: bool) -> tuple[Choice, ...]:
    post = application.applicant.post
    band = Choice(Whose.BAND, lazy("Somebody on another band"), shows="step")
    return (
        *((Choice(Whose.OWN, _own_words(application, post, book)),) if post and post.band else ()),
        *((band,) if is_band_known else ()),
        Choice(
            Whose.DOCTOR,
            lazy("A doctor or dentist"),
            hint=_range_words(application, book),
            shows="doctor_pay",
        ),
        Choice(Whose.TYPED, lazy("Somebody who is not on a pay band"), shows="typed_pay"),
    )


def _own_words(application: Application, post: Employment, book: Book) -> str:
    try:
        scale = book.scale(application.team.nation, start_of(application))
        point = scale.point(post.band or "", post.step or 1)
    except NotHeld:
        return str(_("You: band %(band)s", band=post.band))
    name, pay = point_name(point), short_pounds(point.annual_pence)
    words = _("You: %(point)s, %(pay)s", point=name[:1].lower() + name[1:], pay=pay)
    unsure = caution(point.status)
    return f"{words}. {unsure}" if unsure else words


def _range_words(application: Application, book: Book) -> str | None:
    """Say what consultants are paid, where a source was found, to check what is typed."""
    nation = application.team.nation
    if (found := doctors_range(nation, start_of(application), book)) is None:
        return None
    year, paid = found
    return str(
        _(
            "Consultants in %(nation)s: %(low)s to %(high)s in %(year)s",
            nation=nation_name(nation),
            low=short_pounds(paid.low_pence),
            high=short_pounds(paid.high_pence),
            year=year,
        )
    )


def _likely(post: Employment | None) -> str:
    if post is None:
        return ""
    return Whose.OWN if post.grade is None else Whose.DOCTOR


def _length(application: Application) -> tuple[int | None, str]:
    """Return how long the time asked for runs, in months where they are whole, else in weeks."""
    if not application.periods:
        return None, MONTHS
    first = min(period.starts_on for period in application.periods)
    last = max(period.ends_on for period in application.periods)
    months = months_between(first, last)
    weeks, days = weeks_and_days(first, last)
    if months and last_day(first, months) == last:
        return months, MONTHS
    return (weeks + (1 if days else 0)) or 1, WEEKS
