"""What the pages of mentors show, already decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from portal.kernel.actor import Actor, Role
from portal.kernel.clock import london_day
from portal.kernel.language import _, _n, lazy
from portal.kernel.ruling import Ruling
from portal.mentors import policy
from portal.mentors.lifecycle import PairingState
from portal.mentors.models import Mentor, Pairing
from portal.mentors.offers import WAY_LABELS
from portal.mentors.policy import Reader, Shown
from portal.mentors.queries import PAGE, Counts, Listed
from portal.people.professions import GROUP_LABELS, professions
from portal.web.format import short_day
from portal.web.pieces import Colour, Column, Fact, Link, Pager, Table, Tag

FILTERS = ("q", "job", "room", "welsh")
STATE_LABELS: dict[PairingState, tuple[object, Colour]] = {
    PairingState.ASKED: (lazy("Waiting for an answer"), "yellow"),
    PairingState.PAIRED: (lazy("Paired"), "green"),
    PairingState.DECLINED: (lazy("Declined"), "grey"),
    PairingState.TAKEN_BACK: (lazy("Taken back"), "grey"),
    PairingState.ENDED: (lazy("Ended"), "grey"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One mentor of the directory."""

    name: str
    href: str
    line: str
    topics: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """A page of the directory. `mine` leads to what the reader offers, or might."""

    cards: tuple[Card, ...]
    order: str
    chosen: str
    mine: Link
    office: Link | None
    pager: Pager
    pager_words: str


def directory_page(
    found: Sequence[Mentor],
    turn: Sequence[Listed],
    reader: Reader,
    page: int,
    args: Mapping[str, str],
) -> DirectoryPage:
    """Return page `page`: `turn` are all who fit in their order, `found` those of the page."""
    room = {each.id: each.room for each in turn}
    kept: dict[str, Any] = {key: args[key] for key in FILTERS if key in args}
    is_in = reader.mentor is not None and reader.mentor.left_at is None
    return DirectoryPage(
        cards=tuple(_card(each, room[each.id]) for each in found),
        order=_("The order is by chance, and is another one each day."),
        chosen=_("some mentors") if any(kept.values()) else _("all mentors"),
        mine=Link(
            _("Change what you offer") if is_in else _("Be a mentor"), url_for("mentors.mine")
        ),
        office=Link(_("Mentoring of your staff"), url_for("mentors.office"))
        if reader.person.as_actor().holds_anywhere(Role.OFFICE)
        else None,
        pager=Pager.of(
            page, len(turn), PAGE, lambda n: url_for("mentors.directory", **kept, page=n)
        ),
        pager_words=_n("%(num)s mentor", "%(num)s mentors", len(turn)),
    )


def _card(mentor: Mentor, room: int) -> Card:
    return Card(
        name=mentor.person.name,
        href=url_for("mentors.profile", mentor_id=mentor.id),
        line=_post(mentor),
        topics=mentor.topics,
        facts=(
            Fact(_("Room"), room_words(room, is_paused=mentor.paused_at is not None)),
            Fact(_("Meets"), _ways(mentor)),
            *((Fact(_("Welsh"), _("Yes")),) if mentor.speaks_welsh else ()),
        ),
    )


def room_words(room: int, *, is_paused: bool) -> str:
    """Say how many more a mentor can take."""
    if is_paused:
        return _("Takes nobody new now")
    return _n("%(num)s place left", "%(num)s places left", room) if room else _("No room now")


def _post(mentor: Mentor) -> str:
    post = mentor.person.post
    return f"{post.job_title}, {post.organisation.name}" if post else ""


def _ways(mentor: Mentor) -> str:
    return ", ".join(str(label) for way, label in WAY_LABELS.items() if way in mentor.ways)


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """One mentor. `pairing` leads to what the reader has asked already."""

    name: str
    line: str
    facts: tuple[Fact, ...]
    asking: Ruling
    pairing: Link | None
    mine: Link | None


def profile_page(shown: Shown, actor: Actor, now: datetime) -> ProfilePage:
    """Return the page of a mentor."""
    mentor = shown.mentor
    own = actor.is_person(mentor.person_id)
    return ProfilePage(
        name=mentor.person.name,
        line=_post(mentor),
        facts=_offer_facts(mentor, shown.room),
        asking=policy.may_ask(shown, actor, now),
        pairing=Link(_("See what you asked"), url_for("mentors.pairing", pairing_id=shown.live.id))
        if shown.live
        else None,
        mine=Link(_("Change what you offer"), url_for("mentors.mine")) if own else None,
    )


def _offer_facts(mentor: Mentor, room: int) -> tuple[Fact, ...]:
    groups = [str(label) for key, label in GROUP_LABELS.items() if key in mentor.professions]
    languages = [_("English"), *([_("Welsh")] if mentor.speaks_welsh else [])]
    if mentor.languages:
        languages.append(mentor.languages)
    return (
        Fact(_("Can help with"), mentor.topics),
        *((Fact(_("Methods"), mentor.methods),) if mentor.methods else ()),
        Fact(_("Knows the work of"), ", ".join(groups) or _("Anybody")),
        Fact(_("Languages"), ", ".join(languages)),
        Fact(_("Meets"), _ways(mentor)),
        Fact(_("Room"), room_words(room, is_paused=mentor.paused_at is not None)),
    )


