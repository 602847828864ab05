"""A scheme and what its office is making of it."""

from dataclasses import dataclass

from portal.schemes.definition import Definition
from portal.schemes.models import Scheme, SchemeDraft


@dataclass(frozen=True, slots=True)
class Work:
    """A scheme and its next version, where somebody has begun one."""

    scheme: Scheme
    draft: SchemeDraft | None

    @property
    def has_changes(self) -> bool:
        """Say whether the draft differs from the newest version."""
        newest = self.scheme.versions[-1]
        return self.draft is not None and self.draft.document != newest.document

    @property
    def says(self) -> Definition:
        """What the draft says; what the newest version says where there is none."""
        newest: Definition = self.scheme.versions[-1].document
        return newest if self.draft is None else self.draft.document

    @property
    def next_number(self) -> int:
        """The number that the next version gets."""
        return self.scheme.versions[-1].number + 1
