"""The link that somebody was sent who is asked to take part, and the same from their account."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.applications import companion_policy as rules
from portal.applications import companion_queries
from portal.applications.actions import answering
from portal.applications.companions import Collaborator, Companion, MentorRequest
from portal.applications.forms.people import AnswerForm, DeclineForm, MentorAnswerForm
from portal.applications.models import Application
from portal.applications.pages.invitation import answered_page, invitation_page
from portal.applications.routes import blueprint
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.ruling import Refused
from portal.people.models import Person
from portal.web.guard import actor, guard, now


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link leads to, and who followed it; nothing for a link that is none of ours."""

    companion: Companion | None
    person: Person | None

    @property
    def application(self) -> Application | None:
        """The application it is about."""
        return self.companion.application if self.companion else None

    @property
    def is_theirs(self) -> bool:
        """Say whether it was sent to the address of whoever is signed in."""
        one, person = self.companion, self.person
        return one is not None and person is not None and one.email == person.email


def by_token(session: Session, actor: Actor, token: str) -> Linked:
    """Return what the secret link of a message is for."""
    person = session.get(Person, actor.person_id) if actor.person_id else None
    return Linked(companion_queries.by_token(session, token), person)


def by_address(session: Session, actor: Actor, companion_id: UUID) -> Linked | None:
    """Return a request to the actor's own address."""
    found = companion_queries.addressed_to(session, actor, companion_id)
    return Linked(found, session.get(Person, actor.person_id)) if found else None


@blueprint.get("/invitations/<token>")
@guard(by_token)
def invitation(linked: Linked) -> tuple[str, int] | str:
    """Show who asks for what, with a button: following the link uses nothing up."""
    return _show(linked)


@blueprint.post("/invitations/<token>")
@guard(by_token)
def invitation_post(linked: Linked) -> Response | tuple[str, int] | str:
    """Say yes or no, once."""
    return _answer(linked)


@blueprint.get("/invitations/mine/<uuid:companion_id>")
@guard(by_address)
def request_to_me(linked: Linked) -> tuple[str, int] | str:
    """Show the same to somebody who was asked at their own address."""
    return _show(linked)


@blueprint.post("/invitations/mine/<uuid:companion_id>")
@guard(by_address)
def request_to_me_post(linked: Linked) -> Response | tuple[str, int] | str:
    """Say yes or no, once."""
    return _answer(linked)


def _show(linked: Linked) -> tuple[str, int] | str:
    one = linked.companion
    if one is None or not rules.may_answer(one, actor(), now(), is_theirs=True):
        return _not_open(one)
    return _page(linked, one, _form(linked, one, is_sent=False))


def _not_open(one: Companion | None) -> tuple[str, int] | str:
    page = answered_page(one, actor(), now()) if one else None
    if page is None:
        return render_template("applications/gone.html", reason=rules.GONE), 410
    return render_template("applications/answered.html", page=page)


def _says_no() -> bool:
    return request.args.get("say") == "no"


def _form(linked: Linked, one: Companion, *, is_sent: bool) -> AnswerForm:
    yes = MentorAnswerForm if isinstance(one, MentorRequest) else AnswerForm
    form = (DeclineForm if _says_no() else yes)(**({} if is_sent else {"formdata": None}))
    form.ask_who(asks=not linked.is_theirs)
    return form


def _answer(linked: Linked) -> Response | tuple[str, int] | str:
    one = linked.companion
    if one is None or not rules.may_answer(one, actor(), now(), is_theirs=True):
        return _not_open(one)
    form = _form(linked, one, is_sent=True)
    if not form.validate():
        return _page(linked, one, form)
    try:
        _keep(one, form, is_theirs=linked.is_theirs or form.says_who())
    except Refused:
        db.current().expire_all()
        return _not_open(one)
    return redirect(request.path, 303)


def _keep(one: Companion, form: AnswerForm, *, is_theirs: bool) -> None:
    with db.transaction() as session:
        said: dict[str, Any] = {"is_theirs": is_theirs, "actor": actor(), "now": now()}
        if isinstance(form, DeclineForm):
            answering.decline(session, one, form.reason.data, **said)
        elif isinstance(one, MentorRequest) and isinstance(form, MentorAnswerForm):
            answering.confirm(session, one, form.offered(), **said)
        elif isinstance(one, Collaborator):
            answering.join(session, one, **said)


def _page(linked: Linked, one: Companion, form: AnswerForm) -> str:
    assert linked.person is not None  # the guard lets in nobody unknown
    page = invitation_page(
        one, linked.person, request.path, is_theirs=linked.is_theirs, says_no=_says_no()
    )
    return render_template("applications/invitation.html", form=form, page=page)
