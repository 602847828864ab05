"""How far each value of a scheme can be trusted, for its office. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from portal.kernel.language import _, _n
from portal.schemes.caps import Cap
from portal.schemes.definition import Definition
from portal.schemes.gallery import Origin, Status, Template, template
from portal.schemes.models import Scheme

OWN = Origin(Status.OWN)


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a scheme's values have a source, of how many; and how many are its own."""

    sourced: int
    of: int
    own: int = 0

    def __str__(self) -> str:
        """Say "14 of 22 values have a source"."""
        return _n(
            "%(sourced)s of %(num)s value has a source",
            "%(sourced)s of %(num)s values have a source",
            self.of,
            sourced=self.sourced,
        )


def of(scheme: Scheme, says: Definition) -> Mapping[str, Origin]:
    """Return the origin of every field of the definition, and of every limit.

    Places are those of `gallery.Template.statuses`: "summary", "caps.months". What is not as the
    scheme's template has it is the office's own; so is all of a scheme without one.
    """
    found = template(scheme.template_key)
    if found is None:
        return dict.fromkeys(_places(says), OWN)
    return {place: _origin(found, says, place) for place in _places(says)}


def of_template(found: Template) -> Mapping[str, Origin]:
    """Return the same of a template, before anything of it is changed."""
    return {place: found.origin(place) for place in _places(found.definition)}


def count(origins: Mapping[str, Origin]) -> Count:
    """Count the values with a source, and those that are the office's own."""
    states = [origin.status for origin in origins.values()]
    return Count(states.count(Status.SOURCED), len(states), states.count(Status.OWN))


def label(says: Definition, place: str, labels: Mapping[str, object]) -> str:
    """Name a place for the office: a field by its label, a limit by its words."""
    if place in labels:
        return str(labels[place])
    words = ". ".join(cap.guidance() for cap in _caps(says, place))
    return _("Limit: %(cap)s", cap=words)


def _places(says: Definition) -> list[str]:
    places = []
    for field in fields(Definition):
        places.append(field.name)
        if field.name == "caps":
            places += dict.fromkeys(f"caps.{cap.unit}" for cap in says.caps)
    return places


def _origin(found: Template, says: Definition, place: str) -> Origin:
    is_same = _value(says, place) == _value(found.definition, place)
    return found.origin(place) if is_same else OWN


def _value(says: Definition, place: str) -> object:
    return _caps(says, place) if place.startswith("caps.") else getattr(says, place)


def _caps(says: Definition, place: str) -> tuple[Cap, ...]:
    """Return the limits in a unit without their titles, which are another field's words."""
    return tuple(replace(cap, title=None) for cap in says.caps if f"caps.{cap.unit}" == place)
