"""Earlier versions of a section: read them, and put one back."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.applications import queries
from portal.applications.actions.sections import save_section
from portal.applications.actions.time import TimeSaved, save_time
from portal.applications.models import SectionVersion
from portal.applications.pages.addresses import section_address
from portal.applications.pages.earlier import earlier_page
from portal.applications.routes import blueprint
from portal.applications.routes.loading import Part, any_part, may_edit, may_write
from portal.applications.routes.time import read
from portal.applications.saved import version_of
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.schemes.questions import SectionKind
from portal.web.guard import actor, guard, now

PATH = "/applications/<uuid:application_id>/earlier/<key>"


@dataclass(frozen=True, slots=True)
class OneVersion(Part):
    """One version that was set aside of a section."""

    version: SectionVersion


def one_version(
    session: Session, actor: Actor, application_id: UUID, key: str, version_id: UUID
) -> OneVersion | None:
    """Load a version of this section of this application."""
    found = any_part(session, actor, application_id, key)
    if found is None:
        return None
    had = queries.versions(session, application_id, key)
    version = next((each for each in had if each.id == version_id), None)
    return OneVersion(found.application, found.section, version) if version else None


@blueprint.get(PATH)
@guard(any_part, may_write)
def earlier(loaded: Part) -> str:
    """Show what stood there before, the last first."""
    application, section = loaded.application, loaded.section
    had = queries.versions(db.current(), application.id, section.key)
    using = may_edit(loaded, actor(), now())
    page = earlier_page(application, section, had, using, actor())
    return render_template("applications/earlier.html", page=page)


@blueprint.post(f"{PATH}/<uuid:version_id>")
@guard(one_version, may_edit)
def use_earlier(loaded: OneVersion) -> Response:
    """Put a version back, not finished; what stood there becomes an earlier version itself."""
    with db.transaction() as session:
        if loaded.section.kind is SectionKind.TIME:
            _put_time_back(session, loaded)
        else:
            save_section(
                session,
                loaded.application,
                loaded.section,
                dict(loaded.version.answers),
                is_complete=False,
                seen_version=version_of(loaded.application, loaded.section),
                actor=actor(),
                now=now(),
            )
    flash(_("These are the earlier words again. Check them, then save."))
    return redirect(section_address(loaded.application, loaded.section), 303)


def _put_time_back(session: Session, loaded: OneVersion) -> None:
    """Put back the words of the section for time, and the time that they come to."""
    application, section = loaded.application, loaded.section
    words = dict(loaded.version.answers)
    times = read(application, MultiDict(words)).asked
    seen = version_of(application, section)
    saved = TimeSaved(words, times, is_complete=False, seen_version=seen)
    save_time(session, application, section, saved, actor=actor(), now=now())
