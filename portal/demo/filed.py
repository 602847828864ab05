"""Files that invented people add: a plan by months, a letter. Both say they are made up."""

import io
from datetime import datetime
from functools import cache

import pikepdf
from sqlalchemy.orm import Session

from portal.applications.actions.files import Asking, add_file
from portal.applications.models import Application
from portal.demo.stage import chance
from portal.files.checks.apart import check
from portal.files.checks.verdict import Accepted
from portal.kernel.actor import Actor
from portal.schemes.questions import Section

ONE_IN = 4  # applications have a plan
PLAN, LETTER = "plan_file", "support_file"
INVENTED = "Invented for the demonstration."
LINES = {
    PLAN: ("Plan by months", "Months 1 and 2: read and agree", "Months 3 to 5: do the work",
           "Month 6: write it up", INVENTED),
    LETTER: ("Letter from a mentor", "I will meet the applicant once a month.", INVENTED),
}  # fmt: skip


def add_some(
    session: Session, application: Application, section: Section, *, actor: Actor, now: datetime
) -> None:
    """Have some add their plan; who is as chance has it, and the same each time."""
    if chance("files", application.title).randrange(ONE_IN) == 0:
        add(session, application, section, PLAN, actor=actor, now=now)


def add(
    session: Session,
    application: Application,
    section: Section,
    key: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Add one file, as the page would."""
    asking = Asking(section, next(q for q in section.questions if q.key == key))
    name = f"{LINES[key][0]}.pdf"
    add_file(session, application, asking, name, _made(key), actor=actor, now=now)


@cache
def _made(key: str) -> Accepted:
    """Return a page with these lines, as it is after its check."""
    words = "".join(f"({line}) Tj 0 -24 Td " for line in LINES[key])
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Contents = pdf.make_stream(f"BT /F1 14 Tf 72 760 Td {words}ET".encode("ascii"))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        pdf.save(out)
    return check(f"{key}.pdf", out.getvalue())
