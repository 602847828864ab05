"""The page on which an application is read and scored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from portal.applications import changes
from portal.applications.models import Application
from portal.applications.money import Tally, tally
from portal.applications.pages import filed
from portal.applications.pages.filed import FilesShown
from portal.applications.pages.returns import in_one_list
from portal.applications.pages.whole import Change
from portal.applications.reading import answers_for, files_for
from portal.applications.returned import as_sent
from portal.applications.time_words import summary_words
from portal.applications.weeks import start_of, week_of
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.language import _, _n, lazy
from portal.kernel.ruling import Ruling
from portal.reviews import policy
from portal.reviews.lifecycle import STATE_LABELS
from portal.reviews.models import Assignment, Review
from portal.schemes.definition import Definition
from portal.schemes.questions import Audience
from portal.web.format import clock_time, day, in_days, moment, money, short_day
from portal.web.pieces import Colour, Column, Fact, Link, Table, Tag


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer, a paragraph for each line."""

    question: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """One criterion as it was sent: the score in words, its meaning and its reason."""

    title: str
    weight: str
    value: str
    anchor: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """All that the page shows. `asked` and `costs` are money and time; names never."""

    caption: str
    title: str
    strip: tuple[Fact, ...]
    note: str
    stop_href: str
    asked: tuple[str, ...]
    answers: tuple[Answer, ...]
    changed: tuple[Change, ...]
    files: tuple[FilesShown, ...]
    costs: Table
    saved: str
    may_score: Ruling
    save_href: str
    scores: tuple[Score, ...]
    comments: tuple[Answer, ...]
    around: tuple[Link, ...]
    pile_href: str


def review_page(one: Assignment, order: Sequence[UUID], actor: Actor, now: datetime) -> ReviewPage:
    """Return the page. `order` holds this reviewer's assignments of the call."""
    application, review = as_sent(one.application), one.review
    definition = application.call.document
    may_score = policy.may_score(one, actor, now)
    return ReviewPage(
        caption=_caption(application, order, one.id),
        title=application.title,
        strip=_strip(one, now),
        note=_note(definition, application),
        stop_href=url_for("reviews.stop", assignment_id=one.id),
        asked=_asked(application),
        answers=_answers(application, definition),
        changed=in_one_list(changes.sent(one.application, audience(definition))),
        files=_files(one, definition),
        costs=costs_table(application, definition),
        saved=_saved(review, now),
        may_score=may_score,
        save_href=url_for("reviews.save", assignment_id=one.id),
        scores=() if may_score or review is None else sent_scores(review, definition),
        comments=() if may_score or review is None else comments_of(review),
        around=_around(order, one.id),
        pile_href=url_for("reviews.pile"),
    )


def _caption(application: Application, order: Sequence[UUID], own: UUID) -> str:
    return _(
        "%(scheme)s, %(call)s. Application %(number)s of your %(all)s",
        scheme=application.call.document.name,
        call=application.call.name,
        number=order.index(own) + 1,
        all=len(order),
    )


def _strip(one: Assignment, now: datetime) -> tuple[Fact, ...]:
    state, due_at = policy.state_of(one), one.application.call.reviews_due_at
    is_sent = one.review is not None and one.review.sent_at is not None
    since = one.review.sent_at if one.review is not None and is_sent else one.cleared_at
    colour: Colour = "green" if is_sent else "orange" if policy.is_late(one, now) else "blue"
    label = lazy("Late") if policy.is_late(one, now) else STATE_LABELS[state]
    done = _("You have sent your review") if is_sent else _progress(one)
    return (
        Fact(_("Now"), note=done, tag=Tag(label, colour)),
        Fact(
            _("Since"),
            day(since or one.assigned_at),
            "" if is_sent else _("You said you have no conflict"),
        ),
        Fact(_("Waiting for"), _("The panel") if is_sent else _("You")),
        _next(one, is_sent=is_sent, due=in_days(due_at, now), when=moment(due_at)),
    )


def _next(one: Assignment, *, is_sent: bool, due: str, when: str) -> Fact:
    if is_sent:
        panel_on = one.application.call.panel_on
        return Fact(_("Next"), _("The panel meets"), day(panel_on))
    return Fact(_("Next"), _("Due %(when)s", when=due), when)


def _progress(one: Assignment) -> str:
    """Say how many criteria have a score, and how many of those lack a reason."""
    criteria = one.application.call.document.criteria
    scores = one.review.scores if one.review is not None else []
    scored = [s for s in scores if s.value is not None or s.is_unable]
    bare = sum(not score.reason for score in scored)
    words = _("%(done)s of %(all)s done.", done=len(scored), all=len(criteria))
    if not bare:
        return words
    lacks = _n("%(num)s needs a reason.", "%(num)s need a reason.", bare)
    return f"{words} {lacks}"


