"""Forms for the points of a pay scale: one by hand, many from a file."""

from portal.kernel.language import lazy
from portal.rates.forms.fields import band_field
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
from portal.web.fields import FileField, Form, MoneyField, SelectField, WholeNumberField


class PointForm(Form):
    """One step of one band."""

    band = band_field()
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
