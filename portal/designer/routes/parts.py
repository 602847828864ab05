"""One part of a scheme: its form, and its lists."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from portal.designer import actions, editing, queries
from portal.designer.editing import ChangedMeanwhile, Seen
from portal.designer.forms.base import SettingsForm
from portal.designer.marks import digest
from portal.designer.pages.addresses import part_href
from portal.designer.pages.item import Conflict, differences, saved_by
from portal.designer.pages.part import part_page
from portal.designer.routes import blueprint
from portal.designer.routes.loading import AtPart, at_part, may_edit
from portal.designer.routes.outline import DRAFT, to_scheme
from portal.designer.work import Work
from portal.kernel import db
from portal.kernel.language import _
from portal.web.guard import actor, guard, now

PART = f"{DRAFT}/<part_key>"


@blueprint.get(PART)
@guard(at_part, may_edit)
def part(at: AtPart) -> Response | str:
    """Show a part as the draft has it."""
    if at.work.draft is None:
        return to_scheme(at.work.scheme.id)
    made = at.part.form
    form = made(formdata=None, data=made.data_of(at.work.says)) if made else None
    return _page(at, form)


@blueprint.post(PART)
@guard(at_part, may_edit)
def part_post(at: AtPart) -> Response | str | tuple[str, int]:
    """Keep what a part's form says."""
    if at.part.form is None:
        return redirect(part_href(at.work.scheme.id, at.part), 303)
    form, scheme_id = at.part.form(), at.work.scheme.id
    if not form.validate():
        return _page(at, form, seen=seen_sent())
    try:
        with db.transaction() as session:
            actions.edit(
                session,
                at.work.scheme,
                at.part.key,
                lambda says: editing.with_settings(says, at.part, form.values(), seen_sent()),
                actor=actor(),
                now=now(),
            )
    except ChangedMeanwhile:
        found = queries.work(db.current(), actor(), scheme_id)
        return _both(AtPart(found or at.work, at.part), form)
    except actions.TooLong:
        form.refuse(None, too_long())
        return _page(at, form, seen=seen_sent())
    flash(_("Saved: %(part)s.", part=at.part.title))
    return redirect(part_href(scheme_id, at.part), 303)


def seen_sent() -> Seen:
    """Return what the form that was sent had been made from."""
    return Seen.read(request.form.get("seen", ""))


def too_long() -> str:
    """Say that the scheme as a whole is too long."""
    return _("The scheme is too long to keep. Shorten this, or remove something.")


def changed_words() -> str:
    """Say above a form that somebody was quicker."""
    return _("Somebody saved this while you were typing. Choose which words to keep.")


def conflict(
    work: Work, part: str, theirs: SettingsForm, form: SettingsForm, href: str
) -> Conflict:
    """Return what is there now, against what was typed."""
    entry = queries.last_change(db.current(), work.scheme.id, part)
    return Conflict(saved_by(entry, work.draft), differences(theirs, form), href)


def _both(at: AtPart, form: SettingsForm) -> str:
    says, made = at.work.says, type(form)
    theirs = made(formdata=None, data=made.data_of(says))
    form.refuse(None, changed_words())
    href = part_href(at.work.scheme.id, at.part)
    shown = conflict(at.work, at.part.key, theirs, form, href)
    return _page(at, form, seen=Seen(digest(at.part.values(says))), both=shown)


def _page(
    at: AtPart, form: SettingsForm | None, *, seen: Seen | None = None, both: Conflict | None = None
) -> str:
    page = part_page(at.work, at.part, at.work.says)
    context: dict[str, object] = {"form": form} if form else {}
    return render_template(
        "designer/part.html", page=page, conflict=both, seen=seen or page.seen, **context
    )
