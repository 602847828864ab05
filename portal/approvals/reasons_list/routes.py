"""The office keeps its list of reasons for a no."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.approvals.queries import own_reasons
from portal.approvals.reasons import Reason, chosen, reasons
from portal.approvals.reasons_list import actions, policy, queries
from portal.approvals.reasons_list.forms import ReasonForm
from portal.approvals.reasons_list.pages import reason_page, reasons_page
from portal.kernel import db
from portal.kernel.language import _
from portal.web.guard import actor, guard, now

blueprint = Blueprint("reasons", __name__)

PATH = "/office/reasons-for-no"
ONE = f"{PATH}/change/<key>"


@blueprint.get(PATH)
@guard(rule=policy.may_keep)
def index() -> str:
    """List all reasons."""
    page = reasons_page(reasons(own_reasons(db.current())))
    return render_template("reasons/index.html", page=page)


def _to_list(words: str) -> Response:
    flash(words)
    return redirect(url_for("reasons.index"), 303)


@blueprint.get(f"{PATH}/new")
@guard(rule=policy.may_keep)
def new() -> str:
    """Ask for the words of a new reason."""
    return render_template("reasons/new.html", form=ReasonForm(formdata=None))


@blueprint.post(f"{PATH}/new")
@guard(rule=policy.may_keep)
def new_post() -> Response | str:
    """Add it, or show what is missing."""
    form = ReasonForm()
    if not form.validate():
        return render_template("reasons/new.html", form=form)
    with db.transaction() as session:
        actions.add_reason(session, form.words(), actor=actor(), now=now())
    return _to_list(_("The reason was added."))


@blueprint.get(ONE)
@guard(queries.reason, policy.may_keep)
def reason(found: Reason) -> str:
    """Show the words of a reason, to change them."""
    english, welsh = _words(found)
    form = ReasonForm(formdata=None, data={"english": english, "welsh": welsh})
    return render_template("reasons/reason.html", form=form, page=reason_page(found))


def _words(found: Reason) -> tuple[str, str]:
    """Return the words in both languages: the office's own, else those that ship."""
    english, welsh = chosen(found.key, own_reasons(db.current()))
    return (english, welsh) if english else (found.label, "")


@blueprint.post(ONE)
@guard(queries.reason, policy.may_keep)
def reason_post(found: Reason) -> Response | str:
    """Rename it, or show what is missing."""
    form = ReasonForm()
    if not form.validate():
        return render_template("reasons/reason.html", form=form, page=reason_page(found))
    with db.transaction() as session:
        actions.rename_reason(session, found, form.words(), actor=actor(), now=now())
    return _to_list(_("The reason has new words. Answers given before keep theirs."))


@blueprint.post(f"{ONE}/retire")
@guard(queries.reason, policy.may_keep)
def retire(found: Reason) -> Response:
    """Offer it no more."""
    with db.transaction() as session:
        actions.retire_reason(session, found, actor=actor(), now=now())
    return _to_list(_("The reason is not offered any more. Answers given before keep it."))


@blueprint.post(f"{ONE}/bring-back")
@guard(queries.reason, policy.may_keep)
def bring_back(found: Reason) -> Response:
    """Offer it again."""
    with db.transaction() as session:
        actions.bring_back_reason(session, found, actor=actor(), now=now())
    return _to_list(_("The reason is offered again."))
