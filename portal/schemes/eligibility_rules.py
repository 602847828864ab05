"""The rules of who may apply, as data."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.costing.wte import last_day
from portal.kernel.actor import is_at_or_below
from portal.kernel.amounts import plain
from portal.kernel.language import Text, _, _n, lazy
from portal.people.models import Contract
from portal.schemes.rule import Candidate, Rule, named

BANDS = ("1", "2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9")

CONTRACT_WORDS = {
    Contract.PERMANENT: lazy("permanent"),
    Contract.FIXED_TERM: lazy("fixed-term"),
    Contract.BANK: lazy("bank"),
    Contract.HONORARY: lazy("honorary"),
}


@named
@dataclass(frozen=True, slots=True, kw_only=True)
class UnderOrganisation(Rule):
    """For staff at or under these nodes; `who` goes on from "for": "staff of Ward 7"."""

    paths: frozenset[str]
    who: Text

    def guidance(self) -> str:
        """Say whose staff."""
        return _capital(str(self.who))

    def reason(self) -> str:
        """Say whose staff it is for."""
        return _("This scheme is for %(who)s.", who=str(self.who))

    def holds(self, candidate: Candidate, on: date) -> bool | None:
        """Ask whether the person's team is at or under one of the nodes."""
        path = candidate.organisation_path
        return None if path is None else any(is_at_or_below(path, root) for root in self.paths)


@named
@dataclass(frozen=True, slots=True, kw_only=True)
class Professions(Rule):
    """For, or with `included` false not for, these professions, groups or staff groups.

    `who` names them in words that go on from "for" or "not for": "nurses and midwives".
    """

    who: Text
    codes: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    staff_groups: frozenset[str] = frozenset()
    included: bool = True

    def guidance(self) -> str:
        """Name them."""
        who = str(self.who)
        return _capital(who) if self.included else _("Not %(who)s", who=who)

    def reason(self) -> str:
        """Say whom it is for, or not for."""
        if self.included:
            return _("This scheme is for %(who)s.", who=str(self.who))
        return _("This scheme is not for %(who)s.", who=str(self.who))

    def holds(self, candidate: Candidate, on: date) -> bool | None:
        """Ask by code, by group and by staff group; one match is enough."""
        pairs = (
            (self.codes, candidate.profession),
            (self.groups, candidate.profession_group),
            (self.staff_groups, candidate.staff_group),
        )
        asked = [(wanted, value) for wanted, value in pairs if wanted]
        if any(value in wanted for wanted, value in asked):
            return self.included
        return None if any(value is None for _wanted, value in asked) else not self.included

    def problems(self) -> tuple[str, ...]:
        """Want at least one profession."""
        some = self.codes or self.groups or self.staff_groups
        return () if some else (_("Choose at least one profession or group."),)


@named
@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(Rule):
    """For people on a professional register, or with `registered` false for those who are not."""

    registered: bool = True

    def guidance(self) -> str:
        """Say which."""
        if self.registered:
            return _("Staff on a professional register")
        return _("Staff who are not on a professional register")

    def reason(self) -> str:
        """Say for whom it is."""
        if self.registered:
            return _("This scheme is for staff on a professional register.")
        return _("This scheme is for staff who are not on a professional register.")

    def holds(self, candidate: Candidate, on: date) -> bool | None:
        """Compare."""
        known = candidate.registered
        return None if known is None else known is self.registered


@named
@dataclass(frozen=True, slots=True, kw_only=True)
class BandRange(Rule):
    """For bands from `lowest` to `highest`, both counted. Medical grades pass only if `medical`."""

    lowest: str | None = None
    highest: str | None = None
    medical: bool = False

    def guidance(self) -> str:
        """Say the range."""
        return (
            _("%(bands)s, and doctors and dentists", bands=self._range())
            if self.medical
            else self._range()
        )

    def reason(self) -> str:
        """Say the range."""
        return _("This scheme has a limit on bands: %(bands)s.", bands=self.guidance())

    def holds(self, candidate: Candidate, on: date) -> bool | None:
        """Compare places in the order of bands."""
        if candidate.band is None:
            return self.medical if candidate.medical else None
        low, high = BANDS.index(self.lowest or BANDS[0]), BANDS.index(self.highest or BANDS[-1])
        return candidate.band in BANDS[low : high + 1]

    def problems(self) -> tuple[str, ...]:
        """Want known bands, the lower first."""
        ends = [band for band in (self.lowest, self.highest) if band is not None]
        if not ends or any(band not in BANDS for band in ends):
            return (_("Choose bands from the list."),)
        in_order = sorted(ends, key=BANDS.index) == ends
        return () if in_order else (_("The lowest band must not be above the highest."),)

    def _range(self) -> str:
        if self.lowest and self.highest:
            return _("Band %(low)s to band %(high)s", low=self.lowest, high=self.highest)
        if self.lowest:
            return _("Band %(low)s and above", low=self.lowest)
        return _("Band %(high)s and below", high=self.highest)


