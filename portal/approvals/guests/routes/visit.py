"""The link, the code and the request for somebody without an account. No address but the link's
has a secret in it.
"""  # noqa: D205 -- one thought

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask import session as cookie
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.approvals.declining import decline_form
from portal.approvals.forms import DeclineForm
from portal.approvals.guests import pages, policy, queries, visiting
from portal.approvals.guests.forms import CodeForm, ColleagueForm
from portal.approvals.guests.routes.blueprint import blueprint
from portal.approvals.guests.visiting import Entry, Reason
from portal.approvals.models import Guest
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _, lazy
from portal.kernel.ruling import Refused
from portal.web.guard import guard, now
from portal.web.links import settings

KEPT = "guest"  # the name in the browser's cookie
Shown = Response | tuple[str, int] | str

WRONG = lazy("This is not the code. Look for the newest email, and type all six digits")
OVER = lazy("This code does not work any more. Send a new one")


@dataclass(frozen=True, slots=True)
class Linked:
    """Whom a link or a browser belongs to; nobody where it does not work."""

    guest: Guest | None = None


def by_token(session: Session, _actor: Actor, token: str) -> Linked:
    """Return whose link this is."""
    return Linked(queries.by_token(session, token))


def by_browser(session: Session, _actor: Actor) -> Linked:
    """Return who opened a link in this browser."""
    kept = cookie.get(KEPT)
    return Linked(queries.by_browser(session, kept) if isinstance(kept, str) else None)


def _gone() -> tuple[str, int]:
    return render_template("approvals/guests/gone.html"), 410


@blueprint.get("/host/link/<token>")
@guard(by_token, public=True)
def link(linked: Linked) -> Shown:
    """Show a button: programs that follow every link of a mail use nothing up."""
    guest = linked.guest
    if guest is None or not policy.is_unspent(guest, now()):
        return _gone()
    return render_template("approvals/guests/door.html", page=pages.door_page(guest))


@blueprint.post("/host/link/<token>")
@guard(by_token, public=True)
def link_post(linked: Linked) -> Shown:
    """Spend the link, once, and mail a code."""
    if linked.guest is None:
        return _gone()
    key = settings().secret_key
    with db.transaction() as session:
        kept = visiting.spend(session, linked.guest.id, key, now=now())
    if kept is None:
        return _gone()
    cookie[KEPT] = kept
    return redirect(url_for("guests.code"), 303)


@blueprint.get("/host/code")
@guard(by_browser, public=True)
def code(linked: Linked) -> Shown:
    """Ask for the code."""
    return _code(linked, CodeForm(formdata=None))


def _code(linked: Linked, form: CodeForm) -> Shown:
    guest = linked.guest
    if guest is None or not policy.works(guest, now()):
        return _gone()
    page = pages.code_page(guest, now())
    return render_template("approvals/guests/code.html", form=form, page=page)


@blueprint.post("/host/code")
@guard(by_browser, public=True)
def code_post(linked: Linked) -> Shown:
    """Take the code; each try counts."""
    form, guest = CodeForm(), linked.guest
    if guest is None or not form.validate():
        return _code(linked, form)
    with db.transaction() as session:
        entry = visiting.enter(session, guest.id, form.digits(), settings().secret_key, now=now())
    if entry is Entry.RIGHT:
        return redirect(url_for("guests.request"), 303)
    form.refuse("code", WRONG if entry is Entry.WRONG else OVER)
    return _code(linked, form)


@blueprint.post("/host/code/again")
@guard(by_browser, public=True)
def code_again(linked: Linked) -> Shown:
    """Mail another code, as long as there are some left."""
    if linked.guest is None:
        return _gone()
    with db.transaction() as session:
        visiting.mail_code(session, linked.guest.id, settings().secret_key, now=now())
    return redirect(url_for("guests.code"), 303)


def _guest_in(linked: Linked) -> Guest | None:
    guest = linked.guest
    return guest if guest is not None and policy.is_in(guest, now()) else None


def _outside(linked: Linked) -> Shown:
    """Return to the code, where only that is missing."""
    if linked.guest is not None and policy.works(linked.guest, now()):
        return redirect(url_for("guests.code"), 303)
    return _gone()


@blueprint.get("/host/request")
@guard(by_browser, public=True)
def request(linked: Linked) -> Shown:
    """Show the request to whoever gave the code."""
    if (guest := _guest_in(linked)) is None:
        return _outside(linked)
    return render_template("approvals/guests/request.html", page=pages.guest_page(guest))


@blueprint.post("/host/request/yes")
@guard(by_browser, public=True)
def yes(linked: Linked) -> Shown:
    """Say yes for the host."""
    return _act(linked, lambda s, guest_id: visiting.say_yes(s, guest_id, now=now()))


@blueprint.get("/host/request/no")
@guard(by_browser, public=True)
def decline(linked: Linked) -> Shown:
    """Ask for the reason of a no."""
    return _decline(linked, decline_form(formdata=None))


def _decline(linked: Linked, form: DeclineForm) -> Shown:
    if (guest := _guest_in(linked)) is None:
        return _outside(linked)
    page = pages.guest_page(guest)
    return render_template("approvals/guests/decline.html", form=form, page=page)


@blueprint.post("/host/request/no")
@guard(by_browser, public=True)
def decline_post(linked: Linked) -> Shown:
    """Say no for the host, or show what is missing."""
    form = decline_form()
    if not form.validate():
        return _decline(linked, form)
    why = Reason(form.reason.data, form.comment.data)
    return _act(linked, lambda s, guest_id: visiting.say_no(s, guest_id, why, now=now()))


@blueprint.get("/host/request/not-mine")
@guard(by_browser, public=True)
def not_mine(linked: Linked) -> Shown:
    """Ask whose it is."""
    return _not_mine(linked, ColleagueForm(formdata=None))


def _not_mine(linked: Linked, form: ColleagueForm) -> Shown:
    if (guest := _guest_in(linked)) is None:
        return _outside(linked)
    page = pages.guest_page(guest)
    return render_template("approvals/guests/not_mine.html", form=form, page=page)


@blueprint.post("/host/request/not-mine")
@guard(by_browser, public=True)
def not_mine_post(linked: Linked) -> Shown:
    """Give it back to the office, with whom to ask."""
    form = ColleagueForm()
    if not form.validate():
        return _not_mine(linked, form)
    words = form.said()
    return _act(linked, lambda s, guest_id: visiting.give_back(s, guest_id, words, now=now()))


def _act(linked: Linked, act: Any) -> Shown:
    if linked.guest is None:
        return _gone()
    guest_id: UUID = linked.guest.id
    try:
        with db.transaction() as session:
            act(session, guest_id)
    except Refused as refused:
        if not refused.ruling.reason:
            return _outside(Linked(db.current().get(Guest, guest_id)))
        words = refused.ruling.reason
        return render_template("approvals/guests/refused.html", words=words), 409
    cookie.pop(KEPT, None)
    return redirect(url_for("guests.thanks"), 303)


@blueprint.get("/host/thanks")
@guard(public=True)
def thanks() -> str:
    """Say that the answer is kept."""
    return render_template("approvals/guests/thanks.html", title=_("Thank you"))
