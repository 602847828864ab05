"""Where the pages of one application are."""

from flask import url_for

from portal.applications.models import Application
from portal.schemes.questions import Round, Section, SectionKind
from portal.web.places import place

OWN_PAGES = {
    SectionKind.TIME: "applications.time",
    SectionKind.COSTS: "applications.costs",
    SectionKind.PEOPLE: "applications.people",
}


def section_address(application: Application, section: Section) -> str:
    """Return the address of a section; time, costs, people and files have pages of their own."""
    if own := OWN_PAGES.get(section.kind):
        return address(own, application)
    endpoint = "files" if section.kind is SectionKind.FILES else "section"
    return url_for(f"applications.{endpoint}", application_id=application.id, key=section.key)


def office_address(application: Application) -> str:
    """Return where the office reads it: between two stages there is no story of it yet."""
    if application.stage is Round.FIRST:
        return address("applications.first_stage_one", application)
    return place("application", application.id)


def address(endpoint: str, application: Application) -> str:
    """Return the address of a page of this application."""
    return url_for(endpoint, application_id=application.id)
