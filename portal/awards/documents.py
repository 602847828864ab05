"""The letters: what each says to one person, and the complete HTML that becomes the PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from flask_babel import force_locale

from portal.applications.models import ReleasePeriod
from portal.applications.time_words import span_words
from portal.awards.cases import Case
from portal.awards.lifecycle import Outcome
from portal.awards.models import Decision
from portal.kernel.clock import add_working_days, london_day
from portal.kernel.language import _
from portal.web.format import day, hours, short_day, short_money
from portal.web.links import link, settings
from portal.web.pieces import Fact

WORKING_DAYS_TO_ANSWER = 10

BODIES = {
    Outcome.AWARD: "documents/awards/_award.html",
    Outcome.RESERVE: "documents/awards/_reserve.html",
    Outcome.DECLINE: "documents/awards/_decline.html",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many competed in a call, and how many are offered an award."""

    applied: int
    awarded: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as words, in the language of whoever it is for. `body` names its template."""

    body: str
    heading: str
    organisation: str
    name: str
    team: str
    written_on: str
    reference: str
    title: str
    scheme: str
    call: str
    facts: tuple[Fact, ...]
    terms: tuple[str, ...]
    feedback: tuple[str, ...]
    comments: tuple[tuple[str, ...], ...]
    answer_by: str
    offer_url: str
    schemes_url: str
    tally: Tally
    help_name: str
    help_phone: str
    help_email: str


def answer_by(now: datetime) -> date:
    """Return the last UK day to answer an offer that is made now."""
    return add_working_days(london_day(now), WORKING_DAYS_TO_ANSWER)


def answer_by_words(now: datetime) -> str:
    """Return that day in words."""
    return day(answer_by(now))


def letter(case: Case, decision: Decision, tally: Tally, now: datetime) -> Letter:
    """Return the letter in the language in force. See `html` for one as it is issued."""
    application, set_up = case.application, settings()
    return Letter(
        body=BODIES[decision.outcome],
        heading=_heading(decision.outcome, application.title),
        organisation=str(application.call.scheme.organisation.name),
        name=application.applicant.name,
        team=str(application.team.name),
        written_on=short_day(now),
        reference=application.reference or "",
        title=application.title,
        scheme=str(case.definition.name),
        call=str(application.call.name),
        facts=offer_facts(case, decision.amount_pence),
        terms=tuple(str(term) for term in case.definition.terms),
        feedback=paragraphs(decision.feedback),
        comments=tuple(paragraphs(words) for words in case.comments),
        answer_by=day(answer_by(now)),
        offer_url=link("awards.offer", application_id=application.id),
        schemes_url=link("schemes.catalogue"),
        tally=tally,
        help_name=set_up.help_name,
        help_phone=set_up.help_phone,
        help_email=set_up.help_email,
    )


def _heading(outcome: Outcome, title: str) -> str:
    match outcome:
        case Outcome.AWARD:
            return _("We would like to fund “%(title)s”", title=title)
        case Outcome.RESERVE:
            return _("“%(title)s” is on our reserve list", title=title)
        case Outcome.DECLINE:
            return _("We cannot fund “%(title)s” this time", title=title)


def offer_facts(case: Case, amount_pence: int) -> tuple[Fact, ...]:
    """Return how much, how many hours, and when, as a letter and a page say them."""
    asked = case.asked_pence
    note = _("You asked for %(asked)s.", asked=short_money(asked)) if amount_pence < asked else ""
    return (
        *((Fact(_("Money"), short_money(amount_pence), note),) if asked else ()),
        *(Fact(_("Time"), _period(period)) for period in case.application.periods),
        Fact(_("First day"), short_day(case.starts_on)),
        Fact(_("Last day"), short_day(case.ends_on)),
    )


def _period(period: ReleasePeriod) -> str:
    if period.in_all_hundredths is not None:
        return span_words(period)
    return _(
        "%(hours)s hours a week, %(first)s to %(last)s",
        hours=hours(period.hours_hundredths),
        first=short_day(period.starts_on),
        last=short_day(period.ends_on),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the lines of a text that hold words."""
    return tuple(line for line in map(str.strip, text.splitlines()) if line)


def filename(case: Case) -> str:
    """Name the file so that it tells nothing of what is inside."""
    return f"decision-{case.application.reference}.pdf"


def html(case: Case, decision: Decision, tally: Tally, now: datetime) -> str:
    """Return the whole letter, in the applicant's language; it refers to nothing outside.

    It is drawn without the context of a page: who asks for it changes nothing in it.
    """
    with force_locale(case.application.applicant.language):
        template = current_app.jinja_env.get_template("documents/awards/letter.html")
        rehearsal = case.application.call.rehearsal
        return template.render(letter=letter(case, decision, tally, now), rehearsal=rehearsal)


def tally(cases: Sequence[Case]) -> Tally:
    """Count those who compete, and those of them who are offered an award."""
    decided = [case.decision for case in cases if case.is_rankable]
    awarded = sum(each is not None and each.outcome is Outcome.AWARD for each in decided)
    return Tally(len(decided), awarded)
