"""Addresses of an application. Each module below adds its views to this blueprint."""

from flask import Blueprint

blueprint = Blueprint("applications", __name__)

from portal.applications.routes import (  # noqa: E402 -- each adds its views
    autosave,
    cost_begun,
    cost_lines,
    cost_live,
    cost_removal,
    costing_again,
    costs,
    drafts,
    earlier,
    files,
    invitations,
    inviting,
    people,
    returning,
    sending,
    telling,
    time,
)

__all__ = [
    "autosave",
    "blueprint",
    "cost_begun",
    "cost_lines",
    "cost_live",
    "cost_removal",
    "costing_again",
    "costs",
    "drafts",
    "earlier",
    "files",
    "invitations",
    "inviting",
    "people",
    "returning",
    "sending",
    "telling",
    "time",
]
