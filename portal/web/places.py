"""Where the page of a thing is, asked by features that must not know the feature that shows it.

`app.py` says which endpoint shows which kind of thing; the endpoint takes `<kind>_id`.
"""

from typing import Any
from uuid import UUID

from flask import current_app, url_for

from portal.web.links import link


def place(kind: str, thing_id: UUID) -> str:
    """Return the path of the page of a thing of this kind, such as "application"."""
    values: dict[str, Any] = {f"{kind}_id": thing_id}
    return url_for(current_app.extensions["places"][kind], **values)


def place_link(kind: str, thing_id: UUID) -> str:
    """Return the full address of a thing's page, for mail and documents."""
    return link(current_app.extensions["places"][kind], **{f"{kind}_id": thing_id})
