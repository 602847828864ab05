"""A cap: one object that words the guidance, the field, the error, and that decides."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.kernel.language import Text, _
from portal.schemes.asked import Asked
from portal.schemes.cap_rules import UnitRule
from portal.schemes.cap_units import UNITS, CapUnit
from portal.schemes.stored import Stored

MONEY = frozenset({CapUnit.PENCE, CapUnit.PENCE_A_YEAR, CapUnit.PENCE_IN_CATEGORY})


class Standing(StrEnum):
    """Where what is asked stands against a cap."""

    WITHIN = "within"
    OVER = "over"
    UNDER = "under"
    BETWEEN = "between"  # none of the amounts there are to choose from
    UNKNOWN = "unknown"  # a fact is missing: neither fits nor fails


@dataclass(frozen=True, slots=True)
class CapCheck:
    """One cap held against one request. Amounts are exact, in the cap's own unit."""

    cap: "Cap"
    standing: Standing
    used: Fraction | None
    left: Fraction | None
    over: Fraction | None
    message: str

    @property
    def ok(self) -> bool:
        """Say whether it is known and fits."""
        return self.standing is Standing.WITHIN

    @property
    def fails(self) -> bool:
        """Say whether it is known and does not fit."""
        return self.standing in {Standing.OVER, Standing.UNDER, Standing.BETWEEN}

    @property
    def stops(self) -> bool:
        """Say whether this stops a submission, an award or a variation."""
        return self.fails and self.cap.hard

    @property
    def asks_reason(self) -> bool:
        """Say whether one may go on, with a reason."""
        return self.fails and not self.cap.hard


@dataclass(frozen=True, slots=True)
class Cap(Stored):
    """At most `limit`, and where `least` is set at least that, of a unit.

    Money is in pence. `category` is the key of a cost category, for that unit only. With
    `one_of`, nothing but one of these will do; the largest is the limit. With `route`, the cap
    is for those alone who choose this answer to the question "route". A soft cap warns and asks
    for a reason. `title` is filled in by the definition, from the category and the route.
    """

    unit: CapUnit
    limit: Decimal | int
    hard: bool = True
    category: str | None = None
    least: Decimal | int | None = None
    one_of: tuple[int, ...] = ()
    route: str | None = None
    title: Text | None = field(default=None, metadata={"stored": False})

    @property
    def is_money(self) -> bool:
        """Say whether the limit is in pence."""
        return self.unit in MONEY

    @property
    def most_words(self) -> str:
        """The limit with its unit and nothing more: "£20,000", "6 months"."""
        return self._rule.amount(Fraction(self.limit))

    def guidance(self) -> str:
        """Say the cap in plain words: "Up to £20,000", "3 to 24 months"."""
        words = self._range()
        if not self.hard:
            words = _("%(range)s, or more if you say why", range=words)
        return self._titled(words)

    def check(self, asked: Asked) -> CapCheck:
        """Hold the facts against the cap. Exact: a penny or a day over is over."""
        used = self._rule.measure(asked, self.category)
        if used is None or (self.route is not None and asked.route is None):
            return CapCheck(self, Standing.UNKNOWN, None, None, None, self.guidance())
        gap = Fraction(self.limit) - used
        standing = self._standing(used, asked)
        message = self._titled(self._message(standing, used, asked))
        return CapCheck(self, standing, used, max(gap, Fraction()), max(-gap, Fraction()), message)

    @property
    def _rule(self) -> UnitRule:
        return UNITS[self.unit]

    def is_for(self, asked: Asked) -> bool:
        """Say whether the cap bears on this request: one of another route does not."""
        return self.route is None or asked.route in {None, self.route}

    def _range(self) -> str:
        if self.one_of:
            *first, last = [self._rule.number(Fraction(each)) for each in self.one_of[:-1]] + [
                self._rule.amount(Fraction(self.one_of[-1]))
            ]
            return _(" or ").join(filter(None, (", ".join(first), last)))
        if self.least == self.limit:
            return _("Exactly %(limit)s", limit=self.most_words)
        if self.least is None:
            return _("Up to %(limit)s", limit=self.most_words)
        least = self._rule.number(Fraction(self.least))
        return _("%(least)s to %(limit)s", least=least, limit=self.most_words)

    def _standing(self, used: Fraction, asked: Asked) -> Standing:
        if used > Fraction(self.limit):
            return Standing.OVER
        if self.least is not None and not self._rule.reaches(used, Fraction(self.least), asked):
            return Standing.UNDER
        if self.one_of and used not in self.one_of:
            return Standing.BETWEEN
        return Standing.WITHIN

    def _message(self, standing: Standing, used: Fraction, asked: Asked) -> str:
        if standing is Standing.WITHIN:
            return self._rule.standing(used, Fraction(self.limit), asked)
        if standing is Standing.OVER:
            fact = self._rule.over(used, Fraction(self.limit), asked)
            return self._with_advice(fact, self._rule.remedy(Fraction(self.limit), asked))
        if standing is Standing.BETWEEN:
            fact = _("You ask for %(used)s.", used=self._rule.used(used, asked))
            return self._with_advice(fact, _("Choose %(amounts)s.", amounts=self._range()))
        least = self._rule.amount(Fraction(self.least or 0))
        fact = _("You ask for %(used)s.", used=self._rule.used(used, asked))
        return self._with_advice(fact, _("Ask for %(least)s or more.", least=least))

    def _with_advice(self, fact: str, remedy: str) -> str:
        advice = remedy if self.hard else _("You can still ask. Say why you need it.")
        return f"{fact} {advice}".strip()

    def _titled(self, words: str) -> str:
        if self.title is None:
            return words
        return f"{self.title}: {words[0].lower()}{words[1:]}"


def check_all(caps: tuple[Cap, ...], asked: Asked) -> tuple[CapCheck, ...]:
    """Hold the facts against every cap that bears on them, in the scheme's order."""
    return tuple(cap.check(asked) for cap in caps if cap.is_for(asked))


def most(caps: tuple[Cap, ...], unit: CapUnit) -> Cap | None:
    """Return the scheme's cap in this unit, the hard one first; None where there is none."""
    found = sorted((cap for cap in caps if cap.unit is unit), key=lambda cap: not cap.hard)
    return found[0] if found else None
