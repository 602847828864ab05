"""The people on an application: the page of them, asking, changing, taking off."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.applications import companion_policy as rules
from portal.applications import companion_queries, policy, queries
from portal.applications.actions import helping, mentoring
from portal.applications.actions.helping import Invitation
from portal.applications.actions.sections import ChangedMeanwhile, save_section
from portal.applications.companions import Access, Answer, Collaborator, Companion
from portal.applications.forms.completed import LATER, YES
from portal.applications.forms.people import InviteForm, MentorForm, PartForm
from portal.applications.forms.questions import SectionForm, form_of, stored
from portal.applications.models import Application
from portal.applications.pages.people import end_page, people_page
from portal.applications.routes import blueprint
from portal.applications.routes.loading import Part, may_edit, people_part
from portal.applications.routes.seen import Seen, keep_both, sent, served
from portal.applications.saved import entry_of, section_of
from portal.kernel import db
from portal.kernel.language import _
from portal.kernel.ruling import Refused
from portal.mentors import queries as mentors
from portal.schemes.questions import SectionKind
from portal.web.autosave import autosave_of
from portal.web.fields import Form
from portal.web.guard import actor, guard, now

BASE = "/applications/<uuid:application_id>/people"
ONE = f"{BASE}/<uuid:companion_id>"


@blueprint.get(BASE)
@guard(queries.application, policy.may_see)
def people(application: Application) -> str:
    """Show who works on it, who is asked, and the mentor; ask the questions of the section."""
    section = section_of(application, SectionKind.PEOPLE)
    if section is None or not may_edit(Part(application, section), actor(), now()):
        return _page(application)
    entry = entry_of(application, section)
    answers = stored(section.questions, entry.answers if entry else {})
    complete = None if entry is None else YES if entry.is_complete else LATER
    form = form_of(section, section.questions)(
        formdata=None, data={**answers, "complete": complete}
    )
    return _page(application, form, served(entry.version if entry else 0))


@blueprint.post(BASE)
@guard(people_part, may_edit)
def people_post(loaded: Part) -> Response | str:
    """Keep the answers of the section, and whether it is finished."""
    form = form_of(loaded.section, loaded.section.questions)()
    is_right, seen = form.validate(), sent()
    if form.cannot_keep() or form.says_nothing() or (form.says_complete() and not is_right):
        return _page(loaded.application, form, seen)
    try:
        with db.transaction() as session:
            save_section(
                session,
                loaded.application,
                loaded.section,
                form.answers(),
                is_complete=is_right and form.says_complete(),
                seen_version=seen.version,
                tab=seen.tab,
                actor=actor(),
                now=now(),
            )
    except ChangedMeanwhile as changed:
        keep_both(loaded.application, loaded.section, form.answers())
        form.refuse(
            None,
            _(
                "%(name)s saved this page meanwhile. Save again to keep what you see here.",
                name=changed.saved_by,
            ),
        )
        return _page(loaded.application, form, served(changed.version))
    return _to(loaded.application, "applications.tasks")


def _page(
    application: Application, form: SectionForm | None = None, seen: Seen | None = None
) -> str:
    asked: list[Companion] = [*application.collaborators, *application.mentor_requests]
    known = companion_queries.people_at(db.current(), {each.email for each in asked})
    context: dict[str, Any] = {"page": people_page(application, known, actor(), now())}
    if form is not None:
        where = url_for("applications.people_autosave", application_id=application.id)
        autosave = autosave_of(where, application.id)
        context |= {"form": form, "seen": seen, "autosave": autosave}
    return render_template("applications/people.html", **context)


@blueprint.get(f"{BASE}/invite")
@guard(queries.application, rules.may_invite)
def ask_helper(application: Application) -> str:
    """Ask whom to ask for what."""
    return _invite(application, InviteForm(formdata=None, data={"access": Access.VIEW}))


@blueprint.post(f"{BASE}/invite")
@guard(queries.application, rules.may_invite)
def ask_helper_post(application: Application) -> Response | tuple[str, int] | str:
    """Send the link."""
    form = InviteForm()
    if not form.validate():
        return _invite(application, form)
    asked = form.invitation()
    try:
        with db.transaction() as session:
            helping.invite(session, application, asked, actor=actor(), now=now())
    except Refused as refused:
        form.refuse("email", refused.ruling.reason)
        return _invite(application, form), 409
    flash(_("We have written to %(email)s.", email=asked.email))
    return _to(application)


def _invite(application: Application, form: InviteForm) -> str:
    return _asking("applications/ask_helper.html", application, form, application.collaborators)


@blueprint.get(ONE)
@guard(companion_queries.collaborator, rules.may_manage_one)
def collaborator(one: Collaborator) -> str:
    """Ask what somebody does and may do."""
    data = {"part": one.part, "access": one.access, "credit": one.credit}
    return _collaborator(one, PartForm(formdata=None, data=data))


@blueprint.post(ONE)
@guard(companion_queries.collaborator, rules.may_manage_one)
def collaborator_post(one: Collaborator) -> Response | str:
    """Keep it."""
    form = PartForm()
    if not form.validate():
        return _collaborator(one, form)
    with db.transaction() as session:
        helping.change(
            session,
            one,
            part=form.part.data,
            access=Access(form.access.data),
            credit=tuple(form.credit.data),
            actor=actor(),
            now=now(),
        )
    return _to(one.application)


def _collaborator(one: Collaborator, form: PartForm) -> str:
    page = _around(one.application)
    return render_template("applications/collaborator.html", form=form, name=one.name, page=page)


@blueprint.post(f"{ONE}/again")
@guard(companion_queries.companion, rules.may_send_again)
def send_again(one: Companion) -> Response:
    """Send a new link."""
    with db.transaction() as session:
        helping.send_again(session, one, actor=actor(), now=now())
    flash(_("We have written to %(email)s.", email=one.email))
    return _to(one.application)


@blueprint.get(f"{ONE}/end")
@guard(companion_queries.companion, rules.may_end)
def end(one: Companion) -> str:
    """Say what it means before it is done."""
    return render_template("applications/end_part.html", page=end_page(one, actor()))


@blueprint.post(f"{ONE}/end")
@guard(companion_queries.companion, rules.may_end)
def end_post(one: Companion) -> Response:
    """Cancel, take off, or leave."""
    with db.transaction() as session:
        how = helping.end(session, one, actor=actor(), now=now())
    if how is Answer.LEAVE:
        flash(_("You have left the application."))
        return redirect("/", 303)
    return _to(one.application)


@blueprint.get(f"{BASE}/mentor")
@guard(queries.application, rules.may_ask_mentor)
def mentor(application: Application) -> str:
    """Ask whom to ask to be the mentor."""
    form = MentorForm(formdata=None)
    form.offer(_listed())
    return _mentor(application, form)


@blueprint.post(f"{BASE}/mentor")
@guard(queries.application, rules.may_ask_mentor)
def mentor_post(application: Application) -> Response | tuple[str, int] | str:
    """Send the link; whoever was asked before is asked no more."""
    form = MentorForm()
    form.offer(_listed())
    if not form.validate():
        return _mentor(application, form)
    asked = _asked_mentor(form)
    try:
        with db.transaction() as session:
            mentoring.ask_mentor(
                session, application, asked, form.note.data, actor=actor(), now=now()
            )
    except Refused as refused:
        form.refuse("mentor" if form.mentor.data else "email", refused.ruling.reason)
        return _mentor(application, form), 409
    flash(_("We have written to %(email)s.", email=asked.email))
    return _to(application)


def _listed() -> list[tuple[str, str]]:
    return [(str(each.id), each.person.name) for each in mentors.with_room(db.current(), actor())]


def _asked_mentor(form: MentorForm) -> Invitation:
    if not form.mentor.data:
        return Invitation(form.name.data, form.email.data.lower())
    chosen = next(
        each
        for each in mentors.with_room(db.current(), actor())
        if str(each.id) == form.mentor.data
    )
    return Invitation(chosen.person.name, chosen.person.email)


def _mentor(application: Application, form: MentorForm) -> str:
    return _asking("applications/mentor.html", application, form, application.mentor_requests)


def _asking(template: str, application: Application, form: Form, asked: Sequence[Companion]) -> str:
    """Draw a form that asks somebody. What is typed for them stays on the device until it is sent.

    There it is enough: it is a few words to one person, of which the server should know nothing
    before they are sent. How many were asked before says whether that has happened.
    """
    return render_template(
        template,
        form=form,
        page=_around(application),
        seen=served(len(asked)),
        autosave=autosave_of("", application.id),
    )


def _around(application: Application) -> Any:
    return people_page(application, {}, actor(), now())


def _to(application: Application, endpoint: str = "applications.people") -> Response:
    return redirect(url_for(endpoint, application_id=application.id), 303)
