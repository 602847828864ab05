"""Addresses of an application. Each module below adds its views to this blueprint."""

from flask import Blueprint

blueprint = Blueprint("applications", __name__)

from portal.applications.routes import (  # noqa: E402 -- each adds its views
    cost_lines,
    costs,
    drafts,
    invitations,
    inviting,
    people,
    returning,
    sending,
    telling,
    time,
)

__all__ = [
    "blueprint",
    "cost_lines",
    "costs",
    "drafts",
    "invitations",
    "inviting",
    "people",
    "returning",
    "sending",
    "telling",
    "time",
]
