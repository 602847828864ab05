"""Save a section, or one cost, while it is typed, for the page's own script: see `web.autosave`."""

from collections.abc import Callable

from flask import abort, jsonify, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.applications import policy
from portal.applications.actions.begun import TypedElsewhere, keep_apart, keep_typing
from portal.applications.actions.sections import ChangedMeanwhile, save_typing
from portal.applications.actions.time import TimeSaved, save_time_typing
from portal.applications.forms.begun import AnyForm, cannot_keep
from portal.applications.forms.costs import OtherForm
from portal.applications.forms.pay import SalaryForm
from portal.applications.forms.questions import SectionForm, form_of
from portal.applications.models import Application
from portal.applications.routes import blueprint
from portal.applications.routes.cost_lines import application_for_other, application_for_pay
from portal.applications.routes.cost_pages import typed_in
from portal.applications.routes.costs import PATH as COSTS
from portal.applications.routes.drafts import SECTION, section_form
from portal.applications.routes.loading import Part, may_write, part, people_part
from portal.applications.routes.people import BASE as PEOPLE
from portal.applications.routes.seen import keep_both, sent
from portal.applications.routes.time import (
    PATH,
    application_with_time,
    read,
    time_section,
)
from portal.applications.saved import entry_of
from portal.kernel import db
from portal.kernel.language import _
from portal.kernel.ruling import Refused
from portal.web.format import clock_time
from portal.web.guard import actor, guard, now

Answer = Response | tuple[Response, int]


@blueprint.post(f"{SECTION}/autosave")
@guard(part, may_write)
def section_autosave(loaded: Part) -> Answer:
    """Keep every answer that can be stored; where one cannot, say why, and keep its last words."""
    return _section(loaded, section_form(loaded))


@blueprint.post(f"{PEOPLE}/autosave")
@guard(people_part, may_write)
def people_autosave(loaded: Part) -> Answer:
    """Keep the answers that stand on the page of people, in the same way."""
    return _section(loaded, form_of(loaded.section, loaded.section.questions)())


def _section(loaded: Part, form: SectionForm) -> Answer:
    application, section = loaded.application, loaded.section
    entry = entry_of(application, section)
    answers, problem = form.answers(), ""
    for question in form.asks:
        if refused := form.field_of(question).process_errors:
            answers[question.key] = entry.answers.get(question.key, "") if entry else ""
            problem = problem or str(refused[0])
    seen = sent()

    def save(session: Session) -> int:
        saved = save_typing(
            session,
            application,
            section,
            answers,
            seen_version=seen.version,
            tab=seen.tab,
            actor=actor(),
            now=now(),
        )
        return saved.version if saved else 0

    return _answer(save, lambda: keep_both(application, section, answers), problem)


@blueprint.post(f"{PATH}/autosave")
@guard(application_with_time, policy.may_write)
def time_autosave(application: Application) -> Answer:
    """Keep what was typed of the time, and what it comes to where that can be said."""
    typed = read(application, request.form)
    if typed.cannot_keep():
        return jsonify(problem=_("Part of this is too long to save. Make it shorter.")), 422
    section, seen = time_section(application), sent()
    saved = TimeSaved(typed.words, typed.asked, False, seen.version, seen.tab)

    def save(session: Session) -> int:
        entry = save_time_typing(session, application, section, saved, actor=actor(), now=now())
        return entry.version if entry else 0

    return _answer(save, lambda: keep_both(application, section, saved.typed))


@blueprint.post(f"{COSTS}/salary/autosave")
@guard(application_for_pay, policy.may_write)
def cost_salary_autosave(application: Application) -> Answer:
    """Keep what was typed of a line of pay; the line that it is, and every sum, stay so."""
    return _one_cost(application, SalaryForm())


@blueprint.post(f"{COSTS}/other/autosave")
@guard(application_for_other, policy.may_write)
def cost_other_autosave(application: Application) -> Answer:
    """Keep what was typed of any other line, in the same way."""
    return _one_cost(application, OtherForm())


def _one_cost(application: Application, form: AnyForm) -> Answer:
    seen = sent()
    if cannot_keep(form):
        return jsonify(problem=_("Part of this is too long to save. Make it shorter.")), 422
    changed = request.args.get("line", "")
    line = next((each for each in application.cost_lines if str(each.id) == changed), None)
    typed = typed_in(form, application, line)
    if not typed.ticket:
        abort(400)

    def save(session: Session) -> int:
        row = keep_typing(
            session, application, typed,
            seen_version=seen.version, tab=seen.tab, actor=actor(), now=now(),
        )  # fmt: skip
        return row.version if row else 0

    def apart() -> None:
        with db.transaction() as session:
            keep_apart(session, application, typed, actor=actor(), now=now())

    return _answer(save, apart)


def _answer(
    save: Callable[[Session], int], set_aside: Callable[[], object], problem: str = ""
) -> Answer:
    """Save, and say how it went: saved, overtaken by another page, or not allowed any more.

    `save` returns the version; `set_aside` keeps what was typed on a page that was overtaken.
    """
    try:
        with db.transaction() as session:
            version = save(session)
    except (ChangedMeanwhile, TypedElsewhere):
        set_aside()
        return jsonify(conflict=True), 409
    except Refused as refused:
        return jsonify(refused=str(refused.ruling.reason)), 409
    words = _("Saved %(when)s", when=clock_time(now()))
    return jsonify(version=version, saved=words, problem=problem)
