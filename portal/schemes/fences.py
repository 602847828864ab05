"""Parts of a call's pot kept for named job groups, and whether they fit the pot. Pure.

What is kept for some can go to nobody else. Who has a part of their own may take from the rest
of the pot too. `awards.pot` holds every award to this.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from portal.kernel.amounts import plain, short_pounds
from portal.kernel.language import _
from portal.people.professions import GROUP_LABELS, UptakeGroup
from portal.schemes.problems import Problem

MOST_FENCES = 10


@dataclass(frozen=True, slots=True)
class Fence:
    """Pence, hundredths of a WTE-month, or both, for staff of these job groups alone."""

    jobs: tuple[UptakeGroup, ...]
    pence: int | None = None
    wte_months_hundredths: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {
            "jobs": [job.value for job in self.jobs],
            "pence": self.pence,
            "wte_months_hundredths": self.wte_months_hundredths,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Read the stored form."""
        jobs = tuple(UptakeGroup(job) for job in stored["jobs"])
        return cls(jobs, stored.get("pence"), stored.get("wte_months_hundredths"))

    @property
    def whom(self) -> str:
        """Name the job groups: "Nurses and Midwives"."""
        names = [str(GROUP_LABELS[job]) for job in self.jobs]
        return _(" and ").join(filter(None, (", ".join(names[:-1]), names[-1])))

    @property
    def amount(self) -> str:
        """Say how much: "£20,000 and 6 WTE-months"."""
        parts = []
        if self.pence:
            parts.append(short_pounds(self.pence))
        if self.wte_months_hundredths:
            months = plain(self.wte_months_hundredths)
            parts.append(_("%(months)s WTE-months", months=months))
        return _(" and ").join(parts)


def read(stored: Iterable[dict[str, Any]]) -> tuple[Fence, ...]:
    """Read the fences of a call."""
    return tuple(Fence.from_json(each) for each in stored)


def problems(fences: Sequence[Fence], pence: int | None, months: int | None) -> list[Problem]:
    """Return what is wrong with the parts beside a pot of this much, each with its own place.

    A place is "fences-0-jobs" and so on, as the form names its fields. Pence None is a pot not
    known yet; months None is time without a limit, of which no part can be kept.
    """
    found = [problem for at, each in enumerate(fences) for problem in _own(at, each, months)]
    found += _twice(fences)
    money = sum(each.pence or 0 for each in fences)
    if pence is not None and money > pence:
        words = _("The parts come to %(parts)s, and the pot is %(pot)s.")
        told = words % {"parts": short_pounds(money), "pot": short_pounds(pence)}
        found.append(Problem(f"fences-{_last(fences, 'pence')}-pence", told))
    time = sum(each.wte_months_hundredths or 0 for each in fences)
    if months is not None and time > months:
        words = _("The parts come to %(parts)s WTE-months, and the pot is %(pot)s.")
        told = words % {"parts": plain(time), "pot": plain(months)}
        place = f"fences-{_last(fences, 'wte_months_hundredths')}-wte_months_hundredths"
        found.append(Problem(place, told))
    return found


def _own(at: int, fence: Fence, months: int | None) -> Iterator[Problem]:
    if fence == Fence(()):
        return  # nothing was said: no part
    if not fence.jobs:
        yield Problem(f"fences-{at}-jobs", _("Choose who this part is for."))
    if not fence.pence and not fence.wte_months_hundredths:
        yield Problem(f"fences-{at}-pence", _("Enter how much money or time this part keeps."))
    if fence.wte_months_hundredths and months is None:
        words = _("Say first how much time there is in the whole call.")
        yield Problem(f"fences-{at}-wte_months_hundredths", words)


def _twice(fences: Sequence[Fence]) -> Iterator[Problem]:
    """Refuse a job group in two parts: nobody could say from which of them an award comes."""
    count = Counter(job for each in fences for job in set(each.jobs))
    seen: set[UptakeGroup] = set()
    for at, each in enumerate(fences):
        again = [job for job in each.jobs if count[job] > 1 and job in seen]
        if again:
            words = _("%(job)s are in another part. Choose each job group once.")
            told = words % {"job": GROUP_LABELS[again[0]]}
            yield Problem(f"fences-{at}-jobs", told)
        seen |= set(each.jobs)


def _last(fences: Sequence[Fence], name: str) -> int:
    return max(at for at, each in enumerate(fences) if getattr(each, name))
