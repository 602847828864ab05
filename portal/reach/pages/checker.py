"""The answers of the checker, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from markupsafe import Markup

from portal.kernel.amounts import plain
from portal.kernel.language import _, _n
from portal.people.models import Contract
from portal.people.professions import professions
from portal.reach.checking import MEDICAL, Checked, Told, with_reply
from portal.schemes.eligibility import Reply
from portal.schemes.eligibility_rules import CONTRACT_WORDS
from portal.schemes.pages.words import capital, gets, said, uk_time
from portal.web.format import short_day
from portal.web.pieces import Fact, Link

Query = Mapping[str, Any]  # of an address: name to values


@dataclass(frozen=True, slots=True)
class Answer:
    """One scheme: what it gives, until when, and why it fits or does not."""

    heading: Markup
    href: str
    line: str
    reasons: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CheckerPage:
    """What fits, what to ask about, what does not fit, and what was told."""

    headline: str
    fits: tuple[Answer, ...]
    ask: tuple[Answer, ...]
    not_fits: tuple[Answer, ...]
    told: tuple[Fact, ...]
    change_href: str


def checker_page(
    checked: Sequence[Checked], told: Told, query: Query, now: datetime
) -> CheckerPage:
    """Show the answers; `query` is the address's, to be carried along to a question."""
    fits = with_reply(checked, Reply.YES)
    ask = with_reply(checked, Reply.ASK)
    return CheckerPage(
        headline=_headline(len(fits), len(ask), len(checked)),
        fits=tuple(_answer(each, now, ()) for each in fits),
        ask=tuple(_answer(each, now, _question(each, query)) for each in ask),
        not_fits=tuple(_answer(each, now, ()) for each in with_reply(checked, Reply.NO)),
        told=tuple(Fact(label, value) for label, value in told_words(told)),
        change_href=url_for("reach.checker", **query, change="yes"),
    )


def _headline(fits: int, ask: int, total: int) -> str:
    if not total:
        return _("No scheme is open now or coming")
    if fits:
        return _n("%(num)s scheme fits you", "%(num)s schemes fit you", fits)
    return _("Ask the R&D office") if ask else _("No scheme fits you now")


def _answer(checked: Checked, now: datetime, links: tuple[Link, ...]) -> Answer:
    call, says = checked.call, checked.call.document
    if now < call.opens_at:
        when = _("Opens %(when)s", when=uk_time(call.opens_at))
    else:
        when = _("Closes %(when)s", when=uk_time(call.closes_at))
    amount = capital(", ".join(filter(None, gets(says))))
    return Answer(
        heading=said(says.name),
        href=url_for("schemes.scheme", slug=call.scheme.slug, call=call.slug),
        line=f"{amount}. {when}.",
        reasons=checked.verdict.reasons,
        links=links,
    )


def _question(checked: Checked, query: Query) -> tuple[Link, ...]:
    values = {key: value for key, value in query.items() if key != "scheme"}
    href = url_for("reach.question", scheme=checked.call.scheme.slug, **values)
    return (Link(_("Ask about this"), href, str(checked.call.document.name)),)


def told_words(told: Told) -> tuple[tuple[str, str], ...]:
    """Return what was told, as label and answer."""
    job = professions().get(told.profession)
    contract = capital(str(CONTRACT_WORDS[told.contract]))
    if told.contract is Contract.FIXED_TERM and told.ends_on:
        contract = _("Fixed-term, until %(day)s", day=short_day(told.ends_on))
    pay = _("Medical or dental grade")
    if told.pay != MEDICAL:
        pay = _("Band %(band)s", band=told.pay)
    return (
        (_("Job"), job.name if job else _("Not in the list")),
        (_("Pay"), pay),
        (_("Contract"), contract),
        (_("Hours a week"), plain(told.hours)),
    )
