"""Addresses of the scheme designer. Each module below adds its views to this blueprint."""

from flask import Blueprint

blueprint = Blueprint("designer", __name__)

from portal.designer.routes import items, outline, parts  # noqa: E402 -- each adds its views

__all__ = ["blueprint", "items", "outline", "parts"]
