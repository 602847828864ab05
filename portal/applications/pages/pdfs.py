"""Links to an application as a PDF, and the page that stands for one while it is being made."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from portal.applications.models import Application, Submission
from portal.applications.pages.addresses import address
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.web.format import moment
from portal.web.pieces import Link
from portal.web.places import place


def pdf_links(application: Application, sent: Sequence[Submission]) -> tuple[Link, ...]:
    """Return a link to each of the times that it was sent."""
    return tuple(
        Link(
            _("What was sent on %(when)s (PDF)", when=moment(each.received_at)),
            _pdf(application, each.number),
        )
        for each in sent
    )


@dataclass(frozen=True, slots=True)
class BeingMadePage:
    """A PDF that is not there yet."""

    reference: str
    try_again: str
    back: Link


def being_made_page(application: Application, actor: Actor, here: str) -> BeingMadePage:
    """Return the page; `here` is its own address."""
    is_mine = actor.is_person(application.applicant_id)
    receipt = Link(_("Your receipt"), address("applications.receipt", application))
    office = Link(application.title, place("application", application.id))
    return BeingMadePage(application.reference or "", here, receipt if is_mine else office)


def _pdf(application: Application, number: int) -> str:
    return url_for("applications.sent_pdf", application_id=application.id, number=number)
