"""Begin a draft, its outline, and its two ends: a version, or nothing."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.designer import actions, policy, queries
from portal.designer.forms.finish import VersionForm
from portal.designer.pages.addresses import outline_href
from portal.designer.pages.outline import outline_page
from portal.designer.routes import blueprint
from portal.designer.staffing import fit
from portal.designer.work import Work
from portal.kernel import db
from portal.kernel.clock import london_day
from portal.kernel.language import _, _n
from portal.kernel.ruling import Refused
from portal.schemes.models import Call
from portal.schemes.pages.words import uk_time
from portal.web.guard import actor, guard, now

DRAFT = "/office/schemes/<uuid:scheme_id>/draft"


@blueprint.post("/office/schemes/<uuid:scheme_id>/edit")
@guard(queries.work, policy.may_edit)
def begin(work: Work) -> Response:
    """Begin the next version, or go to the one there is."""
    with db.transaction() as session:
        actions.begin(session, work.scheme, actor=actor(), now=now())
    return redirect(outline_href(work.scheme.id), 303)


@blueprint.get(DRAFT)
@guard(queries.work, policy.may_edit)
def outline(work: Work) -> Response | str:
    """Show every part with how it stands."""
    if work.draft is None:
        return to_scheme(work.scheme.id)
    found = fit(db.current(), work.scheme, work.draft.document, london_day(now()))
    page = outline_page(work, work.draft, found, actor(), now())
    return render_template("designer/outline.html", page=page)


@blueprint.get(f"{DRAFT}/make")
@guard(queries.work, policy.may_edit)
def make(work: Work) -> Response | str:
    """Ask what changed, and which calls get it."""
    if work.draft is None:
        return to_scheme(work.scheme.id)
    if not policy.may_make_version(work, actor(), now()):
        return redirect(outline_href(work.scheme.id), 302)
    calls = [str(call.id) for call in queries.coming_calls(work.scheme, now())]
    return _make_page(work, _version_form(work, formdata=None, data={"calls": calls}))


@blueprint.post(f"{DRAFT}/make")
@guard(queries.work, policy.may_edit)
def make_post(work: Work) -> Response | tuple[str, int] | str:
    """Make the draft a version. What was typed is shown again where that is refused."""
    form, scheme_id = _version_form(work), work.scheme.id
    if not form.validate():
        return _make_page(work, form)
    try:
        with db.transaction() as session:
            made, given = actions.make_version(
                session, work.scheme, form.note.data, form.call_ids(), actor=actor(), now=now()
            )
            words = _made_words(made.number, len(given), len(form.call_ids()))
    except Refused as refused:
        form.refuse(None, refused.ruling.reason)
        found = queries.work(db.current(), actor(), scheme_id)
        return _make_page(found or work, form), 409
    flash(words)
    return to_scheme(scheme_id)


def _made_words(number: int, given: int, asked: int) -> str:
    words = [_("This is version %(number)s now.", number=number)]
    if given:
        words.append(_n("%(num)s call has it.", "%(num)s calls have it.", given))
    if given < asked:
        words.append(_("A call that has opened in the meantime keeps its own version."))
    return " ".join(words)


def _version_form(work: Work, **given: Any) -> VersionForm:
    form = VersionForm(**given)
    # All of them: one may open while this page is read, and the action says what became of it.
    form.calls.choices = _as_choices(work.scheme.calls)
    return form


def _as_choices(calls: Iterable[Call]) -> list[tuple[str, object]]:
    return [
        (str(call.id), _("%(call)s, opens %(when)s", call=call.name, when=uk_time(call.opens_at)))
        for call in calls
    ]


def _make_page(work: Work, form: VersionForm) -> str:
    form.calls.choices = _as_choices(queries.coming_calls(work.scheme, now()))
    count = len(form.calls.choices)
    asks = _n(
        "%(num)s call has not opened. Use version %(number)s for it?",
        "%(num)s calls have not opened. Use version %(number)s for them?",
        count,
        number=work.next_number,
    )
    return render_template(
        "designer/make.html",
        form=form,
        title_words=_("Make this version %(number)s", number=work.next_number),
        name=work.says.name,
        asks=asks if count else "",
        back_href=outline_href(work.scheme.id),
    )


@blueprint.get(f"{DRAFT}/throw-away")
@guard(queries.work, policy.may_edit)
def throw_away(work: Work) -> Response | str:
    """Ask before the changes are lost."""
    if work.draft is None:
        return to_scheme(work.scheme.id)
    return render_template(
        "designer/throw_away.html",
        name=work.says.name,
        number=work.next_number - 1,
        back_href=outline_href(work.scheme.id),
    )


@blueprint.post(f"{DRAFT}/throw-away")
@guard(queries.work, policy.may_edit)
def throw_away_post(work: Work) -> Response:
    """Drop the draft; where it is gone already, that is what was wanted."""
    scheme_id = work.scheme.id
    if work.draft is not None:
        with db.transaction() as session:
            actions.throw_away(session, work.scheme, actor=actor(), now=now())
    flash(_("The changes are thrown away. The scheme says what it said before."))
    return to_scheme(scheme_id)


def to_scheme(scheme_id: UUID) -> Response:
    """Go to the scheme as its office sees it."""
    return redirect(url_for("schemes.office_scheme", scheme_id=scheme_id), 303)
