"""The pages on which an administrator keeps the figures."""

from flask import Blueprint

blueprint = Blueprint("rates", __name__)

from portal.rates.routes import choices, files, held, points, sets, trail  # noqa: E402, F401 -- each puts its views on the blueprint
