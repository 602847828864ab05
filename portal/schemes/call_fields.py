"""Fields of a call's forms: times on a clock in the UK, and months of full-time work."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, ClassVar

from wtforms import ValidationError

from portal.kernel.clock import at_london, exists, happens_twice, london, next_real, turn
from portal.kernel.language import _, lazy
from portal.schemes.plan import Unfit, field_name
from portal.schemes.problems import Problem
from portal.web.fields import Asked, ChoiceField, DateField, Form, HoursField, TextField
from portal.web.format import short_day
from portal.web.typed import one_line

_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?\s?(am|pm|yb|yh)?", re.IGNORECASE)
_AFTERNOON = frozenset({"pm", "yh"})
FIRST, SECOND = "first", "second"


def parse_time(text: str) -> time:
    """Read "13:00", "1pm", "1:30 pm" or "16.00". Raises ValueError; "5" alone is no time."""
    match = _TIME.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        raise ValueError(text)
    hour = int(match[1])
    if match[3]:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if match[3].lower() in _AFTERNOON else 0)
    return time(hour, int(match[2] or 0))


class TimeField(TextField):
    """A time of day in the UK. Data: time, or None."""

    def __init__(self, label: object, **kwargs: Any) -> None:
        super().__init__(label, **{"width": 5, "autocomplete": "off", "size": None, **kwargs})

    def process_data(self, value: Any) -> None:
        """Take a stored time."""
        self.data = value

    def read(self, text: str) -> Any:
        """Return the time, None where nothing was typed. Raises ValidationError."""
        typed = one_line(text, self.limit)
        if not typed:
            return None
        try:
            return parse_time(typed)
        except ValueError as error:
            words = _("%(what)s must be like 13:00 or 1pm", what=self.what)
            raise ValidationError(words) from error

    def write(self, data: Any) -> str:
        """Write "17:00"."""
        return f"{data:%H:%M}" if data is not None else ""


class WteMonthsField(HoursField):
    """Months of full-time work. Data: hundredths of a month (int), or None."""

    def unreadable(self) -> str:
        """Return the words for what is not such a number."""
        return _("Enter a number of months of full-time work, like 12 or 4.5")


def which_field() -> ChoiceField:
    """Return the question that is asked where a time comes twice."""
    return ChoiceField(
        lazy("Which of the two?"),
        choices=(
            (FIRST, lazy("The first, before the clocks go back")),
            (SECOND, lazy("The second, an hour later")),
        ),
        size=None,
    )


class TimedForm(Form):
    """A form with moments, each as a day, a time, and which of the two where it comes twice.

    A moment `closes` has the fields `closes_on`, `closes_time` and `closes_which`.
    """

    TIMES: ClassVar[tuple[str, ...]] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse the hour that spring skips, and ask which of the two in autumn."""
        valid = bool(super().validate(extra_validators))
        settled = [self._settle(name) for name in self.TIMES]
        return valid and all(settled)

    def _settle(self, name: str) -> bool:
        day, wall = self._typed(name)
        if day is None or wall is None:
            return True
        if not exists(day, wall):
            self.refuse(f"{name}_time", _skipped(day, wall))
            return False
        if happens_twice(day, wall) and not self[f"{name}_which"].data:
            words = _("%(time)s comes twice on %(day)s. Choose which one.", **_told(day, wall))
            self.refuse(f"{name}_which", words)
            return False
        return True

    def _typed(self, name: str) -> tuple[date | None, time | None]:
        return self[f"{name}_on"].data or None, self[f"{name}_time"].data or None

    def instant(self, name: str) -> datetime | None:
        """Return the moment; None where it is not all there yet, or is no moment."""
        day, wall = self._typed(name)
        if day is None or wall is None or not exists(day, wall):
            return None
        return at_london(day, wall, second=self[f"{name}_which"].data == SECOND)

    def moment(self, name: str) -> tuple[Asked, ...]:
        """Return the fields to draw for a moment: the third only where the time comes twice."""
        day, wall = self._typed(name)
        twice = day is not None and wall is not None and happens_twice(day, wall)
        fields = ("on", "time", "which") if twice else ("on", "time")
        return tuple(self[f"{name}_{each}"] for each in fields)

    def refuse_each(self, problems: Iterable[Problem]) -> bool:
        """Put each problem beside its field; say whether there was none."""
        problems = tuple(problems)
        for problem in problems:
            name = field_name(problem.where)
            self.refuse(name if name in self else None, problem.words)
        return not problems

    def refuse_all(self, unfit: Unfit) -> None:
        """Put each problem of an action beside its field."""
        self.refuse_each(unfit.problems)


def _skipped(day: date, wall: time) -> str:
    return _(
        "There is no %(time)s on %(day)s: the clocks go forward. The next time is %(next)s.",
        **_told(day, wall),
        next=f"{next_real(day, wall):%H:%M}",
    )


def _told(day: date, wall: time) -> dict[str, str]:
    return {"time": f"{wall:%H:%M}", "day": short_day(day)}


def values_of_moment(name: str, instant: datetime) -> dict[str, Any]:
    """Return the values of the fields of a moment."""
    wall = london(instant)
    which = {1: FIRST, 2: SECOND}.get(turn(instant) or 0, "")
    return {
        f"{name}_on": wall.date(),
        f"{name}_time": wall.time().replace(fold=0),
        f"{name}_which": which,
    }


def day_field(label: object, needed: object, hint: object = None) -> DateField:
    """Return the question for the day of a date."""
    return DateField(label, needed=needed, hint=hint)
