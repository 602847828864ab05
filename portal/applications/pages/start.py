"""Before an application: what it is, whether this person can apply, and what it takes."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.applications import policy
from portal.applications.opening import Opening, facts_needed, verdict, verdict_so_far
from portal.applications.pages.addresses import address
from portal.applications.pages.whole import lines
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.language import _, _n
from portal.kernel.ruling import Ruling
from portal.schemes.eligibility import Reply, Verdict
from portal.schemes.models import Call
from portal.web.format import in_days, moment
from portal.web.pieces import Fact, Link


@dataclass(frozen=True, slots=True)
class StartPage:
    """A call before somebody who may apply. `starting` says why not.

    `asks` where there is something to ask them first; it may be what stops them.
    """

    back: Link
    title: str
    caption: str
    summary: str
    answer: str
    reasons: tuple[str, ...]
    facts: tuple[Fact, ...]
    not_needed: tuple[str, ...]
    asks: bool
    starting: Ruling
    start_at: str
    existing: Link | None


def start_page(opening: Opening, actor: Actor, now: datetime) -> StartPage:
    """Return the page."""
    call, document = opening.call, opening.call.document
    asks = _asks(opening, actor, now)
    found, answer = _found(opening, now, waits=asks and not opening.told)
    return StartPage(
        back=_back(call),
        title=str(document.name),
        caption=str(call.name),
        summary=str(document.summary),
        answer=answer,
        reasons=found.reasons,
        facts=(
            _closes(opening, now),
            Fact(_("Takes about"), _minutes(document.minutes_to_apply)),
            Fact(_("You can ask for"), lines("\n".join(cap.guidance() for cap in document.caps))),
        ),
        not_needed=tuple(str(words) for words in document.not_needed),
        asks=asks,
        starting=policy.may_start(opening, actor, now),
        start_at=url_for("applications.start", call_id=call.id),
        existing=_existing(opening),
    )


def _asks(opening: Opening, actor: Actor, now: datetime) -> bool:
    """Ask only where the answer can help: not of whoever cannot start whatever they say."""
    needed = facts_needed(opening, london_day(now))
    return bool(needed) and bool(policy.may_start(opening.untold(), actor, now))


def _found(opening: Opening, now: datetime, *, waits: bool) -> tuple[Verdict, str]:
    """Return the answer; while it waits for what they say, only the other doubts are told."""
    today = london_day(now)
    if waits:
        return verdict_so_far(opening, today), _("That depends on what you tell us here.")
    found = verdict(opening, today)
    return found, _answer(found)


def _back(call: Call) -> Link:
    """Lead back to the scheme; a rehearsal has no public page to go back to."""
    if call.rehearsal:
        return Link(_("First page"), "/")
    return Link(_("About this scheme"), url_for("schemes.scheme", slug=call.scheme.slug))


def _answer(found: Verdict) -> str:
    words = {
        Reply.YES: _("Yes, you can apply."),
        Reply.ASK: _("You may be able to apply. Check this first:"),
        Reply.NO: _("No, you cannot apply to this one."),
    }
    return words[found.reply]


def _closes(opening: Opening, now: datetime) -> Fact:
    """Say when it closes; whoever has a late pass is told of that instead."""
    label, closes_at = _("Closes"), opening.call.closes_at
    if opening.late_until is not None and opening.late_until > closes_at:
        label, closes_at = _("Closes for you"), opening.late_until
    note = _("UK time, %(when)s", when=in_days(closes_at, now)) if now <= closes_at else ""
    return Fact(label, moment(closes_at), note)


def _minutes(count: int) -> str:
    return _n(
        "%(num)s minute. You can stop and come back.",
        "%(num)s minutes. You can stop and come back.",
        count,
    )


def _existing(opening: Opening) -> Link | None:
    if opening.existing is None:
        return None
    return Link(_("Go to your application"), address("applications.tasks", opening.existing))
