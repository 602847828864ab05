"""The limits of a scheme, held against what is awarded or is to change. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from portal.applications.asked import asked, fits
from portal.awards.cases import Case
from portal.kernel.language import _
from portal.kernel.ruling import YES, Ruling, no, yes_if
from portal.schemes.asked import Asked
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import CapCheck
from portal.schemes.definition import Definition


def awarded(case: Case, amount_pence: int, awards: int) -> Asked:
    """Return what an award of this amount gives: all the time asked for. `awards` counts it too.

    A part award may be of any of the costs, so each kind and each year counts in full, up to
    the amount itself.
    """
    facts = asked(case.application)
    return replace(
        facts,
        pence_total=amount_pence,
        pence_by_category=_at_most(facts.pence_by_category, amount_pence),
        pence_by_year=_at_most(facts.pence_by_year, amount_pence),
        awards=awards,
    )


def stopped(checks: Iterable[CapCheck]) -> CapCheck | None:
    """Return the first limit that stops an award; None where all let it pass."""
    return next((check for check in checks if check.stops), None)


def words(check: CapCheck) -> str:
    """Say to the office which limit an award does not fit."""
    if check.cap.unit is CapUnit.AWARDS:
        return check.message
    limit = check.cap.guidance()
    return _("This award does not fit the scheme's limit: %(limit)s.", limit=limit)


def may_pass(checks: Iterable[CapCheck], reason: str) -> Ruling:
    """Ask for a reason where an award passes a limit that may be passed with one."""
    passed = next((check for check in checks if check.asks_reason), None)
    if passed is None:
        return YES
    limit = passed.cap.most_words
    return yes_if(
        bool(reason.strip()), no(_("Say why the award passes the limit of %(limit)s.", limit=limit))
    )


def may_vary(says: Definition, after: Asked, reason: str) -> Ruling:
    """Let a variation through that leaves the award within the limits it was made under."""
    return fits(says.check_caps(after), reason)


def _at_most(sums: Mapping[str, int] | None, most: int) -> Mapping[str, int]:
    return {key: min(pence, most) for key, pence in (sums or {}).items()}
