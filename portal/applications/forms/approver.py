"""The fields with which an applicant says who approves their time."""

from typing import Any, Final

from wtforms.validators import StopValidation

from portal.applications import approver
from portal.kernel.language import lazy
from portal.web.fields import Asked, Choice, ChoiceField, EmailField, TextField

PREFIX: Final = "q_"


class _OfSomeoneElse(TextField):
    def pre_validate(self, form: Any) -> None:
        """Ask it only of whoever chose someone else."""
        if form[f"{PREFIX}{approver.CHOICE}"].data != approver.OTHER:
            raise StopValidation
        super().pre_validate(form)


class NameField(_OfSomeoneElse):
    """The name of somebody else."""


class AddressField(_OfSomeoneElse, EmailField):
    """The email address of somebody else."""


def fields(prefix: str) -> dict[str, Asked]:
    """Return the fields by their names. `offer` says who the manager is."""
    shown = (f"{prefix}{approver.NAME}", f"{prefix}{approver.EMAIL}")
    return {
        f"{prefix}{approver.CHOICE}": ChoiceField(
            lazy("Who approves your time?"),
            choices=_choices(lazy("My manager"), shown),
            needed=lazy("Choose who approves your time, or that you do not know"),
        ),
        shown[0]: NameField(
            lazy("Their name"), limit=200, needed=lazy("Enter the name of whoever approves it")
        ),
        shown[1]: AddressField(
            lazy("Their email address"),
            autocomplete="off",
            needed=lazy("Enter the email address of whoever approves it"),
        ),
    }


def _choices(manager: object, shown: tuple[str, ...]) -> tuple[Choice, ...]:
    return (
        Choice(approver.MANAGER, manager),
        Choice(approver.OTHER, lazy("Someone else"), shows=shown),
        Choice(approver.UNKNOWN, lazy("I do not know"), lazy("We will help you to find out.")),
    )


def offer(field: ChoiceField, manager_name: str) -> None:
    """Name the manager of the staff list; where none is known nobody can choose one."""
    named = [
        Choice(c.value, manager_name, lazy("Your manager in the staff list"))
        if c.value == approver.MANAGER
        else c
        for c in field.choices
    ]
    field.choices = [c for c in named if manager_name or c.value != approver.MANAGER]
