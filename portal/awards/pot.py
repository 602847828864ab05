"""The pot of a call: money and time there is, taken, and left. Pure arithmetic.

A WTE-month is one person's full-time work for a month; `reviews.asks` works it out from the
periods that an application asks for.

Parts of the pot may be kept for named job groups (`schemes.fences`). Whoever has a part takes
from it first and then from what is kept for nobody; so what is left for somebody is all that is
left, less what other groups have kept and not taken. An award fits where it is within that, and
then neither the whole nor any part can be overspent.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from portal.kernel.amounts import pounds
from portal.kernel.language import _
from portal.people.professions import UptakeGroup
from portal.schemes.fences import Fence


@dataclass(frozen=True, slots=True)
class Kept:
    """A part that is kept for some, and what awards to people of its job groups take in all."""

    fence: Fence
    taken_pence: int = 0
    taken_wte_months_hundredths: int = 0

    @property
    def left_pence(self) -> int:
        """What nobody else can be given, in pence."""
        return max((self.fence.pence or 0) - self.taken_pence, 0)

    @property
    def left_wte_months_hundredths(self) -> int:
        """The same in hundredths of a WTE-month."""
        kept = self.fence.wte_months_hundredths or 0
        return max(kept - self.taken_wte_months_hundredths, 0)

    def is_for(self, job: UptakeGroup | None) -> bool:
        """Say whether a person of this job group takes from it."""
        return job in self.fence.jobs


@dataclass(frozen=True, slots=True)
class Pot:
    """What a call can give: pence, and hundredths of a WTE-month (None: time has no limit).

    `taken` is what awards take that are pending or released and not turned down; `kept` are the
    parts, each with what its own people take of that. A job of None is of no group we know.
    """

    pence: int
    wte_months_hundredths: int | None = None
    taken_pence: int = 0
    taken_wte_months_hundredths: int = 0
    kept: tuple[Kept, ...] = ()

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

    @property
    def least_pence(self) -> int:
        """The smallest pot that still holds what is taken and what is kept."""
        return self.taken_pence + sum(part.left_pence for part in self.kept)

    @property
    def least_wte_months_hundredths(self) -> int:
        """The same for the time, in hundredths of a WTE-month."""
        kept = sum(part.left_wte_months_hundredths for part in self.kept)
        return self.taken_wte_months_hundredths + kept

    def pence_for(self, job: UptakeGroup | None) -> int:
        """Return what is left for somebody of this job group, in pence."""
        return self.left_pence - sum(part.left_pence for part in self._of_others(job))

    def wte_months_hundredths_for(self, job: UptakeGroup | None) -> int | None:
        """Return the same for the time; None without a limit."""
        if self.left_wte_months_hundredths is None:
            return None
        others = sum(part.left_wte_months_hundredths for part in self._of_others(job))
        return self.left_wte_months_hundredths - others

    def _of_others(self, job: UptakeGroup | None) -> Iterable[Kept]:
        return (part for part in self.kept if not part.is_for(job))

    def fits(self, pence: int, wte_months_hundredths: int, job: UptakeGroup | None = None) -> bool:
        """Say whether an award of this much can still be made; the last penny may be spent."""
        time_left = self.wte_months_hundredths_for(job)
        return pence <= self.pence_for(job) and (
            time_left is None or wte_months_hundredths <= time_left
        )

    def take(self, pence: int, wte_months_hundredths: int, job: UptakeGroup | None = None) -> "Pot":
        """Return the pot after an award. Raises ValueError where it does not fit."""
        if not self.fits(pence, wte_months_hundredths, job):
            raise ValueError("the pot does not hold this much")
        return self.after(pence, wte_months_hundredths, job)

    def after(
        self, pence: int, wte_months_hundredths: int, job: UptakeGroup | None = None
    ) -> "Pot":
        """Return the pot with this much taken, whether it fits or not."""
        return replace(
            self,
            taken_pence=self.taken_pence + pence,
            taken_wte_months_hundredths=self.taken_wte_months_hundredths + wte_months_hundredths,
            kept=tuple(
                Kept(
                    part.fence,
                    part.taken_pence + pence,
                    part.taken_wte_months_hundredths + wte_months_hundredths,
                )
                if part.is_for(job)
                else part
                for part in self.kept
            ),
        )

    def refusal(
        self, pence: int, wte_months_hundredths: int, job: UptakeGroup | None = None
    ) -> str:
        """Say why an award of this much cannot be made; "" where it can."""
        if pence > self.pence_for(job):
            kept = self.left_pence - self.pence_for(job)
            return _(
                "This award needs %(wanted)s, and the pot has %(left)s left.",
                wanted=pounds(pence),
                left=pounds(max(self.pence_for(job), 0)),
            ) + _kept(pounds(kept) if kept else "")
        if not self.fits(pence, wte_months_hundredths, job):
            left = self.wte_months_hundredths_for(job) or 0
            kept = (self.left_wte_months_hundredths or 0) - left
            return _(
                "This award needs %(wanted)s of time, and the pot has %(left)s left.",
                wanted=wte_months(wte_months_hundredths),
                left=wte_months(max(left, 0)),
            ) + _kept(wte_months(kept) if kept else "")
        return ""


def _kept(amount: str) -> str:
    return " " + _("%(kept)s more is kept for other job groups.", kept=amount) if amount else ""


def wte_months(hundredths: int) -> str:
    """Write "3.90 WTE-months"."""
    return _("%(months)s WTE-months", months=f"{hundredths // 100:,}.{hundredths % 100:02d}")
