"""The section for time, and what the time comes to while people type."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.applications import periods as flat
from portal.applications import policy, queries
from portal.applications.actions.sections import ChangedMeanwhile
from portal.applications.actions.time import TimeSaved, save_time
from portal.applications.asked import fits
from portal.applications.forms.completed import LATER, YES
from portal.applications.forms.time import PeriodForm, TimeForm, number_errors, period_forms
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
ADD, REMOVE = "add", "remove-"


@dataclass(slots=True)
class Typed:
    """What stands on the page: what is asked once, the periods, and what each comes to."""

    application: Application
    form: TimeForm
    forms: list[PeriodForm]
    times: list[TimeAsked | None]

    @property
    def asked(self) -> list[TimeAsked]:
        """The periods that can be read."""
        return [time for time in self.times if time is not None]

    @property
    def words(self) -> dict[str, str]:
        """Everything typed, as it is kept."""
        periods = flat.together([form.typed() for form in self.forms])
        return {**periods, "reason": self.form.reason.shown}

    def cannot_keep(self) -> bool:
        """Say whether something typed is too long or cannot be stored, even for later."""
        return any(form.cannot_keep() for form in (self.form, *self.forms))


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
    words = pages.typed(application, section)
    typed = read(application, MultiDict({**words, "complete": complete} if words else {}))
    return _page(typed, served(entry.version if entry else 0))


@blueprint.get(f"{PATH}/worked-out")
@guard(application_with_time, policy.may_edit_time)
def time_worked_out(application: Application) -> Response:
    """Say what the time in the address comes to, as plain words for the boxes on the page."""
    typed = read(application, request.args)
    box = pages.box(application, typed.times)
    answer: Response = jsonify(
        left=str(box.left),
        rest=str(box.rest),
        lines=[str(x) for x in box.lines],
        over=box.over,
        periods=pages.period_notes(application, typed.times),
    )
    return answer


@blueprint.post(PATH)
@guard(application_with_time, policy.may_edit_time)
def time_post(application: Application) -> Response | str:
    """Keep what was typed; a section said to be complete must also be right.

    Adding or removing a period keeps all that was typed, and comes back to the page.
    """
    entry, turn = entry_of(application, time_section(application)), request.form.get("do", "")
    given = chosen(entry.answers if entry else {})
    given["complete"] = complete = _complete(application, given)
    typed = read(application, given)
    if turn:
        return _turned(typed, turn)
    if complete == LATER:
        return _keep(typed) if _can_wait(typed) else _page(typed, sent())
    typed = read(application, _without_blanks(given))
    return _keep(typed, is_complete=True) if _is_right(typed) else _page(typed, sent())


def _complete(application: Application, given: MultiDict[str, Any]) -> str:
    """Return the answer to whether the section is done; in a linear stage the button gives it."""
    if is_linear(application):
        return LATER if given.get("then") == "later" else YES
    return str(given.get("complete", ""))


def _without_blanks(given: MultiDict[str, Any]) -> MultiDict[str, Any]:
    """Return what was sent, without the periods that were added and left empty."""
    once = {name: given.get(name, "") for name in ("reason", "complete")}
    return MultiDict({**flat.without_blanks(given), **once})


def _turned(typed: Typed, turn: str) -> Response | str:
    """Keep what was typed with one period more or fewer."""
    if not _can_wait(typed):
        return _page(typed, sent())
    words, number = typed.words, turn.removeprefix(REMOVE)
    if turn == ADD:
        changed = flat.with_one_more(words)
    elif number.isascii() and number.isdigit() and len(number) < 3:
        changed = flat.without(words, int(number))
    else:
        changed = words
    kept = read(typed.application, MultiDict({**changed, "reason": words["reason"]}))
    anchor = f"period-{len(kept.forms)}" if turn == ADD else "periods"
    return _keep(kept, back_to=anchor)


def _keep(typed: Typed, *, is_complete: bool = False, back_to: str = "") -> Response | str:
    application, seen = typed.application, sent()
    section = time_section(application)
    saved = TimeSaved(typed.words, typed.asked, is_complete, seen.version, seen.tab)
    try:
        with db.transaction() as session:
            save_time(session, application, section, saved, actor=actor(), now=now())
    except ChangedMeanwhile as newer:
        return _both(typed, newer)
    if back_to:
        here = url_for("applications.time", application_id=application.id, _anchor=back_to)
        return redirect(here, 303)
    if is_complete:
        return redirect(linear.after(application, section), 303)
    return redirect(url_for("applications.tasks", application_id=application.id), 303)


def time_section(application: Application) -> Section:
    """Return the section for time, which the loader has seen to be there."""
    section = section_of(application, SectionKind.TIME)
    assert section is not None
    return section


def read(application: Application, given: MultiDict[str, Any]) -> Typed:
    """Read what was sent, or stored, by names of fields: no error stands on any form yet."""
    forms = period_forms(given)
    week = week_of(application, start_of(application))
    for form in forms:
        form.offer(pages.unit_choices(application, week), application.call.earliest_start_on, week)
    once = TimeForm(given or None, meta={"csrf": False})
    return Typed(application, once, forms, [_time(form, application) for form in forms])


def _time(form: PeriodForm, application: Application) -> TimeAsked | None:
    """Return what is asked for, once amount, unit and days can all be read."""
    is_right = form.validate()
    for field in form.asked():
        field.errors = ()
    return form.asked_for(week_of(application, form.starts.data)) if is_right else None


def _can_wait(typed: Typed) -> bool:
    """Say whether what was typed can be kept as it is; if not, the errors stand on the forms."""
    spoilt = [form for form in (typed.form, *typed.forms) if form.cannot_keep()]
    for form in spoilt:
        form.validate()
    number_errors(typed.forms)
    return not spoilt


def _is_right(typed: Typed) -> bool:
    """Check the forms, then each limit, beside the field that can put it right."""
    valid = [form.validate() for form in (typed.form, *typed.forms)]
    checks = pages.checks(typed.application, typed.asked) if all(valid) else ()
    for check in checks:
        if check.stops:
            number, name = pages.place_of(check, typed.asked)
            typed.forms[number].refuse(name, check.message)
    ruling = fits(checks, typed.form.reason.data)
    if not ruling and not any(form.errors for form in typed.forms):
        typed.form.refuse("reason", ruling.reason)
    number_errors(typed.forms)
    return all(valid) and bool(ruling)


def _both(typed: Typed, newer: ChangedMeanwhile) -> str:
    """Show what was saved meanwhile beside what was typed, to choose from."""
    application, words = typed.application, typed.words
    section = time_section(application)
    typed.form.refuse(None, keep_both(application, section, words))
    found = both(application, section, words, newer, actor())
    return _page(typed, served(newer.version), found)


def _page(typed: Typed, seen: Seen, found: Both | None = None) -> str:
    application = typed.application
    where = url_for("applications.time_autosave", application_id=application.id)
    return render_template(
        "applications/time.html",
        form=typed.form,
        other_forms=typed.forms,
        page=pages.time_page(application, time_section(application), typed.times, now()),
        seen=seen,
        both=found,
        autosave=None if found else autosave_of(where, application.id),
    )
