"""The section for costs as a whole: what is left, every line, and whether it is done."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.applications import policy, queries
from portal.applications.actions.costs import save_costs
from portal.applications.actions.sections import ChangedMeanwhile
from portal.applications.asked import fits
from portal.applications.forms.completed import LATER, YES
from portal.applications.forms.costs import CostsForm, costs_form
from portal.applications.forms.questions import stored
from portal.applications.models import Application
from portal.applications.pages import costs as pages
from portal.applications.reading import in_words
from portal.applications.routes import blueprint
from portal.applications.saved import entry_of, section_of, version_of
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.schemes.questions import Section, SectionKind
from portal.web.format import clock_time
from portal.web.guard import actor, guard, now

PATH = "/applications/<uuid:application_id>/costs"


def application_with_costs(
    session: Session, actor: Actor, application_id: UUID
) -> Application | None:
    """Load an application whose scheme asks for costs."""
    found = queries.application(session, actor, application_id)
    return found if found is not None and section_of(found, SectionKind.COSTS) else None


def costs_section(application: Application) -> Section:
    """Return the section for costs, which the loader has seen to be there."""
    section = section_of(application, SectionKind.COSTS)
    assert section is not None
    return section


@blueprint.get(PATH)
@guard(application_with_costs, policy.may_edit_costs)
def costs(application: Application) -> str:
    """Show every cost, and what is left."""
    section = costs_section(application)
    entry = entry_of(application, section)
    answers = entry.answers if entry else {}
    typed = {
        **stored(section.questions, answers),
        "reason": answers.get("reason"),
        "complete": YES if entry is not None and entry.is_complete else "",
    }
    return _page(application, costs_form(section)(formdata=None, data=typed))


@blueprint.post(PATH)
@guard(application_with_costs, policy.may_edit_costs)
def costs_post(application: Application) -> Response | str:
    """Keep whether the costs are done; they cannot be while over a limit that stops."""
    form = costs_form(costs_section(application))()
    if not _can_be_saved(form, application):
        return _page(application, form)
    is_complete = form.complete.data == YES
    try:
        with db.transaction() as session:
            save_costs(
                session,
                application,
                costs_section(application),
                answers=form.answers(),
                is_complete=is_complete,
                seen_version=_seen(),
                actor=actor(),
                now=now(),
            )
    except ChangedMeanwhile as newer:
        return _both(application, form, newer)
    return redirect(url_for("applications.tasks", application_id=application.id), 303)


def _can_be_saved(form: CostsForm, application: Application) -> bool:
    """Ask of costs for later only that they can be stored; of costs said to be done, all."""
    is_right = form.validate()
    if form.complete.data == LATER:
        return not form.cannot_keep()
    return is_right and _fits(form, application)


def _fits(form: CostsForm, application: Application) -> bool:
    """Hold costs said to be done against each limit."""
    checks = pages.checks(application)
    ruling = fits(checks, form.reason.data)
    if not ruling:
        is_stopped = any(check.stops for check in checks)
        form.refuse("complete" if is_stopped else "reason", ruling.reason)
    return bool(ruling)


def _seen() -> int:
    sent = request.form.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0


def _both(application: Application, form: CostsForm, newer: ChangedMeanwhile) -> str:
    """Show the reason saved meanwhile; saving again keeps what was typed."""
    db.current().expire_all()
    form.refuse(
        None,
        _(
            "This page was saved somewhere else at %(when)s. It said: %(saved)s. "
            "Save again to keep what you see here.",
            when=clock_time(newer.saved_at),
            saved=_said(costs_section(application), newer.saved_answers),
        ),
    )
    return _page(application, form)


def _said(section: Section, answers: Mapping[str, Any]) -> str:
    said = [in_words(question, answers.get(question.key)) for question in section.questions]
    return "; ".join([*said, str(answers.get("reason", "")) or _("no reason")])


def _page(application: Application, form: CostsForm) -> str:
    section = costs_section(application)
    return render_template(
        "applications/costs.html",
        form=form,
        page=pages.costs_page(application, section, actor(), now()),
        version=version_of(application, section),
    )
