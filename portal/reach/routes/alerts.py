"""Ask to be told of schemes, confirm, change, stop. No account is needed for any of it."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import language
from portal.kernel.ruling import Refused
from portal.people.queries import person_with_posts
from portal.reach import actions, policy, queries
from portal.reach.actions import Wish
from portal.reach.forms import AlertsForm, ChoicesForm, SchemeAlertForm
from portal.reach.models import Subscription
from portal.reach.pages.wishes import wish_words
from portal.reach.routes import blueprint
from portal.reach.tokens import Keys
from portal.reach.wanting import Wanted
from portal.schemes.models import Scheme
from portal.schemes.queries import scheme_by_slug
from portal.web.guard import actor, guard, now
from portal.web.links import settings


@dataclass(frozen=True, slots=True)
class About:
    """What is asked for: all that fits, or one scheme."""

    scheme: Scheme | None = None

    @property
    def name(self) -> str:
        """The scheme's name, or nothing."""
        says = self.scheme.latest if self.scheme else None
        return str(says.document.name) if says else ""


def about(session: Session, _actor: Actor) -> About | None:
    """Return what the address asks for; None for a scheme nobody may know of."""
    slug = request.args.get("scheme", "")
    if not slug:
        return About()
    scheme = scheme_by_slug(session, slug)
    return About(scheme) if scheme is not None and scheme.retired_at is None else None


@blueprint.get("/alerts")
@guard(about, public=True)
def subscribe(asked: About) -> str:
    """Ask where to send alerts, and of what; what we know of who is signed in stands there."""
    return _ask(_form(asked, formdata=None, data=_known()), asked)


def _form(asked: About, **given: Any) -> AlertsForm | SchemeAlertForm:
    return SchemeAlertForm(**given) if asked.scheme else AlertsForm(**given)


def _known() -> dict[str, Any]:
    who = actor()
    values: dict[str, Any] = {"language": language()}
    person = person_with_posts(db.current(), who.person_id) if who.person_id else None
    if person is not None:
        values["email"] = person.email
        values["jobs"] = [person.post.profession.uptake_group.value] if person.post else []
    return values


def _ask(form: AlertsForm | SchemeAlertForm, asked: About) -> str:
    return render_template("reach/subscribe.html", form=form, scheme_name=asked.name)


@blueprint.post("/alerts")
@guard(about, public=True)
def subscribe_post(asked: About) -> Response | tuple[str, int] | str:
    """Note the wish and send the link that confirms it. The answer is the same for everybody."""
    form = _form(asked)
    if not form.validate():
        return _ask(form, asked)
    wanted = form.wanted() if isinstance(form, AlertsForm) else Wanted()
    if asked.scheme is not None:
        wanted = Wanted(asked.scheme.id)
    wish = Wish(form.email.data.lower(), form.language.data, wanted, request.remote_addr or "")
    try:
        with db.transaction() as session:
            actions.ask_for_alerts(session, wish, now=now())
    except Refused as refused:
        form.refuse(None, refused.ruling.reason)
        return _ask(form, asked), 429
    return redirect(url_for("reach.asked"), 303)


@blueprint.get("/alerts/asked")
@guard(public=True)
def asked() -> str:
    """Say to look for the mail."""
    return render_template("reach/asked.html", most=policy.MAILS_A_DAY)


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link of a mail leads to; nothing where it does not work any more."""

    subscription: Subscription | None = None


def by_token(session: Session, _actor: Actor, token: str) -> Linked:
    """Return what the link of a first mail is for."""
    return Linked(queries.by_token(session, token))


def by_key(session: Session, _actor: Actor, key: str) -> Linked:
    """Return what a key that every mail carries is for."""
    found = Keys(settings().secret_key).read(key)
    return Linked(queries.by_id(session, found) if found else None)


def _gone() -> tuple[str, int]:
    return render_template("reach/gone.html"), 410


@blueprint.get("/alerts/confirm/<token>")
@guard(by_token, public=True)
def confirm(linked: Linked) -> tuple[str, int] | str:
    """Show a button: programs that follow every link of a mail use nothing up."""
    found = linked.subscription
    if found is None or not policy.can_be_confirmed(found, now()):
        return _gone()
    return render_template("reach/confirm.html", wish=wish_words(found), email=found.email)


@blueprint.post("/alerts/confirm/<token>")
@guard(by_token, public=True)
def confirm_post(linked: Linked) -> tuple[str, int] | str:
    """Begin to send."""
    if linked.subscription is None:
        return _gone()
    with db.transaction() as session:
        began = actions.confirm(session, linked.subscription, now=now())
    if not began:
        return _gone()
    key = Keys(settings().secret_key).of(linked.subscription.id)
    words = wish_words(linked.subscription)
    return render_template("reach/confirmed.html", wish=words, key=key)


@blueprint.get("/alerts/change/<key>")
@guard(by_key, public=True)
def change(linked: Linked) -> tuple[str, int] | str:
    """Show what one is told of, to be changed."""
    found = linked.subscription
    if found is None or not policy.is_live(found):
        return _gone()
    data = {"jobs": found.jobs, "kinds": found.kinds, "language": found.language}
    return _change_page(ChoicesForm(formdata=None, data=data), found)


def _change_page(form: ChoicesForm, found: Subscription) -> str:
    key = Keys(settings().secret_key).of(found.id)
    one = wish_words(found) if found.scheme_id else ""
    return render_template("reach/change.html", form=form, email=found.email, key=key, one=one)


@blueprint.post("/alerts/change/<key>")
@guard(by_key, public=True)
def change_post(linked: Linked) -> tuple[str, int] | str:
    """Keep the new choices."""
    found = linked.subscription
    if found is None or not policy.is_live(found):
        return _gone()
    form = ChoicesForm()
    if not form.validate():
        return _change_page(form, found)
    with db.transaction():
        actions.change(found, Wish(found.email, form.language.data, form.wanted()))
    return render_template("reach/changed.html", wish=wish_words(found))


@blueprint.get("/alerts/stop/<key>")
@guard(by_key, public=True)
def stop(linked: Linked) -> tuple[str, int] | str:
    """Show a button that stops the alerts."""
    if linked.subscription is None:
        return _gone()
    return render_template("reach/stop.html", email=linked.subscription.email)


@blueprint.post("/alerts/stop/<key>")
@guard(by_key, public=True, without_token=True)
def stop_post(linked: Linked) -> tuple[str, int] | str:
    """Stop. Mail programs post here of their own accord (RFC 8058), with no page before."""
    if linked.subscription is None:
        return _gone()
    with db.transaction() as session:
        actions.stop(session, linked.subscription, now=now())
    return render_template("reach/stopped.html")
