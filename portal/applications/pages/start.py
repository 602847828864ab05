"""Before an application: what it is, whether this person can apply, and what it takes."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.applications import policy
from portal.applications.opening import Opening, verdict
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
    """A call before somebody who may apply. `starting` says why not."""

    back: Link
    title: str
    caption: str
    summary: str
    answer: str
    reasons: tuple[str, ...]
    facts: tuple[Fact, ...]
    not_needed: tuple[str, ...]
    starting: Ruling
    start_at: str
    existing: Link | None


def start_page(opening: Opening, actor: Actor, now: datetime) -> StartPage:
    """Return the page."""
    call, document = opening.call, opening.call.document
    found = verdict(call, opening.person, london_day(now))
    return StartPage(
        back=_back(call),
        title=str(document.name),
        caption=str(call.name),
        summary=str(document.summary),
        answer=_answer(found),
        reasons=found.reasons,
        facts=(
            _closes(opening, now),
            Fact(_("Takes about"), _minutes(document.minutes_to_apply)),
            Fact(_("You can ask for"), lines("\n".join(cap.guidance() for cap in document.caps))),
        ),
        not_needed=tuple(str(words) for words in document.not_needed),
        starting=policy.may_start(opening, actor, now),
        start_at=url_for("applications.start", call_id=call.id),
        existing=_existing(opening),
    )


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
