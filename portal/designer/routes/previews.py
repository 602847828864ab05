"""Versions and what changed, previews, and a scheme copied, ended and brought back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.applications.forms.questions import form_of
from portal.applications.forms.told import told_form
from portal.applications.reading import questions_of
from portal.approvals.forms import CoverForm
from portal.designer import staffing
from portal.designer.compare_pages import version_page
from portal.designer.copying import actions, policy
from portal.designer.previews import invented, pages
from portal.designer.routes import blueprint
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.reviews.forms import review_form
from portal.schemes import policy as schemes
from portal.schemes import queries
from portal.schemes.forms import SchemeForm
from portal.schemes.models import Call, Scheme, SchemeDraft, SchemeVersion
from portal.schemes.plan import Unfit
from portal.web.guard import actor, guard, now


def _version(session: Session, who: Actor, scheme_id: UUID, number: int) -> SchemeVersion | None:
    scheme = queries.office_scheme(session, who, scheme_id)
    return _numbered(scheme, str(number)) if scheme is not None else None


def _numbered(scheme: Scheme, number: str) -> SchemeVersion | None:
    return next((each for each in scheme.versions if str(each.number) == number), None)


def _may_see_version(version: SchemeVersion, who: Actor, at: datetime) -> Ruling:
    return schemes.may_see_scheme(version.scheme, who, at)


def _previewed(
    session: Session, who_asks: Actor, scheme_id: UUID, who: str
) -> tuple[Scheme, str] | None:
    scheme = queries.office_scheme(session, who_asks, scheme_id)
    return (scheme, who) if scheme is not None and who in pages.WHO else None


def _may_preview(found: tuple[Scheme, str], who: Actor, at: datetime) -> Ruling:
    return schemes.may_see_scheme(found[0], who, at)


@blueprint.get("/office/schemes/<uuid:scheme_id>/versions/<int:number>")
@guard(_version, _may_see_version)
def version(found: SchemeVersion) -> str:
    """Show a version, and what it changed in the one before or in one named in the address."""
    named = request.args.get("with")
    other = _numbered(found.scheme, str(found.number - 1) if named is None else named)
    if named is not None and other is None:
        abort(404)
    says, on = found.document, london_day(now())
    fit = staffing.fit(db.current(), found.scheme, says, on)
    return render_template("designer/version.html", page=version_page(found, other, fit, on))


@blueprint.get("/office/schemes/<uuid:scheme_id>/copy")
@guard(queries.office_scheme, policy.may_copy)
def copy(found: Scheme) -> str:
    """Ask for the name and the place of a copy."""
    name = found.versions[-1].document.name
    data = {"name": name.en, "name_cy": name.cy, "node": str(found.organisation_id)}
    return _copy_page(_scheme_form(formdata=None, data=data), found)


@blueprint.post("/office/schemes/<uuid:scheme_id>/copy")
@guard(queries.office_scheme, policy.may_copy)
def copy_post(found: Scheme) -> Response | str:
    """Make the copy."""
    form = _scheme_form()
    if not form.validate():
        return _copy_page(form, found)
    nodes = {str(node.id): node for node in queries.office_nodes(db.current(), actor())}
    place, name, slug = nodes[form.node.data], form.named(), form.slug.data
    try:
        with db.transaction() as session:
            made = actions.copy_scheme(session, found, place, name, slug, actor=actor(), now=now())
            made_id = made.id
    except Unfit as unfit:
        for problem in unfit.problems:
            form.refuse(problem.where, problem.words)
        return _copy_page(form, found)
    flash(_("The copy is made. Nobody sees it before you set up a call."))
    return _to_scheme(made_id)


def _scheme_form(**given: Any) -> SchemeForm:
    form = SchemeForm(**given)
    nodes = queries.office_nodes(db.current(), actor())
    form.node.choices = [(str(node.id), str(node.name)) for node in nodes]
    return form


def _copy_page(form: SchemeForm, found: Scheme) -> str:
    return render_template(
        "designer/copy.html", form=form, **_around(found), number=found.versions[-1].number
    )


def _around(found: Scheme) -> dict[str, Any]:
    return {
        "name": str(found.versions[-1].document.name),
        "back_href": url_for("schemes.office_scheme", scheme_id=found.id),
    }


def _to_scheme(scheme_id: UUID) -> Response:
    return redirect(url_for("schemes.office_scheme", scheme_id=scheme_id), 303)


@blueprint.get("/office/schemes/<uuid:scheme_id>/end")
@guard(queries.office_scheme, schemes.may_see_scheme)
def retire(found: Scheme) -> str:
    """Say what it means to end a scheme, or to bring it back, and ask."""
    return render_template(
        "designer/retire.html",
        **_around(found),
        ending=policy.may_retire(found, actor(), now()),
        returning=policy.may_bring_back(found, actor(), now()),
        end_href=url_for("designer.retire_post", scheme_id=found.id),
        return_href=url_for("designer.bring_back", scheme_id=found.id),
    )


@blueprint.post("/office/schemes/<uuid:scheme_id>/end")
@guard(queries.office_scheme, policy.may_retire)
def retire_post(found: Scheme) -> Response:
    """End the scheme."""
    with db.transaction() as session:
        actions.retire(session, found, actor=actor(), now=now())
    flash(_("The scheme has ended. You can bring it back."))
    return _to_scheme(found.id)


@blueprint.post("/office/schemes/<uuid:scheme_id>/bring-back")
@guard(queries.office_scheme, policy.may_bring_back)
def bring_back(found: Scheme) -> Response:
    """Bring the scheme back."""
    with db.transaction() as session:
        actions.bring_back(session, found, actor=actor(), now=now())
    flash(_("The scheme is back. You can set up a call."))
    return _to_scheme(found.id)


@blueprint.get("/office/schemes/<uuid:scheme_id>/preview/<who>")
@guard(_previewed, _may_preview)
def preview(found: tuple[Scheme, str]) -> str:
    """Show a draft or a version as somebody would see it; nothing in it can be sent."""
    scheme, who = found
    shown = _shown(scheme, request.args.get("of", ""))
    if shown is None:
        abort(404)
    call = invented.call_of(scheme, shown.says, now())
    step = request.args.get("step", "") if who == "applicant" else ""
    around = {"banner": pages.banner(shown, who, step)}
    if who == "manager":
        asked = pages.of_request(call, now())
        cover = CoverForm(formdata=None)
        return render_template(
            "designer/preview_manager.html", page=asked, form=cover, panel=None, **around
        )
    if who == "reviewer":
        form = review_form(shown.says)(formdata=None)
        page = pages.of_review(call, now())
        return render_template("designer/preview_reviewer.html", page=page, form=form, **around)
    return _as_applicant(call, shown, step, around)


def _as_applicant(call: Call, shown: pages.Preview, step: str, around: dict[str, Any]) -> str:
    if step == "":
        page = pages.of_scheme(call, now())
        return render_template("designer/preview_scheme.html", page=page, **around)
    if step == "start":
        start = pages.of_start(call, shown, now())
        nothing = told_form((), london_day(now()), {})
        return render_template("designer/preview_start.html", page=start, form=nothing, **around)
    if step == "tasks":
        tasks = pages.of_tasks(call, shown, now())
        return render_template("designer/preview_tasks.html", page=tasks, **around)
    section = shown.says.section(step)
    if section is None:
        abort(404)
    form = form_of(section, questions_of(section))(formdata=None)
    asked = pages.of_section(call, section, shown, now())
    return render_template("designer/preview_section.html", page=asked, form=form, **around)


def _shown(scheme: Scheme, of: str) -> pages.Preview | None:
    """Return the draft, or the version of this number; the newest one where none is named."""
    if of == "draft":
        draft = db.current().scalar(select(SchemeDraft).where(SchemeDraft.scheme_id == scheme.id))
        label = _("the next version, not made yet")
        return pages.Preview(scheme, draft.document, of, label) if draft else None
    found = _numbered(scheme, of or str(scheme.versions[-1].number))
    if found is None:
        return None
    label = _("version %(number)s", number=found.number)
    return pages.Preview(scheme, found.document, str(found.number), label)
