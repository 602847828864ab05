"""What somebody of another organisation is shown: the least before the code, then the request."""

from dataclasses import dataclass
from datetime import datetime

from portal.applications.reading import Answered, answers_for
from portal.applications.returned import as_sent
from portal.approvals import wording
from portal.approvals.emails import reopened_words
from portal.approvals.guests import policy
from portal.approvals.models import Guest
from portal.kernel.language import _, _n
from portal.schemes.questions import Audience
from portal.web.format import moment
from portal.web.pieces import Fact


@dataclass(frozen=True, slots=True)
class DoorPage:
    """The page of the link: who is asked by whom, and no word of the application."""

    organisation: str
    office: str
    codes_to: str


@dataclass(frozen=True, slots=True)
class CodePage:
    """Where the code went, and whether another can be sent."""

    codes_to: str
    lasts: str
    again: bool


@dataclass(frozen=True, slots=True)
class GuestPage:
    """The request as the host reads it."""

    title: str
    caption: str
    name: str
    lead: str
    again: str
    facts: tuple[Fact, ...]
    asked: tuple[str, ...]
    answers: tuple[Answered, ...]


def door_page(guest: Guest) -> DoorPage:
    """Return the page of a link that can be opened."""
    return DoorPage(guest.organisation, _office(guest), hidden(guest.codes_to))


def code_page(guest: Guest, now: datetime) -> CodePage:
    """Return the page that asks for the code."""
    minutes = int(policy.CODE.total_seconds()) // 60
    lasts = _n("It works for %(num)s minute.", "It works for %(num)s minutes.", minutes)
    return CodePage(hidden(guest.codes_to), lasts, policy.may_mail_code(guest, now))


def guest_page(guest: Guest) -> GuestPage:
    """Return the request for somebody who has given the code."""
    request, application = guest.request, as_sent(guest.request.application)
    applicant, call = application.applicant, application.call
    post = applicant.post
    changed = request.reopened_at is not None
    return GuestPage(
        title=_(
            "Can %(organisation)s host %(name)s?",
            organisation=guest.organisation,
            name=applicant.name,
        ),
        caption=f"{call.document.name}, {_office(guest)}",
        name=applicant.name,
        lead=_("Please answer by %(when)s.", when=moment(request.due_at)),
        again=reopened_words(request) if changed else "",
        facts=(
            Fact(
                _("Who"), ", ".join(filter(None, (applicant.name, post.job_title if post else "")))
            ),
            Fact(_("From"), _office(guest)),
            Fact(_("What for"), application.title),
            Fact(_("When"), wording.when(application)),
            Fact(_("How much"), wording.how_much(application)),
        ),
        asked=(
            _("Say whether %(name)s can come on these days, for this work.", name=applicant.name),
            _(
                "Say it for %(organisation)s. If that is not for you, name a colleague.",
                organisation=guest.organisation,
            ),
            _("A yes does not award anything, and promises no money of yours."),
        ),
        answers=tuple(answers_for(application, Audience.HOST)),
    )


def hidden(address: str) -> str:
    """Write an address so that whoever knows it knows it again: "s…@glasgow.example"."""
    name, _at, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"


def _office(guest: Guest) -> str:
    return str(guest.request.application.call.scheme.organisation.name)
