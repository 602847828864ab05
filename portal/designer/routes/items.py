"""The things of a list: add, change, move, remove. One set of views for every list."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.designer import actions, editing, queries
from portal.designer.editing import ChangedMeanwhile, Edited, Full, Seen, Twice
from portal.designer.forms.base import ItemForm, Offers
from portal.designer.lists import SECTIONS, is_there, list_of
from portal.designer.pages.addresses import list_href, row_id, step_id
from portal.designer.pages.item import (
    Conflict,
    ItemPage,
    RemovePage,
    answered_words,
    differences,
    saved_by,
)
from portal.designer.pages.part import item_href, place_words
from portal.designer.parts import part_of
from portal.designer.routes import blueprint
from portal.designer.routes.loading import AtList, at_list, may_edit
from portal.designer.routes.outline import DRAFT, to_scheme
from portal.designer.routes.parts import changed_words, seen_sent, too_long
from portal.kernel import db
from portal.kernel.language import _
from portal.schemes.definition import Definition
from portal.web.guard import actor, guard, now
from portal.web.pieces import Link

LIST = f"{DRAFT}/lists/<list_key>"
ITEM = f"{LIST}/<item_key>"
NEW = Seen("")


@blueprint.get(LIST)
@guard(at_list, may_edit)
def add(at: AtList) -> Response | str:
    """Ask what kind of thing is to be added, or for the thing itself."""
    if at.work.draft is None:
        return to_scheme(at.work.scheme.id)
    if not is_there(at.listed, at.work.says):
        abort(404)
    kind = request.args.get("kind", "")
    if at.listed.kinds and kind not in at.listed.kinds:
        return _kinds_page(at)
    made = at.listed.form(kind, at.work.says)
    return _page(at, _prepared(at, made(formdata=None, data=dict(at.listed.fresh))), NEW)


@blueprint.post(LIST)
@guard(at_list, may_edit)
def add_post(at: AtList) -> Response | str:
    """Add a thing at the end of the list."""
    return _save(at, NEW)


@blueprint.get(ITEM)
@guard(at_list, may_edit)
def item(at: AtList) -> Response | str:
    """Show a thing as it is, to be changed."""
    if at.work.draft is None:
        return to_scheme(at.work.scheme.id)
    index = _index(at)
    if index is None:
        abort(404)
    items = at.listed.get(at.work.says)
    return _page(at, _form_of(at, items[index]), editing.seen_of(at.listed, items, index))


@blueprint.post(ITEM)
@guard(at_list, may_edit)
def item_post(at: AtList) -> Response | str:
    """Keep a changed thing, unless somebody else has changed it meanwhile."""
    return _save(at, seen_sent())


def _save(at: AtList, seen: Seen) -> Response | str:
    form = _sent(at)
    if not form.validate():
        return _page(at, form, seen)
    scheme_id, refusal = at.work.scheme.id, ""
    goes_to = list_of(form.moves_to()) or at.listed
    done: list[Edited] = []

    def change(says: Definition) -> Definition:
        done.append(
            editing.with_item(says, at.listed, at.name, seen, form.item, goes_to)
            if at.name
            else editing.with_new(says, form.item, goes_to)
        )
        return done[-1].says

    try:
        _edit(at, change)
    except ChangedMeanwhile as changed:
        return _both(_again(at), form, changed.theirs)
    except Full:
        refusal = _("There is no room for more than %(most)s.", most=goes_to.most)
    except Twice:
        refusal = _("This is in the list already. Choose another.")
    except actions.TooLong:
        refusal = too_long()
    if refusal:
        form.refuse(None, refusal)
        return _page(_again(at), form, seen)
    saved = done[-1]
    label = saved.listed.label(saved.listed.get(saved.says)[saved.index])
    flash(_("Saved: %(thing)s.", thing=label))
    return redirect(list_href(scheme_id, saved.listed, row_id(saved.listed, saved.index)), 303)


def _edit(at: AtList, change: Any) -> None:
    """Apply a change to the newest draft."""
    with db.transaction() as session:
        part = part_of(at.listed).key
        actions.edit(session, at.work.scheme, part, change, actor=actor(), now=now())


@blueprint.post(f"{ITEM}/move")
@guard(at_list, may_edit)
def move(at: AtList) -> Response:
    """Move a thing one place; the focus goes to the button that moves it further."""
    scheme_id = at.work.scheme.id
    step = editing.UP if request.form.get("to") == "up" else editing.DOWN
    done: list[Edited] = []

    def change(says: Definition) -> Definition:
        done.append(editing.moved(says, at.listed, at.name, seen_sent(), step))
        return done[-1].says

    try:
        _edit(at, change)
    except ChangedMeanwhile:
        return _look_again(at)
    listed, index = done[-1].listed, done[-1].index
    items = listed.get(done[-1].says)
    place = place_words(index, len(items))
    flash(_("%(thing)s is now %(place)s.", thing=listed.label(items[index]), place=place))
    return redirect(list_href(scheme_id, listed, step_id(listed, index, len(items), step)), 303)


@blueprint.get(f"{ITEM}/remove")
@guard(at_list, may_edit)
def remove(at: AtList) -> Response | str:
    """Say what goes with a thing, before it goes."""
    if at.work.draft is None:
        return to_scheme(at.work.scheme.id)
    index = _index(at)
    if index is None:
        abort(404)
    items = at.listed.get(at.work.says)
    found = items[index]
    questions = _questions_in(at, found)
    answered = queries.answered(db.current(), at.work.scheme, [q.key for q in questions], now())
    page = RemovePage(
        title=_("Remove this?"),
        caption=at.work.says.name,
        label=at.listed.label(found),
        inside=tuple(q.label for q in questions) if at.listed.key == SECTIONS.key else (),
        answered=answered_words(answered) if questions else (),
        seen=str(editing.whole_seen(items, index)),
        back_href=list_href(at.work.scheme.id, at.listed, row_id(at.listed, index)),
        back_words=part_of(at.listed).title,
    )
    return render_template("designer/remove.html", page=page)


@blueprint.post(f"{ITEM}/remove")
@guard(at_list, may_edit)
def remove_post(at: AtList) -> Response:
    """Remove a thing that is still as it was when that was asked."""
    scheme_id, removed = at.work.scheme.id, []

    def change(says: Definition) -> Definition:
        items = at.listed.get(says)
        edited = editing.without(says, at.listed, at.name, seen_sent())
        removed.append(at.listed.label(items[edited.index]))
        return edited.says

    try:
        _edit(at, change)
    except ChangedMeanwhile:
        return _look_again(at)
    flash(_("Removed: %(thing)s.", thing=removed[-1]))
    return redirect(list_href(scheme_id, at.listed, at.listed.key.replace(".", "-")), 303)


def _questions_in(at: AtList, found: Any) -> tuple[Any, ...]:
    """Return the questions that go with a section, or the one question."""
    if at.listed.key == SECTIONS.key:
        return tuple(found.questions)
    return (found,) if part_of(at.listed).key == "questions" else ()


def _look_again(at: AtList) -> Response:
    flash(_("Somebody changed this meanwhile, so nothing was done. Look again."), "error")
    found = _again(at)
    return redirect(list_href(found.work.scheme.id, at.listed), 303)


def _again(at: AtList) -> AtList:
    """Return the same with the scheme and its draft as they are now."""
    found = queries.work(db.current(), actor(), at.work.scheme.id)
    return AtList(found or at.work, at.listed, at.name)


def _index(at: AtList) -> int | None:
    return editing.place_of(at.listed, at.listed.get(at.work.says), at.name)


def _prepared(at: AtList, form: ItemForm) -> ItemForm:
    form.prepare(at.work.says, Offers(queries.nodes(db.current(), at.work.scheme)))
    return form


def _form_of(at: AtList, found: Any) -> ItemForm:
    """Return the form that shows a thing as it is."""
    made = at.listed.form(at.listed.kind_of(found), at.work.says)
    section = {"section": at.listed.key.partition(".")[2]}
    return _prepared(at, made(formdata=None, data={**section, **made.data_of(found)}))


def _sent(at: AtList) -> ItemForm:
    """Return the form that was sent, beside the thing it is about where that is still there."""
    kind = request.args.get("kind", "")
    if at.listed.kinds and kind not in at.listed.kinds:
        abort(404)
    made = at.listed.form(kind, at.work.says)
    index = _index(at) if at.name else None
    there = None if index is None else at.listed.get(at.work.says)[index]
    same = there is not None and at.listed.kind_of(there) == kind
    form = _prepared(at, made(data=made.data_of(there) if same else {}))
    if form.names_what_is_not_theirs():
        abort(404)
    return form


def _both(at: AtList, form: ItemForm, theirs: Any) -> str:
    """Show what is there now and what was typed, and ask which to keep."""
    form.refuse(None, changed_words())
    entry = queries.last_change(db.current(), at.work.scheme.id, part_of(at.listed).key)
    saved, items = saved_by(entry, at.work.draft), at.listed.get(at.work.says)
    if theirs is None:
        saved = _("It was removed. %(saved)s Save to add it again.", saved=saved)
        href = list_href(at.work.scheme.id, at.listed)
        return _page(at, form, Seen(editing.GONE), Conflict(saved, (), href))
    index = items.index(theirs)
    href = item_href(at.work.scheme.id, at.listed, theirs, index)
    both = Conflict(saved, differences(_form_of(at, theirs), form), href)
    return _page(at, form, editing.seen_of(at.listed, items, index), both)


def _page(at: AtList, form: ItemForm, seen: Seen, both: Conflict | None = None) -> str:
    part = part_of(at.listed)
    page = ItemPage(
        title=_title(at),
        caption=at.work.says.name,
        back_href=list_href(at.work.scheme.id, at.listed),
        back_words=part.title,
        seen=str(seen),
        button=_("Save"),
        conflict=both,
    )
    return render_template("designer/item.html", page=page, form=form)


def _title(at: AtList) -> object:
    kind = request.args.get("kind", "")
    if kind in at.listed.kinds:
        return at.listed.kinds[kind]
    return at.listed.change if at.name else at.listed.add


def _kinds_page(at: AtList) -> str:
    here: dict[str, Any] = {"scheme_id": at.work.scheme.id, "list_key": at.listed.key}
    links = [
        Link(label, url_for("designer.add", kind=kind, **here))
        for kind, label in at.listed.kinds.items()
    ]
    return render_template(
        "designer/kinds.html",
        title_words=at.listed.add,
        caption=at.work.says.name,
        links=links,
        back_href=list_href(at.work.scheme.id, at.listed),
        back_words=part_of(at.listed).title,
    )
