"""The forms of the section for costs: one line of pay, one other line, and the section itself."""

from typing import Any

from wtforms import ValidationError

from portal.applications.costing import Other, Salary, Whose
from portal.applications.forms.completed import completed_field
from portal.applications.forms.numbers import AmountField
from portal.applications.forms.questions import SectionForm, field_for, name_of
from portal.costing.oncosts import NiMode, ni_mode_name
from portal.kernel.language import _, lazy
from portal.schemes.questions import Section
from portal.web.fields import (
    Choice,
    ChoiceField,
    Form,
    HoursField,
    LongTextField,
    MoneyField,
    SelectField,
    TextField,
    WholeNumberField,
)

MOST_PAY = 100_000_000  # a million pounds for a full-time year
MOST_PRICE = 100_000_000
MOST_THINGS = 10_000_000  # a hundred thousand
MONTHS, WEEKS = "months", "weeks"
LONGEST = {MONTHS: 120, WEEKS: 520}
REASON_WORDS = 100


class CostsForm(SectionForm):
    """The section as a whole: the scheme's own questions in it, and whether it is done.

    `reason` is for a limit that may be passed with one. Make it with `costs_form`.
    """

    reason = LongTextField(
        lazy("Why do you need more than the limit?"),
        short=lazy("Your reason"),
        words=REASON_WORDS,
        rows=3,
        limit=2_000,
    )
    complete = completed_field()

    def answers(self) -> dict[str, Any]:
        """Return what to keep: the answers to the scheme's questions, and the reason."""
        return {**super().answers(), "reason": self.reason.data}

    def cannot_keep(self) -> bool:
        """Say whether something typed is too long or cannot be stored, even for later."""
        return super().cannot_keep() or bool(self.reason.process_errors)


def costs_form(section: Section) -> type[CostsForm]:
    """Return the class of the form with the scheme's questions of this section."""
    fields = {name_of(question): field_for(question) for question in section.questions}
    return type("AskedCostsForm", (CostsForm,), {"asks": section.questions, **fields})


class SalaryForm(Form):
    """A line of pay. Choices for `whose`, `step` and `category` are handed in."""

    label = TextField(
        lazy("What is it for?"),
        hint=lazy("For example, cover for your time, or a research assistant"),
        needed=lazy("Enter what it is for"),
        limit=120,
    )
    category = ChoiceField(lazy("Kind of cost"), needed=lazy("Choose the kind of cost"))
    whose = ChoiceField(lazy("Whose pay is it?"), needed=lazy("Choose whose pay it is"))
    step = SelectField(lazy("Band and step"), short=lazy("Band and step"))
    doctor_pay = MoneyField(
        lazy("Full-time pay for a year, before anything is taken off"),
        short=lazy("Full-time pay"),
        most=MOST_PAY,
        least=1,
    )
    typed_pay = MoneyField(
        lazy("Full-time pay for a year, before anything is taken off"),
        short=lazy("Full-time pay"),
        most=MOST_PAY,
        least=1,
    )
    hours = HoursField(
        lazy("How many hours each week?"),
        short=lazy("Hours each week"),
        needed=lazy("Enter how many hours each week"),
        least=1,
    )
    length = WholeNumberField(
        lazy("For how long?"),
        short=lazy("How long"),
        needed=lazy("Enter for how long"),
        least=1,
        most=max(LONGEST.values()),
        width=3,
    )
    length_unit = ChoiceField(
        lazy("Counted in"),
        choices=[(MONTHS, lazy("Months")), (WEEKS, lazy("Weeks"))],
        needed=lazy("Choose months or weeks"),
        inline=True,
        small=True,
        default=MONTHS,
    )
    ni_mode = ChoiceField(
        lazy("How is the work covered?"),
        hint=lazy("It changes how much National Insurance we add."),
        choices=[],
        needed=lazy("Choose how the work is covered"),
    )

    def name_ni_modes(self) -> None:
        """Offer both ways of National Insurance, in the reader's words."""
        self.ni_mode.choices = [Choice(mode.value, ni_mode_name(mode)) for mode in NiMode]

    def validate_step(self, field: SelectField) -> None:
        """Ask for a band where another band is charged."""
        if self.whose.data == Whose.BAND and not field.data:
            raise ValidationError(_("Choose a band and step"))

    def validate_doctor_pay(self, field: MoneyField) -> None:
        """Ask for pay where it is typed."""
        if self.whose.data == Whose.DOCTOR and field.data is None:
            raise ValidationError(_("Enter the full-time pay for a year"))

    def validate_typed_pay(self, field: MoneyField) -> None:
        """Ask for pay where it is typed."""
        if self.whose.data == Whose.TYPED and field.data is None:
            raise ValidationError(_("Enter the full-time pay for a year"))

    def validate_length(self, field: WholeNumberField) -> None:
        """Refuse more than ten years."""
        most = LONGEST.get(self.length_unit.data)
        if most is not None and field.data is not None and field.data > most:
            raise ValidationError(_("How long must be %(most)s or less", most=most))

    def forget_other_answers(self) -> None:
        """Take no notice of what stands under an answer that is not chosen, however wrong."""
        under = {
            Whose.BAND: self.step,
            Whose.DOCTOR: self.doctor_pay,
            Whose.TYPED: self.typed_pay,
        }
        for whose, field in under.items():
            if self.whose.data != whose:
                field.process_errors = []
                field.data = "" if whose is Whose.BAND else None

    def salary(self) -> Salary:
        """Return what is asked for, once the form is valid."""
        band, _colon, step = (self.step.data or "").partition(":")
        return Salary(
            label=self.label.data,
            category=self.category.data,
            whose=Whose(self.whose.data),
            hours_hundredths=self.hours.data,
            length=self.length.data,
            length_unit=self.length_unit.data,
            ni_mode=NiMode(self.ni_mode.data),
            band=band,
            step=int(step or 0),
            pay_pence=self.doctor_pay.data or self.typed_pay.data or 0,
        )


class OtherForm(Form):
    """Any other line. Choices for `category` are handed in."""

    category = ChoiceField(lazy("Kind of cost"), needed=lazy("Choose the kind of cost"))
    label = TextField(
        lazy("What is it?"),
        hint=lazy("For example, home visits, or typing up interviews"),
        needed=lazy("Enter what it is"),
        limit=120,
    )
    quantity = AmountField(
        lazy("How many?"),
        needed=lazy("Enter how many"),
        short=lazy("How many"),
        suffix=None,
        least=1,
        most=MOST_THINGS,
    )
    counted = TextField(
        lazy("What do you count?"),
        hint=lazy("For example, miles, people or places"),
        optional=True,
        width=10,
        limit=40,
    )
    price = MoneyField(
        lazy("Price of one"),
        hint=lazy("In pounds, like 0.45 or 72"),
        needed=lazy("Enter the price of one"),
        most=MOST_PRICE,
    )

    def other(self) -> Other:
        """Return what is asked for, once the form is valid."""
        return Other(
            label=self.label.data,
            category=self.category.data,
            quantity_hundredths=self.quantity.data,
            unit_pence=self.price.data,
            counted=self.counted.data,
        )
