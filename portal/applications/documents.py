"""An application as it was sent, as a document: the complete HTML from which the PDF is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications import changes
from portal.applications.models import Application, Submission
from portal.applications.money import pot_words, tally
from portal.applications.pages.costs import CostRow, category_totals, cost_rows, sums
from portal.applications.pages.whole import PartRead, parts
from portal.applications.returned import first_sent, is_again
from portal.files.actions import ask_for
from portal.files.models import Document
from portal.kernel.amounts import pounds
from portal.kernel.language import _
from portal.web.format import moment, short_day
from portal.web.links import settings
from portal.web.pieces import Fact

KIND = "submission"


@dataclass(frozen=True, slots=True)
class Costs:
    """Every cost with its working; what is asked for each kind, who pays, and the sums of all."""

    rows: tuple[CostRow, ...]
    kinds: tuple[Fact, ...]
    pots: tuple[Fact, ...]
    sums: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """An application as words, in the language of its applicant."""

    reference: str
    title: str
    organisation: str
    scheme: str
    version: str
    rehearsal: bool
    about: tuple[Fact, ...]
    parts: tuple[tuple[PartRead, Costs | None], ...]
    changed: tuple[str, ...]
    help_name: str
    help_phone: str
    help_email: str


def ask_for_whole(session: Session, submission: Submission, *, now: datetime) -> Document:
    """Ask the worker for the PDF of what has just been sent. The mail does not wait for it."""
    application = submission.application
    name = f"{application.reference}-{submission.number}.pdf"
    return ask_for(session, KIND, submission.id, name, html(submission), now)


def whole_of(session: Session, submission: Submission) -> Document | None:
    """Return the document of a submission, issued or not; None for one from before there were."""
    return session.scalar(
        select(Document).where(Document.subject_kind == KIND, Document.subject_id == submission.id)
    )


def with_document(session: Session, sent: Iterable[Submission]) -> tuple[Submission, ...]:
    """Keep those of which there is a PDF, or will be."""
    by_id = {each.id: each for each in sent}
    query = select(Document.subject_id).where(
        Document.subject_kind == KIND, Document.subject_id.in_(by_id)
    )
    having = set(session.scalars(query))
    return tuple(each for each in by_id.values() if each.id in having)


def html(submission: Submission) -> str:
    """Return the whole document; it refers to nothing outside.

    It shows the application as it stands, so it is asked for as it is sent.
    """
    with force_locale(submission.application.applicant.language):
        template = current_app.jinja_env.get_template("documents/applications/whole.html")
        return template.render(page=whole(submission))


def whole(submission: Submission) -> Whole:
    """Return the words, in the language in force."""
    application, set_up = submission.application, settings()
    version = application.call.pinned.number
    return Whole(
        reference=application.reference or "",
        title=application.title or str(application.call.document.name),
        organisation=str(application.call.scheme.organisation.name),
        scheme=f"{application.call.document.name}, {application.call.name}",
        version=_("Version %(number)s of the scheme", number=version),
        rehearsal=application.call.rehearsal,
        about=_about(application, submission),
        parts=_parts(application),
        changed=_changed(application),
        help_name=set_up.help_name,
        help_phone=set_up.help_phone,
        help_email=set_up.help_email,
    )


def _about(application: Application, submission: Submission) -> tuple[Fact, ...]:
    first, again = first_sent(submission), is_again(submission)
    pay = f"{application.profession.name}, {application.pay_label}"
    return (
        Fact(_("Applicant"), application.applicant.name, pay),
        Fact(_("Team"), application.team.name),
        *((Fact(_("First received"), moment(first)),) if first and again else ()),
        Fact(_("Received"), moment(submission.received_at)),
    )


def _parts(application: Application) -> tuple[tuple[PartRead, Costs | None], ...]:
    return tuple(
        (part, _costs(application) if part.table else None)
        for part in parts(application, linked=False)
    )


def _costs(application: Application) -> Costs:
    return Costs(
        rows=cost_rows(application),
        kinds=tuple(Fact(each.title, pounds(each.pence)) for each in category_totals(application)),
        pots=_pots(application),
        sums=tuple(Fact(each.label, each.amount) for each in sums(application)),
    )


def _pots(application: Application) -> tuple[Fact, ...]:
    """Say who pays how much; nothing where the scheme pays for all."""
    found = tally(application.cost_lines)
    if not found.elsewhere_pence:
        return ()
    return tuple(Fact(pot_words(*pot), pounds(pence)) for pot, pence in found.by_pot.items())


def _changed(application: Application) -> tuple[str, ...]:
    """Name the sections that were changed after it was first sent."""
    return tuple(
        _("%(section)s, %(day)s", section=each.section.title, day=short_day(each.at))
        for each in changes.sent(application, None)
    )
