"""The form of a limit, made for the unit that it is counted in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from portal.designer.forms.base import (
    YES,
    ItemForm,
    Offers,
    as_choice,
    refuse,
    yes_or_no,
)
from portal.kernel.language import _, lazy
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import MONEY, Cap
from portal.schemes.definition import Definition
from portal.web.fields import (
    HoursField,
    MoneyField,
    SelectField,
    TextField,
    WholeNumberField,
)
from portal.web.typed import whole_number

UNIT_LABELS: Mapping[str, object] = {
    CapUnit.PENCE.value: lazy("Money in all"),
    CapUnit.PENCE_A_YEAR.value: lazy("Money in one year"),
    CapUnit.PENCE_IN_CATEGORY.value: lazy("Money for one kind of cost"),
    CapUnit.MONTHS.value: lazy("Length in months"),
    CapUnit.WEEKS.value: lazy("Length in weeks"),
    CapUnit.FINANCIAL_YEARS.value: lazy("Years from April to March"),
    CapUnit.DAYS.value: lazy("Days of work in all"),
    CapUnit.DAYS_A_WEEK.value: lazy("Days a week"),
    CapUnit.SESSIONS_A_WEEK.value: lazy("Sessions a week"),
    CapUnit.PAS_A_WEEK.value: lazy("Programmed activities (PAs) a week"),
    CapUnit.WTE.value: lazy("Whole-time equivalent (WTE)"),
    CapUnit.SHARE.value: lazy("Share of a person's hours"),
    CapUnit.APPLICATIONS.value: lazy("Applications from one person"),
    CapUnit.AWARDS.value: lazy("Awards in one call"),
}


class AmountField(HoursField):
    """A number with at most two places. Data: hundredths (int), or None."""

    def unreadable(self) -> str:
        """Return the words for what is not such a number."""
        return _("Enter a number, like 2 or 1.5")


@dataclass(frozen=True, slots=True)
class Amount:
    """How the limits of a unit are typed: a field, and the value from and to its data."""

    field: Callable[..., Any]
    to_data: Callable[[Decimal | int], int]
    from_data: Callable[[int], Decimal | int]
    whole: bool = False


def _exact(value: Decimal) -> Decimal | int:
    return int(value) if value == int(value) else value.normalize()


def _money() -> Amount:
    return Amount(lambda label, **kw: MoneyField(label, least=1, **kw), int, int)


def _count(most: int, suffix: object = None) -> Amount:
    def field(label: object, **kw: Any) -> WholeNumberField:
        return WholeNumberField(label, least=1, most=most, suffix=suffix, **kw)

    return Amount(field, int, int, whole=True)


def _rate(most: int, suffix: object, parts: int = 100) -> Amount:
    """Return an amount with two places; `parts` of what is typed x 100 make one of the unit."""

    def field(label: object, **kw: Any) -> AmountField:
        return AmountField(label, least=1, most=most * 100, suffix=suffix, **kw)

    return Amount(
        field,
        lambda value: int(Fraction(value) * parts),
        lambda data: _exact(Decimal(data) / parts),
    )


AMOUNTS: Mapping[CapUnit, Amount] = {
    **dict.fromkeys(MONEY, _money()),
    CapUnit.MONTHS: _count(120, lazy("months")),
    CapUnit.WEEKS: _count(520, lazy("weeks")),
    CapUnit.FINANCIAL_YEARS: _count(10, lazy("years")),
    CapUnit.DAYS: _rate(2_000, lazy("days")),
    CapUnit.DAYS_A_WEEK: _rate(7, lazy("days a week")),
    CapUnit.SESSIONS_A_WEEK: _rate(20, lazy("sessions a week")),
    CapUnit.PAS_A_WEEK: _rate(20, lazy("PAs a week")),
    CapUnit.WTE: _rate(1, lazy("WTE")),
    CapUnit.SHARE: _rate(100, lazy("% of their hours"), parts=10_000),
    CapUnit.APPLICATIONS: _count(100, lazy("applications")),
    CapUnit.AWARDS: _count(10_000, lazy("awards")),
}


class CapForm(ItemForm):
    """A limit of one unit. Fields are given by `cap_form`."""

    unit: CapUnit

    def prepare(self, says: Definition, offers: Offers) -> None:
        """Offer the scheme's kinds of cost and its routes."""
        if "category" in self:
            self["category"].choices = [(c.key, c.title) for c in says.cost_categories]
        if "route" in self:
            self["route"].choices = [(option.key, option.label) for option in says.routes]

    @classmethod
    def data_of(cls, item: Cap) -> dict[str, Any]:
        """Return what the fields show."""
        to_data = AMOUNTS[item.unit].to_data
        return {
            "limit": to_data(item.limit),
            "least": None if item.least is None else to_data(item.least),
            "one_of": ", ".join(map(str, item.one_of)),
            "category": item.category,
            "route": item.route,
            "hard": as_choice(item.hard),
        }

    def item(self, old: Cap | None, says: Definition) -> Cap:
        """Return the limit. With lengths to choose from, the largest is the limit."""
        from_data = AMOUNTS[self.unit].from_data
        least = self["least"].data if "least" in self else None
        return Cap(
            unit=self.unit,
            limit=from_data(self["limit"].data),
            hard=self["hard"].data == YES,
            category=self._chosen("category"),
            least=None if least is None else from_data(least),
            one_of=_numbers(self["one_of"].data) if "one_of" in self else (),
            route=self._chosen("route"),
        )

    def _chosen(self, name: str) -> str | None:
        return (self[name].data or None) if name in self else None

    def validate_one_of(self, field: TextField) -> None:
        """Want whole numbers, the largest of which is the limit."""
        try:
            chosen = _numbers(field.data or "")
        except ValueError:
            refuse(_("Enter whole numbers with commas between, like 24, 30, 40"))
        if chosen and max(chosen) != self["limit"].data:
            refuse(_("The largest of these must be the most that one can have"))


