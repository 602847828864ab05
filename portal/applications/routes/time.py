"""The section for time, and what the time comes to while people type."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.applications import policy, queries
from portal.applications.actions.sections import ChangedMeanwhile
from portal.applications.actions.time import TimeSaved, save_time
from portal.applications.asked import OF_DATES, fits
from portal.applications.forms.completed import LATER, YES
from portal.applications.forms.time import TimeAskedForm, TimeForm
from portal.applications.models import Application
from portal.applications.pages import linear
from portal.applications.pages import time as pages
from portal.applications.pages.both import Both, both
from portal.applications.routes import blueprint
from portal.applications.routes.seen import Seen, chosen, keep_both, sent, served
from portal.applications.saved import entry_of, is_linear, section_of
from portal.applications.timing import TimeAsked
from portal.applications.weeks import start_of, week_of
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.schemes.questions import Section, SectionKind
from portal.web.autosave import autosave_of
from portal.web.guard import actor, guard, now

PATH = "/applications/<uuid:application_id>/time"


def application_with_time(
    session: Session, actor: Actor, application_id: UUID
) -> Application | None:
    """Load an application whose scheme asks for time."""
    found = queries.application(session, actor, application_id)
    return found if found is not None and section_of(found, SectionKind.TIME) else None


@blueprint.get(PATH)
@guard(application_with_time, policy.may_edit_time)
def time(application: Application) -> str:
    """Ask how much time, and when; show what it comes to."""
    section = time_section(application)
    entry = entry_of(application, section)
    complete = YES if entry is not None and entry.is_complete else ""
    typed = pages.typed(application, section)
    form = TimeForm(MultiDict({**typed, "complete": complete}) if typed else None)
    offer(form, application)
    return _page(application, form, application.periods, served(entry.version if entry else 0))


@blueprint.get(f"{PATH}/worked-out")
@guard(application_with_time, policy.may_edit_time)
def time_worked_out(application: Application) -> Response:
    """Say what the time in the address comes to, as plain words for the box on the page."""
    form = TimeAskedForm(request.args, meta={"csrf": False})
    offer(form, application)
    box = pages.box(application, periods_of(form, application))
    answer: Response = jsonify(
        left=str(box.left), rest=str(box.rest), lines=[str(x) for x in box.lines], over=box.over
    )
    return answer


@blueprint.post(PATH)
@guard(application_with_time, policy.may_edit_time)
def time_post(application: Application) -> Response | str:
    """Keep what was typed; a section said to be complete must also be right."""
    section, seen = time_section(application), sent()
    entry = entry_of(application, section)
    form = TimeForm(chosen(entry.answers if entry else {}))
    offer(form, application)
    periods = periods_of(form, application)
    if is_linear(application):
        form.complete.data = LATER if request.form.get("then") == "later" else YES
    is_later = form.complete.data == LATER
    if not (_can_wait(form) if is_later else _is_right(form, application, periods)):
        return _page(application, form, periods, seen)
    asked = periods[0] if periods else None
    saved = TimeSaved(form.typed(), asked, not is_later, seen.version, seen.tab)
    try:
        with db.transaction() as session:
            save_time(session, application, section, saved, actor=actor(), now=now())
    except ChangedMeanwhile as newer:
        return _both(application, form, newer)
    if is_later:
        return redirect(url_for("applications.tasks", application_id=application.id), 303)
    return redirect(linear.after(application, section), 303)


def time_section(application: Application) -> Section:
    """Return the section for time, which the loader has seen to be there."""
    section = section_of(application, SectionKind.TIME)
    assert section is not None
    return section


def offer(form: TimeAskedForm, application: Application) -> None:
    """Hand the form its units, its first day and the person's week."""
    week = week_of(application, start_of(application))
    earliest = application.call.earliest_start_on
    form.offer(pages.unit_choices(application, week), earliest, week)


def periods_of(form: TimeAskedForm, application: Application) -> tuple[TimeAsked, ...]:
    """Return what is asked for, once amount, unit and days can all be read, else nothing."""
    if not form.validate_time():
        return ()
    return (form.asked_for(week_of(application, form.starts.data)),)


def _can_wait(form: TimeForm) -> bool:
    """Say whether what was typed can be kept as it is; if not, the errors stand on the form."""
    if not form.cannot_keep():
        return True
    form.validate()
    return False


def _is_right(form: TimeForm, application: Application, periods: Sequence[TimeAsked]) -> bool:
    """Check the form, then each limit, beside the field that can put it right."""
    if not form.validate() or not periods:
        return False
    checks = pages.checks(application, periods)
    for check in checks:
        if check.stops:
            form.refuse("ends" if check.cap.unit in OF_DATES else "amount", check.message)
    ruling = fits(checks, form.reason.data)
    if not ruling and not form.errors:
        form.refuse("reason", ruling.reason)
    return bool(ruling)


def _both(application: Application, form: TimeForm, newer: ChangedMeanwhile) -> str:
    """Show what was saved meanwhile beside what was typed, to choose from."""
    section, typed = time_section(application), form.typed()
    form.refuse(None, keep_both(application, section, typed))
    found = both(application, section, typed, newer, actor())
    periods = periods_of(form, application)
    return _page(application, form, periods, served(newer.version), found)


def _page(
    application: Application,
    form: TimeForm,
    periods: Sequence[Any],
    seen: Seen,
    found: Both | None = None,
) -> str:
    where = url_for("applications.time_autosave", application_id=application.id)
    return render_template(
        "applications/time.html",
        form=form,
        page=pages.time_page(application, time_section(application), periods, now()),
        seen=seen,
        both=found,
        autosave=None if found else autosave_of(where, application.id),
    )
