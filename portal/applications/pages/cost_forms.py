"""What the forms for one cost offer, and what stands in them when they are first shown."""

from dataclasses import dataclass

from flask import url_for

from portal.applications.asked import asked
from portal.applications.costing import COVERS, doctors_range
from portal.applications.figures import Figures
from portal.applications.forms.costs import OtherForm
from portal.applications.forms.pay import SalaryForm
from portal.applications.models import Application
from portal.applications.pages import limits
from portal.applications.pages.cost_live import waiting_box
from portal.applications.pages.cost_notes import hourly_source
from portal.applications.pay import Whose
from portal.applications.weeks import start_of
from portal.costing.choices import HourlyRate
from portal.costing.oncosts import ni_mode_name
from portal.costing.scales import PayPoint, PayRange, nation_name, pay_year_of, point_name
from portal.costing.shipped import NotHeld, caution
from portal.costing.wte import units
from portal.kernel.amounts import short_pounds
from portal.kernel.language import _, lazy
from portal.people.models import Employment
from portal.schemes.cap_units import CapUnit
from portal.schemes.definition import CostCategory
from portal.web.fields import Choice
from portal.web.format import short_day
from portal.web.pieces import CapBox

CONSULTANT = "consultant"  # the one grade whose range is held, where one is


@dataclass(frozen=True, slots=True)
class CostForm:
    """What stands around the fields of one cost."""

    note: str
    asks_category: bool
    asks_starts: bool
    asks_unit: bool
    not_paid: tuple[str, ...]
    box: CapBox
    worked_out_at: str


def cost_form(form: SalaryForm | OtherForm, application: Application, figures: Figures) -> CostForm:
    """Return what stands around a form; its choices have been handed in."""
    is_pay = isinstance(form, SalaryForm)
    where = "cost_salary_worked_out" if is_pay else "cost_other_worked_out"
    return CostForm(
        note=pay_year_note(application, figures) if is_pay else "",
        asks_category=len(form.category.choices) > 1,
        asks_starts=isinstance(form, SalaryForm) and bool(form.starts.choices),
        asks_unit=isinstance(form, SalaryForm) and len(form.hours_unit.choices) > 1,
        not_paid=tuple(map(str, application.call.document.not_paid)),
        box=waiting_box(),
        worked_out_at=url_for(f"applications.{where}", application_id=application.id),
    )


def offer_salary(form: SalaryForm, application: Application, figures: Figures) -> None:
    """Hand in the choices, before the form is read by `validate` or drawn."""
    points = _points(application, figures)
    form.whose.choices = _whose(application, figures, is_band_known=bool(points))
    form.step.choices = [
        (
            f"{point.band}:{point.step}",
            _("%(point)s: %(pay)s", point=point_name(point), pay=short_pounds(point.annual_pence)),
        )
        for point in points
    ]
    form.grade.choices = _grades(application, figures)
    form.bank_held.choices = _held_rates(application, figures, Whose.BANK)
    form.agency_held.choices = _held_rates(application, figures, Whose.AGENCY)
    usual = figures.choices.ni_mode
    form.name_ni_modes([(mode, ni_mode_name(mode), _usual(mode is usual)) for mode in type(usual)])
    form.offer_units(units(application.team.nation))
    form.starts.choices = _starts(application)
    _offer_categories(form, application, is_pay=True)


def offer_other(form: OtherForm, application: Application) -> None:
    """Hand in the choices, before the form is read by `validate` or drawn."""
    _offer_categories(form, application, is_pay=False)


def pay_year_note(application: Application, figures: Figures) -> str:
    """Say which year's pay is used where the one wanted is not published yet."""
    starts_on = start_of(application)
    wanted = pay_year_of(starts_on)
    try:
        used = figures.book.scale(application.team.nation, starts_on).pay_year
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


def _starts(application: Application) -> tuple[tuple[str, str], ...]:
    """Return the times asked for, to choose from where there are several."""
    periods = application.periods if len(application.periods) > 1 else ()
    return tuple(
        (
            period.starts_on.isoformat(),
            _("%(first)s to %(last)s", first=short_day(period.starts_on),
              last=short_day(period.ends_on)),
        )
        for period in periods
    )  # fmt: skip


def _usual(is_usual: bool) -> str | None:
    return _("Your organisation usually uses this") if is_usual else None


def _offer_categories(
    form: SalaryForm | OtherForm, application: Application, *, is_pay: bool
) -> None:
    """Offer the scheme's kinds of cost, with what is left; a single one is chosen already."""
    offered = [c for c in application.call.document.cost_categories if c.is_pay is is_pay]
    left = _left(application)
    form.category.choices = [
        Choice(c.key, c.title, hint=_category_hint(c, left.get(c.key, ""))) for c in offered
    ]
    if len(offered) == 1:
        form.category.data = offered[0].key


