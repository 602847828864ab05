"""The job groups of the uptake tables: their order, the declared family, and their plural nouns."""

from portal.kernel.language import _, lazy
from portal.people.professions import UptakeGroup

REFERENCE = UptakeGroup.DOCTORS.value
UNKNOWN = "unknown"
TOTAL = "all"

ORDER = (*(group.value for group in UptakeGroup), UNKNOWN)

# Declared before anything is counted: the non-medical professions beside doctors and dentists.
FAMILY = frozenset(
    {
        UptakeGroup.NURSES.value,
        UptakeGroup.MIDWIVES.value,
        UptakeGroup.AHPS.value,
        UptakeGroup.SCIENTISTS.value,
        UptakeGroup.PHARMACY_PSYCHOLOGY.value,
    }
)

_NOUNS = {
    UptakeGroup.NURSES.value: lazy("nurses"),
    UptakeGroup.MIDWIVES.value: lazy("midwives"),
    UptakeGroup.AHPS.value: lazy("allied health professionals"),
    UptakeGroup.SCIENTISTS.value: lazy("healthcare scientists"),
    UptakeGroup.PHARMACY_PSYCHOLOGY.value: lazy("pharmacy, psychology and other professionals"),
    UptakeGroup.DOCTORS.value: lazy("doctors and dentists"),
    UptakeGroup.SUPPORT.value: lazy("clinical support staff"),
    UptakeGroup.ADMINISTRATION.value: lazy("administration staff"),
    UptakeGroup.ESTATES.value: lazy("estates and facilities staff"),
    UptakeGroup.STUDENTS.value: lazy("students"),
}


def place(key: str) -> int:
    """Return where a group stands in the fixed order; one we do not know stands last."""
    return ORDER.index(key) if key in ORDER else len(ORDER)


def noun(key: str) -> str:
    """Return the plural that a sentence uses in its middle."""
    return str(_NOUNS[key]) if key in _NOUNS else _("staff whose job is not known")
