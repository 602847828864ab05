"""The task list of a draft."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.applications import policy, progress
from portal.applications.before_sending import Before, all_given
from portal.applications.models import Application
from portal.applications.opening import Opening, facts_needed, of_application
from portal.applications.pages import happened, hints
from portal.applications.pages.addresses import address, section_address
from portal.applications.pages.late import late_link
from portal.applications.progress import Status, Step
from portal.audit.models import TrailEntry
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.language import _, _n
from portal.kernel.ruling import Ruling
from portal.schemes.questions import Round, SectionKind
from portal.web.format import clock_time, day, in_days, moment, short_day
from portal.web.pieces import Event, Fact, Link, Tag, Task, TaskGroup


@dataclass(frozen=True, slots=True)
class TasksPage:
    """One draft: where it stands, what to do next, and every section. `editing` says why not."""

    title: str
    caption: str
    strip: tuple[Fact, ...]
    editing: Ruling
    next_step: Link
    read_it: Link
    late: Link | None
    groups: tuple[TaskGroup, ...]
    told: Link | None
    people: Link
    not_needed: tuple[str, ...]
    delete: Link | None
    events: tuple[Event, ...]


def tasks_page(
    application: Application,
    entries: Iterable[TrailEntry],
    actor: Actor,
    now: datetime,
    *,
    held_before: bool | None = None,
    before: Sequence[Before] = (),
) -> TasksPage:
    """Return the page of a draft, for its applicant or for somebody who works on it too.

    `before` are those who have to agree before it is sent.
    """
    document = application.call.document
    editing = policy.may_edit(application, actor, now)
    own = policy.is_own(application, actor)
    found = progress.steps(application)
    mine = [s for s in found if policy.may_edit_section(application, s.section, actor, now)]
    return TasksPage(
        title=application.title or str(document.name),
        caption=_caption(application),
        strip=_strip(application, found, actor, now),
        editing=editing,
        next_step=_next(application, mine, before),
        read_it=_read_it(application, editing, own=own),
        late=late_link(application, actor, now),
        groups=_groups(application, found, before, actor, now),
        told=_told(of_application(application, held_before), editing, now) if own else None,
        people=_people(application),
        not_needed=tuple(str(words) for words in document.not_needed),
        delete=Link(_("Delete this application"), address("applications.withdrawal", application))
        if own
        else None,
        events=happened.events(application, entries, actor),
    )


def _people(application: Application) -> Link:
    joined = len(application.joined)
    words = _("People who work on this with you")
    if joined:
        words = _n(
            "%(num)s person works on this with you", "%(num)s people work on this with you", joined
        )
    return Link(words, address("applications.people", application))


def _caption(application: Application) -> str:
    if not application.title:
        return str(application.call.name)
    return f"{application.call.document.name}, {application.call.name}"


def _read_it(application: Application, editing: Ruling, *, own: bool) -> Link:
    if editing:
        return Link(_("See the whole application"), address("applications.check", application))
    words = _("See what you wrote") if own else _("Read the application")
    return Link(words, address("applications.answers", application))


def _told(opening: Opening, editing: Ruling, now: datetime) -> Link | None:
    """Lead to what was asked at the start, where anything was."""
    draft = opening.existing
    if draft is None or not editing or not facts_needed(opening, london_day(now)):
        return None
    return Link(_("What you told us about yourself"), address("applications.told", draft))


def _steps_words(application: Application) -> str:
    """Name the step, where there are two."""
    if not application.call.document.is_two_stage:
        return _("In progress")
    if application.stage is Round.FIRST:
        return _("First of two steps")
    return _("Second of two steps")


def _strip(
    application: Application, found: Sequence[Step], actor: Actor, now: datetime
) -> tuple[Fact, ...]:
    closes_at = application.closes_at
    editing = policy.takes_changes(application, now)
    whom = _("You") if policy.is_own(application, actor) else application.applicant.name
    closing = _("Closes %(when)s", when=in_days(closes_at, now)) if editing else _("Closed")
    return (
        Fact(
            _("Now"),
            note=_done_words(found),
            tag=Tag(_steps_words(application)) if editing else Tag(_("Not sent"), "grey"),
        ),
        Fact(_("Since"), day(application.started_at), _last_saved(application, now)),
        Fact(_("Waiting for"), whom if editing else _("Nobody"), ""),
        Fact(_("Next"), closing, moment(closes_at)),
    )


def _done_words(found: Sequence[Step]) -> str:
    done = sum(step.status is Status.DONE for step in found)
    return _n(
        "%(done)s of %(num)s section done",
        "%(done)s of %(num)s sections done",
        len(found),
        done=done,
    )


def _last_saved(application: Application, now: datetime) -> str:
    saved = max((entry.saved_at for entry in application.sections), default=None)
    if saved is None:
        return _("Nothing saved yet")
    if london_day(saved) == london_day(now):
        return _("Last saved today, %(time)s", time=clock_time(saved))
    return _("Last saved %(day)s, %(time)s", day=short_day(saved), time=clock_time(saved))


def _next(application: Application, found: Sequence[Step], before: Sequence[Before]) -> Link:
    """Lead to the first section that this person can do something about; then to who is asked."""
    missing = [step for step in progress.gaps(found) if step.status is not Status.WAITING]
    if not missing:
        if (to_ask := next((b for b in before if b.href and not b.is_given), None)) is not None:
            return Link(to_ask.label, to_ask.href)
        return Link(_("Check your answers and send"), address("applications.check", application))
    first = missing[0]
    name = _small(str(first.section.title))
    started = any(step.entry is not None for step in found)
    words = (
        _("Continue with %(section)s", section=name)
        if started
        else _("Start with %(section)s", section=name)
    )
    return Link(words, section_address(application, first.section))


def _groups(
    application: Application,
    found: Sequence[Step],
    before: Sequence[Before],
    actor: Actor,
    now: datetime,
) -> tuple[TaskGroup, ...]:
    if application.stage is Round.FIRST:
        return _first_step(application, found, actor, now)
    heads = (
        _("About you and your idea"),
        _("Time and money"),
        _("People"),
        _("Before you can send it"),
        _("Send it"),
    )
    sorted_in: tuple[list[Task], ...] = ([], [], [], list(map(_asked_first, before)), [])
    place = 0
    for step in found:
        place = _group_of(step, place)
        editing = policy.may_edit_section(application, step.section, actor, now)
        sorted_in[place].append(_task(application, step, editing))
    sorted_in[-1].append(_sending(application, found, actor, now, before))
    groups = zip(heads, sorted_in, strict=True)
    return tuple(TaskGroup(head, tuple(tasks)) for head, tasks in groups if tasks)


def _first_step(
    application: Application, found: Sequence[Step], actor: Actor, now: datetime
) -> tuple[TaskGroup, ...]:
    """Return what is asked now, and what will be of those who are invited."""
    tasks = (
        *(
            _task(application, s, policy.may_edit_section(application, s.section, actor, now))
            for s in found
        ),
        _sending(application, found, actor, now),
    )
    later = tuple(
        Task(str(section.title), _("Cannot start yet"), hint=_("Only if you are invited"))
        for section in application.call.document.sections_in(Round.FULL)
    )
    return (
        TaskGroup(_("First step"), tasks),
        TaskGroup(_("Second step, if you are invited"), later),
    )


def _group_of(step: Step, before: int) -> int:
    """Questions before time and money are about the idea; those after it about people."""
    kind = step.section.kind
    if kind is SectionKind.PEOPLE:
        return 2
    if kind in {SectionKind.TIME, SectionKind.COSTS, SectionKind.RELEASE}:
        return 1
    if kind is SectionKind.DECLARATIONS:
        return 4
    return 2 if before else 0


def _task(application: Application, step: Step, editing: Ruling) -> Task:
    label = str(step.section.title)
    return Task(
        label=_("%(label)s (optional)", label=label) if step.is_optional else label,
        status=hints.status(application, step),
        href=section_address(application, step.section) if editing else "",
        hint=hints.hint(application, step),
        tag=hints.COLOURS[step.status],
    )


def _asked_first(one: Before) -> Task:
    return Task(one.label, one.status, one.href, one.hint, one.colour)


def _sending(
    application: Application,
    found: Sequence[Step],
    actor: Actor,
    now: datetime,
    before: Sequence[Before] = (),
) -> Task:
    label = _("Check your answers and send")
    first = application.stage is Round.FIRST
    missing = progress.gaps(found)
    if not policy.takes_changes(application, now):
        return Task(label, _("Closed"))
    if not policy.is_own(application, actor):
        return Task(label, _("%(name)s sends it", name=application.applicant.name))
    if missing:
        names = _(" and ").join(_small(str(step.section.title)) for step in missing[:2])
        words = _("Finish %(names)s first", names=names)
        if len(missing) > 2:
            words = _n(
                "Finish %(num)s more section first",
                "Finish %(num)s more sections first",
                len(missing),
            )
        return Task(label, _("Cannot start yet"), hint=words)
    if not (given := all_given(before)):
        return Task(label, _("Cannot start yet"), hint=str(given.reason))
    hint = _("Nothing is sent before you press the button")
    if first:
        label = _("Check your answers and send the first step")
    return Task(label, _("Ready"), address("applications.check", application), hint, "green")


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
