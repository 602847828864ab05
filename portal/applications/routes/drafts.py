"""Start, the task list, and the sections of questions."""

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.applications import approver, before_sending, policy, queries
from portal.applications.actions.sections import ChangedMeanwhile, save_section
from portal.applications.actions.starting import start as start_application
from portal.applications.forms import host as host_fields
from portal.applications.forms.approver import offer
from portal.applications.forms.completed import LATER, YES
from portal.applications.forms.questions import SectionForm, form_of, name_of, stored
from portal.applications.forms.told import ToldForm, told_form
from portal.applications.lifecycle import BEING_WRITTEN, State
from portal.applications.models import Application
from portal.applications.opening import Opening, facts_needed
from portal.applications.pages import asking, linear
from portal.applications.pages.both import Both, both
from portal.applications.pages.returns import returned_page
from portal.applications.pages.section import answers_to_show, section_page
from portal.applications.pages.start import start_page
from portal.applications.pages.tasks import tasks_page
from portal.applications.reading import questions_of
from portal.applications.returned import waiting
from portal.applications.routes import blueprint
from portal.applications.routes.loading import Part, may_edit, may_write, part
from portal.applications.routes.seen import Seen, chosen, keep_both, sent, served
from portal.applications.saved import entry_of, is_linear
from portal.audit.queries import trail_of
from portal.kernel import db
from portal.kernel.clock import london_day
from portal.kernel.ruling import Refused
from portal.web.autosave import autosave_of
from portal.web.guard import actor, guard, now

SECTION = "/applications/<uuid:application_id>/sections/<key>"


@blueprint.get("/calls/<uuid:call_id>/apply")
@guard(queries.opening, policy.may_look)
def start(opening: Opening) -> str:
    """Say what it is, whether one can apply, and what it takes."""
    today = london_day(now())
    return _start(opening, told_form(facts_needed(opening, today), today, opening.told))


@blueprint.post("/calls/<uuid:call_id>/apply")
@guard(queries.opening, policy.may_go_to_draft)
def start_post(opening: Opening) -> Response | tuple[str, int] | str:
    """Start a draft, or go on with the one there is. What the rules ask is judged at once."""
    if opening.existing is None:
        today = london_day(now())
        form = told_form(facts_needed(opening, today), today)
        if not form.validate():
            return _start(opening, form)
        opening = replace(opening, told=form.told())
        if not (ruling := policy.may_start(opening, actor(), now())):
            form.refuse(None, ruling.reason)
            return _start(opening, form), 409
    with db.transaction() as session:
        made = start_application(session, opening, actor=actor(), now=now())
    if is_linear(made) and made.state in BEING_WRITTEN:
        return redirect(linear.resume(made), 303)
    return _to_tasks(made)


def _start(opening: Opening, form: ToldForm) -> str:
    page = start_page(opening, actor(), now())
    return render_template("applications/start.html", page=page, form=form)


@blueprint.get("/applications/<uuid:application_id>/tasks")
@guard(queries.application, policy.may_see)
def tasks(application: Application) -> Response | str:
    """Show what is done and what is left; what was sent has a receipt instead.

    What was sent back for changes has a list of its own.
    """
    if (back := waiting(application, now())) is not None:
        page = returned_page(application, back, now())
        return render_template("applications/returned.html", page=page)
    if application.state not in BEING_WRITTEN:
        return _to_what_was_sent(application)
    entries = trail_of(db.current(), application.id)
    held = queries.awarded_before(db.current(), application)
    before = before_sending.lines(db.current(), application, actor(), now())
    drafted = tasks_page(application, entries, actor(), now(), held_before=held, before=before)
    return render_template("applications/tasks.html", page=drafted)


@blueprint.get("/applications/<uuid:application_id>/continue")
@guard(queries.application, policy.may_see)
def resume(application: Application) -> Response:
    """Lead back to where one left off, from an email or the first page."""
    if waiting(application, now()) is not None:
        return _to_tasks(application)
    if application.state not in BEING_WRITTEN:
        return _to_what_was_sent(application)
    if not policy.may_edit(application, actor(), now()) or not is_linear(application):
        return redirect(url_for("applications.tasks", application_id=application.id))
    return redirect(linear.resume(application))