def _numbers(text: str) -> tuple[int, ...]:
    """Read "24, 30, 40", each once, the smallest first. Raises ValueError."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return tuple(sorted({whole_number(part) for part in parts}))


def unit_words(unit: CapUnit) -> str:
    """Name what a unit counts."""
    return str(UNIT_LABELS[unit.value])


def cap_form(kind: str, says: Definition) -> type[ItemForm]:
    """Return the form for limits of this unit, in this scheme."""
    unit = CapUnit(kind)
    return type("UnitForm", (CapForm,), {"unit": unit, **_fields(unit, bool(says.routes))})


def _fields(unit: CapUnit, has_routes: bool) -> dict[str, Any]:
    amount = AMOUNTS[unit]
    made: dict[str, Any] = {}
    if unit is CapUnit.PENCE_IN_CATEGORY:
        made["category"] = SelectField(
            lazy("For which kind of cost?"),
            needed=lazy("Choose a kind of cost"),
            hint=lazy("Add kinds of cost under “Costs and time”."),
        )
    made["limit"] = amount.field(
        lazy("What is the most?"),
        short=lazy("The most"),
        needed=lazy("Enter the most one can have"),
    )
    if unit not in {CapUnit.APPLICATIONS, CapUnit.AWARDS}:
        made["least"] = amount.field(
            lazy("Is there a least?"),
            short=lazy("The least"),
            optional=True,
            hint=lazy("Leave it empty where any smaller amount will do."),
        )
    if amount.whole and "least" in made:
        made["one_of"] = TextField(
            lazy("Only some lengths?"),
            short=lazy("Lengths"),
            optional=True,
            hint=lazy("Where people must choose: 24, 30, 40. Leave it empty for any length."),
            width=20,
        )
    if has_routes:
        made["route"] = SelectField(
            lazy("For which route?"),
            optional=True,
            empty=lazy("For everybody"),
            hint=lazy("Limits may differ by the answer to the question about routes."),
        )
    made["hard"] = yes_or_no(
        lazy("What if somebody asks for more?"),
        lazy("They cannot send the application"),
        lazy("They can, if they say why"),
    )
    return made