def _left(application: Application) -> dict[str, str]:
    """Say for each kind of cost with a limit what is left of it."""
    checks = application.call.document.check_caps(asked(application))
    return {
        str(check.cap.category): limits.left_words(check)
        for check in checks
        if check.cap.unit is CapUnit.PENCE_IN_CATEGORY
    }


def _category_hint(category: CostCategory, left: str) -> str | None:
    return " ".join(filter(None, (str(category.hint or ""), left))) or None


def _points(application: Application, figures: Figures) -> tuple[PayPoint, ...]:
    try:
        scale = figures.book.scale(application.team.nation, start_of(application))
    except NotHeld:
        return ()
    return tuple(point for band in scale.bands for point in scale.steps(band))


def _whose(
    application: Application, figures: Figures, *, is_band_known: bool
) -> tuple[Choice, ...]:
    post = application.applicant.post
    band = Choice(Whose.BAND, lazy("Somebody on another band"), shows="step")
    doctor = ("grade", "doctor_pay") if _grades(application, figures) else ("doctor_pay",)
    return (
        *(
            (Choice(Whose.OWN, _own_words(application, post, figures)),)
            if post and post.band
            else ()
        ),
        *((band,) if is_band_known else ()),
        Choice(Whose.BANK, lazy("Bank staff, paid by the hour"),
               shows=_by_the_hour(application, figures, Whose.BANK)),
        Choice(Whose.AGENCY, lazy("Agency staff, paid by the hour"),
               shows=(*_by_the_hour(application, figures, Whose.AGENCY), "agency_vat")),
        Choice(
            Whose.DOCTOR,
            lazy("A doctor or dentist"),
            hint=_range_words(application, figures),
            shows=doctor,
        ),
        Choice(
            Whose.ELSEWHERE,
            lazy("Somebody at a university or another employer"),
            shows=("elsewhere_pay", "elsewhere_on_cost", "elsewhere_week"),
        ),
        Choice(Whose.TYPED, lazy("Somebody who is not on a pay band"), shows="typed_pay"),
    )  # fmt: skip


def _by_the_hour(application: Application, figures: Figures, whose: Whose) -> tuple[str, ...]:
    """Return the fields of a rate: the organisation's own first, where it has any."""
    held = (f"{whose}_held",) if _held_rates(application, figures, whose) else ()
    return (*held, f"{whose}_rate", f"{whose}_has")


def _held_rates(
    application: Application, figures: Figures, whose: Whose
) -> tuple[tuple[str, str], ...]:
    """Return the organisation's own rates by the hour on the first day, lowest band first."""
    on, bands = start_of(application), sorted({r.band for r in figures.choices.hourly})
    found: list[HourlyRate] = []
    for band in bands:
        try:
            found.append(figures.choices.hourly_rate(COVERS[whose], band, on))
        except NotHeld:
            continue
    return tuple((rate.band, _held_words(rate)) for rate in found)


def _held_words(rate: HourlyRate) -> str:
    return str(
        _(
            "Band %(band)s: %(rate)s an hour. %(source)s",
            band=rate.band,
            rate=short_pounds(rate.hourly_pence),
            source=hourly_source(rate.source),
        )
    )


def _grades(application: Application, figures: Figures) -> tuple[tuple[str, str], ...]:
    held = _range(application, figures)
    return ((CONSULTANT, _("Consultant")),) if held else ()


def _range(application: Application, figures: Figures) -> tuple[str, PayRange] | None:
    return doctors_range(application.team.nation, start_of(application), figures.book)


def _own_words(application: Application, post: Employment, figures: Figures) -> str:
    try:
        scale = figures.book.scale(application.team.nation, start_of(application))
        point = scale.point(post.band or "", post.step or 1)
    except NotHeld:
        return str(_("You: band %(band)s", band=post.band))
    name, pay = point_name(point), short_pounds(point.annual_pence)
    words = _("You: %(point)s, %(pay)s", point=name[:1].lower() + name[1:], pay=pay)
    unsure = caution(point.status)
    return f"{words}. {unsure}" if unsure else words


def _range_words(application: Application, figures: Figures) -> str | None:
    """Say what consultants are paid, where a source was found, to check what is typed."""
    if (found := _range(application, figures)) is None:
        return None
    year, paid = found
    return str(
        _(
            "Consultants in %(nation)s: %(low)s to %(high)s in %(year)s",
            nation=nation_name(application.team.nation),
            low=short_pounds(paid.low_pence),
            high=short_pounds(paid.high_pence),
            year=year,
        )
    )
