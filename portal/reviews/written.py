"""What a reviewer has typed so far."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """One criterion as a reviewer left it; nothing of it may be there yet."""

    value: int | None = None
    is_unable: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A review as typed: by criterion key, and the two comments."""

    scores: Mapping[str, Given]
    to_applicant: str = ""
    to_panel: str = ""
