"""Forms for sets of figures, their points and files, and an organisation's choices."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from wtforms import ValidationError

from portal.costing.choices import Cover
from portal.costing.oncosts import NiMode, PensionMode
from portal.costing.scales import Nation, pay_year_span
from portal.kernel.language import _, lazy
from portal.rates.actions import Chosen, Head, Hourly, OfOnCosts, OfScale
from portal.rates.lifecycle import Trust
from portal.rates.reading import (
    MOST_PENCE,
    MOST_STEP,
    MOST_YEARS,
    NAMES,
    NEEDED,
    Column,
    Point,
    band_of,
)
from portal.web.fields import (
    Asked,
    Choice,
    ChoiceField,
    DateField,
    FileField,
    Form,
    HoursField,
    LongTextField,
    MoneyField,
    SelectField,
    TextField,
    WholeNumberField,
)

COPY, EMPTY = "copy", "empty"
YES, NO = "yes", "no"
LONGEST_SOURCE = 500
MOST_HOURLY = 100_000  # £1,000
MOST_THRESHOLD = 10_000_000
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)


class PercentField(HoursField):
    """A share of pay, typed in per cent with at most two places. Data: millionths, or None."""

    def __init__(self, label: object, **kwargs: Any) -> None:
        super().__init__(label, most=1_000_000, **{"suffix": "%", **kwargs})

    def parse(self, text: str) -> int:
        """Read "14.38" or "14.38%" as 143,800."""
        return super().parse(text.removesuffix("%").strip()) * 100

    def write(self, data: Any) -> str:
        """Write 143,800 as "14.38"."""
        return "" if data is None else super().write(int(data) // 100)

    def say(self, value: int) -> str:
        """Write a bound."""
        return f"{super().say(value // 100)}%"

    def unreadable(self) -> str:
        """Return the words for what is not a rate."""
        return str(_("Enter a rate in per cent, like 14.38"))


class HeadForm(Form):
    """What every set says of itself. Choices of nations and trust are the same for all."""

    nation = SelectField(lazy("Nation"), needed=lazy("Choose the nation"))
    trust = ChoiceField(lazy("How sure is it?"), needed=lazy("Choose how sure it is"))
    source = LongTextField(
        lazy("Where is it from?"),
        hint=lazy("Name the circular or the page, and its date. Everybody who checks reads this."),
        needed=lazy("Say where it is from"),
        rows=3,
        limit=LONGEST_SOURCE,
    )

    def offer(self, nations: Sequence[Choice], trust: Sequence[tuple[str, object]]) -> None:
        """Hand in the choices, before the form is read by `validate` or drawn."""
        self.nation.choices = nations
        self.trust.choices = trust

    def head(self) -> Head:
        """Return what is said, once the form is valid."""
        starts_on, ends_on = self.days()
        return Head(
            nation=Nation(self.nation.data),
            starts_on=starts_on,
            ends_on=ends_on,
            trust=Trust(self.trust.data),
            source=self.source.data,
        )

    def days(self) -> tuple[date, date]:
        """Return the first and the last day."""
        return self["starts_on"].data, self["ends_on"].data


class ScaleForm(HeadForm):
    """A pay scale. Empty days stand for the whole pay year."""

    pay_year = SelectField(lazy("Pay year"), needed=lazy("Choose the pay year"))
    starts_on = DateField(
        lazy("First day"),
        optional=True,
        hint=lazy("Only for pay that does not start on 1 April, like a late pay award."),
    )
    ends_on = DateField(
        lazy("Last day"), optional=True, hint=lazy("Only for pay that ends before 31 March.")
    )
    hours = HoursField(
        lazy("Full-time hours a week"),
        needed=lazy("Enter the full-time hours a week"),
        least=1,
    )

    def days(self) -> tuple[date, date]:
        """Return the first and the last day."""
        first, last = pay_year_span(self.pay_year.data)
        return self.starts_on.data or first, self.ends_on.data or last

    def validate_starts_on(self, field: DateField) -> None:
        """Refuse a day of another pay year."""
        _within_pay_year(self, field)

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse a day of another pay year, or one before the first day."""
        _within_pay_year(self, field)
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("The last day must be the first day or later"))

    def rest(self) -> OfScale:
        """Return what is said of the scale alone."""
        return OfScale(pay_year=self.pay_year.data, full_time_hundredths=self.hours.data)


class CompareForm(Form):
    """Two pay years of a nation, to compare; sent by GET."""

    nation = SelectField(lazy("Nation"), needed=lazy("Choose the nation"))
    before = SelectField(lazy("Pay year"), needed=lazy("Choose a pay year"))
    after = SelectField(lazy("Compared with"), needed=lazy("Choose another pay year"))

    def offer(self, nations: Sequence[Choice], years: Sequence[Choice]) -> None:
        """Hand in the choices, before the form is read by `validate` or drawn."""
        self.nation.choices = nations
        self.before.choices = self.after.choices = years

    def asked_for(self) -> tuple[Nation, tuple[str, str]]:
        """Return what is asked for, once the form is valid."""
        return Nation(self.nation.data), (self.before.data, self.after.data)


