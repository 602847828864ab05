"""The real pages, filled with invented rows, with whatever would act taken out of them."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import url_for

from portal.applications.opening import Opening
from portal.applications.pages.addresses import section_address
from portal.applications.pages.section import SectionPage, section_page
from portal.applications.pages.start import StartPage, start_page
from portal.applications.pages.tasks import TasksPage, tasks_page
from portal.applications.pages.whole import lines
from portal.approvals.pages.request import RequestPage, request_page
from portal.approvals.release import Around
from portal.designer.previews import invented
from portal.kernel.actor import Actor
from portal.kernel.language import _, lazy
from portal.kernel.ruling import no
from portal.reviews.pages.review import ReviewPage, review_page
from portal.schemes.definition import Definition
from portal.schemes.models import Call, Scheme
from portal.schemes.pages.scheme import SchemePage, scheme_page
from portal.schemes.questions import Section, SectionKind
from portal.web.pieces import Fact, Link, Task, TaskGroup

INERT = lazy("This is a preview. Nothing can be sent from it.")
HERE = "#maincontent"  # where a link of the real page leads in a preview: nowhere else
OWN_PAGES = {
    SectionKind.TIME: lazy("Dates and hours are asked here, and held to the limits at once."),
    SectionKind.FILES: lazy("Files are added here, one by one, and checked at once."),
    SectionKind.COSTS: lazy("Pay and other costs are added here, and held to the limits at once."),
    SectionKind.PEOPLE: lazy("People are invited here, and a mentor is asked."),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What is looked at: a scheme that says this, by the name `of` in the address."""

    scheme: Scheme
    says: Definition
    of: str
    label: str

    def href(self, who: str, step: str | None = None) -> str:
        """Return where this is seen by somebody; `step` is a page of the applicant's."""
        return url_for("designer.preview", scheme_id=self.scheme.id, who=who, of=self.of, step=step)


@dataclass(frozen=True, slots=True)
class Banner:
    """Stands above every preview: what it is, whose eyes, and the way to the other pages."""

    words: str
    seen_by: str
    back_href: str
    others: tuple[Link, ...]
    steps: tuple[Link, ...]


WHO = {
    "applicant": (lazy("As an applicant sees it"), lazy("See it as an applicant")),
    "manager": (lazy("As a manager sees it"), lazy("See it as a manager")),
    "reviewer": (lazy("As a reviewer sees it"), lazy("See it as a reviewer")),
}


def banner(shown: Preview, who: str, step: str) -> Banner:
    """Return what stands above a preview."""
    others = tuple(Link(str(go), shown.href(key)) for key, (_on, go) in WHO.items() if key != who)
    return Banner(
        words=_("Preview of %(label)s. People, dates and answers are made up.", label=shown.label),
        seen_by=str(WHO[who][0]),
        back_href=url_for("schemes.office_scheme", scheme_id=shown.scheme.id),
        others=others,
        steps=_steps(shown, step) if who == "applicant" else (),
    )


def _steps(shown: Preview, step: str) -> tuple[Link, ...]:
    pages = {"": _("The scheme's page"), "start": _("Before one starts"), "tasks": _("The list")}
    pages |= {section.key: str(section.title) for section in shown.says.sections}
    return tuple(
        Link(label, shown.href("applicant", key or None))
        for key, label in pages.items()
        if key != step
    )


def of_scheme(call: Call, now: datetime) -> SchemePage:
    """Return the public page, which nobody can apply from."""
    page = scheme_page(call.scheme, call, None, now)
    return replace(page, apply_href="", not_open=str(INERT), other_call=(), past=(), is_live=False)


def of_start(call: Call, shown: Preview, now: datetime) -> StartPage:
    """Return the page before one starts, as a nurse of the organisation sees it."""
    person = invented.applicant(call.scheme.organisation, now)
    page = start_page(Opening(call, person), _as(person.id), now)
    return replace(
        page,
        starting=no(INERT),
        back=Link(page.back.label, shown.href("applicant")),
        existing=None,
        asks=False,
    )


def of_tasks(call: Call, shown: Preview, now: datetime) -> TasksPage:
    """Return the task list of somebody who has just begun; its links stay in the preview."""
    application = invented.application_of(call, now, answered=False)
    page = tasks_page(application, (), _as(application.applicant_id), now)
    hrefs = {
        section_address(application, section): shown.href("applicant", section.key)
        for section in shown.says.sections
    }
    groups = tuple(
        TaskGroup(group.heading, tuple(_within(task, hrefs) for task in group.tasks))
        for group in page.groups
    )
    return replace(
        page,
        editing=no(INERT),
        groups=groups,
        read_it=Link(_("See the scheme's page"), shown.href("applicant")),
        people=Link(page.people.label, HERE),
        delete=Link(page.delete.label, HERE) if page.delete else None,
    )


def _within(task: Task, hrefs: dict[str, str]) -> Task:
    return replace(task, href=hrefs.get(task.href, ""))


def of_section(call: Call, section: Section, shown: Preview, now: datetime) -> SectionPage:
    """Return the questions of a section. Time and costs say what their own pages ask."""
    application = invented.application_of(call, now, answered=False)
    page = section_page(application, section, now)
    head = replace(page.head, back=Link(page.head.back.label, shown.href("applicant", "tasks")))
    if (words := OWN_PAGES.get(section.kind)) is None:
        return replace(page, head=head)
    head = replace(head, hint=f"{head.hint} {words}".strip())
    if section.kind in {SectionKind.PEOPLE, SectionKind.FILES}:
        return replace(page, head=head)
    limits = lines("\n".join(cap.guidance() for cap in shown.says.caps))
    facts = (Fact(_("Limits"), limits),) if shown.says.caps else ()
    return replace(page, head=head, facts_heading=_("The limits"), facts=facts)


def of_request(call: Call, now: datetime) -> RequestPage:
    """Return the manager's page of an application."""
    application = invented.application_of(call, now, answered=True)
    page = request_page(invented.request_of(application, now), Around(), Actor(None, ""), now)
    return replace(page, answer=no(INERT), refusal=str(INERT))


def of_review(call: Call, now: datetime) -> ReviewPage:
    """Return the reviewer's page: what the phase hides is absent, because it is the real one."""
    one = invented.assignment_of(invented.application_of(call, now, answered=True), now)
    page = review_page(one, (one.id,), _as(one.reviewer_id), now)
    return replace(page, may_score=no(INERT), stop_href=HERE)


def _as(person_id: UUID) -> Actor:
    """Act as somebody invented: no row has the id, and there is no role."""
    return Actor(person_id, "")
