"""Save a section while it is typed. Answers are for the page's own script: see `web.autosave`."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import jsonify, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.applications import policy
from portal.applications.actions.sections import ChangedMeanwhile, save_typing
from portal.applications.actions.time import TimeSaved, save_time_typing
from portal.applications.models import Application, SectionEntry
from portal.applications.routes import blueprint
from portal.applications.routes.drafts import SECTION, section_form
from portal.applications.routes.loading import Part, may_write, part
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
from portal.schemes.questions import Section
from portal.web.format import clock_time
from portal.web.guard import actor, guard, now

Save = Callable[[Session], SectionEntry | None]
Answer = Response | tuple[Response, int]


@blueprint.post(f"{SECTION}/autosave")
@guard(part, may_write)
def section_autosave(loaded: Part) -> Answer:
    """Keep every answer that can be stored; where one cannot, say why, and keep its last words."""
    application, section = loaded.application, loaded.section
    form = section_form(loaded)
    entry = entry_of(application, section)
    answers, problem = form.answers(), ""
    for question in form.asks:
        if refused := form.field_of(question).process_errors:
            answers[question.key] = entry.answers.get(question.key, "") if entry else ""
            problem = problem or str(refused[0])
    seen = sent()

    def save(session: Session) -> SectionEntry | None:
        return save_typing(
            session,
            application,
            section,
            answers,
            seen_version=seen.version,
            tab=seen.tab,
            actor=actor(),
            now=now(),
        )

    return _answer(application, section, answers, save, problem)


@blueprint.post(f"{PATH}/autosave")
@guard(application_with_time, policy.may_write)
def time_autosave(application: Application) -> Answer:
    """Keep what was typed of the time, and what it comes to where that can be said."""
    typed = read(application, request.form)
    if typed.cannot_keep():
        return jsonify(problem=_("Part of this is too long to save. Make it shorter.")), 422
    section, seen = time_section(application), sent()
    saved = TimeSaved(typed.words, typed.asked, False, seen.version, seen.tab)

    def save(session: Session) -> SectionEntry | None:
        return save_time_typing(session, application, section, saved, actor=actor(), now=now())

    return _answer(application, section, saved.typed, save)


def _answer(
    application: Application,
    section: Section,
    typed: Mapping[str, Any],
    save: Save,
    problem: str = "",
) -> Answer:
    """Save, and say how it went: saved, overtaken by another page, or not allowed any more."""
    try:
        with db.transaction() as session:
            entry = save(session)
            version = entry.version if entry else 0
    except ChangedMeanwhile:
        keep_both(application, section, typed)
        return jsonify(conflict=True), 409
    except Refused as refused:
        return jsonify(refused=str(refused.ruling.reason)), 409
    words = _("Saved %(when)s", when=clock_time(now()))
    return jsonify(version=version, saved=words, problem=problem)
