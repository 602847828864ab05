"""Addresses of the designer's pages."""

from uuid import UUID

from flask import url_for

from portal.designer.lists import ListOf
from portal.designer.parts import Part, part_of


def outline_href(scheme_id: UUID) -> str:
    """Return the address of the outline."""
    return url_for("designer.outline", scheme_id=scheme_id)


def part_href(scheme_id: UUID, part: Part, anchor: str | None = None) -> str:
    """Return the address of a part's page, at a place in it."""
    return url_for("designer.part", scheme_id=scheme_id, part_key=part.key, _anchor=anchor)


def list_href(scheme_id: UUID, listed: ListOf, anchor: str | None = None) -> str:
    """Return the address of the page on which a list stands, at a place in it."""
    return part_href(scheme_id, part_of(listed), anchor)


def row_id(listed: ListOf, index: int) -> str:
    """Return the id of a row of a list on its page."""
    return f"{listed.key.replace('.', '-')}-{index + 1}"


def step_id(listed: ListOf, index: int, count: int, step: int) -> str:
    """Return the id of the button that a mover presses next: the same one, or the other at an end.

    A list of one has neither, so the row itself.
    """
    up = (step < 0 and index > 0) or (step > 0 and index == count - 1 and count > 1)
    if count < 2:
        return row_id(listed, index)
    return f"{row_id(listed, index)}-{'up' if up else 'down'}"
