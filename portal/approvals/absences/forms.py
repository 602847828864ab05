"""When one is away, and who answers meanwhile."""

from typing import Any

from portal.approvals.absences.policy import Plan, Wrong
from portal.approvals.models import Absence
from portal.kernel.language import _, lazy
from portal.web.fields import ChoiceField, DateField, EmailField, Form

AWAY, LATE = "away", "late"


class AbsenceForm(Form):
    """From when to when; what it means; who answers."""

    kind = ChoiceField(
        lazy("What do you want to set?"),
        choices=(
            (AWAY, lazy("I am away. Requests go to my deputy at once.")),
            (LATE, lazy("I am here. My deputy may answer for me when I am late.")),
        ),
        needed=lazy("Choose what you want to set"),
        small=True,
    )
    starts_on = DateField(
        lazy("First day"),
        needed=lazy("Enter the first day"),
        hint=lazy("For example, 7 12 2026"),
        short=lazy("First day"),
    )
    ends_on = DateField(
        lazy("Last day"),
        needed=lazy("Enter the last day"),
        hint=lazy("On the day after it, requests come to you again."),
        short=lazy("Last day"),
    )
    deputy = EmailField(
        lazy("Your deputy’s work email address"),
        hint=lazy("If you are away and leave this empty, requests go to the manager above you."),
        optional=True,
        autocomplete="off",
    )

    @classmethod
    def of(cls, absence: Absence) -> "AbsenceForm":
        """Return the form as it was filled in."""
        return cls(
            formdata=None,
            kind=AWAY if absence.is_away else LATE,
            starts_on=absence.starts_on,
            ends_on=absence.ends_on,
            deputy=absence.deputy.email if absence.deputy else "",
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Want a deputy for what is late."""
        is_right = bool(super().validate(extra_validators))
        if self.kind.data == LATE and not self.deputy.data and not self.deputy.errors:
            self.refuse("deputy", _("Enter the work email address of your deputy"))
            return False
        return is_right

    def plan(self) -> Plan:
        """Return what was said. Only for a form that is right."""
        return Plan(
            is_away=self.kind.data == AWAY,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            deputy=(self.deputy.data or "").strip().lower(),
        )

    def say(self, wrong: tuple[Wrong, ...]) -> None:
        """Put what is wrong beside its fields."""
        for each in wrong:
            self.refuse(each.field, each.words)
