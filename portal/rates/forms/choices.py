"""Forms for an organisation's choices and its hourly rates."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import ValidationError

from portal.costing.choices import Cover
from portal.costing.oncosts import NiMode, PensionMode
from portal.kernel.language import _, lazy
from portal.rates.actions import Chosen, Hourly
from portal.rates.forms.fields import LONGEST_SOURCE, PercentField, band_field, near, not_before
from portal.rates.reading import band_of
from portal.web.fields import ChoiceField, DateField, Form, LongTextField, MoneyField

YES, NO = "yes", "no"
MOST_HOURLY = 100_000  # £1,000


class ChoicesForm(Form):
    """An organisation's choices. The choices with their worked differences are handed in."""

    starts_on = DateField(
        lazy("From which day?"),
        short=lazy("The day"),
        needed=lazy("Enter the day"),
        hint=lazy("Costs that start on this day or later are worked out this way."),
    )
    ni_mode = ChoiceField(
        lazy("How is National Insurance added when nothing else is said?"),
        needed=lazy("Choose how National Insurance is added"),
    )
    pension_mode = ChoiceField(
        lazy("Which pension rate do you charge?"), needed=lazy("Choose a pension rate")
    )
    pension_own = PercentField(lazy("Your own rate"), short=lazy("Your own rate"))
    pension_own_source = LongTextField(
        lazy("Where is your own rate from?"),
        hint=lazy("Only if you chose a rate of your own. For example, payroll, and the date."),
        rows=2,
        limit=LONGEST_SOURCE,
    )
    levy = ChoiceField(
        lazy("Do you charge the apprenticeship levy?"),
        hint=lazy("Only employers with a pay bill above the limit pay it."),
        needed=lazy("Choose yes or no"),
    )

    def offer(self, choices: Callable[[str], Sequence[Any]]) -> None:
        """Hand in the choices, before the form is read by `validate` or drawn."""
        for name in ("ni_mode", "pension_mode", "levy"):
            self[name].choices = choices(name)
        if self.pension_mode.data != PensionMode.OWN:
            self.pension_own.process_errors = []
            self.pension_own.data = None

    def validate_starts_on(self, field: DateField) -> None:
        """Refuse a day far away."""
        near(field)

    def validate_pension_own(self, field: PercentField) -> None:
        """Ask for the rate where it is chosen."""
        if self.pension_mode.data == PensionMode.OWN and field.data is None:
            raise ValidationError(_("Enter your own rate"))

    def validate_pension_own_source(self, field: LongTextField) -> None:
        """Ask for the source where the rate is chosen."""
        if self.pension_mode.data == PensionMode.OWN and not field.data:
            raise ValidationError(_("Say where your own rate is from"))

    def chosen(self) -> Chosen:
        """Return what is chosen, once the form is valid."""
        is_own = self.pension_mode.data == PensionMode.OWN
        return Chosen(
            starts_on=self.starts_on.data,
            ni_mode=NiMode(self.ni_mode.data),
            pension_mode=PensionMode(self.pension_mode.data),
            pension_own_millionths=self.pension_own.data if is_own else None,
            pension_own_source=self.pension_own_source.data if is_own else "",
            charges_levy=self.levy.data == YES,
        )


class HourlyForm(Form):
    """What an hour of bank or agency cover costs."""

    cover = ChoiceField(lazy("What cover is it?"), needed=lazy("Choose bank or agency"))
    band = band_field()
    rate = MoneyField(
        lazy("What an hour costs you"),
        hint=lazy("With everything on top of pay: fees, National Insurance, pension."),
        short=lazy("The rate"),
        needed=lazy("Enter what an hour costs"),
        least=1,
        most=MOST_HOURLY,
    )
    starts_on = DateField(lazy("First day"), needed=lazy("Enter the first day"))
    ends_on = DateField(lazy("Last day"), needed=lazy("Enter the last day"))
    source = LongTextField(
        lazy("Where is it from?"),
        hint=lazy("For example, the bank office, and the date."),
        needed=lazy("Say where it is from"),
        rows=2,
        limit=LONGEST_SOURCE,
    )

    def validate_starts_on(self, field: DateField) -> None:
        """Refuse a day far away."""
        near(field)

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse a day before the first, or far away."""
        not_before(self, field)

    def hourly(self) -> Hourly:
        """Return what is typed, once the form is valid."""
        return Hourly(
            cover=Cover(self.cover.data),
            band=band_of(self.band.data),
            hourly_pence=self.rate.data,
            source=self.source.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )
