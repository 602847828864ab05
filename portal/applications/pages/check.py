"""Check the answers, then send."""

from dataclasses import dataclass
from datetime import datetime

from portal.applications import asked, policy, progress
from portal.applications.models import Application
from portal.applications.pages.addresses import address, section_address
from portal.applications.pages.late import late_link
from portal.applications.pages.whole import PartRead, parts
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.schemes.caps import CapCheck
from portal.web.format import moment
from portal.web.pieces import Link


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Everything that would be sent; what is missing first. `sending` says why it cannot be."""

    title: str
    back: Link
    missing: tuple[Link, ...]
    broken: tuple[str, ...]
    warnings: tuple[str, ...]
    parts: tuple[PartRead, ...]
    sending: Ruling
    send_to: str
    ticket: str
    closes: str
    refused: str
    late: Link | None


def check_page(
    application: Application,
    ticket: str,
    actor: Actor,
    now: datetime,
    refused: object = "",
    *,
    held_before: bool | None = None,
) -> CheckPage:
    """Return the page. `refused` is why a try to send was just refused."""
    checks = asked.cap_checks(application)
    missing = progress.gaps(progress.steps(application, checks))
    editing = policy.may_edit(application, actor, now)
    return CheckPage(
        title=_("Check your answers"),
        back=Link(
            application.title or str(application.call.document.name),
            address("applications.tasks", application),
        ),
        missing=tuple(
            Link(str(step.section.title), section_address(application, step.section))
            for step in missing
        )
        if editing
        else (),
        broken=tuple(check.message for check in checks if check.stops),
        warnings=tuple(_warning(check) for check in checks if check.asks_reason),
        parts=parts(application, changes=bool(editing)),
        sending=policy.may_submit(application, actor, now, held_before=held_before),
        send_to=address("applications.submit", application),
        ticket=ticket,
        closes=moment(application.closes_at),
        refused=str(refused),
        late=late_link(application, actor, now),
    )


def _warning(check: CapCheck) -> str:
    return _("%(message)s Those who decide will see this.", message=check.message)
