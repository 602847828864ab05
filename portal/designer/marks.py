"""What is known of a piece of a scheme without reading it: its digest, and how much is in Welsh."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from portal.kernel.language import Text

DIGEST = 16


@dataclass(frozen=True, slots=True)
class Welsh:
    """How many texts there are, and how many of them have Welsh. An empty text is none yet."""

    have: int
    of: int

    @property
    def missing(self) -> int:
        """How many have none."""
        return self.of - self.have


def digest(value: Any) -> str:
    """Return the same short word for the same values: of a document, or of something in one."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=_stored)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST]


def _stored(value: Any) -> Any:
    return value.to_json()


def welsh_of(*values: Any) -> Welsh:
    """Count the texts inside these values."""
    found = [text for value in values for text in texts(value) if text.en or text.cy]
    return Welsh(sum(bool(text.cy) for text in found), len(found))


def texts(value: Any) -> Iterator[Text]:
    """Yield every text in a value, wherever it stands; what is made from others is left out."""
    if isinstance(value, Text):
        yield value
        return
    for inner in _inside(value):
        yield from texts(inner)


def _inside(value: Any) -> Iterator[Any]:
    if is_dataclass(value):
        kept = (f.name for f in fields(value) if f.metadata.get("stored", True))
        yield from (getattr(value, name) for name in kept)
    elif isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, tuple):
        yield from value
