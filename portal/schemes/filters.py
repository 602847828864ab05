"""What somebody wants to see of the catalogue, and whether a call is that."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from portal.kernel.clock import london_day
from portal.kernel.language import lazy
from portal.people.professions import UptakeGroup, professions
from portal.schemes.candidates import candidate_in
from portal.schemes.cap_units import OF_HOURS
from portal.schemes.caps import MONEY
from portal.schemes.definition import Definition, Kind
from portal.schemes.eligibility import Rule, check
from portal.schemes.models import Call


class Within(StrEnum):
    """How soon a call closes, as days."""

    TWO_WEEKS = "14"
    MONTH = "31"
    THREE_MONTHS = "92"


class Gives(StrEnum):
    """What a scheme gives."""

    TIME = "time"
    MONEY = "money"


GIVES_LABELS = {Gives.TIME: lazy("Time"), Gives.MONEY: lazy("Money")}
LONGEST_SEARCH = 100

WITHIN_LABELS = {
    Within.TWO_WEEKS: lazy("In the next 2 weeks"),
    Within.MONTH: lazy("In the next month"),
    Within.THREE_MONTHS: lazy("In the next 3 months"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """The choices made; empty ones let everything through."""

    kinds: frozenset[Kind] = frozenset()
    job: UptakeGroup | None = None
    closes: Within | None = None
    gives: Gives | None = None
    words: tuple[str, ...] = ()

    @classmethod
    def read(cls, sent: Mapping[str, Sequence[str]]) -> Self:
        """Read the address's values; what is no choice of ours counts as not chosen."""
        kinds = frozenset(Kind(k) for k in sent.get("kind", ()) if k in set(Kind))
        job = next((UptakeGroup(j) for j in sent.get("job", ()) if j in set(UptakeGroup)), None)
        closes = next((Within(w) for w in sent.get("closes", ()) if w in set(Within)), None)
        gives = next((Gives(g) for g in sent.get("gives", ()) if g in set(Gives)), None)
        searched = fold(" ".join(sent.get("q", ()))[:LONGEST_SEARCH])
        return cls(kinds, job, closes, gives, tuple(searched.split()))

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was chosen."""
        return self == Filters()

    def lets_through(self, call: Call, now: datetime) -> bool:
        """Say whether the call is all that was chosen and has every word searched for."""
        return (
            (not self.kinds or call.scheme.kind in self.kinds)
            and (self.closes is None or _closes_in_time(call, int(self.closes), now))
            and (self.gives is None or self.gives in given_by(call.document))
            and (not self.words or self.finds(*_searched(call)))
            and (self.job is None or _is_for(call, self.job, london_day(now)))
        )

    def finds(self, *texts: str) -> bool:
        """Say whether every word searched for stands in one of the texts; case, accents aside."""
        whole = fold(" ".join(texts))
        return all(word in whole for word in self.words)


def _closes_in_time(call: Call, days: int, now: datetime) -> bool:
    return london_day(call.closes_at) <= london_day(now) + timedelta(days=days)


def _is_for(call: Call, job: UptakeGroup, on: date) -> bool:
    return is_for_job(call.document.eligibility, job, on)


def is_for_job(rules: tuple[Rule, ...], job: UptakeGroup, on: date) -> bool:
    """Say whether anybody of this group could apply: a doubt does not take a scheme away."""
    return any(
        check(rules, candidate_in(profession), on).may_apply
        for profession in professions().values()
        if profession.uptake_group is job
    )


def given_by(says: Definition) -> frozenset[Gives]:
    """Return what a scheme gives, as its limits tell; one without any such limit gives both."""
    units = {cap.unit for cap in says.caps}
    found = frozenset(
        gives for gives, of in ((Gives.TIME, OF_HOURS), (Gives.MONEY, MONEY)) if units & of
    )
    return found or frozenset(Gives)


def _searched(call: Call) -> tuple[str, ...]:
    says = call.document
    texts = (says.name, says.summary, says.purpose, *says.pays_for, call.scheme.organisation.name)
    return (says.kind_label, *(words for text in texts for words in (text.en, text.cy)))


def fold(words: str) -> str:
    """Return words as they are searched: small letters without accents, so that ŵ is w."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(ch for ch in plain if not unicodedata.combining(ch))
