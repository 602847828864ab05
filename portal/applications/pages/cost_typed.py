"""From a form for one cost to the line worked out, with what is wrong said on the form."""

from portal.applications import costing
from portal.applications.costing import Costed, Salary
from portal.applications.figures import Figures
from portal.applications.forms.costs import OtherForm
from portal.applications.forms.pay import SalaryForm
from portal.applications.models import Application
from portal.applications.pages import cost_forms
from portal.applications.pay import Whose
from portal.applications.weeks import full_time_week, start_of
from portal.costing.shipped import NotHeld
from portal.costing.wte import unit_hundredths

# Which field says that a figure is not held, where it is not the question whose pay it is.
BLAMED = {Whose.BAND: "step", Whose.BANK: "bank_held", Whose.AGENCY: "agency_held"}


def salary_costed(form: SalaryForm, application: Application, figures: Figures) -> Costed | None:
    """Return a line of pay worked out, or None with the errors on the form."""
    cost_forms.offer_salary(form, application, figures)
    form.forget_other_answers()
    if not form.validate():
        return None
    _hold_to_week(form, application, figures)
    if form.errors:
        return None
    asked = _salary(form, application, figures)
    try:
        return worked_out(asked, form.starts.data, application, figures)
    except NotHeld as not_held:
        form.refuse(BLAMED.get(asked.whose, "whose"), str(not_held))
        return None


def other_costed(form: OtherForm, application: Application) -> Costed | None:
    """Return any other line worked out, or None with the errors on the form."""
    cost_forms.offer_other(form, application)
    form.forget_other_pots()
    return costing.cost_other(form.other()) if form.validate() else None


def worked_out(asked: Salary, starts: str, application: Application, figures: Figures) -> Costed:
    """Cost a line that starts with the period of this first day, else with the first of all.

    Raises NotHeld, in plain words.
    """
    post = application.applicant.post
    title = (post.grade or "") if post and asked.whose is Whose.DOCTOR else ""
    days = {each.starts_on.isoformat(): each.starts_on for each in application.periods}
    return costing.cost_salary(
        asked,
        application.team.nation,
        days.get(starts, start_of(application)),
        post,
        title,
        book=figures.book,
        choices=figures.choices,
    )


def _hold_to_week(form: SalaryForm, application: Application, figures: Figures) -> None:
    """Refuse more than a full-time week for one person. Doctors may work more than ten PAs."""
    if form.whose.data == Whose.DOCTOR:
        return
    week = _week(form, application, figures)
    if week is not None:
        form.hold_to_week(week, _unit(form, application))


def _week(form: SalaryForm, application: Application, figures: Figures) -> int | None:
    if form.whose.data == Whose.ELSEWHERE:
        typed: int = form.elsewhere_week.data
        return typed
    nation = application.team.nation
    return full_time_week(nation, start_of(application), is_medical=False, book=figures.book)


def _salary(form: SalaryForm, application: Application, figures: Figures) -> Salary:
    unit = _unit(form, application)
    return form.salary(unit_hundredths=unit, ni_usual=figures.choices.ni_mode)


def _unit(form: SalaryForm, application: Application) -> int:
    """Return how long the unit is, in hundredths of an hour; only hours and PAs are on offer."""
    return unit_hundredths(form.unit, application.team.nation, 0)
