"""Fields and checks that several of these forms share."""

from datetime import date
from typing import Any

from wtforms import ValidationError

from portal.kernel.language import _, lazy
from portal.rates.reading import band_of
from portal.web.fields import Asked, Form, HoursField, TextField

LONGEST_SOURCE = 500
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


def near(field: Asked) -> None:
    """Refuse a day far away."""
    if field.data and not _EARLIEST <= field.data <= _LATEST:
        raise ValidationError(_("%(what)s must be between 2000 and 2100", what=field.what))


def not_before(form: Form, field: Asked) -> None:
    """Refuse a last day before the first, or far away."""
    near(field)
    first = form["starts_on"].data
    if field.data and first and field.data < first:
        raise ValidationError(_("The last day must be the first day or later"))


def band_field() -> TextField:
    """Return a field for a band."""
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
