"""What an applicant told about themselves, to be changed."""

from dataclasses import dataclass
from datetime import datetime

from portal.applications.models import Application
from portal.applications.opening import Opening, verdict
from portal.applications.pages.addresses import address
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.web.pieces import Link


@dataclass(frozen=True, slots=True)
class ToldPage:
    """The page; `reasons` are why nobody with these answers can apply."""

    title: str
    back: Link
    reasons: tuple[str, ...]


def told_page(opening: Opening, application: Application, now: datetime) -> ToldPage:
    """Return the page."""
    found = verdict(opening, london_day(now))
    return ToldPage(
        title=_("What you told us about yourself"),
        back=Link(
            application.title or str(application.call.document.name),
            address("applications.tasks", application),
        ),
        reasons=() if found.may_apply else found.reasons,
    )
