"""The templates a new scheme may start from: "in the manner of" real ones.

Each value says whether a public source was found for it. That is for the office, never for
the public: an illustrative value is no fact about a real funder.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from portal.schemes.definition import Definition
from portal.schemes.stored import Stored


class Status(StrEnum):
    """How far a value of a template can be trusted to be the real scheme's."""

    SOURCED = "sourced"
    ILLUSTRATIVE = "illustrative"
    NOT_FOUND = "not_found"
    OWN = "own"  # of a scheme, never of a template: its office has changed the value


@dataclass(frozen=True, slots=True)
class Origin(Stored):
    """Where a value comes from; `source` is empty where we made it up."""

    status: Status
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(Stored):
    """One scheme to start from.

    `statuses` maps a place in the definition, such as "caps.months" or "sections.route" (a
    question), to its origin; a place without one has that of the place it is in, and every
    field has one.
    """

    key: str
    welsh_reviewed: bool
    statuses: Mapping[str, Origin]
    definition: Definition

    def origin(self, place: str) -> Origin:
        """Return the origin of a place. Raises KeyError for one nobody has spoken for."""
        while place not in self.statuses and "." in place:
            place = place.rpartition(".")[0]
        return self.statuses[place]


KEYS = (
    "small-grant",
    "protected-time",
    "secondment",
    "internship",
    "time-to-write",
    "research-time",
    "team-time",
    "sessions-or-data",
    "first-study",
    "charity-grant",
    "masters",
    "fellowship",
)


@cache
def templates() -> tuple[Template, ...]:
    """Return every template, in the order of the gallery. Raises Unreadable for a broken file."""
    folder = files("portal.schemes") / "gallery"
    texts = ((folder / f"{key}.json").read_text("utf-8") for key in KEYS)
    return tuple(Template.from_json(json.loads(text)) for text in texts)


def template(key: str) -> Template | None:
    """Return the template with this key."""
    return next((found for found in templates() if found.key == key), None)