def _to_what_was_sent(application: Application) -> Response:
    is_gone = application.state is State.WITHDRAWN
    page = "applications.answers" if is_gone else "applications.receipt"
    return redirect(url_for(page, application_id=application.id))


@blueprint.get(SECTION)
@guard(part, may_edit)
def section(loaded: Part) -> str:
    """Ask the questions of a section, with what was answered before."""
    asks = questions_of(loaded.section)
    answers = answers_to_show(loaded.application, loaded.section)
    entry = entry_of(loaded.application, loaded.section)
    complete = None if entry is None else YES if entry.is_complete else LATER
    data = {**stored(asks, answers), "complete": complete}
    form = section_form(loaded, formdata=None, data=data)
    return _page(loaded, form, served(entry.version if entry else 0))


@blueprint.post(SECTION)
@guard(part, may_write)
def section_post(loaded: Part) -> Response | tuple[str, int] | str:
    """Keep what was typed. Only a section said to be finished must also be right.

    What comes after the close is not kept; it is shown again, so that it is not lost.
    """
    form = _as_sent(loaded)
    is_right = form.validate()
    seen = sent()
    if form.cannot_keep():
        form.tell_only(form.unkeepable())
        return _page(loaded, form, seen)
    stays_open = is_linear(loaded.application) and _goes_later()
    finished = is_right and form.says_complete() and not stays_open
    try:
        with db.transaction() as session:
            saved = save_section(
                session,
                loaded.application,
                loaded.section,
                form.answers(),
                is_complete=finished,
                seen_version=seen.version,
                tab=seen.tab,
                actor=actor(),
                now=now(),
            )
    except ChangedMeanwhile as changed:
        return _both(loaded, form, changed)
    except Refused as refused:
        form.tell_only(())
        form.refuse(None, refused.ruling.reason)
        return _page(loaded, form, seen), 409
    if finished:
        return redirect(linear.after(loaded.application, loaded.section), 303)
    if _leaves(form):
        return _to_tasks(loaded.application)
    if form.says_nothing():
        form.tell_only(["complete"])
    return _page(loaded, form, served(saved.version))


def _as_sent(loaded: Part) -> SectionForm:
    """Return the form as sent, with the saved words where somebody chose those."""
    entry = entry_of(loaded.application, loaded.section)
    saved = stored(questions_of(loaded.section), entry.answers if entry else {})
    return section_form(loaded, formdata=chosen(saved))


def _leaves(form: SectionForm) -> bool:
    """Say whether the person goes away now, so that nothing need be right yet."""
    return _goes_later() or not (form.says_complete() or form.says_nothing())


def _goes_later() -> bool:
    return request.form.get("then") == "later"


def section_form(loaded: Part, **given: Any) -> SectionForm:
    """Return the form of a section, as it was sent or with these answers in it."""
    asks = questions_of(loaded.section)
    made = form_of(loaded.section, asks, linear=is_linear(loaded.application))
    form = made(**given)
    if approver.is_asked(loaded.section):
        choice = form[name_of(approver.questions()[0])]
        offer(choice, asking.manager_name(loaded.application))
    if loaded.section.names_host:
        host_fields.not_own(form, loaded.application.applicant.email)
    return form


def _both(loaded: Part, form: SectionForm, changed: ChangedMeanwhile) -> str:
    form.tell_only(())
    form.refuse(None, keep_both(loaded.application, loaded.section, form.answers()))
    found = both(loaded.application, loaded.section, form.answers(), changed, actor())
    return _page(loaded, form, served(changed.version), found)


def _page(loaded: Part, form: SectionForm, seen: Seen, found: Both | None = None) -> str:
    where = url_for(
        "applications.section_autosave",
        application_id=loaded.application.id,
        key=loaded.section.key,
    )
    context: dict[str, Any] = {
        "form": form,
        "page": section_page(loaded.application, loaded.section, now()),
        "seen": seen,
        "both": found,
        "autosave": None if found else autosave_of(where, loaded.application.id),
    }
    return render_template("applications/section.html", **context)


def _to_tasks(application: Application) -> Response:
    return redirect(url_for("applications.tasks", application_id=application.id), 303)