@named
@dataclass(frozen=True, slots=True, kw_only=True)
class ContractKind(Rule):
    """For these kinds of contract."""

    kinds: frozenset[Contract]

    def guidance(self) -> str:
        """Name the kinds."""
        return _("Staff on a %(kinds)s contract", kinds=self._kinds())

    def reason(self) -> str:
        """Name the kinds."""
        return _("This scheme is for staff on a %(kinds)s contract.", kinds=self._kinds())

    def holds(self, candidate: Candidate, on: date) -> bool | None:
        """Compare."""
        return None if candidate.contract is None else candidate.contract in self.kinds

    def problems(self) -> tuple[str, ...]:
        """Want at least one known kind."""
        return () if self.kinds else (_("Choose at least one kind of contract."),)

    def _kinds(self) -> str:
        names = [str(words) for kind, words in CONTRACT_WORDS.items() if kind in self.kinds]
        return _(" or ").join(names)


@named
@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLasts(Rule):
    """For people whose contract runs for `months` from the day asked about."""

    months: int

    def guidance(self) -> str:
        """Say how long."""
        return _n(
            "A contract that runs for %(num)s month or more from your start",
            "A contract that runs for %(num)s months or more from your start",
            self.months,
        )

    def reason(self) -> str:
        """Say how long."""
        return _n(
            "Your contract ends too soon. It must run for %(num)s month from your start.",
            "Your contract ends too soon. It must run for %(num)s months from your start.",
            self.months,
        )

    def holds(self, candidate: Candidate, on: date) -> bool | None:
        """Compare the end with the last day of the period; a permanent contract has no end."""
        if candidate.contract_ends_on is not None:
            return candidate.contract_ends_on >= last_day(on, self.months)
        return True if candidate.contract is Contract.PERMANENT else None


@named
@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumHours(Rule):
    """For people with at least so many contracted hours a week, in hundredths."""

    hundredths: int

    def guidance(self) -> str:
        """Say how many."""
        return _("A contract of %(hours)s hours a week or more", hours=plain(self.hundredths))

    def reason(self) -> str:
        """Say how many."""
        return _("You need a contract of %(hours)s hours a week.", hours=plain(self.hundredths))

    def holds(self, candidate: Candidate, on: date) -> bool | None:
        """Compare."""
        worked = candidate.hours_hundredths_a_week
        return None if worked is None else worked >= self.hundredths


@named
@dataclass(frozen=True, slots=True, kw_only=True)
class YearsQualified(Rule):
    """For people who qualified at least `least` and at most `most` years before the day."""

    least: int | None = None
    most: int | None = None

    def guidance(self) -> str:
        """Say how long ago."""
        if self.least is not None and self.most is not None:
            words = {"least": self.least, "most": self.most}
            return _("Qualified for between %(least)s and %(most)s years", **words)
        if self.least is not None:
            return _n(
                "Qualified for %(num)s year or more",
                "Qualified for %(num)s years or more",
                self.least,
            )
        return _n(
            "Qualified for %(num)s year or less",
            "Qualified for %(num)s years or less",
            self.most or 0,
        )

    def reason(self) -> str:
        """Say how long ago."""
        return _("The time since you qualified does not fit: %(rule)s.", rule=self.guidance())

    def holds(self, candidate: Candidate, on: date) -> bool | None:
        """Compare the day with the anniversaries, both counted."""
        qualified = candidate.qualified_on
        if qualified is None:
            return None
        long_enough = self.least is None or _anniversary(qualified, self.least) <= on
        return long_enough and (self.most is None or on <= _anniversary(qualified, self.most))

    def problems(self) -> tuple[str, ...]:
        """Want one end at least, the smaller first."""
        if self.least is None and self.most is None:
            return (_("Give a least or a most number of years."),)
        wrong = self.least is not None and self.most is not None and self.least > self.most
        return (_("The least number of years is more than the most."),) if wrong else ()


@named
@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeldBefore(Rule):
    """For people who have not had an award of this scheme."""

    def guidance(self) -> str:
        """Say so."""
        return _("Staff who have not had this award before")

    def reason(self) -> str:
        """Say so."""
        return _("You have had this award before.")

    def holds(self, candidate: Candidate, on: date) -> bool | None:
        """Ask the fact."""
        return None if candidate.held_before is None else not candidate.held_before


@named
@dataclass(frozen=True, slots=True, kw_only=True)
class NotResearchActive(Rule):
    """For people who do not lead or run research yet."""

    def guidance(self) -> str:
        """Say so."""
        return _("Staff who do not run research yet")

    def reason(self) -> str:
        """Say so."""
        return _("You already run research. The R&D office can tell you what else there is.")

    def holds(self, candidate: Candidate, on: date) -> bool | None:
        """Ask the fact."""
        return None if candidate.research_active is None else not candidate.research_active


def _anniversary(day: date, years: int) -> date:
    return last_day(day, years * 12) + timedelta(days=1)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
