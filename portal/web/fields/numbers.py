"""Fields for money, hours and whole numbers: exact, and only ASCII digits are numbers."""

from abc import abstractmethod
from typing import Any

from wtforms import ValidationError

from portal.kernel import amounts
from portal.kernel.language import _, lazy
from portal.web.fields.base import Asked
from portal.web.typed import SHORT, one_line, whole_number

MOST_PENCE = 1_000_000_000
WEEK = 16_800


class _NumberField(Asked):
    """A whole number of some unit. Data: int, or None when empty."""

    inputmode = "decimal"

    def __init__(
        self,
        label: object,
        *,
        least: int = 0,
        most: int,
        prefix: object = None,
        suffix: object = None,
        width: int | None = 5,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.least = least
        self.most = most
        self.component_params = {
            "prefix": prefix,
            "suffix": suffix,
            "width": width,
            "inputmode": self.inputmode,
            "spellcheck": False,
        }

    def is_empty(self) -> bool:
        """Say whether nothing was answered; zero is an answer."""
        return self.data is None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed, or refuse it and keep it."""
        self.data = None
        text = one_line(str(valuelist[0]), SHORT) if valuelist else ""
        if text:
            self.data = self._in_range(self._read(text))

    def _read(self, text: str) -> int:
        try:
            return self.parse(text)
        except ValueError as error:
            raise ValidationError(self.unreadable()) from error

    def _in_range(self, value: int) -> int:
        if value < self.least:
            raise ValidationError(
                _("%(what)s must be %(least)s or more", what=self.what, least=self.say(self.least))
            )
        if value > self.most:
            raise ValidationError(
                _("%(what)s must be %(most)s or less", what=self.what, most=self.say(self.most))
            )
        return value

    @abstractmethod
    def parse(self, text: str) -> int:
        """Read cleaned text. Raises ValueError."""

    @abstractmethod
    def say(self, value: int) -> str:
        """Write a bound for error words."""

    @abstractmethod
    def unreadable(self) -> str:
        """Return the words for what is not a number."""


class MoneyField(_NumberField):
    """An amount in pounds. Data: pence (int), or None. Bounds are in pence."""

    def __init__(self, label: object, *, most: int = MOST_PENCE, **kwargs: Any) -> None:
        super().__init__(label, most=most, **{"prefix": "£", "width": 10, **kwargs})

    def parse(self, text: str) -> int:
        """Read "20,000", "£20,000" or "1250.50" as pence."""
        return amounts.parse_pence(text)

    def write(self, data: Any) -> str:
        """Write pence as "1,250" or "1,250.50"."""
        return "" if data is None else self.say(int(data)).removeprefix("£")

    def say(self, value: int) -> str:
        """Write a bound."""
        return amounts.short_pounds(value)

    def unreadable(self) -> str:
        """Return the words for what is not an amount."""
        return str(_("Enter an amount in pounds, like 1,250 or 1250.50"))


class HoursField(_NumberField):
    """A number of hours. Data: hundredths of an hour (int), or None. Bounds are in hundredths."""

    def __init__(
        self,
        label: object,
        *,
        most: int = WEEK,
        suffix: object = lazy("hours a week"),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, most=most, suffix=suffix, **kwargs)

    def parse(self, text: str) -> int:
        """Read "7.5" as 750."""
        return amounts.parse_hundredths(text)

    def write(self, data: Any) -> str:
        """Write 750 as "7.5"."""
        return "" if data is None else amounts.plain(int(data))

    def say(self, value: int) -> str:
        """Write a bound."""
        return amounts.plain(value)

    def unreadable(self) -> str:
        """Return the words for what is not a number of hours."""
        return str(_("Enter a number of hours, like 7.5"))


class WholeNumberField(_NumberField):
    """A whole number. Data: int, or None."""

    inputmode = "numeric"

    def __init__(self, label: object, *, most: int = 999_999, **kwargs: Any) -> None:
        super().__init__(label, most=most, **kwargs)

    def parse(self, text: str) -> int:
        """Read "12" or "1,200"."""
        return whole_number(text)

    def say(self, value: int) -> str:
        """Write a bound."""
        return f"{value:,}"

    def unreadable(self) -> str:
        """Return the words for what is not a whole number."""
        return str(_("Enter a whole number, like 12"))
