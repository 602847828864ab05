"""The limits of a scheme beside what is asked for, in words, for the boxes on its pages."""

from portal.applications.asked import OF_DATES
from portal.kernel.amounts import pounds
from portal.kernel.language import _
from portal.schemes.asked import Asked
from portal.schemes.cap_units import UNITS
from portal.schemes.caps import CapCheck, Standing


def time_line(check: CapCheck, asked: Asked) -> str:
    """Say where one stands: "Time: 6 months of 6." What does not fit says what to do."""
    if check.standing is Standing.WITHIN and check.used is not None:
        if check.cap.unit not in OF_DATES:
            return str(_("Time: %(standing)s.", standing=check.message))
        rule = UNITS[check.cap.unit]
        used, limit = rule.used(check.used, asked), rule.number(check.used + (check.left or 0))
        return str(_("Time: %(used)s of %(limit)s.", used=used, limit=limit))
    if check.standing is Standing.UNKNOWN:
        return str(_("Time: %(guidance)s.", guidance=_small(check.message)))
    return check.message


def money_line(check: CapCheck) -> str:
    """Say what is left of a limit in pounds, to the penny, or by how much it is passed."""
    name = str(check.cap.title) if check.cap.title else _("In one year")
    words = {"name": name, "limit": pounds(int(check.cap.limit))}
    if check.standing is Standing.OVER and check.over is not None:
        over = pounds(int(check.over))
        return str(_("%(name)s: %(over)s over the limit of %(limit)s.", over=over, **words))
    if check.left is None or check.standing is Standing.UNDER:
        return str(_("%(message)s.", message=check.message.rstrip(".")))
    return str(_("%(name)s: %(left)s left of %(limit)s.", left=pounds(int(check.left)), **words))


def left_words(check: CapCheck) -> str:
    """Say what is left of a limit in pounds: "£815.50 left of £1,000.00"."""
    limit = pounds(int(check.cap.limit))
    if check.over:
        return str(_("%(over)s over %(limit)s", over=pounds(int(check.over)), limit=limit))
    left = pounds(int(check.left or 0))
    return str(_("%(left)s left of %(limit)s", left=left, limit=limit))


def total_words(check: CapCheck | None, used_pence: int) -> tuple[str, str]:
    """Return what stands first in the box for costs, and what follows it on the same line."""
    used = pounds(used_pence)
    if check is None:
        return str(_("%(used)s in all.", used=used)), str(_("This scheme sets no limit in pounds."))
    limit = pounds(int(check.cap.limit))
    if check.standing is Standing.OVER and check.over is not None:
        first = _("%(over)s over", over=pounds(int(check.over)))
        rest = _("the limit of %(limit)s. You have used %(used)s.", limit=limit, used=used)
        return str(first), str(rest)
    left = pounds(int(check.cap.limit) - used_pence)
    rest = _("of %(limit)s. You have used %(used)s.", limit=limit, used=used)
    return str(_("%(left)s left", left=left)), str(rest)


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
