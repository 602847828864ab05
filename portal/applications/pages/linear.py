"""The way through an application: one section after the other in a first stage."""

from flask import url_for

from portal.applications import progress
from portal.applications.models import Application
from portal.applications.pages.addresses import address, section_address
from portal.applications.progress import Step
from portal.applications.saved import current_sections, is_linear
from portal.kernel.language import _
from portal.schemes.questions import Section
from portal.web.pieces import Link


def after(application: Application, section: Section) -> str:
    """Return where to go once a section is finished.

    In a first stage that is the next page that is not done, at last the check; else the list
    of tasks.
    """
    if not is_linear(application):
        return address("applications.tasks", application)
    found = progress.steps(application)
    place = [step.section.key for step in found].index(section.key) + 1
    following = next((step for step in found[place:] if _is_open(step)), None)
    return _at(application, following) if following else resume(application)


def resume(application: Application) -> str:
    """Return where one left off: the first page that is not done, else the check."""
    left = next(iter(progress.gaps(progress.steps(application))), None)
    return _at(application, left) if left else address("applications.check", application)


def before(application: Application, section: Section) -> Link:
    """Return the way back from a section: the page before it, or the list of tasks."""
    sections = current_sections(application)
    place = sections.index(section) if section in sections else 0
    if is_linear(application) and place:
        earlier = sections[place - 1]
        return Link(str(earlier.title), section_address(application, earlier))
    if is_linear(application):
        return Link(_("All the steps"), address("applications.tasks", application))
    label = application.title or str(application.call.document.name)
    return Link(label, url_for("applications.tasks", application_id=application.id))


def _is_open(step: Step) -> bool:
    return step.is_gap or step.entry is None


def _at(application: Application, step: Step) -> str:
    return section_address(application, step.section)
