"""The page where one asks for everything, and the file itself."""

from datetime import datetime

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.takeout import actions, pages, policy, queries
from portal.takeout.models import Takeout
from portal.web.guard import actor, guard, now

blueprint = Blueprint("takeout", __name__)

PATH = "/account/everything"


@blueprint.get(PATH)
@guard()
def page() -> str:
    """Say what is in the file, and give it or make it."""
    held = queries.mine(db.current(), actor())
    return render_template("takeout/page.html", page=pages.takeout_page(held, actor(), now()))


@blueprint.post(PATH)
@guard()
def ask() -> Response:
    """Ask for the file. Whoever asks while it is being made is shown that it is."""
    with db.transaction() as session:
        if policy.may_ask(queries.mine(session, actor()), actor(), now()):
            actions.ask_for_everything(session, actor=actor(), now=now())
    return redirect(url_for("takeout.page"), 303)


@blueprint.get(f"{PATH}/<uuid:takeout_id>.zip")
@guard(queries.own, policy.may_fetch)
def fetch(takeout: Takeout) -> Response:
    """Hand the file to its owner, never shown in the browser and never kept by it."""
    assert takeout.content is not None  # `may_fetch` saw to it
    response = make_response(takeout.content)
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(takeout.made_at)}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _name(made_at: datetime | None) -> str:
    return f"headroom-{made_at:%Y-%m-%d}.zip"
