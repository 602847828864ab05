"""The fields with which an applicant says who agrees at another organisation."""

from typing import Any

from wtforms.validators import StopValidation

from portal.applications import host
from portal.kernel.language import _, lazy
from portal.web.fields import Asked, EmailField, TextField


class HostAddressField(EmailField):
    """The address of whoever agrees at the host; never the applicant's own."""

    own = ""

    def pre_validate(self, form: Any) -> None:
        """Refuse one's own address."""
        super().pre_validate(form)
        if self.data and self.data.strip().lower() == self.own.lower():
            raise StopValidation(_("This is your own address. Name somebody of the host"))


def fields(prefix: str) -> dict[str, Asked]:
    """Return the fields by their names."""
    return {
        f"{prefix}{host.ORGANISATION}": TextField(
            lazy("Which organisation is the host?"),
            limit=200,
            needed=lazy("Enter the name of the university or other organisation"),
        ),
        f"{prefix}{host.NAME}": TextField(
            lazy("Who agrees there?"),
            hint=lazy("Somebody who can say yes for the organisation"),
            limit=200,
            needed=lazy("Enter the name of whoever agrees at the host"),
        ),
        f"{prefix}{host.EMAIL}": HostAddressField(
            lazy("Their email address at work"),
            hint=lazy("The R&D office checks it first. Then they get a link, and need no account."),
            autocomplete="off",
            needed=lazy("Enter the email address of whoever agrees at the host"),
        ),
    }


def not_own(form: Any, own: str) -> None:
    """Say which address is the applicant's own."""
    for field in form.questions():
        if isinstance(field, HostAddressField):
            field.own = own
