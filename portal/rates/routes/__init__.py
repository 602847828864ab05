"""The pages on which an administrator keeps the figures. Each module adds its views."""

from flask import Blueprint

blueprint = Blueprint("rates", __name__)

from portal.rates.routes import (  # noqa: E402 -- each adds its views
    choices,
    files,
    held,
    places,
    points,
    sets,
)

__all__ = ["blueprint", "choices", "files", "held", "places", "points", "sets"]
