"""A date in three boxes."""

from datetime import date
from typing import Any, Final

from babel.dates import get_month_names
from wtforms import ValidationError

from portal.kernel.language import LANGUAGES, _
from portal.web.fields.base import Asked
from portal.web.typed import one_line, printable, whole_number

PARTS: Final = ("day", "month", "year")


def _month_words() -> dict[str, int]:
    return {
        name.casefold().rstrip("."): number
        for lang in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=lang).items()
    }


class DateField(Asked):
    """A date as day, month and year, sent as `name-day` and so on. Data: date, or None.

    A month may be a number or a name. `focus_id` is the first wrong box.
    """

    drawn_as = "date-input"
    is_group = True

    def __init__(self, label: object, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.parts: dict[str, str] = dict.fromkeys(PARTS, "")
        self.wrong: tuple[str, ...] = ()

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Take the stored date, then the three boxes where a form was sent."""
        super().process(None, *args, **kwargs)
        if self.data is not None:
            self.parts = dict(
                zip(PARTS, map(str, (self.data.day, self.data.month, self.data.year)), strict=True)
            )
        if formdata is not None:
            self.raw_data = [self._sent(formdata, part) for part in PARTS]
            self.parts = {k: printable(v) for k, v in zip(PARTS, self.raw_data, strict=True)}
            self._take()

    def _sent(self, formdata: Any, part: str) -> str:
        sent = formdata.getlist(f"{self.name}-{part}")
        return str(sent[0]) if sent else ""

    def _take(self) -> None:
        self.data = None
        try:
            self.data = self.read([one_line(text) for text in self.raw_data or ()])
        except ValueError as error:
            self.wrong = self.wrong or PARTS
            self.process_errors = [*self.process_errors, str(error.args[0])]

    def read(self, typed: list[str]) -> date | None:
        """Return the date, None where all boxes are empty. Raises ValidationError; sets `wrong`."""
        if not any(typed):
            return None
        empty = tuple(part for part, text in zip(PARTS, typed, strict=True) if not text)
        if empty:
            self.wrong = empty
            raise ValidationError(self._incomplete(empty))
        return self._real(*typed)

    def _incomplete(self, empty: tuple[str, ...]) -> str:
        words = {"day": _("a day"), "month": _("a month"), "year": _("a year")}
        missing = _(" and ").join(words[part] for part in empty)
        return str(_("%(what)s must include %(missing)s", what=self.what, missing=missing))

    def _real(self, day: str, month: str, year: str) -> date:
        if len(year) != 4 or not (year.isascii() and year.isdigit()):
            self.wrong = ("year",)
            raise ValidationError(_("Year must have 4 numbers, like 2027"))
        try:
            return date(int(year), self._month(month), whole_number(day))
        except (ValueError, OverflowError) as error:
            self.wrong = self._unreal(day, month)
            raise ValidationError(_("%(what)s must be a real date", what=self.what)) from error

    def _month(self, text: str) -> int:
        found = _month_words().get(text.casefold().rstrip("."))
        return found or whole_number(text)

    def _unreal(self, day: str, month: str) -> tuple[str, ...]:
        try:
            month_is_real = 1 <= self._month(month) <= 12
        except ValueError:
            month_is_real = False
        try:
            day_is_real = 1 <= whole_number(day) <= 31
        except ValueError:
            day_is_real = False
        wrong = tuple(
            part
            for part, is_real in (("day", day_is_real), ("month", month_is_real))
            if not is_real
        )
        return wrong or PARTS

    @property
    def focus_id(self) -> str:
        """Return the id of the first wrong box, else of the day."""
        return f"{self.id}-{self.wrong[0] if self.wrong else 'day'}"

    def answer(self) -> dict[str, Any]:
        """Return the parameters for the three boxes."""
        marked = (self.wrong or PARTS) if self.errors else ()
        labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        return {
            "id": self.id,
            "items": [
                {
                    "id": f"{self.id}-{part}",
                    "name": f"{self.name}-{part}",
                    "label": labels[part],
                    "value": self.parts[part],
                    "width": 4 if part == "year" else 2,
                    "error": part in marked,
                }
                for part in PARTS
            ],
        }
