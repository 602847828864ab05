"""The public page of a scheme, as one of its calls offers it."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from flask import url_for
from markupsafe import Markup, escape

from portal.kernel.amounts import plain
from portal.kernel.clock import london_day
from portal.kernel.language import Text, _, _n, lazy
from portal.schemes.caps import Cap
from portal.schemes.definition import Definition
from portal.schemes.first_stage import questions_in
from portal.schemes.last_time import LastTime
from portal.schemes.lifecycle import Phase
from portal.schemes.markup import markup
from portal.schemes.models import Call, Scheme
from portal.schemes.pages.agreeing import Agreeing, agreeing
from portal.schemes.pages.calls import extended
from portal.schemes.pages.words import how_long, how_much, said, uk_time, who
from portal.schemes.questions import Question, Round, Section, SectionKind
from portal.schemes.worked import worked
from portal.web.format import day, in_days, moment, short_money
from portal.web.pieces import Column, Fact, KeyDate, Link, Table

OWN_QUESTIONS = {
    SectionKind.TIME: lazy("When will you take the time?"),
    SectionKind.COSTS: lazy("What will it cost?"),
    SectionKind.PEOPLE: lazy("Who helps you?"),
}
FULL_TIME_YEAR = 1_200  # hundredths of a WTE-month


@dataclass(frozen=True, slots=True)
class Asks:
    """One question as it will be asked."""

    words: Markup
    limit: str = ""


@dataclass(frozen=True, slots=True)
class AskedIn:
    """The questions of one stage in two columns, each with the number that it starts with.

    A scheme of one stage has no heading over them.
    """

    heading: str
    columns: tuple[tuple[int, tuple[Asks, ...]], ...]


@dataclass(frozen=True, slots=True)
class SchemePage:
    """Everything the page shows. Without `apply_href`, `not_open` stands in its place.

    A preview is not live: it leads nowhere outside itself, and nobody is told of it.
    """

    name: Text
    heading: Markup
    caption: Markup
    summary: Markup
    not_needed: Markup
    facts: tuple[Fact, ...]
    apply_href: str
    not_open: str
    other_call: tuple[Link, ...]
    dates: tuple[KeyDate, ...]
    purpose: Markup
    pays_for: tuple[Markup, ...]
    not_paid: tuple[Markup, ...]
    limits: tuple[str, ...]
    terms: tuple[Markup, ...]
    how: tuple[object, ...]
    own_side: tuple[Agreeing, ...]
    criteria: Table | None
    questions: tuple[AskedIn, ...]
    ticks: tuple[Markup, ...]
    reports: tuple[Markup, ...]
    pot: tuple[str, ...]
    source: Markup
    organisation: Markup
    past: tuple[Link, ...]
    last_time: LastTime | None
    slug: str
    call_slug: str
    markup: Markup
    has_poster: bool
    is_live: bool = True


def shown_call(scheme: Scheme, slug: str | None, now: datetime) -> Call | None:
    """Return the call of that slug; without one the open call, else the next, else the last.

    None where no public call has that slug. A rehearsal is never public.
    """
    calls = [call for call in scheme.calls if not call.rehearsal]
    if slug is not None:
        return next((call for call in calls if call.slug == slug), None)
    still_open = [call for call in calls if call.opens_at <= now <= call.closes_at]
    coming = [call for call in calls if now < call.opens_at]
    for found in (still_open, coming):
        if found:
            return min(found, key=lambda call: call.closes_at)
    return max(calls, key=lambda call: call.closes_at, default=None)


def scheme_page(scheme: Scheme, call: Call, happened: LastTime | None, now: datetime) -> SchemePage:
    """Show one call of the scheme, with what the scheme said when that call was set up."""
    says = call.document
    is_open = call.phase(now) is Phase.OPEN and scheme.retired_at is None
    return SchemePage(
        name=says.name,
        heading=said(says.name),
        caption=Markup("{}, {}").format(says.kind_label, said(call.name)),
        summary=said(says.summary),
        not_needed=_not_needed(says),
        facts=_facts(says, call, now),
        apply_href=f"/calls/{call.id}/apply" if is_open else "",
        not_open="" if is_open else _not_open(scheme, call, now),
        other_call=_better_call(scheme, call, now),
        dates=_dates(says, call, now),
        purpose=said(says.purpose),
        pays_for=_each(says.pays_for),
        not_paid=_each(says.not_paid),
        limits=tuple(_limit_words(cap, scheme, call) for cap in says.caps),
        terms=_each(says.terms),
        how=_how(says),
        own_side=agreeing(says),
        criteria=_criteria(says),
        questions=_questions(says),
        ticks=_ticks(says),
        reports=_each(report.title for report in says.reports),
        pot=_pot(call),
        source=said(says.funder_note),
        organisation=said(scheme.organisation.name),
        past=_others(scheme, call),
        last_time=happened,
        slug=scheme.slug,
        call_slug=call.slug,
        markup=markup(call),
        has_poster=scheme.retired_at is None and now <= call.closes_at,
    )


def _limit_words(cap: Cap, scheme: Scheme, call: Call) -> str:
    """Say a limit, and what it comes to in hours on the first day that one can start."""
    hours = worked(cap, scheme.organisation.nation, call.earliest_start_on)
    return f"{cap.guidance()}. {hours}" if hours else cap.guidance()


def _each(texts: object) -> tuple[Markup, ...]:
    return tuple(said(text) for text in texts)  # type: ignore[attr-defined]  # any iterable of Text


def _not_needed(says: Definition) -> Markup:
    """Say what one can do without, in one sentence."""
    words = _each(says.not_needed)
    if not words:
        return Markup()
    last = escape(_(" or ")).join(filter(None, (Markup(", ").join(words[:-1]), words[-1])))
    return escape(_("You do not need %(things)s.")) % {"things": last}


def _facts(says: Definition, call: Call, now: datetime) -> tuple[Fact, ...]:
    facts = (
        Fact(_("Who can apply"), who(says), _open_to(call)),
        Fact(_("What you get"), Markup("<strong>{}</strong>").format(how_much(says))),
        Fact(_("How long"), Markup("<strong>{}</strong>").format(how_long(says))),
        _closes(call, now),
        Fact(_("Time to apply"), _takes(says), _("You can stop, and come back to it.")),
    )
    return tuple(fact for fact in facts if fact.value != Markup("<strong></strong>"))


def _takes(says: Definition) -> str:
    """Say how long it takes; in two stages, how long the first one does."""
    if says.is_two_stage:
        minutes = _n("about %(num)s minute", "about %(num)s minutes", says.minutes_to_apply)
        return _n(
            "Two steps: %(num)s question, %(minutes)s; a fuller form if you are invited.",
            "Two steps: %(num)s questions, %(minutes)s; a fuller form if you are invited.",
            questions_in(says.sections_in(Round.FIRST)),
            minutes=minutes,
        )
    sections = _n("in %(num)s section", "in %(num)s sections", len(says.sections))
    minutes = _n("About %(num)s minute", "About %(num)s minutes", says.minutes_to_apply)
    return _("%(minutes)s, %(sections)s.", minutes=minutes, sections=sections)


def _open_to(call: Call) -> Markup | str:
    """Name whose staff it is for, where it is not all of the organisation's."""
    if not call.open_to:
        return ""
    return Markup("({})").format(Markup(", ").join(said(node.name) for node in call.open_to))


