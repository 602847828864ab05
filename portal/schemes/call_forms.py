"""The office's forms for a call: set one up, move its close, change its pot, let one person in."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from portal.kernel.language import Text, _, lazy
from portal.people.professions import GROUP_LABELS, UptakeGroup
from portal.schemes import fences
from portal.schemes import plan as plans
from portal.schemes.call_fields import (
    TimedForm,
    TimeField,
    WteMonthsField,
    day_field,
    values_of_moment,
    which_field,
)
from portal.schemes.dates import DATE_LABELS, LATER, LONGEST_GRACE
from portal.schemes.fences import MOST_FENCES, Fence
from portal.schemes.plan import CallPlan
from portal.web import checks
from portal.web.fields import (
    Asked,
    ConfirmField,
    EmailField,
    Form,
    LongTextField,
    ManyField,
    MoneyField,
    TextField,
    WholeNumberField,
)

_PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,11}")
TIMES = ("opens", "closes", "approvals_due", "reviews_due")
LATER_TIMES = ("approvals_due", "reviews_due")
DAYS = ("panel_on", "decisions_on", "earliest_start_on")
MOST_WTE_MONTHS = 1_000_000
LONGEST_REASON = 500
OF_A_FENCE = ("jobs", "pence", "wte_months_hundredths")


def _reason(label: object, hint: object = None) -> LongTextField:
    return LongTextField(
        label, needed=lazy("Say why"), hint=hint, short=lazy("The reason"), rows=3,
        limit=LONGEST_REASON,
    )  # fmt: skip


def _money() -> MoneyField:
    return MoneyField(
        lazy("Money in this call"),
        needed=lazy("Enter how much money there is. Enter 0 if there is none."),
        hint=lazy("In pounds. Enter 0 for a call that gives time alone."),
    )


def _months() -> WteMonthsField:
    return WteMonthsField(
        lazy("Time in this call"),
        optional=True,
        most=MOST_WTE_MONTHS,
        suffix=lazy("WTE-months"),
        short=lazy("Time in this call"),
        hint=lazy("12 WTE-months is one full-time person for a year."),
    )


class Opening(TimedForm):
    """The name of a call, and when people can apply."""

    TIMES: ClassVar[tuple[str, ...]] = ("opens", "closes")

    name = TextField(
        lazy("Name of this call in English"),
        needed=lazy("Enter a name for this call"),
        hint=lazy("Usually the month in which it closes, like January 2027."),
        limit=80,
        width=20,
    )
    name_cy = TextField(lazy("Name of this call in Welsh"), optional=True, limit=80, width=20)
    opens_on = day_field(
        DATE_LABELS["opens_at"],
        lazy("Enter the day it opens"),
        lazy("It opens by itself at this time."),
    )
    opens_time = TimeField(lazy("Opening time"), needed=lazy("Enter the opening time"))
    opens_which = which_field()
    closes_on = day_field(
        DATE_LABELS["closes_at"],
        lazy("Enter the day it closes"),
        lazy("What arrives at this time is on time."),
    )
    closes_time = TimeField(lazy("Closing time"), needed=lazy("Enter the closing time"))
    closes_which = which_field()


class CloseForm(TimedForm):
    """A new close of a call that has opened."""

    TIMES: ClassVar[tuple[str, ...]] = ("closes",)

    closes_on = day_field(lazy("New closing day"), lazy("Enter the new closing day"))
    closes_time = TimeField(lazy("New closing time"), needed=lazy("Enter the new closing time"))
    closes_which = which_field()
    reason = _reason(
        lazy("Why does the close move?"),
        lazy("Everybody with an application in progress reads this. It stays on the record."),
    )


class LaterDates(TimedForm):
    """The dates after the close."""

    TIMES: ClassVar[tuple[str, ...]] = LATER_TIMES

    approvals_due_on = day_field(
        DATE_LABELS["approvals_due_at"], lazy("Enter the last day for managers")
    )
    approvals_due_time = TimeField(
        lazy("Time for managers"), needed=lazy("Enter the time for managers")
    )
    approvals_due_which = which_field()
    reviews_due_on = day_field(
        DATE_LABELS["reviews_due_at"], lazy("Enter the last day for reviews")
    )
    reviews_due_time = TimeField(
        lazy("Time for reviews"), needed=lazy("Enter the time for reviews")
    )
    reviews_due_which = which_field()
    panel_on = day_field(DATE_LABELS["panel_on"], lazy("Enter the day of the panel"))
    decisions_on = day_field(
        DATE_LABELS["decisions_on"], lazy("Enter the day by which applicants hear")
    )
    earliest_start_on = day_field(
        DATE_LABELS["earliest_start_on"], lazy("Enter the first day to start")
    )

    def later(self) -> dict[str, Any]:
        """Return the dates after the close by name; None where one is not there yet."""
        times = {f"{name}_at": self.instant(name) for name in LATER_TIMES}
        return {**times, **{name: self[name].data for name in DAYS}}


class CallForm(Opening, LaterDates):
    """A call, before it opens. Times are as on a clock in the UK. Made by `call_form`."""

    TIMES: ClassVar[tuple[str, ...]] = TIMES

    pot_pence = _money()
    pot_wte_months_hundredths = _months()
    prefix = TextField(
        lazy("Start of reference numbers"),
        needed=lazy("Enter 2 to 12 letters and numbers"),
        hint=lazy("2 to 12 capital letters and numbers, like SG27."),
        width=10,
        limit=12,
        checks=(
            checks.passes(
                lambda text: _PREFIX.fullmatch(text.upper()) is not None,
                lazy("Use 2 to 12 letters and numbers. Start with a letter."),
            ),
        ),
    )
    grace_minutes = WholeNumberField(
        lazy("Grace after the close"),
        needed=lazy("Enter a number of minutes. Enter 0 for none."),
        hint=lazy("For slow phones. What arrives in it still counts. Applicants are not told."),
        suffix=lazy("minutes"),
        most=LONGEST_GRACE,
        width=3,
    )
    rehearsal = ConfirmField(
        lazy("This is a rehearsal: nothing in it counts"),
        hint=lazy(
            "Try the whole journey with colleagues. It is in no list and no figure. "
            "You give people its link. A rehearsal stays one."
        ),
    )
    slots: int = 0

    def check(self, now: datetime) -> bool:
        """Say whether all is right at this moment; else all that is wrong is beside its field."""
        valid = self.validate()
        return self.refuse_each(plans.problems(self.said(), now)) and valid

    def said(self) -> dict[str, Any]:
        """Return what is said so far by name of CallPlan; None where it is not there yet."""
        return {
            "opens_at": self.instant("opens"),
            "closes_at": self.instant("closes"),
            **self.later(),
            "pot_pence": self.pot_pence.data,
            "pot_wte_months_hundredths": self.pot_wte_months_hundredths.data,
            "ring_fences": self.kept(),
            "grace_minutes": self.grace_minutes.data,
            "rehearsal": self.rehearsal.data,
        }

    def plan(self) -> CallPlan:
        """Return what was said. Only for a form that was checked."""
        said = self.said()
        kept = tuple(fence for fence in said["ring_fences"] if fence != Fence(()))
        return CallPlan(
            name=Text(self.name.data, self.name_cy.data),
            prefix=self.prefix.data.upper(),
            **{**said, "ring_fences": kept},
        )

    def kept(self) -> tuple[Fence, ...]:
        """Return the parts of the pot in the order of the form, one that is left empty too."""
        return tuple(self._fence(at) for at in range(self.slots))

    def _fence(self, at: int) -> Fence:
        jobs, pence, months = (self[f"fences-{at}-{name}"].data for name in OF_A_FENCE)
        return Fence(
            tuple(UptakeGroup(job) for job in jobs if job in set(UptakeGroup)), pence, months
        )

    def fences(self) -> list[tuple[str, tuple[Asked, ...]]]:
        """Return the parts of the pot to draw: a heading and the fields of each."""
        return [
            (
                _("Part %(number)s", number=at + 1),
                tuple(self[f"fences-{at}-{name}"] for name in OF_A_FENCE),
            )
            for at in range(self.slots)
        ]

    @property
    def may_add(self) -> bool:
        """Say whether there may be one part more."""
        return self.slots < MOST_FENCES


def call_form(slots: int) -> type[CallForm]:
    """Return the form with so many parts of the pot."""
    slots = min(max(slots, 0), MOST_FENCES)
    made: dict[str, Any] = {"slots": slots}
    for at in range(slots):
        made |= {f"fences-{at}-{name}": field for name, field in _fence_fields().items()}
    return type("CallForm", (CallForm,), made)


def _fence_fields() -> dict[str, Asked]:
    return {
        "jobs": ManyField(
            lazy("Who is this part for?"), choices=GROUP_LABELS.items(), small=True, size=None
        ),
        "pence": MoneyField(lazy("Money kept for them"), optional=True, size=None),
        "wte_months_hundredths": WteMonthsField(
            lazy("Time kept for them"),
            optional=True,
            most=MOST_WTE_MONTHS,
            suffix=lazy("WTE-months"),
            short=lazy("Time kept for them"),
            size=None,
        ),
    }


def values_of(call: Any) -> Mapping[str, Any]:
    """Return the values of the form's fields for a call as it is."""
    found = {"name": call.name.en, "name_cy": call.name.cy}
    for name in TIMES:
        found |= values_of_moment(name, getattr(call, f"{name}_at"))
    others = (
        *DAYS, "pot_pence", "pot_wte_months_hundredths", "prefix", "grace_minutes", "rehearsal",
    )  # fmt: skip
    found |= {name: getattr(call, name) for name in others}
    return found | values_of_fences(fences.read(call.ring_fences))


