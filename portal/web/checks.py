"""Checks for form fields: each returns a WTForms validator that speaks in whole sentences.

A check passes over an empty answer: whether one is needed is the field's `needed`. The
first failed check is the only one told.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import Field
from wtforms.validators import StopValidation

from portal.kernel.language import _
from portal.web.format import day
from portal.web.typed import count_words

__all__ = ["Check", "email", "matches", "max_words", "not_after", "not_before", "passes"]

Check = Callable[[Any, Field], None]


def passes(rule: Callable[[Any], bool], words: object) -> Check:
    """Refuse, with these words, an answer for which the rule is false."""

    def check(_form: Any, field: Field) -> None:
        if field.data not in (None, "", []) and not rule(field.data):
            raise StopValidation(str(words))

    return check


def max_words(limit: int, what: object = None) -> Check:
    """Refuse more than `limit` words; says how many there are. `what` defaults to the label."""

    def check(_form: Any, field: Field) -> None:
        have = count_words(field.data or "")
        if have > limit:
            raise StopValidation(
                _(
                    "%(what)s must be %(limit)s words or fewer. You have %(have)s.",
                    what=str(what or field.label.text),
                    limit=f"{limit:,}",
                    have=f"{have:,}",
                )
            )

    return check


def _is_email(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return len(address) <= 254


def email(_form: Any, field: Field) -> None:
    """Refuse what cannot be an email address. Asks no other machine."""
    if field.data and not _is_email(field.data):
        raise StopValidation(
            _("Enter an email address in the correct format, like name@example.com")
        )


def not_before(earliest: date, what: object = None) -> Check:
    """Refuse a date before this one."""

    def check(_form: Any, field: Field) -> None:
        if field.data is not None and field.data < earliest:
            name = str(what or field.label.text)
            raise StopValidation(
                _("%(what)s must be %(day)s or later", what=name, day=day(earliest))
            )

    return check


def not_after(latest: date, what: object = None) -> Check:
    """Refuse a date after this one."""

    def check(_form: Any, field: Field) -> None:
        if field.data is not None and field.data > latest:
            name = str(what or field.label.text)
            raise StopValidation(
                _("%(what)s must be %(day)s or earlier", what=name, day=day(latest))
            )

    return check


def matches(other: str, words: object) -> Check:
    """Refuse an answer that differs from the field called `other`."""

    def check(form: Any, field: Field) -> None:
        if field.data != form[other].data:
            raise StopValidation(str(words))

    return check
