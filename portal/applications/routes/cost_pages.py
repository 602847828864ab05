"""The form for one cost, wherever it is shown; what was typed in it is kept before it is saved."""

from dataclasses import dataclass, field, replace
from typing import Any

from flask import render_template, request, url_for

from portal.applications import begun
from portal.applications.actions.begun import TypedElsewhere, finish, keep_apart, keep_typing
from portal.applications.actions.costs import TICKET_LENGTH
from portal.applications.actions.sending import new_ticket
from portal.applications.begun import BegunCost, Typed
from portal.applications.figures import figures_of
from portal.applications.forms.begun import (
    AnyForm,
    cannot_keep,
    differing,
    kind_of,
    with_words,
    words_of,
)
from portal.applications.forms.costs import OtherForm
from portal.applications.forms.pay import SalaryForm
from portal.applications.models import Application, CostKind, CostLine
from portal.applications.pages import cost_begun, cost_covers, cost_forms
from portal.applications.pages.cost_lines import said
from portal.applications.routes.seen import Seen, sent, served
from portal.kernel import db
from portal.kernel.language import _
from portal.kernel.ruling import Refused
from portal.web.autosave import autosave_of
from portal.web.guard import actor, now
from portal.web.pieces import Link
from portal.web.sent import number_sent


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a form for one cost stands: its title, which form it is, and the line it changes.

    `line_version` is the version of the line that is shown, or was.
    """

    title: str
    ticket: str = field(default_factory=new_ticket)
    seen: Seen = field(default_factory=lambda: served(0))
    line: CostLine | None = None
    line_version: int = 0


def back(application: Application) -> Link:
    """Return the link back to the section."""
    return Link(_("Costs"), url_for("applications.costs", application_id=application.id))


def line_version_sent() -> int:
    """Return the version of the line that the form showed; 0 where there never was one."""
    return number_sent("line_version")


def stored(line: CostLine) -> AnyForm:
    """Return the form with what a line was made from."""
    if line.kind is CostKind.SALARY:
        return SalaryForm(formdata=None, data=cost_covers.stored_salary(line))
    return OtherForm(formdata=None, data=cost_covers.stored_other(line))


def fresh(application: Application, kind: CostKind) -> AnyForm:
    """Return the form for a new cost, as it begins."""
    if kind is CostKind.OTHER:
        return OtherForm(formdata=None)
    typed = cost_covers.new_salary(application, figures_of(db.current(), application))
    return SalaryForm(formdata=None, data=typed)


def typed_in(form: AnyForm, application: Application, line: CostLine | None) -> Typed:
    """Return what was sent in a form. Ask before it is validated: that forgets some of it."""
    words, kind = words_of(form), kind_of(form)
    served_with = words_of(stored(line) if line is not None else fresh(application, kind))
    drawn = [name for name in words if name in request.form]
    return Typed(
        ticket=ticket_sent(),
        kind=kind,
        words=words,
        line_id=line.id if line is not None else None,
        line_version=line_version_sent(),
        is_as_served=all(words[name] == served_with[name] for name in drawn),
    )


def ticket_sent() -> str:
    """Return the ticket of the form that was sent; none where it is no ticket of ours."""
    found = request.form.get("ticket", "")
    return found if found.isascii() and found.isprintable() and len(found) <= TICKET_LENGTH else ""


def let_go(session: Any, application: Application, typed: Typed) -> None:
    """Let go of what was kept of a cost that is saved in this transaction."""
    seen = sent()
    finish(
        session, application, typed,
        seen_version=seen.version, tab=seen.tab, actor=actor(), now=now(),
    )  # fmt: skip


def not_saved(
    application: Application,
    form: AnyForm,
    typed: Typed,
    title: str,
    line: CostLine | None,
) -> str:
    """Show a form again that cannot be saved as it is, and keep what was typed in it until then."""
    stand = Stand(title, typed.ticket or new_ticket(), sent(), line, typed.line_version)
    if cannot_keep(form):
        return page(application, form, stand)
    try:
        row = _kept(application, replace(typed, ticket=stand.ticket))
    except TypedElsewhere as other:
        return typed_elsewhere(application, form, typed, stand, other.row)
    except Refused:  # there is no room, or it is too late: it stands on the page alone
        return page(application, form, stand)
    version = row.version if row is not None else 0
    return page(application, form, replace(stand, seen=served(version)))


def _kept(application: Application, typed: Typed) -> BegunCost | None:
    seen = sent()
    with db.transaction() as session:
        return keep_typing(
            session, application, typed,
            seen_version=seen.version, tab=seen.tab, actor=actor(), now=now(),
        )  # fmt: skip


def typed_elsewhere(
    application: Application, form: AnyForm, typed: Typed, stand: Stand, other: BegunCost
) -> str:
    """Show what another page made of this cost beside what was typed here, which is kept apart."""
    with db.transaction() as session:
        mine = keep_apart(session, application, typed, actor=actor(), now=now())
        stand = replace(stand, ticket=mine.ticket, seen=served(mine.version))
    if other.ended_at is None:
        form.refuse(
            None,
            _(
                "This cost was typed somewhere else as well. "
                "Save it to keep what you see here. The other words are kept until you drop them."
            ),
        )
        return page(application, form, stand, other)
    form.refuse(None, _ended(application, typed))
    return page(application, form, stand)


def _ended(application: Application, typed: Typed) -> str:
    """Say what became of a cost on another page: it was saved, or dropped."""
    added = next((line for line in application.cost_lines if line.ticket == typed.ticket), None)
    if added is None:
        return _("This cost was dropped somewhere else. What you typed is still here.")
    return _(
        "This cost was saved somewhere else. It now says: %(saved)s. "
        "Save what you see here to add it as another cost.",
        saved=said(added),
    )


def page(
    application: Application, form: AnyForm, stand: Stand, other: BegunCost | None = None
) -> str:
    """Draw the form for one cost."""
    figures = figures_of(db.current(), application)
    _offer(form, application)
    is_pay = isinstance(form, SalaryForm)
    return render_template(
        "applications/salary.html" if is_pay else "applications/other_cost.html",
        form=form,
        title_words=stand.title,
        page=cost_forms.cost_form(form, application, figures),
        back_link=back(application),
        stand=stand,
        seen=stand.seen,
        action=_action(form, application, stand),
        line_id=stand.line.id if stand.line is not None else "",
        begun=_begun(form, application, stand, other),
        elsewhere=_elsewhere(form, application, other),
        autosave=autosave_of(
            _autosave_at(form, application, stand.line),
            application.id,
            _known(application),
        ),
    )


def _offer(form: AnyForm, application: Application) -> None:
    if isinstance(form, SalaryForm):
        cost_forms.offer_salary(form, application, figures_of(db.current(), application))
    else:
        cost_forms.offer_other(form, application)


def _begun(
    form: AnyForm, application: Application, stand: Stand, other: BegunCost | None
) -> tuple[cost_begun.Begun, ...]:
    """Return what was begun of the same, but for what stands on this page already."""
    found = (
        begun.of_no_line(application, kind_of(form))
        if stand.line is None
        else begun.of_line(application, stand.line.id)
    )
    rest = tuple(row for row in found if row is not other)
    return cost_begun.offered(rest, stand.ticket, actor())


def _elsewhere(
    form: AnyForm, application: Application, other: BegunCost | None
) -> cost_begun.Elsewhere | None:
    if other is None:
        return None
    theirs = with_words(other.kind, other.words)
    _offer(theirs, application)
    return cost_begun.elsewhere(other, differing(form, theirs), actor())


def _known(application: Application) -> list[tuple[str, int | None]]:
    """Return the tickets of forms that the server knows, with how far it has each."""
    added = [line.ticket for line in application.cost_lines if line.ticket]
    rows = [(row.ticket, None if row.ended_at else row.turn) for row in application.begun_costs]
    return [*rows, *((ticket, None) for ticket in added)]


def _action(form: AnyForm, application: Application, stand: Stand) -> str:
    if stand.line is not None:
        where = "applications.cost_post"
        return url_for(where, application_id=application.id, line_id=stand.line.id)
    kind = "cost_salary_post" if isinstance(form, SalaryForm) else "cost_other_post"
    return url_for(f"applications.{kind}", application_id=application.id)


def _autosave_at(form: AnyForm, application: Application, line: CostLine | None) -> str:
    """Return where the form is kept while it is typed; the address names the line it changes."""
    kind = "cost_salary" if isinstance(form, SalaryForm) else "cost_other"
    line_id = line.id if line is not None else None
    where = f"applications.{kind}_autosave"
    return url_for(where, application_id=application.id, line=line_id)
