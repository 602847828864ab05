"""Addresses for mail and documents: always on the configured base URL, never the Host header."""

from typing import Any

from flask import current_app

from portal.kernel.config import Settings


def settings() -> Settings:
    """Return the settings of the running portal."""
    found: Settings = current_app.extensions["settings"]
    return found


def link(endpoint: str, **values: Any) -> str:
    """Return the full address of a page; needs no request."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{settings().base_url}{path}"