def _note(definition: Definition, application: Application) -> str:
    if definition.blind:
        return _("Name, team and pay are hidden. If you know whose this is,")
    return _(
        "From %(name)s, %(team)s. If you have a conflict after all,",
        name=application.applicant.name,
        team=application.team.name,
    )


def _asked(application: Application) -> tuple[str, ...]:
    """Say what is asked for: money, then each stretch of time."""
    week = week_of(application, start_of(application))
    lines = [_("Asks for %(money)s.", money=money(application.asked_pence))]
    lines += [
        _(
            "%(time)s, from %(start)s to %(end)s.",
            time=summary_words([period], week),
            start=short_day(period.starts_on),
            end=short_day(period.ends_on),
        )
        for period in application.periods
    ]
    return tuple(lines)


def _answers(application: Application, definition: Definition) -> tuple[Answer, ...]:
    return tuple(
        Answer(label, paragraphs(answer))
        for label, answer in answers_for(application, audience(definition))
    )


def audience(definition: Definition) -> Audience:
    """Return as whom reviewers read an application of this scheme."""
    return Audience.REVIEWER if definition.blind else Audience.PANEL


def _files(one: Assignment, definition: Definition) -> tuple[FilesShown, ...]:
    return filed.shown(
        files_for(as_sent(one.application), audience(definition)),
        lambda upload: url_for("reviews.file", assignment_id=one.id, file_id=upload.id),
        is_blind=definition.blind,
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(line for line in text.splitlines() if line.strip())


def costs_table(application: Application, definition: Definition) -> Table:
    """Return what each kind of cost comes to; the lines, and with them anybody's pay, are not.

    Who else pays is not named: a name could tell whose application it is.
    """
    sums = tally(application.cost_lines)
    rows = tuple(
        (_category(definition, key), money(pence)) for key, pence in sums.asked_by_category.items()
    )
    return Table(
        caption=_("Costs"),
        columns=(Column(_("Kind")), Column(_("Total"), numeric=True)),
        rows=rows,
        foot=_feet(sums),
        note=_("Pay is hidden. You see the total for each kind of cost."),
    )


def _feet(sums: Tally) -> tuple[tuple[str, str], ...]:
    if not sums.elsewhere_pence:
        return ((_("All costs"), money(sums.asked_pence)),)
    return (
        (_("Asked of this scheme"), money(sums.asked_pence)),
        (_("Paid by others"), money(sums.elsewhere_pence)),
        (_("All costs"), money(sums.total_pence)),
    )


def _category(definition: Definition, key: str) -> str:
    found = definition.category(key)
    return str(found.title) if found else _("Other costs")


def _saved(review: Review | None, now: datetime) -> str:
    if review is None:
        return _("Not saved yet")
    when = clock_time(review.saved_at)
    if london_day(review.saved_at) == london_day(now):
        return _("Saved %(time)s", time=when)
    return _("Saved %(day)s, %(time)s", day=short_day(review.saved_at), time=when)


def sent_scores(review: Review, definition: Definition) -> tuple[Score, ...]:
    """Return the scores of a review in the scheme's order."""
    given = {score.criterion_key: score for score in review.scores}
    found = []
    for criterion in definition.criteria:
        score = given.get(criterion.key)
        value = score.value if score is not None else None
        found.append(
            Score(
                title=str(criterion.title),
                weight=f"{criterion.weight_percent}%",
                value=_("Could not score") if value is None else str(value),
                anchor="" if value is None else str(criterion.anchors.get(value, "")),
                reason=score.reason if score is not None else "",
            )
        )
    return tuple(found)


def comments_of(review: Review) -> tuple[Answer, ...]:
    """Return the comments that were written."""
    both = (
        (_("To the applicant"), review.to_applicant),
        (_("To the panel"), review.to_panel),
    )
    return tuple(Answer(label, paragraphs(text)) for label, text in both if text)


def _around(order: Sequence[UUID], own: UUID) -> tuple[Link, ...]:
    """Return the links to the one before and the one after."""
    at = order.index(own)
    links = []
    if at > 0:
        links.append(Link(_("Previous"), url_for("reviews.show", assignment_id=order[at - 1])))
    if at + 1 < len(order):
        links.append(Link(_("Next"), url_for("reviews.show", assignment_id=order[at + 1])))
    return tuple(links)
