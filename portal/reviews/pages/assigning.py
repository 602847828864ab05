"""The office's page on which reviewers are chosen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.kernel.actor import Actor
from portal.kernel.language import _, _n
from portal.kernel.ruling import Ruling
from portal.people.models import Person
from portal.reviews import bonds, policy, queries
from portal.reviews.actions.assigning import side_of, ties_of
from portal.reviews.conflicts import Ties, clash
from portal.reviews.lifecycle import STATE_LABELS, ReviewState
from portal.reviews.models import Assignment
from portal.reviews.pages.pile import COLOURS
from portal.schemes.models import Call
from portal.web.format import day, in_days
from portal.web.pieces import Column, Fact, Link, Pager, Table, Tag
from portal.web.places import place

PAGE = 50


@dataclass(frozen=True, slots=True)
class Given:
    """One reviewer of one application, where they stand, and the way to take them off."""

    name: str
    state: Tag
    remove: Link | None


@dataclass(frozen=True, slots=True)
class Line:
    """One application: what it is, who reviews it, and how many it still needs."""

    id: UUID
    title: str
    href: str
    note: str
    who: str
    team: str
    reviewers: tuple[Given, ...]
    count: str
    is_short: bool


@dataclass(frozen=True, slots=True)
class AssigningPage:
    """All that the page shows; `short` says in words what nobody is left for."""

    caption: str
    strip: tuple[Fact, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    pager: Pager
    count: str
    choices: tuple[tuple[str, object], ...]
    reviewers: tuple[tuple[str, object], ...]
    bench: Table
    short: tuple[str, ...]
    may_deal: Ruling
    deal_href: str
    assign_href: str
    ranking_href: str
    call_href: str


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was read: applications by reference, their assignments, people, ties."""

    call: Call
    applications: Sequence[Application]
    assignments: Sequence[Assignment]
    by_application: Mapping[UUID, Sequence[Assignment]]
    reviewers: Sequence[Person]
    ties: Ties

    @property
    def each(self) -> int:
        return self.call.document.reviews_each

    def of(self, application: Application) -> Sequence[Assignment]:
        return self.by_application.get(application.id, ())

    def sound(self, application: Application) -> list[Assignment]:
        return [a for a in self.of(application) if a.conflict is None]

    def lacks(self, application: Application) -> int:
        return max(self.each - len(self.sound(application)), 0)

    def free(self, application: Application) -> int:
        """Count those who could still be asked."""
        has = {a.reviewer_id for a in self.of(application)}
        side = side_of(application)
        return sum(p.id not in has and clash(side, p.id, self.ties) is None for p in self.reviewers)


