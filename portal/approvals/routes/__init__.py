"""Requests for release: the list, one request, every answer to it. Each module adds its views."""

from flask import Blueprint

blueprint = Blueprint("approvals", __name__)

from portal.approvals.routes import (  # noqa: E402 -- each adds its views
    accepting,
    answers,
    offering,
    passing,
    requests,
)

__all__ = ["accepting", "answers", "blueprint", "offering", "passing", "requests"]