@dataclass(frozen=True, slots=True)
class MinePage:
    """What one offers oneself. Buttons are addresses, "" where there is none."""

    title: str
    status: str
    pause_at: str
    go_on_at: str
    leave_at: str
    back: Link


def mine_page(reader: Reader) -> MinePage:
    """Return the page on which one joins the directory, or changes what one offers."""
    mentor = reader.mentor
    is_in = mentor is not None and mentor.left_at is None
    is_paused = is_in and mentor is not None and mentor.paused_at is not None
    status = _("Staff can find you in the directory.") if is_in else ""
    if is_paused:
        status = _("You take nobody new at the moment.")
    return MinePage(
        title=_("What you offer as a mentor") if is_in else _("Be a mentor"),
        status=status,
        pause_at=url_for("mentors.pause") if is_in and not is_paused else "",
        go_on_at=url_for("mentors.go_on") if is_paused else "",
        leave_at=url_for("mentors.leave") if is_in else "",
        back=Link(_("Mentors"), url_for("mentors.directory")),
    )


@dataclass(frozen=True, slots=True)
class PairingLine:
    """One request or pairing in a list."""

    words: str
    href: str
    tag: Tag
    note: str


@dataclass(frozen=True, slots=True)
class PairingsPage:
    """All requests and pairings of a person."""

    lines: tuple[PairingLine, ...]
    pager: Pager
    pager_words: str


def pairings_page(found: Sequence[Pairing], total: int, page: int, actor: Actor) -> PairingsPage:
    """Return a page of them, in the order given."""
    return PairingsPage(
        lines=tuple(_pairing_line(each, actor) for each in found),
        pager=Pager.of(page, total, PAGE, lambda n: url_for("mentors.pairings", page=n)),
        pager_words=_n("%(num)s request or pairing", "%(num)s requests and pairings", total),
    )


def _pairing_line(pairing: Pairing, actor: Actor) -> PairingLine:
    return PairingLine(
        words=_who(pairing, actor),
        href=url_for("mentors.pairing", pairing_id=pairing.id),
        tag=Tag(*STATE_LABELS[pairing.state]),
        note=_("Asked on %(day)s", day=short_day(pairing.asked_at)),
    )


def _who(pairing: Pairing, actor: Actor) -> str:
    if policy.is_mentor(pairing, actor):
        return (
            _("You mentor %(name)s", name=pairing.mentee.name)
            if (pairing.state is PairingState.PAIRED)
            else _("%(name)s and you as mentor", name=pairing.mentee.name)
        )
    return _("%(name)s as your mentor", name=pairing.mentor.person.name)


@dataclass(frozen=True, slots=True)
class Met:
    """One meeting, in a line."""

    when: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class PairingPage:
    """One request or pairing, for the two people."""

    title: str
    tag: Tag
    facts: tuple[Fact, ...]
    note: str
    answering: Ruling
    accepting: Ruling
    taking_back: Ruling
    ending: Ruling
    noting: Ruling
    meetings: tuple[Met, ...]


def pairing_page(pairing: Pairing, taken: int, actor: Actor, now: datetime) -> PairingPage:
    """Return the page; `taken` is how many have a place with the mentor."""
    return PairingPage(
        title=_who(pairing, actor),
        tag=Tag(*STATE_LABELS[pairing.state]),
        facts=_pairing_facts(pairing),
        note=pairing.note,
        answering=policy.may_answer(pairing, actor, now),
        accepting=policy.may_accept(pairing, taken, actor, now),
        taking_back=policy.may_take_back(pairing, actor, now),
        ending=policy.may_end(pairing, actor, now),
        noting=policy.may_note(pairing, actor, now),
        meetings=tuple(
            Met(short_day(each.met_on), each.words, each.noted_by.name) for each in pairing.meetings
        ),
    )


def _pairing_facts(pairing: Pairing) -> tuple[Fact, ...]:
    facts = [Fact(_("Asked"), short_day(london_day(pairing.asked_at)))]
    if pairing.state is PairingState.PAIRED:
        facts.append(Fact(_("Mentor’s email"), pairing.mentor.person.email))
        facts.append(Fact(_("Mentee’s email"), pairing.mentee.email))
    if pairing.ended_at is not None:
        facts.append(Fact(_("Ended"), short_day(london_day(pairing.ended_at))))
    if pairing.reason:
        facts.append(Fact(_("Why not"), pairing.reason))
    return tuple(facts)


@dataclass(frozen=True, slots=True)
class OfficePage:
    """How mentoring stands for the staff of an office: counts, and nobody's words."""

    mentors: str
    places: str
    table: Table | None


def office_page(counted: Sequence[Counts], mentors: int, places: int) -> OfficePage:
    """Return the page."""
    named = professions()
    rows = tuple((named[each.profession_code].name, each.pairs, each.unmet) for each in counted)
    table = Table(
        caption=_("By profession of who is mentored"),
        columns=(
            Column(_("Profession")),
            Column(_("Paired now"), numeric=True),
            Column(_("Asked and found nobody"), numeric=True),
        ),
        rows=rows,
        foot=((_("All"), sum(e.pairs for e in counted), sum(e.unmet for e in counted)),),
        note=_("Found nobody: declined, or no answer for 14 days, and no mentor since."),
    )
    return OfficePage(
        mentors=_n("%(num)s mentor", "%(num)s mentors", mentors),
        places=_n("%(num)s place left", "%(num)s places left", places),
        table=table if rows else None,
    )