class NewScaleForm(ScaleForm):
    """A pay scale that begins with points of the one held, or with none."""

    start = ChoiceField(
        lazy("What do you start with?"),
        choices=[
            (COPY, lazy("The pay that we hold for that nation, to change")),
            (EMPTY, lazy("Nothing: I will read a file or type the pay in")),
        ],
        needed=lazy("Choose what you start with"),
    )

    def is_copy(self) -> bool:
        """Say whether it begins with the points held."""
        return bool(self.start.data == COPY)


def _within_pay_year(form: ScaleForm, field: DateField) -> None:
    try:
        first, last = pay_year_span(form.pay_year.data)
    except ValueError:
        return
    if field.data and not first <= field.data <= last:
        raise ValidationError(
            _("%(what)s must be in %(year)s", what=field.what, year=form.pay_year.data)
        )


def _percent(label: object, needed: object, hint: object = None) -> PercentField:
    return PercentField(label, needed=needed, hint=hint)


class OnCostsForm(HeadForm):
    """What an employer pays on top of pay."""

    starts_on = DateField(lazy("First day"), needed=lazy("Enter the first day"))
    ends_on = DateField(
        lazy("Last day"),
        needed=lazy("Enter the last day"),
        hint=lazy("The last day that the source is good for. We guess nothing after it."),
    )
    ni = _percent(lazy("Employer National Insurance"), lazy("Enter the rate of National Insurance"))
    threshold = MoneyField(
        lazy("It is paid on pay above"),
        short=lazy("The threshold"),
        needed=lazy("Enter the threshold for a year"),
        hint=lazy("In pounds a year"),
        most=MOST_THRESHOLD,
    )
    paid = _percent(
        lazy("Pension that the employer pays"),
        lazy("Enter the pension that the employer pays"),
        lazy("What leaves your own budget"),
    )
    headline = _percent(
        lazy("Whole pension rate"),
        lazy("Enter the whole pension rate"),
        lazy("With what is paid for you by the centre. The same again where there is one rate."),
    )
    levy = _percent(lazy("Apprenticeship levy"), lazy("Enter the rate of the levy"))

    def validate_starts_on(self, field: DateField) -> None:
        """Refuse a day far away."""
        _near(field)

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse a day before the first, or far away."""
        _not_before(self, field)

    def validate_headline(self, field: PercentField) -> None:
        """Refuse a whole rate below its part."""
        if field.data is not None and field.data < (self.paid.data or 0):
            raise ValidationError(
                _("The whole pension rate must be what the employer pays, or more")
            )

    def rest(self) -> OfOnCosts:
        """Return the rates."""
        return OfOnCosts(
            ni_millionths=self.ni.data,
            ni_threshold_pence=self.threshold.data,
            levy_millionths=self.levy.data,
            pension_paid_millionths=self.paid.data,
            pension_headline_millionths=self.headline.data,
        )


def _near(field: Asked) -> None:
    if field.data and not _EARLIEST <= field.data <= _LATEST:
        raise ValidationError(_("%(what)s must be between 2000 and 2100", what=field.what))


def _not_before(form: Form, field: Asked) -> None:
    _near(field)
    first = form["starts_on"].data
    if field.data and first and field.data < first:
        raise ValidationError(_("The last day must be the first day or later"))


def _band_field() -> TextField:
    return TextField(
        lazy("Band"),
        hint=lazy("1 to 9, or 8a to 8d"),
        needed=lazy("Enter the band"),
        checks=(_is_band,),
        width=3,
        limit=10,
    )


def _is_band(_form: Any, field: Any) -> None:
    if field.data:
        try:
            band_of(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class PointForm(Form):
    """One step of one band."""

    band = _band_field()
    step = WholeNumberField(
        lazy("Step in the band"),
        hint=lazy("Counted from 1, the lowest pay"),
        short=lazy("The step"),
        needed=lazy("Enter the step"),
        least=1,
        most=MOST_STEP,
        width=2,
    )
    pay = MoneyField(
        lazy("Full-time pay for a year"),
        short=lazy("The pay"),
        needed=lazy("Enter the full-time pay for a year"),
        least=1,
        most=MOST_PENCE,
    )
    years = WholeNumberField(
        lazy("Years in the band to reach this step"),
        short=lazy("The years"),
        optional=True,
        most=MOST_YEARS,
        width=2,
    )

    def point(self) -> Point:
        """Return what is typed, once the form is valid."""
        band = band_of(self.band.data)
        return Point(band, self.step.data, self.pay.data, self.years.data)


class FileForm(Form):
    """A file with a pay scale."""

    file = FileField(
        lazy("CSV file"),
        hint=lazy("From a spreadsheet: choose Save as, then CSV. 500 KB or smaller."),
        needed=lazy("Choose a file"),
        accept=".csv,.txt,text/csv",
    )


def columns_form() -> type[Form]:
    """Return the class of the form that asks which column of a file is which."""
    fields = {
        column.value: SelectField(
            NAMES[column],
            needed=lazy("Choose a column") if column in NEEDED else None,
            empty=lazy("Not in this file"),
            optional=column not in NEEDED,
        )
        for column in Column
    }
    return type("ColumnsForm", (Form,), fields)


class EndForm(Form):
    """Why a set is taken out of force."""

    reason = LongTextField(
        lazy("Why do you take them out of force?"),
        hint=lazy("It stays in the history."),
        needed=lazy("Say why"),
        rows=3,
        limit=LONGEST_SOURCE,
    )


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
        _near(field)

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
    band = _band_field()
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
        _near(field)

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse a day before the first, or far away."""
        _not_before(self, field)

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
