"""Addresses of reach. Each module below adds its views to this blueprint."""

from flask import Blueprint

blueprint = Blueprint("reach", __name__)

from portal.reach.routes import (  # noqa: E402 -- each adds its views
    alerts,
    checker,
    documents,
    feeds,
    questions,
    views,
)

__all__ = ["alerts", "blueprint", "checker", "documents", "feeds", "questions", "views"]