def _closes(call: Call, now: datetime) -> Fact:
    label = _("Closed") if call.closes_at < now else _("Closes")
    when = Markup("<strong>{}</strong>").format(uk_time(call.closes_at))
    return Fact(label, when, f"({in_days(call.closes_at, now)}) {extended(call)}".rstrip())


def _not_open(scheme: Scheme, call: Call, now: datetime) -> str:
    """Say, where the button would be, why one cannot apply now."""
    if scheme.retired_at is not None:
        return _("This scheme has ended. It takes no new applications.")
    if now < call.opens_at:
        words = {"when": uk_time(call.opens_at), "in": in_days(call.opens_at, now)}
        return _("You can apply from %(when)s (%(in)s).", **words)
    return _("This call closed on %(when)s.", when=uk_time(call.closes_at))


def _better_call(scheme: Scheme, call: Call, now: datetime) -> tuple[Link, ...]:
    """Lead from a call that is over to the one that is open or comes next."""
    now_shown = shown_call(scheme, None, now)
    if scheme.retired_at is not None or now_shown in {None, call} or call.closes_at >= now:
        return (Link(_("See all schemes"), url_for("schemes.catalogue")),)
    words = _("See the call that is open") if _is_open(now_shown, now) else _("See the next call")
    if now_shown is not None and now_shown.closes_at < now:
        words = _("See the latest call")
    return (Link(words, url_for("schemes.scheme", slug=scheme.slug)),)


def _is_open(call: Call | None, now: datetime) -> bool:
    return call is not None and call.phase(now) is Phase.OPEN


def _dates(says: Definition, call: Call, now: datetime) -> tuple[KeyDate, ...]:
    """Lay the dates on a line; those of steps that this scheme does not have are left out."""
    opened = _("Opened") if call.opens_at <= now else _("Opens")
    closed = _("Closed") if call.closes_at < now else _("Closes")
    points: list[tuple[str, date]] = [(opened, call.opens_at), (closed, call.closes_at)]
    if says.approvals:
        points.append((_("Your side answers by"), call.approvals_due_at))
    if says.criteria:
        points.append((_("Reviews in by"), call.reviews_due_at))
        points.append((_("Panel meets"), call.panel_on))
    points.append((_("You hear from us by"), call.decisions_on))
    points.append((_("First day you can start"), call.earliest_start_on))
    next_one = next((n for n, (_label, at) in enumerate(points) if not _is_past(at, now)), None)
    return tuple(_point(n, next_one, label, at) for n, (label, at) in enumerate(points))


