"""What the office sees between the two stages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from flask import url_for

from portal.applications import changes, returned
from portal.applications.inviting import policy
from portal.applications.inviting.queries import PAGE
from portal.applications.lifecycle import State
from portal.applications.models import Application, Submission
from portal.applications.pages.addresses import address
from portal.applications.pages.returns import Notice, after_sending, notice
from portal.applications.pages.whole import PartRead, lines, parts
from portal.applications.reading import answered_of, in_words
from portal.applications.returned import as_sent
from portal.kernel.actor import Actor
from portal.kernel.clock import at_london, london_day
from portal.kernel.language import _, _n
from portal.kernel.ruling import Ruling
from portal.schemes.call_fields import values_of_moment
from portal.schemes.models import Call
from portal.schemes.questions import Round
from portal.schemes.rehearsal import marked
from portal.web.format import day, moment
from portal.web.pieces import Colour, Fact, Link, Pager, Tag

DAYS_TO_WRITE = 28
DAYS_FOR_MANAGERS = 14
EVENING = time(17)


def _show_words() -> dict[str, str]:
    return {
        "waiting": _("Waiting"),
        "returned": _("Sent back for changes"),
        "invited": _("Invited"),
        "not_invited": _("Not invited"),
        "all": _("All"),
    }


def tag_of(application: Application) -> Tag:
    """Say where a first stage stands."""
    if returned.out(application) is not None:
        return Tag(_("Sent back for changes"), "yellow")
    words: dict[State, tuple[str, Colour]] = {
        State.FIRST_SENT: (_("Waiting for you"), "blue"),
        State.INVITED: (_("Writing the full form"), "aqua-green"),
        State.SUBMITTED: (_("Full form sent"), "green"),
        State.NOT_INVITED: (_("Not invited"), "grey"),
    }
    label, colour = words[application.state]
    return Tag(label, colour)


@dataclass(frozen=True, slots=True)
class Row:
    """One first stage in the list; without `choose` it has had its answer."""

    choose: str
    choose_id: str
    name: str
    facts: tuple[str, ...]
    read: Link
    tag: Tag


@dataclass(frozen=True, slots=True)
class FirstStagePage:
    """The first stages of a call. `may_choose` where there is one to answer."""

    title: str
    caption: str
    back: Link
    counts: str
    closes: str
    shows: tuple[tuple[Link, bool], ...]
    rows: tuple[Row, ...]
    empty: str
    may_choose: bool
    invite_at: str
    turn_away_at: str
    pager: Pager
    count: str


def first_stage_page(
    call: Call,
    counted: Mapping[str, int],
    found: Sequence[Application],
    shown: str,
    number: int,
    now: datetime,
) -> FirstStagePage:
    """Return the page."""
    total = counted[shown]
    return FirstStagePage(
        title=_("First steps"),
        caption=_caption(call),
        back=_to_board(call),
        counts=_(
            "%(waiting)s waiting, %(returned)s sent back for changes, %(invited)s invited, "
            "%(not_invited)s not invited",
            **counted,
        ),
        closes=_closes(call, now),
        shows=tuple(_show(call, key, words, key == shown) for key, words in _show_words().items()),
        rows=tuple(_row(application) for application in found),
        empty=_("Nobody is here now."),
        may_choose=any(waits(application) for application in found),
        invite_at=url_for("applications.invite", call_id=call.id),
        turn_away_at=url_for("applications.turn_away", call_id=call.id),
        pager=Pager.of(
            number,
            total,
            PAGE,
            lambda n: url_for("applications.first_stage", call_id=call.id, show=shown, page=n),
        ),
        count=_n("%(num)s application", "%(num)s applications", total),
    )


def waits(application: Application) -> bool:
    """Say whether it waits for the office, and not for its applicant."""
    return application.state is State.FIRST_SENT and returned.out(application) is None


def _caption(call: Call) -> str:
    return marked(f"{call.document.name}, {call.name}", call)


def _to_board(call: Call) -> Link:
    return Link(_("The board of this call"), f"/office/calls/{call.id}")


def _closes(call: Call, now: datetime) -> str:
    if now <= call.closes_at:
        return _("The call is open until %(when)s. More may come.", when=moment(call.closes_at))
    return _("The call closed on %(when)s.", when=moment(call.closes_at))


def _show(call: Call, key: str, words: str, is_now: bool) -> tuple[Link, bool]:
    return Link(words, url_for("applications.first_stage", call_id=call.id, show=key)), is_now


def _row(application: Application) -> Row:
    name = application.applicant.name
    return Row(
        choose=str(application.id) if waits(application) else "",
        choose_id=f"a-{application.id}",
        name=name,
        facts=(
            f"{application.reference}. {application.profession.name}, {application.pay_label}.",
            f"{application.team.name}.",
            _("Sent on %(when)s.", when=_moment(application.first_sent_at)),
            *_by(application),
        ),
        read=Link(
            _("Read it"),
            url_for("applications.first_stage_one", application_id=application.id),
            hidden=f"{name}, {application.reference}",
        ),
        tag=tag_of(application),
    )


def _by(application: Application) -> tuple[str, ...]:
    back = returned.out(application)
    return (_("Changes by %(day)s", day=day(back.answer_by_on)) + ".",) if back else ()


def _moment(instant: datetime | None) -> str:
    return moment(instant) if instant else ""


@dataclass(frozen=True, slots=True)
class OnePage:
    """One first stage as it was sent. `answering` says why it has no buttons."""

    title: str
    caption: str
    back: Link
    facts: tuple[Fact, ...]
    parts: tuple[PartRead, ...]
    notice: Notice | None
    answering: Ruling
    invite: Link
    others: tuple[Link, ...]


def one_page(
    application: Application, sent: Submission, actor: Actor, now: datetime, may_return: Ruling
) -> OnePage:  # fmt: skip
    """Return the page; `may_return` says whether it can be sent back for changes."""
    back = Link(_("Send back for changes"), address("applications.send_back", application))
    turn_away = Link(_("Do not invite"), _answer_at("applications.turn_away", application))
    call = application.call
    return OnePage(
        title=application.applicant.name,
        caption=f"{_caption(call)}. {application.reference}",
        back=Link(_("First steps"), url_for("applications.first_stage", call_id=call.id)),
        facts=tuple(_facts(application)),
        parts=_as_sent(application, sent),
        notice=notice(application, actor, now) if application.stage is Round.FIRST else None,
        answering=policy.may_answer(application, actor, now),
        invite=Link(_("Invite"), _answer_at("applications.invite", application)),
        others=(turn_away, *((back,) if may_return else ())),
    )


def _answer_at(endpoint: str, application: Application) -> str:
    return url_for(endpoint, call_id=application.call_id, a=str(application.id))


def _facts(application: Application) -> list[Fact]:
    who = f"{application.profession.name}, {application.pay_label}, {application.team.name}"
    found = [
        Fact(_("Now"), tag_of(application).label),
        Fact(_("Who"), who),
        Fact(_("Sent"), _moment(application.first_sent_at)),
    ]
    answer = application.invitation
    if answer is not None and answer.closes_at is not None:
        found.append(Fact(_("Full form closes"), moment(answer.closes_at)))
    elif answer is not None:
        found.append(Fact(_("The reason given"), lines(answer.reason)))
    return found


def _as_sent(application: Application, sent: Submission) -> tuple[PartRead, ...]:
    """Return what was sent first: what is being written since then is the applicant's alone."""
    if application.stage is Round.FIRST:
        changed = after_sending(changes.sent(application, None))
        return parts(as_sent(application), changed=changed)
    saved = sent.content.get("sections", {})
    found = []
    for section in application.call.document.sections_in(Round.FIRST):
        answers = saved.get(section.key, {})
        facts = tuple(
            Fact(str(q.label), lines(in_words(q, answers.get(q.key))))
            for q in answered_of(section, answers)
        )
        found.append(PartRead(str(section.title), facts))
    return tuple(part for part in found if part.facts)


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The last page before letters go out: how many, to whom."""

    title: str
    caption: str
    back: Link
    consequence: str
    names: tuple[str, ...]
    ids: tuple[UUID, ...]
    button: str
    refused: str


def answer_page(
    call: Call, chosen: Sequence[Application], *, is_invitation: bool, refused: object = ""
) -> AnswerPage:
    """Return the page; `refused` is why a try was just refused."""
    count = len(chosen)
    invite = _n("Invite %(num)s person", "Invite %(num)s people", count)
    turn_away = _n("Tell %(num)s person", "Tell %(num)s people", count)
    return AnswerPage(
        title=_("Invite to the second step") if is_invitation else _("Do not invite"),
        caption=_caption(call),
        back=Link(_("First steps"), url_for("applications.first_stage", call_id=call.id)),
        consequence=_n(
            "This sends %(num)s letter by email. You cannot undo it.",
            "This sends %(num)s letters by email. You cannot undo it.",
            count,
        ),
        names=tuple(f"{a.applicant.name}, {a.reference}" for a in chosen),
        ids=tuple(a.id for a in chosen),
        button=invite if is_invitation else turn_away,
        refused=str(refused),
    )


def proposed_close(call: Call, last: datetime | None, now: datetime) -> dict[str, object]:
    """Propose when the full form closes: as was said last, else four weeks from now if it fits."""
    if last is not None and policy.may_close_at(call, last, now):
        return values_of_moment("closes", last)
    latest = london_day(call.approvals_due_at) - timedelta(days=DAYS_FOR_MANAGERS)
    on = min(london_day(now) + timedelta(days=DAYS_TO_WRITE), latest)
    if on <= london_day(now):
        return {}
    return values_of_moment("closes", at_london(on, EVENING))
