"""The reasons for a no: those that ship, and what the office keeps of its own. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.approvals.lifecycle import DECLINE_LABELS, DeclineReason
from portal.approvals.models import ApprovalRequest, OwnReason
from portal.kernel.language import Text


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: the key that is kept and counted, its words, and whether it is offered."""

    key: str
    label: str
    retired_at: datetime | None = None


def reasons(own: Iterable[OwnReason]) -> tuple[Reason, ...]:
    """Return all reasons, those that ship first, then the office's own in its order."""
    kept = {each.key: each for each in own}
    shipped = [_reason(key.value, kept.pop(key.value, None)) for key in DeclineReason]
    rest = sorted(kept.values(), key=lambda each: (each.position, each.key))
    return (*shipped, *(_reason(each.key, each) for each in rest))


def offered(own: Iterable[OwnReason]) -> tuple[Reason, ...]:
    """Return the reasons that an approver may choose."""
    return tuple(reason for reason in reasons(own) if reason.retired_at is None)


def words_of(request: ApprovalRequest) -> str:
    """Return the reason of a no in the reader's language; empty where there is none.

    They are the words that were chosen, whatever the office has made of the reason since.
    """
    if request.reason_en:
        return str(Text(request.reason_en, request.reason_cy))
    return _label(request.reason, None) if request.reason else ""


def chosen(key: str, own: Iterable[OwnReason]) -> tuple[str, str]:
    """Return the words of a reason to keep with an answer, in English and in Welsh.

    Both are empty for one that ships and is as it ships: those words are in the catalogue.
    """
    kept = next((each for each in own if each.key == key), None)
    return (kept.label_en, kept.label_cy) if kept else ("", "")


def _reason(key: str, kept: OwnReason | None) -> Reason:
    return Reason(key, _label(key, kept), kept.retired_at if kept else None)


def _label(key: str, kept: OwnReason | None) -> str:
    if kept is not None and kept.label_en:
        return str(Text(kept.label_en, kept.label_cy))
    return str(DECLINE_LABELS[DeclineReason(key)]) if key in _SHIPPED else key


_SHIPPED = frozenset(DeclineReason)
