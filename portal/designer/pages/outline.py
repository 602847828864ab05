"""The outline: every part with how it stands, what is wrong, and what to do with it all."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from markupsafe import Markup

from portal.designer import policy
from portal.designer.compare import compare
from portal.designer.compare_pages import FitShown, changes_table, fit_shown, preview_links
from portal.designer.pages.addresses import part_href
from portal.designer.pages.wrong import Wrong, all_wrong
from portal.designer.parts import GROUPS, PARTS, Part
from portal.designer.staffing import Fit
from portal.designer.work import Work
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.language import _, _n
from portal.kernel.ruling import Ruling
from portal.schemes import policy as schemes
from portal.schemes.definition import Definition
from portal.schemes.models import SchemeDraft
from portal.schemes.pages.words import said
from portal.schemes.problems import Problem, problems, warnings, week_of
from portal.web.format import moment
from portal.web.pieces import Link, Table, Task, TaskGroup


@dataclass(frozen=True, slots=True)
class OutlinePage:
    """The draft of a scheme as a list of tasks."""

    name: object
    heading: Markup
    caption: str
    saved: str
    wrong_words: str
    wrong: tuple[Wrong, ...]
    groups: tuple[TaskGroup, ...]
    has_changes: bool
    may_make: Ruling
    make_words: str
    make_href: str
    may_call: Ruling
    call_href: str
    throw_href: str
    scheme_href: str
    worth_a_look: tuple[Problem, ...]
    fit: FitShown
    changes: Table | None
    previews: tuple[Link, ...]


def outline_page(
    work: Work, draft: SchemeDraft, found: Fit, actor: Actor, now: datetime
) -> OutlinePage:
    """Show how the draft stands, and how many staff its rules let in."""
    says, scheme = draft.document, work.scheme
    wrong = all_wrong(scheme.id, says)
    return OutlinePage(
        name=says.name,
        heading=said(says.name),
        caption=_("Version %(number)s, which only your office sees", number=work.next_number),
        saved=_saved(work, draft),
        wrong_words=_n("%(num)s thing to put right", "%(num)s things to put right", len(wrong)),
        wrong=wrong,
        groups=_groups(work, says),
        has_changes=work.has_changes,
        may_make=policy.may_make_version(work, actor, now),
        make_words=_("Make this version %(number)s", number=work.next_number),
        make_href=url_for("designer.make", scheme_id=scheme.id),
        may_call=schemes.may_make_call(scheme, actor, now),
        call_href=url_for("schemes.office_call_new", scheme_id=scheme.id),
        throw_href=url_for("designer.throw_away", scheme_id=scheme.id),
        scheme_href=url_for("schemes.office_scheme", scheme_id=scheme.id),
        worth_a_look=tuple(warnings(says, week_of(scheme.organisation.nation, london_day(now)))),
        fit=fit_shown(found),
        changes=_changes(work, says),
        previews=preview_links(scheme.id, "draft"),
    )


def _changes(work: Work, says: Definition) -> Table | None:
    changes = compare(work.scheme.versions[-1].document, says)
    return changes_table(changes) if changes else None


def _saved(work: Work, draft: SchemeDraft) -> str:
    if not work.has_changes:
        return _("It says the same as version %(number)s so far.", number=work.next_number - 1)
    who = draft.changed_by.name if draft.changed_by else _("The portal")
    return _("Last changed by %(who)s on %(when)s.", who=who, when=moment(draft.changed_at))


def _groups(work: Work, says: Definition) -> tuple[TaskGroup, ...]:
    found = problems(says)
    return tuple(
        TaskGroup(
            title,
            tuple(
                _task(work, part, says, len(part.wrong(found)))
                for part in PARTS
                if part.group == group
            ),
        )
        for group, title in GROUPS.items()
    )


def _task(work: Work, part: Part, says: Definition, wrong: int) -> Task:
    """Say honestly how a part stands: what is wrong goes before what lacks Welsh."""
    href, missing = part_href(work.scheme.id, part), part.welsh(says).missing
    if wrong:
        words = _n("%(num)s thing to put right", "%(num)s things to put right", wrong)
        return Task(part.title, words, href, part.hint, tag="red")
    if missing:
        words = _n("%(num)s text lacks Welsh", "%(num)s texts lack Welsh", missing)
        return Task(part.title, words, href, part.hint, tag="yellow")
    stands = part.empty if part.is_empty(says) else _("Done")
    return Task(part.title, stands, href, part.hint)
