"""What the office sees of one call: how it stands, what can be done, and what was."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from flask import current_app, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.kernel.actor import Actor
from portal.kernel.amounts import plain
from portal.kernel.clock import london_day
from portal.kernel.language import _, _n
from portal.kernel.ruling import Ruling
from portal.schemes import policy
from portal.schemes.actions import closing, passes
from portal.schemes.call_forms import CallForm, call_form, values_of
from portal.schemes.dates import DATE_LABELS, LATER
from portal.schemes.fences import Fence
from portal.schemes.lifecycle import PHASE_LABELS, Phase
from portal.schemes.models import Call, CallExtension, LatePass
from portal.schemes.pages.words import said, uk_time
from portal.web.fields import Asked, ChoiceField, DateField, ManyField
from portal.web.format import day, in_days, moment, money, short_day, short_money
from portal.web.links import link
from portal.web.pieces import Cell, Column, Fact, KeyDate, Link, Table
from portal.web.places import place


@dataclass(frozen=True, slots=True)
class Door:
    """Something that can be done: its page, or why it cannot be done now."""

    link: Link
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class CallPage:
    """A call as its office runs it."""

    title: Markup
    plain_title: str
    caption: Markup
    back: Link
    now: str
    next: str
    rehearsal: str
    links: tuple[Link, ...]
    doors: tuple[Door, ...]
    dates: tuple[KeyDate, ...]
    pot: tuple[Fact, ...]
    fences: Table | None
    passes: Table | None
    moves: Table | None


def call_page(session: Session, call: Call, actor: Actor, now: datetime) -> CallPage:
    """Show one call to its office."""
    return CallPage(
        title=said(call.name),
        plain_title=str(call.name),
        caption=said(call.document.name),
        back=_scheme_link(call),
        now=str(PHASE_LABELS[call.phase(now)]),
        next=_next(call, now),
        rehearsal=link("applications.start", call_id=call.id) if call.rehearsal else "",
        links=_links(call),
        doors=_doors(session, call, actor, now),
        dates=key_dates(call, now),
        pot=_pot(call),
        fences=_fences(call, actor, now) if call.fences else None,
        passes=_passes(session, call, actor, now) if call.late_passes else None,
        moves=_moves(call) if call.extensions else None,
    )


def _scheme_link(call: Call) -> Link:
    href = url_for("schemes.office_scheme", scheme_id=call.scheme_id)
    return Link(str(call.document.name), href)


def _links(call: Call) -> tuple[Link, ...]:
    board = Link(_("Applications and decisions"), place("call", call.id))
    if call.rehearsal:
        return (board,)
    public = url_for("schemes.scheme", slug=call.scheme.slug, call=call.slug)
    posters = (
        (Link(_("Poster"), place("call_poster", call.id)),)
        if "call_poster" in current_app.extensions["places"]
        else ()
    )
    return (board, Link(_("Public page"), public), *posters)


def _doors(session: Session, call: Call, actor: Actor, now: datetime) -> tuple[Door, ...]:
    def door(label: str, endpoint: str, ruling: Ruling) -> Door:
        return Door(Link(label, url_for(f"schemes.{endpoint}", call_id=call.id)), ruling)

    copy = url_for("schemes.office_call_new", scheme_id=call.scheme_id, copy=call.id)
    again = Door(
        Link(_("Copy it to make the next call"), copy),
        policy.may_make_call(call.scheme, actor, now),
    )
    if call.phase(now) is Phase.COMING:
        return (
            door(_("Change it"), "office_call_edit", policy.may_change_call(call, actor, now)),
            again,
            door(_("Cancel it"), "office_call_cancel", policy.may_cancel_call(call, actor, now)),
        )
    ending = door(
        _("End this rehearsal"), "office_call_end", policy.may_end_rehearsal(call, actor, now)
    )
    return (
        door(
            _("Move the close"),
            "office_call_close",
            closing.may_move_close(session, call, actor, now),
        ),
        door(_("Give a late pass"), "office_pass_new", policy.may_give_pass(call, actor, now)),
        door(_("Change the pot"), "office_call_pot", policy.may_change_pot(call, actor, now)),
        *((ending,) if call.rehearsal else ()),
        again,
    )


def _points(call: Call) -> list[tuple[str, date]]:
    return [(str(label), getattr(call, name)) for name, label in DATE_LABELS.items()]


def key_dates(call: Call, now: datetime) -> tuple[KeyDate, ...]:
    """Lay all dates of a call on a line."""
    points = _points(call)
    coming = (at for at, (_label, on) in enumerate(points) if not _is_past(on, now))
    following = next(coming, len(points))
    return tuple(
        KeyDate(label, written(on), _stage(at, following)) for at, (label, on) in enumerate(points)
    )


def _stage(at: int, following: int) -> Literal["past", "next", "later"]:
    if at < following:
        return "past"
    return "next" if at == following else "later"


def _is_past(on: date, now: datetime) -> bool:
    return on < now if isinstance(on, datetime) else on < london_day(now)


def written(on: date) -> str:
    """Write a day, or a moment by a clock in the UK."""
    return moment(on) if isinstance(on, datetime) else day(on)


def _next(call: Call, now: datetime) -> str:
    """Say what comes next: "Next: Closes, in 10 days"."""
    following = next(((label, on) for label, on in _points(call) if not _is_past(on, now)), None)
    if following is None or call.ended_at is not None:
        return ""
    label, on = following
    return _("Next: %(what)s %(when)s.", what=label[:1].lower() + label[1:], when=in_days(on, now))


def _pot(call: Call) -> tuple[Fact, ...]:
    months = call.pot_wte_months_hundredths
    time = _("No limit") if months is None else _("%(months)s WTE-months", months=plain(months))
    return (Fact(_("Money"), money(call.pot_pence)), Fact(_("Time"), time))


def _fences(call: Call, actor: Actor, now: datetime) -> Table:
    may = policy.may_open_fence(call, actor, now)
    columns = (Column(_("Kept for")), Column(_("How much")))
    return Table(
        caption=_("Parts of the pot kept for some"),
        columns=(*columns, Column(_("What you can do"))) if may else columns,
        rows=tuple(
            (each.whom, each.amount, *((_open_cell(call, each),) if may else ()))
            for each in call.fences
        ),
    )


def _open_cell(call: Call, fence: Fence) -> Cell:
    href = url_for("schemes.office_fence_open", call_id=call.id, job=fence.jobs[0].value)
    return Cell(links=(Link(_("Open it to everybody"), href, fence.whom),))


def _passes(session: Session, call: Call, actor: Actor, now: datetime) -> Table:
    labels = (_("Person"), _("Can send until"), _("Why"), _("Given by"), _("What you can do"))
    sent = passes.who_sent(session, call)
    return Table(
        caption=_("Late passes"),
        columns=tuple(map(Column, labels)),
        rows=tuple(
            (
                late.person.name,
                moment(late.until_at),
                late.reason,
                _by(late.made_by.name if late.made_by else "", late.made_at),
                _back_cell(late, actor, now, used=late.person_id in sent),
            )
            for late in call.late_passes
        ),
    )


def _back_cell(late: LatePass, actor: Actor, now: datetime, *, used: bool) -> Cell:
    if not policy.may_take_pass_back(late, actor, now, used=used):
        return Cell(_("Used"))
    href = url_for("schemes.office_pass_back", pass_id=late.id)
    return Cell(links=(Link(_("Take it back"), href, late.person.name),))


def _by(name: str, at: datetime) -> str:
    return _("%(name)s, %(day)s", name=name, day=short_day(at)) if name else short_day(at)


def _moves(call: Call) -> Table:
    labels = (_("From"), _("To"), _("Why"), _("Moved by"))
    return Table(
        caption=_("How the close has moved"),
        columns=tuple(map(Column, labels)),
        rows=tuple(
            (
                moment(each.from_at),
                moment(each.to_at),
                _why(each),
                _by(_mover(each), each.made_at),
            )
            for each in call.extensions
        ),
    )


def _why(moved: CallExtension) -> str:
    """Say why a close was moved: the words of whoever did it, or what the rule was about."""
    if moved.outage is None:
        return moved.reason
    first, last = moment(moved.outage.from_at), moment(moved.outage.to_at)
    return _("The portal could not be reached from %(first)s to %(last)s.", first=first, last=last)


def _mover(moved: CallExtension) -> str:
    if moved.outage is not None:
        return _("The rule for outages")
    return moved.made_by.name if moved.made_by else ""


def extended(call: Call) -> str:
    """Say to everybody how the close of a call has moved; "" where it never has."""
    if not call.extensions:
        return ""
    first, now_at = call.extensions[0].from_at, call.closes_at
    told = {"first": uk_time(first), "now": uk_time(now_at)}
    if now_at > first:
        return _("Extended from %(first)s to %(now)s.", **told)
    return _("Moved from %(first)s to %(now)s.", **told) if now_at < first else ""


# --- moving the close ---


@dataclass(frozen=True, slots=True)
class MovePage:
    """The new close and what follows from it, to be confirmed."""

    back: Link
    caption: str
    change: str
    earlier: bool
    consequence: tuple[str, ...]
    reason: str
    changed: tuple[Fact, ...]
    button: str
    confirm_href: str
    keep: Link


def move_page(
    call: Call, dates: dict[str, datetime], reason: str, drafts: int, now: datetime
) -> MovePage:
    """Say what moving the close does, before it is done. `drafts` counts those who are told."""
    to_at = dates["closes_at"]
    earlier = to_at < call.closes_at
    return MovePage(
        back=Link(_("Choose another time"), url_for("schemes.office_call_close", call_id=call.id)),
        caption=f"{call.document.name}, {call.name}",
        change=_(
            "The close moves from %(old)s to %(new)s.",
            old=uk_time(call.closes_at),
            new=uk_time(to_at),
        ),
        earlier=earlier,
        consequence=_consequence(call, to_at, drafts, now),
        reason=reason,
        changed=_changed(call, dates),
        button=_("Close the call earlier") if earlier else _("Extend the call"),
        confirm_href=url_for("schemes.office_call_close_confirm_post", call_id=call.id),
        keep=Link(_("No, leave it as it is"), url_for("schemes.office_call", call_id=call.id)),
    )


def _consequence(call: Call, to_at: datetime, drafts: int, now: datetime) -> tuple[str, ...]:
    told = _n(
        "%(num)s person has started and not sent. We email them the new close and your reason.",
        "%(num)s people have started and not sent. We email them the new close and your reason.",
        drafts,
    )
    if not drafts:
        told = _("Nobody has started without sending, so nobody is emailed.")
    if to_at < call.closes_at:
        left = in_days(to_at, now)
        return (
            _("People plan by the close that you published. Some will lose their chance."),
            _("They can send until the new close, %(when)s.", when=left),
            told,
        )
    if call.closes_at < now:
        return (_("The call has closed. It opens again at once."), told)
    return (told,)


def _changed(call: Call, dates: dict[str, datetime]) -> tuple[Fact, ...]:
    return tuple(
        Fact(DATE_LABELS[name], written(dates[name]), _("Now: %(day)s", day=written(was)))
        for name in LATER
        if (was := getattr(call, name)) != dates[name]
    )


# --- two officers at once ---


def differences(form: CallForm, call: Call) -> tuple[Fact, ...]:
    """Return what is saved where it is not what was typed: each question with what is saved."""
    saved = call_form(len(call.fences))(formdata=None, data=values_of(call))
    return tuple(
        Fact(
            field.what, shown(field), _("You typed: %(typed)s", typed=shown(form[field.short_name]))
        )
        if field.short_name in form
        else Fact(field.what, shown(field))
        for field in saved.asked()
        if field.short_name not in form or shown(field) != shown(form[field.short_name])
    )


def shown(field: Asked) -> str:
    """Write what a field holds as a person reads it."""
    if isinstance(field, DateField):
        return short_day(field.data) if field.data else ""
    if isinstance(field, ManyField | ChoiceField):
        labels = {choice.value: str(choice.label) for choice in field.choices}
        return ", ".join(labels[value] for value in labels if value in field.chosen())
    return field.shown


def pot_now(call: Call) -> str:
    """Say how much there is in the pot."""
    if call.pot_wte_months_hundredths is None:
        return short_money(call.pot_pence)
    return _(
        "%(money)s and %(months)s WTE-months",
        money=short_money(call.pot_pence),
        months=plain(call.pot_wte_months_hundredths),
    )
