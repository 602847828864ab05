"""Addresses of schemes and calls. Each module below adds its views to this blueprint."""

from flask import Blueprint

blueprint = Blueprint("schemes", __name__)

from portal.schemes.routes import (  # noqa: E402 -- each adds its views
    call_changes,
    calls,
    office,
    public,
)

__all__ = ["blueprint", "call_changes", "calls", "office", "public"]
