"""First page, plain pages, health."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.desk import health as checks
from portal.kernel import db
from portal.web.guard import actor, guard, now
from portal.web.links import settings

blueprint = Blueprint("desk", __name__)


@blueprint.get("/")
@guard(public=True)
def home() -> Response | str:
    """Show what needs me; somebody unknown sees the catalogue."""
    if not actor().is_signed_in:
        return redirect(url_for("schemes.catalogue"))
    return render_template("desk/home.html")


@blueprint.get("/help")
@guard(public=True)
def help_page() -> str:
    """Say how to get help, and what happens at a deadline."""
    return render_template("desk/help.html")


@blueprint.get("/accessibility")
@guard(public=True)
def accessibility() -> str:
    """Say how accessible the portal is, and what has not been tested."""
    return render_template("desk/accessibility.html")


@blueprint.get("/privacy")
@guard(public=True)
def privacy() -> str:
    """Say what is kept about people, and who sees it."""
    return render_template("desk/privacy.html")


@blueprint.get("/contact")
@guard(public=True)
def contact() -> str:
    """Say whom to ask."""
    return render_template("desk/contact.html")


@blueprint.get("/healthz")
@guard(public=True)
def healthz() -> tuple[dict[str, object], int]:
    """Say, for a monitor, whether the portal works: database, outbox age, version."""
    report = checks.report(db.current(), settings().version, now())
    return report, 200 if report["status"] == "ok" else 503
