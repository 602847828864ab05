"""The first page of a person: what needs me."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from portal.applications.saved import current_sections
from portal.approvals import queries as approvals
from portal.approvals.team.scope import scope
from portal.desk import queries
from portal.desk.errands import Errand, asked_of, release, shared_with
from portal.desk.pages.shared import Line, call_title, line
from portal.desk.returned import changes_wanted
from portal.desk.standing import MINE_TO_DO, WAITED_FOR, Case, Stage, is_over, stage_of
from portal.kernel.actor import Actor
from portal.kernel.language import _, _n
from portal.pulse import queries as pulse
from portal.reviews import queries as reviews
from portal.schemes.lifecycle import PHASE_LABELS
from portal.schemes.rehearsal import marked
from portal.web.format import day, in_days, moment
from portal.web.links import settings
from portal.web.pieces import Link


@dataclass(frozen=True, slots=True)
class Home:
    """What needs me: things to do, the soonest due first; things waited for; boards."""

    errands: tuple[Errand, ...]
    lines: tuple[Line, ...]
    shared: tuple[Link, ...]
    boards: tuple[Link, ...]
    teams: tuple[Link, ...]


def home(session: Session, actor: Actor, now: datetime) -> Home:
    """Gather the first page of a person."""
    mine = queries.my_cases(session, actor)
    errands = (
        *(_own(case, now) for case in mine if _is_my_turn(case, now)),
        *(release(r, now) for r in approvals.waiting_for(session, actor)),
        *asked_of(session, actor, now),
        *_reviews(session, actor),
        *_pulse(session, actor, now),
    )
    waited = (case for case in mine if stage_of(case, now) in WAITED_FOR and not is_over(case, now))
    boards = tuple(
        Link(
            call_title(call), url_for("desk.board", call_id=call.id), PHASE_LABELS[call.phase(now)]
        )
        for call in queries.board_calls(session, actor)
    )
    return Home(
        tuple(sorted(errands, key=lambda errand: (errand.due is None, errand.due or now))),
        tuple(line(case, now) for case in waited),
        shared_with(session, actor),
        boards,
        _teams(session, actor),
    )


def _teams(session: Session, actor: Actor) -> tuple[Link, ...]:
    """Lead whoever manages people, or is of an office, to who is out."""
    label = _("Who is out for research, and what it costs")
    if scope(session, actor) is None:
        return ()
    return (Link(label, url_for("team.home"), _("Month by month, with the cover planned.")),)


def _is_my_turn(case: Case, now: datetime) -> bool:
    return stage_of(case, now) in MINE_TO_DO and not is_over(case, now)


def _own(case: Case, now: datetime) -> Errand:
    application = case.application
    name = marked(application.call.document.name, application.call)
    href = url_for("applications.resume", application_id=application.id)
    if stage_of(case, now) is Stage.OFFERED and case.award is not None:
        offer = url_for("awards.offer", application_id=application.id)
        words = _("Answer the offer for “%(title)s”", title=application.title)
        return Errand(words, offer, _("By %(day)s", day=day(case.award.answer_by_on)), now)
    if (wanted := changes_wanted(application, now)) is not None:
        return Errand(*wanted)
    sections = {section.key for section in current_sections(application)}
    done = sum(entry.is_complete and entry.key in sections for entry in application.sections)
    return Errand(
        _("Go on with your application for %(scheme)s", scheme=name),
        href,
        _(
            "%(done)s of %(all)s sections done. Closes %(when)s, on %(moment)s, UK time.",
            done=done,
            all=len(sections),
            when=in_days(application.closes_at, now),
            moment=moment(application.closes_at),
        ),
        application.closes_at,
    )


def _reviews(session: Session, actor: Actor) -> tuple[Errand, ...]:
    owed = reviews.count_to_do(session, actor)
    if not owed:
        return ()
    first = reviews.pile(session, actor, 1)[0]
    due = first.application.call.reviews_due_at
    words = _n("Review %(num)s application", "Review %(num)s applications", owed)
    return (Errand(words, url_for("reviews.pile"), _("By %(when)s", when=moment(due)), due),)


def _pulse(session: Session, actor: Actor, now: datetime) -> tuple[Errand, ...]:
    if not settings().pulse or not pulse.is_asked(session, actor, now):
        return ()
    note = _("About a minute. Only totals are kept.")
    return (Errand(_("Answer five questions about research"), url_for("pulse.page"), note),)
