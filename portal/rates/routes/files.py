"""A pay scale from a file: send it, say which column is which, see what it changes, apply it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _, _n
from portal.kernel.ruling import Ruling, no
from portal.rates import actions, policy, queries, reading
from portal.rates.forms.points import FileForm, columns_form
from portal.rates.models import RateImport, ScaleSet
from portal.rates.pages import files as pages
from portal.rates.pages.places import address
from portal.rates.pages.words import set_name
from portal.rates.reading import NEEDED, Column, Reading, Sheet, Unreadable
from portal.rates.routes import blueprint
from portal.rates.routes.sets import ONE
from portal.web.fields import Form
from portal.web.guard import actor, guard, now
from portal.web.pieces import Link
from portal.web.typed import printable

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that waits beside its draft, read as a table."""

    waiting: RateImport
    sheet: Sheet

    @property
    def columns(self) -> dict[Column, int]:
        """Which column is which, as far as it is known."""
        return pages.chosen_columns(self.waiting.columns)

    def reading(self) -> Reading | None:
        """Return what the file says; None while a needed column is not known."""
        scale, columns = self.waiting.scale, self.columns
        if not set(NEEDED) <= set(columns):
            return None
        return reading.read(self.sheet, columns, scale.nation, scale.pay_year)


def sent(session: Session, actor: Actor, set_id: UUID) -> Sent | None:
    """Load the file that waits beside a draft."""
    scale = queries.scale(session, actor, set_id)
    waiting = queries.file_of(session, scale) if scale else None
    return Sent(waiting, reading.sheet(waiting.text)) if waiting else None


def may_change(sent: Sent, actor: Actor, at: datetime) -> Ruling:
    """Work with a file: whoever may change its draft."""
    return policy.may_change(sent.waiting.scale, actor, at)


def may_apply(sent: Sent, actor: Actor, at: datetime) -> Ruling:
    """Apply a file: all of it can be read."""
    found = sent.reading()
    is_whole = found is not None and found.is_whole
    ruling = may_change(sent, actor, at)
    return ruling if is_whole or not ruling else no(_("The file cannot be read whole."))


@blueprint.get(f"{ONE}/file")
@guard(queries.scale, policy.may_change)
def file(scale: ScaleSet) -> str:
    """Ask for a file."""
    return _ask(scale, FileForm(formdata=None))


@blueprint.post(f"{ONE}/file")
@guard(queries.scale, policy.may_change)
def file_post(scale: ScaleSet) -> Response | str:
    """Keep a file beside the draft, with a guess at its columns."""
    form = FileForm()
    if not form.validate():
        return _ask(scale, form)
    (given,) = form.file.data[:1]
    try:
        text = reading.decoded(given.stream.read(reading.LARGEST + 1))
        columns = reading.guessed(reading.sheet(text).heads)
    except Unreadable as error:
        form.refuse("file", str(error))
        return _ask(scale, form)
    name = printable(given.filename)[:LONGEST_NAME]
    with db.transaction() as session:
        actions.keep_file(session, scale, name, printable(text), columns, actor=actor(), now=now())
    return redirect(url_for("rates.check_file", set_id=scale.id), 303)


@blueprint.get(f"{ONE}/file/check")
@guard(sent, may_change)
def check_file(sent: Sent) -> str:
    """Show what the file would change, and what is wrong with it."""
    data = {column.value: str(place) for column, place in sent.columns.items()}
    return _check(sent, columns_form()(formdata=None, data=data))


@blueprint.post(f"{ONE}/file/check")
@guard(sent, may_change)
def check_file_post(sent: Sent) -> Response | str:
    """Say which column is which."""
    form = columns_form()()
    _offer(form, sent)
    if not form.validate():
        return _check(sent, form)
    columns = {column: int(form[column].data) for column in Column if form[column].data}
    waiting = sent.waiting
    with db.transaction():
        actions.say_columns(waiting.scale, waiting, columns, actor=actor(), now=now())
    return redirect(url_for("rates.check_file", set_id=waiting.scale_id), 303)


@blueprint.post(f"{ONE}/file/apply")
@guard(sent, may_apply)
def apply_file(sent: Sent) -> Response:
    """Put the points of the file into the draft, all or nothing."""
    scale, found = sent.waiting.scale, sent.reading()
    points = found.points if found else ()
    with db.transaction() as session:
        actions.apply_file(session, scale, points, actor=actor(), now=now())
    flash(_n("%(num)s pay point read.", "%(num)s pay points read.", len(points)))
    return redirect(address(scale), 303)


@blueprint.post(f"{ONE}/file/drop")
@guard(sent, may_change)
def drop_file(sent: Sent) -> Response:
    """Forget the file."""
    scale = sent.waiting.scale
    with db.transaction() as session:
        actions.drop_file(session, scale, actor=actor(), now=now())
    return redirect(address(scale), 303)


def _offer(form: Form, sent: Sent) -> None:
    choices = pages.column_choices(sent.sheet)
    for column in Column:
        form[column].choices = choices


def _ask(scale: ScaleSet, form: FileForm) -> str:
    back = Link(set_name(scale), address(scale))
    return render_template("rates/file.html", form=form, name=set_name(scale), back=back)


def _check(sent: Sent, form: Form) -> str:
    _offer(form, sent)
    page = pages.file_page(sent.waiting, sent.reading())
    return render_template("rates/check_file.html", form=form, page=page)
