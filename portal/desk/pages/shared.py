"""What several composite pages show alike: the name of a call, and an application in a line."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.desk.standing import Case, Standing, standing
from portal.kernel.language import _
from portal.schemes.models import Call
from portal.schemes.rehearsal import marked


@dataclass(frozen=True, slots=True)
class Line:
    """One of a person's own applications, in a line."""

    title: str
    href: str
    scheme: str
    standing: Standing


def line(case: Case, now: datetime) -> Line:
    """Return one application in a line."""
    application = case.application
    return Line(
        application.title or _("No title yet"),
        url_for("desk.application", application_id=application.id),
        marked(application.call.document.name, application.call),
        standing(case, now),
    )


def call_title(call: Call) -> str:
    """Name a call: its scheme and its own name."""
    return marked(f"{call.document.name}, {call.name}", call)
