"""The form for a line of pay: whose, how many people, how long, and who pays."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from wtforms import ValidationError

from portal.applications.costing import RateHas, Salary, Vat
from portal.applications.forms.numbers import AmountField
from portal.applications.forms.pots import PotForm
from portal.applications.money import Pot
from portal.applications.pay import Whose
from portal.costing.oncosts import NiMode
from portal.costing.wte import TimeUnit
from portal.kernel.amounts import plain
from portal.kernel.language import _, lazy
from portal.web.fields import (
    Choice,
    ChoiceField,
    HoursField,
    MoneyField,
    SelectField,
    TextField,
    WholeNumberField,
)

MOST_PAY = 100_000_000  # a million pounds for a full-time year
MOST_RATE = 100_000  # a thousand pounds an hour
MOST_PEOPLE = 50
MOST_ON_COST = 10_000  # 100% of pay, in hundredths of one per cent
MONTHS, WEEKS = "months", "weeks"
LONGEST = {MONTHS: 120, WEEKS: 520}
YES, NO = "yes", "no"


def _year_pay() -> MoneyField:
    return MoneyField(
        lazy("Full-time pay for a year, before anything is taken off"),
        short=lazy("Full-time pay"),
        most=MOST_PAY,
        least=1,
    )


def _held_rate() -> SelectField:
    return SelectField(
        lazy("Your organisation's rate"), empty=lazy("None of these: I will type it")
    )


def _hour_rate() -> MoneyField:
    return MoneyField(
        lazy("Rate for an hour"),
        short=lazy("The rate"),
        hint=lazy("In pounds, like 18.50"),
        most=MOST_RATE,
        least=1,
    )


def _rate_has() -> ChoiceField:
    return ChoiceField(
        lazy("What is in the rate?"),
        choices=[
            Choice(RateHas.ALL, lazy("Everything: add nothing to it")),
            Choice(RateHas.PAY, lazy("Pay only: add National Insurance, pension and levy")),
        ],
        default=RateHas.ALL,
        small=True,
    )


class SalaryForm(PotForm):
    """A line of pay. Choices for category, step, grade, units and NI are handed in."""

    label = TextField(
        lazy("What is it for?"),
        hint=lazy("For example, cover for your time, or a research assistant"),
        needed=lazy("Enter what it is for"),
        limit=120,
    )
    category = ChoiceField(lazy("Kind of cost"), needed=lazy("Choose the kind of cost"))
    cover = ChoiceField(
        lazy("Is it cover for your own work?"),
        hint=lazy("Somebody does your work while you do this."),
        choices=[(YES, lazy("Yes")), (NO, lazy("No"))],
        needed=lazy("Choose yes if it is cover for your own work"),
        inline=True,
        small=True,
        default=YES,
    )
    starts = SelectField(lazy("Which of your times is it for?"), empty=None)
    whose = ChoiceField(lazy("Whose pay is it?"), needed=lazy("Choose whose pay it is"))
    step = SelectField(lazy("Band and step"), short=lazy("Band and step"))
    grade = SelectField(
        lazy("Grade"), short=lazy("Grade"), empty=lazy("Another grade"), optional=True
    )
    doctor_pay = _year_pay()
    bank_held = _held_rate()
    bank_rate = _hour_rate()
    bank_has = _rate_has()
    agency_held = _held_rate()
    agency_rate = _hour_rate()
    agency_has = _rate_has()
    agency_vat = ChoiceField(
        lazy("Is there VAT?"),
        hint=lazy("Type a rate with VAT in it if you pay VAT. We add none."),
        choices=[
            Choice(Vat.IN_RATE, lazy("VAT is in the rate")),
            Choice(Vat.NONE, lazy("There is no VAT")),
        ],
        small=True,
    )
    elsewhere_pay = _year_pay()
    elsewhere_on_cost = AmountField(
        lazy("What their employer adds to pay"),
        short=lazy("What their employer adds"),
        hint=lazy("Ask their finance team. It is a part of pay, like 27.5%."),
        suffix="%",
        most=MOST_ON_COST,
    )
    elsewhere_week = HoursField(
        lazy("Their full-time week"), short=lazy("Their full-time week"), least=1
    )
    typed_pay = _year_pay()
    people = WholeNumberField(
        lazy("How many people?"),
        short=lazy("How many people"),
        needed=lazy("Enter how many people"),
        least=1,
        most=MOST_PEOPLE,
        width=2,
        default=1,
    )
    hours = HoursField(
        lazy("How many hours each week?"),
        hint=lazy("For each person"),
        short=lazy("Hours each week"),
        needed=lazy("Enter how many hours each week"),
        least=1,
    )
    hours_unit = ChoiceField(
        lazy("Counted in"),
        choices=[(TimeUnit.HOURS, lazy("Hours"))],
        inline=True,
        small=True,
        default=TimeUnit.HOURS,
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

    under: ClassVar[Mapping[Whose, tuple[str, ...]]] = {
        Whose.BAND: ("step",),
        Whose.DOCTOR: ("grade", "doctor_pay"),
        Whose.BANK: ("bank_held", "bank_rate", "bank_has"),
        Whose.AGENCY: ("agency_held", "agency_rate", "agency_has", "agency_vat"),
        Whose.ELSEWHERE: ("elsewhere_pay", "elsewhere_on_cost", "elsewhere_week"),
        Whose.TYPED: ("typed_pay",),
    }

    def validate_step(self, field: SelectField) -> None:
        """Ask for a band where another band is charged."""
        if self.whose.data == Whose.BAND and not field.data:
            raise ValidationError(_("Choose a band and step"))

    def validate_doctor_pay(self, field: MoneyField) -> None:
        """Ask for pay where it is typed."""
        self._needs(Whose.DOCTOR, field, _("Enter the full-time pay for a year"))

    def validate_typed_pay(self, field: MoneyField) -> None:
        """Ask for pay where it is typed."""
        self._needs(Whose.TYPED, field, _("Enter the full-time pay for a year"))

    def validate_elsewhere_pay(self, field: MoneyField) -> None:
        """Ask for pay where it is typed."""
        self._needs(Whose.ELSEWHERE, field, _("Enter the full-time pay for a year"))

    def validate_elsewhere_on_cost(self, field: AmountField) -> None:
        """Ask what another employer adds: none of our rates are theirs."""
        self._needs(Whose.ELSEWHERE, field, _("Enter what their employer adds, like 27.5"))

    def validate_elsewhere_week(self, field: HoursField) -> None:
        """Ask for the full-time week of another employer."""
        self._needs(Whose.ELSEWHERE, field, _("Enter their full-time week, like 35"))

    def validate_bank_rate(self, field: MoneyField) -> None:
        """Ask for a rate where work is paid by the hour."""
        if not self.bank_held.data:
            self._needs(Whose.BANK, field, _("Enter the rate for an hour"))

    def validate_agency_rate(self, field: MoneyField) -> None:
        """Ask for a rate where work is paid by the hour."""
        if not self.agency_held.data:
            self._needs(Whose.AGENCY, field, _("Enter the rate for an hour"))

    def validate_bank_has(self, field: ChoiceField) -> None:
        """Ask what is in the rate."""
        self._chosen(Whose.BANK, field, _("Choose what is in the rate"))

    def validate_agency_has(self, field: ChoiceField) -> None:
        """Ask what is in the rate."""
        self._chosen(Whose.AGENCY, field, _("Choose what is in the rate"))

    def validate_agency_vat(self, field: ChoiceField) -> None:
        """Ask whether there is VAT."""
        self._chosen(Whose.AGENCY, field, _("Choose whether there is VAT"))

    def validate_length(self, field: WholeNumberField) -> None:
        """Refuse more than ten years."""
        most = LONGEST.get(self.length_unit.data)
        if most is not None and field.data is not None and field.data > most:
            raise ValidationError(_("How long must be %(most)s or less", most=most))

    def forget_other_answers(self) -> None:
        """Take no notice of what stands under an answer that is not chosen, however wrong."""
        for whose, names in self.under.items():
            for name in names if self.whose.data != whose else ():
                field = self[name]
                field.process_errors = []
                field.data = "" if isinstance(field, SelectField | ChoiceField) else None
        self.forget_other_pots()

    @property
    def unit(self) -> TimeUnit:
        """The unit that hours were typed in."""
        return TimeUnit(self.hours_unit.data or TimeUnit.HOURS)

    def name_ni_modes(self, modes: Sequence[tuple[NiMode, str, str | None]]) -> None:
        """Offer both ways of National Insurance, each with its name and a hint."""
        self.ni_mode.choices = [Choice(mode, name, hint=hint) for mode, name, hint in modes]

    def offer_units(self, known: Sequence[TimeUnit]) -> None:
        """Offer PAs beside hours where their length is known."""
        names = {TimeUnit.HOURS: lazy("Hours"), TimeUnit.PAS: lazy("PAs")}
        self.hours_unit.choices = [(unit, names[unit]) for unit in known if unit in names]
        if len(self.hours_unit.choices) > 1:
            self.hours.component_params["suffix"] = _("a week")

    def hold_to_week(self, full_time: int, unit_hundredths: int) -> None:
        """Refuse more than a full-time week for one person; both are hundredths of an hour."""
        if self.hours_given() * unit_hundredths > full_time * 100:
            self.refuse(
                "hours",
                _(
                    "One person works up to %(week)s hours a week. "
                    "Enter fewer hours, or more people",
                    week=plain(full_time),
                ),
            )

    def hours_given(self) -> int:
        """Return the amount for each person a week as typed, x 100, in the unit that is chosen."""
        return int(self.hours.data or 0)

    def salary(self, *, unit_hundredths: int, ni_usual: NiMode) -> Salary:
        """Return what is asked for, once the form is valid; a unit is so many x 100 hours."""
        return Salary(
            label=self.label.data,
            category=self.category.data,
            whose=Whose(self.whose.data),
            hours_hundredths=self.hours_given() * unit_hundredths // 100,
            given_hundredths=self.hours_given(),
            given_unit=self.unit,
            length=self.length.data,
            length_unit=self.length_unit.data,
            ni_mode=NiMode(self.ni_mode.data),
            ni_usual=ni_usual,
            people=self.people.data,
            is_cover=self.cover.data == YES,
            pot=Pot(self.pot.data),
            pot_name=self.pot_name.data,
            **self._pay(),
        )

    def _pay(self) -> dict[str, Any]:
        """Return the fields of `Salary` that stand under the answer chosen."""
        fields: dict[str, Any] = {}
        match self.whose.data:
            case Whose.BAND:
                band, _colon, step = self.step.data.partition(":")
                fields = {"band": band, "step": int(step)}
            case Whose.DOCTOR:
                fields = {"pay_pence": self.doctor_pay.data, "grade": self.grade.data}
            case Whose.TYPED:
                fields = {"pay_pence": self.typed_pay.data}
            case Whose.ELSEWHERE:
                fields = {
                    "pay_pence": self.elsewhere_pay.data,
                    "on_cost_hundredths": self.elsewhere_on_cost.data,
                    "week_hundredths": self.elsewhere_week.data,
                }
            case Whose.BANK:
                fields = _rate(self.bank_held, self.bank_rate, self.bank_has)
            case Whose.AGENCY:
                rate = _rate(self.agency_held, self.agency_rate, self.agency_has)
                fields = {**rate, "vat": Vat(self.agency_vat.data)}
        return fields

    def _needs(self, whose: Whose, field: MoneyField | HoursField, words: str) -> None:
        if self.whose.data == whose and field.data is None:
            raise ValidationError(words)

    def _chosen(self, whose: Whose, field: ChoiceField, words: str) -> None:
        if self.whose.data == whose and not field.data:
            raise ValidationError(words)


def _rate(held: SelectField, rate: MoneyField, has: ChoiceField) -> dict[str, Any]:
    """Return the organisation's rate of a band, else the one typed."""
    if held.data:
        return {"band": held.data}
    return {"hourly_pence": rate.data, "rate_has": RateHas(has.data)}
