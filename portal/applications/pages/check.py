"""Check the answers, then send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.applications import asked, naming, policy, progress
from portal.applications.before_sending import Before, all_given
from portal.applications.models import Application
from portal.applications.naming import Naming
from portal.applications.pages.addresses import address, section_address
from portal.applications.pages.cost_begun import before_sending
from portal.applications.pages.late import late_link
from portal.applications.pages.missing import missing
from portal.applications.pages.whole import PartRead, parts
from portal.applications.shown import digest
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.schemes.caps import CapCheck
from portal.schemes.questions import Round
from portal.web.format import moment
from portal.web.pieces import Link


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Everything that would be sent; what is missing first. `sending` says why it cannot be.

    `fields` go with the button: the ticket, and what this page shows.
    """

    title: str
    back: Link
    missing: tuple[Link, ...]
    broken: tuple[str, ...]
    warnings: tuple[str, ...]
    begun: tuple[Link, ...]
    names_you: tuple[Link, ...]
    parts: tuple[PartRead, ...]
    sending: Ruling
    send_to: str
    fields: dict[str, str]
    send_heading: str
    send_words: str
    about_sending: tuple[str, ...]
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
    before: Sequence[Before] = (),
) -> CheckPage:
    """Return the page. `refused` is why a try to send was just refused.

    `before` are those who have to agree before it is sent.
    """
    checks = asked.cap_checks(application)
    found = progress.steps(application, checks)
    editing = policy.may_edit(application, actor, now)
    return CheckPage(
        title=_("Check your answers"),
        back=Link(
            application.title or str(application.call.document.name),
            address("applications.tasks", application),
        ),
        missing=(*missing(application, found), *_not_given(before)) if editing else (),
        broken=tuple(check.message for check in checks if check.stops),
        warnings=tuple(_warning(check) for check in checks if check.asks_reason),
        begun=before_sending(application) if editing else (),
        names_you=tuple(_naming(application, each) for each in naming.namings(application)),
        parts=parts(application, changes=bool(editing)),
        sending=policy.may_submit(application, actor, now, held_before=held_before)
        and all_given(before),
        send_to=address("applications.submit", application),
        fields={"ticket": ticket, "shown": digest(application)},
        **_sending(application),
        refused=str(refused),
        late=late_link(application, actor, now),
    )


def _not_given(before: Sequence[Before]) -> tuple[Link, ...]:
    """Return what to do about those who have not agreed."""
    return tuple(
        Link(f"{one.label}: {one.status}", one.href)
        for one in before
        if one.href and not one.is_given
    )


def _sending(application: Application) -> dict[str, Any]:
    """Return the words around the button."""
    closes = moment(application.closes_at)
    if application.stage is Round.FIRST:
        words = _("Send the first step")
        return {
            "send_heading": words,
            "send_words": words,
            "about_sending": (
                _("You cannot change your answers after you send them. You can still withdraw."),
                _("If you are invited to the second step, we ask you for more then."),
                _("The call closes on %(when)s, UK time.", when=closes),
            ),
        }
    words = _("Send your application")
    call = _("The call closes on %(when)s, UK time.", when=closes)
    if application.full_closes_at:
        call = _("The second step closes on %(when)s, UK time.", when=closes)
    return {
        "send_heading": words,
        "send_words": words,
        "about_sending": (
            _(
                "You cannot change your answers after you send them. "
                "You can withdraw until we decide."
            ),
            call,
        ),
    }


def _naming(application: Application, found: Naming) -> Link:
    """Name the words, and lead to the answer that they stand in."""
    said = ", ".join(f"“{each}”" for each in found.words)
    where = f"{section_address(application, found.section)}#q_{found.question.key}"
    return Link(_("%(said)s in “%(question)s”", said=said, question=found.question.label), where)


def _warning(check: CapCheck) -> str:
    return _("%(message)s Those who decide will see this.", message=check.message)
