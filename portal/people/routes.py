"""Sign in, sign out, sign out everywhere."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.kernel.language import _, lazy
from portal.people import actions, held, sessions
from portal.people.actions import Attempt, SignInResult
from portal.people.forms import SignInForm
from portal.people.models import Person
from portal.people.pages import held_page
from portal.web.guard import actor, guard, local_path, now
from portal.web.links import settings

blueprint = Blueprint("people", __name__)

WRONG = lazy("The email address or password is not right. Try again.")
WAIT = lazy("There were too many wrong tries. Wait 5 minutes, then try again.")


@blueprint.get("/sign-in")
@guard(public=True)
def sign_in() -> Response | str:
    """Ask who it is; somebody already signed in goes on."""
    if actor().is_signed_in:
        return redirect(_next())
    return render_template("people/sign_in.html", form=SignInForm(formdata=None), next=_next())


@blueprint.post("/sign-in")
@guard(public=True)
def sign_in_post() -> Response | tuple[str, int] | str:
    """Check the password and begin a sign-in, or say what to do, with the address kept."""
    form = SignInForm()
    if not form.validate():
        return render_template("people/sign_in.html", form=form, next=_next())
    attempt = Attempt(form.email.data, form.password.data, request.remote_addr or "")
    result, person = actions.check(attempt, settings().argon2_memory_kib, now())
    if person is None:
        return _refused(form, attempt, result)
    with db.transaction():
        actions.sign_in(person, now())
    return redirect(_next(), 303)


def _refused(form: SignInForm, attempt: Attempt, result: SignInResult) -> tuple[str, int]:
    if result is SignInResult.WRONG:
        with db.transaction():
            actions.note_failure(attempt, now())
    form.password.errors = [str(WAIT if result is SignInResult.WAIT else WRONG)]
    page = render_template("people/sign_in.html", form=form, next=_next())
    return page, 429 if result is SignInResult.WAIT else 200


def _next() -> str:
    """Return where to go after signing in: an address on this host, and not this page."""
    target = local_path(request.values.get("next", "/"))
    return "/" if urlsplit(target).path == url_for("people.sign_in") else target


@blueprint.post("/sign-out")
@guard(public=True)
def sign_out() -> Response:
    """End this browser's sign-in."""
    with db.transaction():
        sessions.end(now())
    flash(_("You have signed out."))
    return redirect("/", 303)


@blueprint.get("/time-out")
@guard()
def time_out() -> Response:
    """Tell the page's script how long the sign-in lasts, and the token of forms as it is now."""
    left = sessions.time_out()
    assert left is not None  # the guard saw to it
    answer: Response = jsonify(
        who=left.who,
        seconds=left.seconds,
        until=left.until,
        mayExtend=left.may_extend,
        token=generate_csrf(),
    )
    return answer


@blueprint.post("/time-out")
@guard()
def extend() -> Response:
    """Stay signed in for another hour, as long as that is allowed."""
    with db.transaction():
        sessions.extend(now())
    return redirect(url_for("people.time_out"), 303)


@blueprint.get("/held")
@guard()
def held_posts() -> Response | str:
    """Show what this person sent when their sign-in was over; with nothing held, go on."""
    page = held_page(held.mine(db.current(), actor().person_id, now()))
    return render_template("people/held.html", page=page) if page.posts else redirect("/")


@blueprint.get("/account")
@guard()
def account() -> str:
    """Show who is signed in, and how to sign out everywhere."""
    person = db.current().get_one(Person, actor().person_id)
    rows = [
        {"key": {"text": _("Name")}, "value": {"text": person.name}},
        {"key": {"text": _("Email address")}, "value": {"text": person.email}},
        {"key": {"text": _("Signed in until")}, "value": {"text": _until()}},
    ]
    return render_template("people/account.html", rows=rows)


def _until() -> str:
    left = sessions.time_out()
    return left.until if left else ""


@blueprint.post("/account/sign-out-everywhere")
@guard()
def sign_out_everywhere() -> Response:
    """End every sign-in of this person."""
    with db.transaction() as session:
        person = session.get_one(Person, actor().person_id)
        ended = actions.sign_out_everywhere(person, now())
    flash(_("You have signed out on %(count)s devices.", count=ended))
    return redirect("/", 303)