def values_of_fences(kept: Iterable[Fence]) -> dict[str, Any]:
    """Return the values of the fields of the parts of a pot."""
    return {
        f"fences-{at}-{name}": value
        for at, fence in enumerate(kept)
        for name, value in fence.to_json().items()
    }


class MovedForm(CloseForm, LaterDates):
    """The new close, its reason, and the dates after it, to be confirmed."""

    TIMES: ClassVar[tuple[str, ...]] = ("closes", *LATER_TIMES)

    def closes_is_wrong(self) -> bool:
        """Say, after validating, whether the close or its reason is wrong: not on this page."""
        asked = ("closes_on", "closes_time", "closes_which", "reason")
        return any(self[name].errors for name in asked)

    def dates(self) -> dict[str, Any]:
        """Return the close and what follows it, by name."""
        return {"closes_at": self.instant("closes"), **self.later()}


def moved_values(closes_at: datetime, reason: str, later: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the fields of MovedForm."""
    found: dict[str, Any] = {"reason": reason, **values_of_moment("closes", closes_at)}
    for name in LATER:
        is_time = name.endswith("_at")
        found |= (
            values_of_moment(name.removesuffix("_at"), later[name])
            if is_time
            else {name: later[name]}
        )
    return found


class PotForm(Form):
    """The pot of a call that has opened."""

    pot_pence = _money()
    pot_wte_months_hundredths = _months()
    reason = _reason(lazy("Why does it change?"), lazy("It stays on the record."))


class PassForm(TimedForm):
    """Let one named person in after the close."""

    TIMES: ClassVar[tuple[str, ...]] = ("until",)

    email = EmailField(
        lazy("Their work email address"),
        needed=lazy("Enter their work email address"),
        hint=lazy("As it is in the staff list."),
    )
    until_on = day_field(lazy("They can send until"), lazy("Enter the last day"))
    until_time = TimeField(lazy("Time"), needed=lazy("Enter the time"))
    until_which = which_field()
    reason = _reason(
        lazy("Why are they let in late?"),
        lazy("The office and auditors can read this. We do not send it to the person."),
    )


class ReasonForm(Form):
    """Say why, and do it."""

    reason = _reason(lazy("Why?"), lazy("It stays on the record."))
