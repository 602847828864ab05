"""Addresses of the scheme designer. Each module below adds its views to this blueprint."""

from flask import Blueprint

blueprint = Blueprint("designer", __name__)

from portal.designer.routes import (  # noqa: E402 -- each adds its views
    items,
    outline,
    parts,
    previews,
)

__all__ = ["blueprint", "items", "outline", "parts", "previews"]
