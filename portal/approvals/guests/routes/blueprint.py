"""The blueprint of guests, whose pages no browser keeps and no other page hears of."""

from flask import Blueprint, Response

blueprint = Blueprint("guests", __name__)


@blueprint.after_request
def keep_apart(response: Response) -> Response:
    """Have no browser keep these pages, and tell no other page where somebody came from.

    With "no-referrer" a browser would not say either that a form came from our own page.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
