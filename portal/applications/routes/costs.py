"""The section for costs as a whole: what is left, every line, and whether it is done."""

from uuid import UUID

from flask import redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.applications import policy, queries
from portal.applications.actions.costs import save_costs
from portal.applications.actions.sections import ChangedMeanwhile
from portal.applications.asked import fits
from portal.applications.figures import figures_of
from portal.applications.forms.completed import LATER, YES
from portal.applications.forms.costs import CostsForm, costs_form
from portal.applications.forms.questions import stored
from portal.applications.models import Application
from portal.applications.pages import costs as pages
from portal.applications.pages.both import Both, both
from portal.applications.routes import blueprint
from portal.applications.routes.seen import Seen, chosen, keep_both, sent, served
from portal.applications.saved import entry_of, section_of
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.schemes.questions import Section, SectionKind
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
    form = costs_form(section)(formdata=None, data=typed)
    return _page(application, form, served(entry.version if entry else 0))


@blueprint.post(PATH)
@guard(application_with_costs, policy.may_edit_costs)
def costs_post(application: Application) -> Response | str:
    """Keep whether the costs are done; they cannot be while over a limit that stops."""
    section, seen = costs_section(application), sent()
    entry = entry_of(application, section)
    answers = entry.answers if entry else {}
    saved = {**stored(section.questions, answers), "reason": answers.get("reason")}
    form = costs_form(section)(chosen(saved))
    if not _can_be_saved(form, application):
        return _page(application, form, seen)
    is_complete = form.complete.data == YES
    try:
        with db.transaction() as session:
            save_costs(
                session,
                application,
                section,
                answers=form.answers(),
                is_complete=is_complete,
                seen_version=seen.version,
                tab=seen.tab,
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


def _both(application: Application, form: CostsForm, newer: ChangedMeanwhile) -> str:
    """Show what was saved meanwhile beside what was typed, to choose from."""
    section, typed = costs_section(application), form.answers()
    form.refuse(None, keep_both(application, section, typed))
    found = both(application, section, typed, newer, actor())
    return _page(application, form, served(newer.version), found)


def _page(application: Application, form: CostsForm, seen: Seen, found: Both | None = None) -> str:
    section = costs_section(application)
    return render_template(
        "applications/costs.html",
        form=form,
        page=pages.costs_page(
            application, section, figures_of(db.current(), application), actor(), now()
        ),
        seen=seen,
        both=found,
    )
