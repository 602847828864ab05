"""An application out for changes: what its applicant sees, and the office's pages of it."""

from dataclasses import dataclass
from datetime import datetime

from portal.applications import asked, changes, policy, progress, returned
from portal.applications.changes import SectionChange
from portal.applications.kept import kept
from portal.applications.models import Application
from portal.applications.pages.addresses import address, section_address
from portal.applications.pages.cost_begun import before_sending
from portal.applications.pages.hints import COLOURS, hint, status
from portal.applications.pages.whole import Change, Pair, lines
from portal.applications.progress import Step
from portal.applications.returns import Return, ReturnedSection
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.language import _, _n
from portal.kernel.ruling import Ruling
from portal.web.format import day, moment, short_day
from portal.web.pieces import Fact, Link, Tag, Task, TaskGroup


@dataclass(frozen=True, slots=True)
class Asked:
    """One section that was sent back: its name, and the office's words."""

    title: str
    reason: object


@dataclass(frozen=True, slots=True)
class ReturnedPage:
    """The task list of an application that was sent back."""

    title: str
    caption: str
    strip: tuple[Fact, ...]
    asked: tuple[Asked, ...]
    note: object
    next_step: Link
    others: tuple[Link, ...]
    groups: tuple[TaskGroup, ...]
    stays: str


def returned_page(application: Application, back: Return, now: datetime) -> ReturnedPage:
    """Return the page for its applicant."""
    by = day(back.answer_by_on)
    scheme = f"{application.call.document.name}, {application.call.name}"
    return ReturnedPage(
        title=_title(application),
        caption=f"{scheme}. {application.reference}",
        strip=_strip(back, now),
        asked=asks(back),
        note=lines(back.note) if back.note else "",
        next_step=_next(application, back),
        others=_others(application, back),
        groups=_groups(application, back),
        stays=_(
            "If no answer comes by the end of %(day)s, your application stays as you sent it.",
            day=by,
        ),
    )


def _title(application: Application) -> str:
    """Name it; a first step has no title yet."""
    return application.title or str(application.call.document.name)


def asks(back: Return) -> tuple[Asked, ...]:
    """Return what the office asked for, section by section."""
    return tuple(
        Asked(str(section.title), lines(part.reason))
        for section, part in returned.sections_of(back)
    )


def _next(application: Application, back: Return) -> Link:
    """Lead to the first section to change, until something has changed."""
    if has_changed(application, back):
        return _check(application, _("Check and send your changes"))
    first = returned.sections_of(back)[0][0]
    title = str(first.title)
    words = _("Change %(section)s", section=f"{title[:1].lower()}{title[1:]}")
    return Link(words, section_address(application, first))


def _others(application: Application, back: Return) -> tuple[Link, ...]:
    whole = Link(_("See the whole application"), address("applications.answers", application))
    if has_changed(application, back):
        return (whole,)
    return (_check(application, _("Send it without a change")), whole)


def _check(application: Application, words: str) -> Link:
    return Link(words, address("applications.changes", application))


def _strip(back: Return, now: datetime) -> tuple[Fact, ...]:
    wanted = _n("%(num)s section to change", "%(num)s sections to change", len(back.sections))
    is_today = london_day(now) == back.answer_by_on
    last = _("By the end of today") if is_today else _("By %(day)s", day=day(back.answer_by_on))
    return (
        Fact(_("Now"), note=wanted, tag=Tag(_("Changes wanted"), "yellow")),
        Fact(_("Since"), moment(back.returned_at)),
        Fact(_("Waiting for"), _("You")),
        Fact(_("Next"), _("Send your changes"), last),
    )


def _groups(application: Application, back: Return) -> tuple[TaskGroup, ...]:
    open_, shut = [], []
    for step in progress.steps(application):
        title = str(step.section.title)
        if (part := returned.part_of(back, step.section.key)) is not None:
            open_.append(
                Task(
                    title,
                    status(application, step),
                    section_address(application, step.section),
                    _hint(application, step, part),
                    COLOURS[step.status],
                )
            )
        else:
            shut.append(Task(title, _("Sent"), hint=_("Nobody asked you to change this")))
    heads = ((_("Sections to change"), open_), (_("Stays as you sent it"), shut))
    return tuple(TaskGroup(head, tuple(tasks)) for head, tasks in heads if tasks)