def assigning_page(
    session: Session, call: Call, page: int, actor: Actor, now: datetime
) -> AssigningPage:
    """Read and decide all that the page shows."""
    applications = queries.weighed_page(session, call, actor)
    people = bonds.reviewers(session, call)
    assignments = queries.assignments_in(session, call, actor)
    ties = ties_of(session, call, applications, people)
    facts = _Facts(call, applications, assignments, _by_application(assignments), people, ties)
    shown = applications[(page - 1) * PAGE : page * PAGE]
    pages = max((len(applications) + PAGE - 1) // PAGE, 1)
    return AssigningPage(
        caption=f"{call.document.name}, {call.name}",
        strip=_strip(facts, now),
        columns=(
            Column(_("Application")),
            Column(_("Applicant")),
            Column(_("Reviewers")),
            Column(_("Has"), numeric=True),
        ),
        lines=tuple(_line(one, facts, actor, now) for one in shown),
        pager=Pager(
            page,
            pages,
            len(applications),
            {n: url_for("reviews.reviewers", call_id=call.id, page=n) for n in range(1, pages + 1)},
        ),
        count=_n("%(num)s application", "%(num)s applications", len(applications)),
        choices=tuple((str(one.id), f"{one.reference}: {one.title}") for one in shown),
        reviewers=tuple((str(p.id), p.name) for p in people),
        bench=_bench(facts),
        short=tuple(_short(facts)),
        may_deal=policy.may_deal(len(people), _room(facts), call, actor, now),
        deal_href=url_for("reviews.deal", call_id=call.id),
        assign_href=url_for("reviews.assign", call_id=call.id, page=page),
        ranking_href=url_for("reviews.ranking", call_id=call.id),
        call_href=place("call", call.id),
    )


def _by_application(found: Sequence[Assignment]) -> Mapping[UUID, Sequence[Assignment]]:
    grouped: dict[UUID, list[Assignment]] = {}
    for one in found:
        grouped.setdefault(one.application_id, []).append(one)
    return grouped


def _strip(facts: _Facts, now: datetime) -> tuple[Fact, ...]:
    sound = [a for a in facts.assignments if a.conflict is None]
    sent = sum(policy.state_of(a) is ReviewState.SENT for a in sound)
    full = sum(not facts.lacks(one) for one in facts.applications)
    due_at = facts.call.reviews_due_at
    return (
        Fact(
            _("Have all reviewers"),
            _("%(full)s of %(all)s", full=full, all=len(facts.applications)),
            _n("%(num)s reviewer each", "%(num)s reviewers each", facts.each),
        ),
        Fact(_("Reviews sent"), _("%(sent)s of %(all)s", sent=sent, all=len(sound))),
        Fact(_("Reviewers"), str(len(facts.reviewers))),
        Fact(_("Reviews due"), in_days(due_at, now).capitalize(), day(due_at)),
    )


def _line(one: Application, facts: _Facts, actor: Actor, now: datetime) -> Line:
    lacks = facts.lacks(one)
    return Line(
        id=one.id,
        title=one.title,
        href=url_for("reviews.reasons", application_id=one.id),
        note=str(one.reference),
        who=one.applicant.name,
        team=str(one.team.name),
        reviewers=tuple(_given(a, actor, now) for a in facts.of(one)),
        count=_("%(have)s of %(each)s", have=facts.each - lacks, each=facts.each),
        is_short=lacks > 0,
    )


def _given(assignment: Assignment, actor: Actor, now: datetime) -> Given:
    name = assignment.reviewer.name
    if assignment.conflict is not None:
        return Given(name, Tag(_("Conflict"), "orange"), None)
    state = policy.state_of(assignment)
    href = url_for("reviews.unassign", assignment_id=assignment.id)
    is_removable = policy.may_unassign(assignment, actor, now)
    return Given(
        name,
        Tag(STATE_LABELS[state], COLOURS[state]),
        Link(_("Remove"), href, name) if is_removable else None,
    )


def _bench(facts: _Facts) -> Table:
    sound = [a for a in facts.assignments if a.conflict is None]
    loads = Counter(a.reviewer_id for a in sound)
    sent = Counter(a.reviewer_id for a in sound if policy.state_of(a) is ReviewState.SENT)
    conflicts = Counter(a.reviewer_id for a in facts.assignments if a.conflict is not None)
    columns = (
        Column(_("Reviewer")),
        Column(_("Team")),
        Column(_("To review"), numeric=True),
        Column(_("Sent"), numeric=True),
        Column(_("Conflicts"), numeric=True),
    )
    rows = tuple(
        (p.name, _team(p), str(loads[p.id]), str(sent[p.id]), str(conflicts[p.id]))
        for p in facts.reviewers
    )
    return Table(_("Who reviews how much"), columns, rows, tight=True)


def _team(person: Person) -> str:
    return str(person.post.organisation.name) if person.post else ""


def _room(facts: _Facts) -> Mapping[UUID, int]:
    """Return, for applications that lack reviewers, how many could still be asked."""
    return {one.id: facts.free(one) for one in facts.applications if facts.lacks(one)}


def _short(facts: _Facts) -> list[str]:
    """Say which applications lack more reviewers than there are people to ask."""
    found = []
    for one in facts.applications:
        free = facts.free(one) if facts.lacks(one) else 0
        if facts.lacks(one) > free:
            found.append(_one_short(one, facts, free))
    return found


def _one_short(one: Application, facts: _Facts, free: int) -> str:
    has = facts.each - facts.lacks(one)
    left = (
        _n("%(num)s person is left to ask.", "%(num)s people are left to ask.", free)
        if free
        else _("Nobody else here can review it.")
    )
    return _(
        "%(reference)s has %(have)s of %(each)s reviewers. %(left)s",
        reference=one.reference,
        have=has,
        each=facts.each,
        left=left,
    )


@dataclass(frozen=True, slots=True)
class RemovalPage:
    """The question before a reviewer is taken off."""

    caption: str
    question: str
    words: str
    action: str
    back_href: str


def removal(assignment: Assignment) -> RemovalPage:
    """Return the question, with names."""
    application = assignment.application
    return RemovalPage(
        caption=f"{application.reference}: {application.title}",
        question=_("Take %(name)s off this application?", name=assignment.reviewer.name),
        words=_("They have written nothing yet. They get no message."),
        action=url_for("reviews.unassign_post", assignment_id=assignment.id),
        back_href=url_for("reviews.reviewers", call_id=application.call_id),
    )