def _point(number: int, next_one: int | None, label: str, at: date) -> KeyDate:
    when = moment(at) if isinstance(at, datetime) else day(at)
    if next_one is None or number < next_one:
        return KeyDate(label, when, "past")
    return KeyDate(label, when, "next" if number == next_one else "later")


def _is_past(at: date, now: datetime) -> bool:
    return at < now if isinstance(at, datetime) else at < london_day(now)


def _how(says: Definition) -> tuple[object, ...]:
    sentences: list[object] = []
    if says.criteria:
        sentences.append(_reviewers(says))
        words = {"low": says.scale.low, "high": says.scale.high}
        sentences.append(
            _n(
                "They score %(num)s thing from %(low)s to %(high)s, and say why.",
                "They score %(num)s things from %(low)s to %(high)s, and say why.",
                len(says.criteria),
                **words,
            )
        )
    return (*sentences, said(says.decided_by))


def _reviewers(says: Definition) -> str:
    if says.blind:
        return _n(
            "%(num)s reviewer reads each application without your name, team or pay.",
            "%(num)s reviewers read each application without your name, team or pay.",
            says.reviews_each,
        )
    return _n(
        "%(num)s reviewer reads each application.",
        "%(num)s reviewers read each application.",
        says.reviews_each,
    )


def _criteria(says: Definition) -> Table | None:
    if not says.criteria:
        return None
    return Table(
        caption=_("What they score"),
        columns=(Column(_("What")), Column(_("Share of the score"), numeric=True)),
        rows=tuple((said(each.title), f"{each.weight_percent}%") for each in says.criteria),
    )


def _questions(says: Definition) -> tuple[AskedIn, ...]:
    """Return all questions; in two stages those of each, numbered from one to the last."""
    if not says.is_two_stage:
        return (AskedIn("", _in_two(tuple(_asks(says.sections)), 1)),)
    first = tuple(_asks(says.sections_in(Round.FIRST)))
    full = tuple(_asks(says.sections_in(Round.FULL)))
    return (
        AskedIn(_("First step"), _in_two(first, 1)),
        AskedIn(_("Second step, if you are invited"), _in_two(full, len(first) + 1)),
    )


def _asks(sections: tuple[Section, ...]) -> chain[Asks]:
    return chain.from_iterable(
        _asks_of(section) for section in sections if section.kind is not SectionKind.DECLARATIONS
    )


def _asks_of(section: Section) -> tuple[Asks, ...]:
    own = OWN_QUESTIONS.get(section.kind)
    if section.kind is SectionKind.RELEASE and section.stage is Round.FIRST:
        own = lazy("Who approves your time?")
    asked = tuple(Asks(said(question.label), _limit(question)) for question in section.questions)
    if section.names_host:
        asked = (Asks(Markup("{}").format(_("Who is the host?"))), *asked)
    return (Asks(Markup("{}").format(str(own))), *asked) if own else asked


def _limit(question: Question) -> str:
    if question.most_files:
        return _n("Up to %(num)s file", "Up to %(num)s files", question.most_files)
    if question.max_words is None:
        return ""
    return _n("Up to %(num)s word", "Up to %(num)s words", question.max_words)


def _in_two(asks: tuple[Asks, ...], number: int) -> tuple[tuple[int, tuple[Asks, ...]], ...]:
    """Split the questions into two columns; each knows the number that it starts with."""
    half = (len(asks) + 1) // 2
    return tuple(
        (start + number, asks[start : start + half]) for start in range(0, len(asks), half or 1)
    )


def _ticks(says: Definition) -> tuple[Markup, ...]:
    return tuple(
        said(question.label)
        for section in says.sections
        if section.kind is SectionKind.DECLARATIONS
        for question in section.questions
    )


def _pot(call: Call) -> tuple[str, ...]:
    lines = []
    if call.pot_pence:
        lines.append(_("%(money)s in all.", money=short_money(call.pot_pence)))
    if months := call.pot_wte_months_hundredths:
        lines.append(_("%(months)s WTE-months in all.", months=plain(months)))
        lines.append(
            _("One full-time person for a year is %(months)s.", months=plain(FULL_TIME_YEAR))
        )
    lines += [
        _("%(amount)s of it is kept for: %(whom)s.", amount=fence.amount, whom=fence.whom)
        for fence in call.fences
    ]
    return tuple(lines)


def _others(scheme: Scheme, call: Call) -> tuple[Link, ...]:
    """Link the other calls, the newest first, each with what the scheme said then."""
    others = [each for each in scheme.calls if each is not call and not each.rehearsal]
    return tuple(
        Link(said(each.name), url_for("schemes.scheme", slug=scheme.slug, call=each.slug))
        for each in sorted(others, key=lambda each: (each.closes_at, each.slug), reverse=True)
    )