def _hint(application: Application, step: Step, part: ReturnedSection) -> str:
    if step.checks or step.lacks:
        return hint(application, step)
    is_new = changes.differs(part.before, kept(application, step.section))
    return _("You have changed this") if is_new else _("As you sent it")


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Check the changes, then send them. `sending` says why they cannot be."""

    title: str
    back: Link
    asked: tuple[Asked, ...]
    changes: tuple[Change, ...]
    missing: tuple[Link, ...]
    broken: tuple[str, ...]
    begun: tuple[Link, ...]
    sending: Ruling
    button: str
    ticket: str
    last: str
    refused: str


def changes_page(
    application: Application,
    back: Return,
    ticket: str,
    actor: Actor,
    now: datetime,
    refused: object = "",
) -> ChangesPage:
    """Return the page. `refused` is why a try to send was just refused."""
    checks = asked.cap_checks(application)
    missing = progress.gaps(progress.steps(application, checks))
    is_new = has_changed(application, back)
    return ChangesPage(
        title=_("Check and send your changes"),
        back=Link(_title(application), address("applications.tasks", application)),
        asked=asks(back),
        changes=tuple(_change(c, str(c.section.title)) for c in _so_far(application, back)),
        missing=tuple(
            Link(str(step.section.title), section_address(application, step.section))
            for step in missing
        ),
        broken=tuple(check.message for check in checks if check.stops),
        begun=before_sending(application),
        sending=policy.may_answer_return(application, actor, now),
        button=_("Send your changes") if is_new else _("Send it without a change"),
        ticket=ticket,
        last=_("The last day is %(day)s.", day=day(back.answer_by_on)),
        refused=str(refused),
    )


def has_changed(application: Application, back: Return) -> bool:
    """Say whether anything that is to be read differs from what was sent."""
    now = _now_kept(application, back)
    parts = returned.sections_of(back)
    return any(changes.differs(part.before, now[section.key]) for section, part in parts)


def _so_far(application: Application, back: Return) -> tuple[SectionChange, ...]:
    return changes.so_far(back, _now_kept(application, back))


def _now_kept(application: Application, back: Return) -> dict[str, dict[str, object]]:
    return {s.key: kept(application, s) for s, _part in returned.sections_of(back)}


def after_sending(found: tuple[SectionChange, ...]) -> dict[str, list[Change]]:
    """Return what changed after it was sent, by the key of its section."""
    by_key: dict[str, list[Change]] = {}
    for each in found:
        words = _("Changed after it was sent, %(day)s", day=short_day(each.at))
        by_key.setdefault(each.section.key, []).append(_change(each, words))
    return by_key


def in_one_list(found: tuple[SectionChange, ...]) -> tuple[Change, ...]:
    """Return what changed after it was sent, each under its section's name and the day."""
    return tuple(
        _change(
            each,
            _(
                "%(section)s: changed after it was sent, %(day)s",
                section=each.section.title,
                day=short_day(each.at),
            ),
        )
        for each in found
    )


def unsent(application: Application) -> tuple[Change, ...]:
    """Return what its applicant typed and never sent, for the applicant alone."""
    return tuple(_change(each, str(each.section.title)) for each in changes.never_sent(application))


def _change(found: SectionChange, heading: str) -> Change:
    pairs = tuple(Pair(each.label, lines(each.old), lines(each.new)) for each in found.answers)
    return Change(heading, pairs)


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands on an application's pages about its newest return, and what can be done."""

    words: tuple[object, ...]
    asked: tuple[Asked, ...]
    links: tuple[Link, ...]


def notice(application: Application, actor: Actor, now: datetime) -> Notice | None:
    """Return what to say of the newest return to the applicant or the office; None without one."""
    back = returned.newest(application)
    if back is None:
        return None
    is_mine = actor.is_person(application.applicant_id)
    return Notice(
        _words(back, now, is_mine=is_mine),
        asks(back) if back.is_out else (),
        _links(application, back, now, is_mine=is_mine),
    )


def _words(back: Return, now: datetime, *, is_mine: bool) -> tuple[object, ...]:
    by = day(back.answer_by_on)
    asked_on = moment(back.returned_at)
    if back.answered_at is not None:
        came = _(
            "The answer to the request for changes came on %(when)s.", when=moment(back.answered_at)
        )
        return (came, lines(back.answer)) if back.answer else (came,)
    if back.cancelled_at is not None:
        return (
            _("The R&D office asked for changes on %(when)s, and took that back.", when=asked_on),
        )
    if not returned.takes_answer(back, now):
        return (
            _(
                "Changes were asked for by %(day)s. No answer came. It stays as it was sent.",
                day=by,
            ),
        )
    who = _("You can change it") if is_mine else _("The applicant can change it")
    return (
        _(
            "Sent back for changes on %(when)s. %(who)s until the end of %(day)s.",
            when=asked_on,
            who=who,
            day=by,
        ),
        *(() if is_mine else (_("Until then you read it as it was sent."),)),
    )


def _links(
    application: Application, back: Return, now: datetime, *, is_mine: bool
) -> tuple[Link, ...]:
    if not returned.takes_answer(back, now):
        return ()
    if is_mine:
        return (Link(_("Change it"), address("applications.tasks", application)),)
    return (Link(_("Take this request back"), address("applications.cancel_return", application)),)


@dataclass(frozen=True, slots=True)
class OfficePage:
    """The office's page on which an application is sent back, or that is taken back."""

    title: str
    caption: str
    back: Link
    ruling: Ruling
    warning: str


def office_page(
    application: Application, title: str, ruling: Ruling, back: str, warning: str = ""
) -> OfficePage:
    """Return the page; `ruling` says why it cannot be done, `back` is where it was come from."""
    named = _title(returned.as_sent(application))
    return OfficePage(
        title=title,
        caption=f"{application.reference}. {named}",
        back=Link(named, back),
        ruling=ruling,
        warning=warning,
    )
