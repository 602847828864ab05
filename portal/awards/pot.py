"""The pot of a call: money and time there is, taken, and left. Pure arithmetic.

A WTE-month is one person's full-time work for a month; `reviews.asks` works it out from the
periods that an application asks for.
"""

from dataclasses import dataclass

from portal.kernel.amounts import pounds
from portal.kernel.language import _


@dataclass(frozen=True, slots=True)
class Pot:
    """What a call can give: pence, and hundredths of a WTE-month (None: time has no limit).

    `taken` is what awards take that are pending or released and not turned down.
    """

    pence: int
    wte_months_hundredths: int | None = None
    taken_pence: int = 0
    taken_wte_months_hundredths: int = 0

    @property
    def left_pence(self) -> int:
        """What is left, in pence; below nought only where the pot was made smaller afterwards."""
        return self.pence - self.taken_pence

    @property
    def left_wte_months_hundredths(self) -> int | None:
        """What is left of the time, in hundredths of a WTE-month; None without a limit."""
        if self.wte_months_hundredths is None:
            return None
        return self.wte_months_hundredths - self.taken_wte_months_hundredths

    def fits(self, pence: int, wte_months_hundredths: int) -> bool:
        """Say whether an award of this much can still be made; the last penny may be spent."""
        time_left = self.left_wte_months_hundredths
        return pence <= self.left_pence and (
            time_left is None or wte_months_hundredths <= time_left
        )

    def take(self, pence: int, wte_months_hundredths: int) -> "Pot":
        """Return the pot after an award. Raises ValueError where it does not fit."""
        if not self.fits(pence, wte_months_hundredths):
            raise ValueError("the pot does not hold this much")
        return Pot(
            self.pence,
            self.wte_months_hundredths,
            self.taken_pence + pence,
            self.taken_wte_months_hundredths + wte_months_hundredths,
        )

    def refusal(self, pence: int, wte_months_hundredths: int) -> str:
        """Say why an award of this much cannot be made; "" where it can."""
        if pence > self.left_pence:
            return _(
                "This award needs %(wanted)s, and the pot has %(left)s left.",
                wanted=pounds(pence),
                left=pounds(max(self.left_pence, 0)),
            )
        if not self.fits(pence, wte_months_hundredths):
            return _(
                "This award needs %(wanted)s of time, and the pot has %(left)s left.",
                wanted=wte_months(wte_months_hundredths),
                left=wte_months(max(self.left_wte_months_hundredths or 0, 0)),
            )
        return ""


def wte_months(hundredths: int) -> str:
    """Write "3.90 WTE-months"."""
    return _("%(months)s WTE-months", months=f"{hundredths // 100:,}.{hundredths % 100:02d}")
