"""Forms for a pay scale and for on-costs, and for ending either."""

from collections.abc import Sequence
from datetime import date

from wtforms import ValidationError

from portal.costing.scales import Nation, pay_year_span
from portal.kernel.language import _, lazy
from portal.rates.actions import Head, OfOnCosts, OfScale
from portal.rates.forms.fields import LONGEST_SOURCE, PercentField, near, not_before
from portal.rates.lifecycle import Trust
from portal.web.fields import (
    Choice,
    ChoiceField,
    DateField,
    Form,
    HoursField,
    LongTextField,
    MoneyField,
    SelectField,
)

COPY, EMPTY = "copy", "empty"
MOST_THRESHOLD = 10_000_000


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
        hint=lazy("Only for pay that starts later than its pay year, like a late pay award."),
    )
    ends_on = DateField(
        lazy("Last day"),
        optional=True,
        hint=lazy("Only for pay that ends before its pay year does."),
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
        near(field)

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse a day before the first, or far away."""
        not_before(self, field)

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


class EndForm(Form):
    """Why a set is taken out of force."""

    reason = LongTextField(
        lazy("Why do you take them out of force?"),
        hint=lazy("It stays in the history."),
        needed=lazy("Say why"),
        rows=3,
        limit=LONGEST_SOURCE,
    )
