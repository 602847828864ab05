"""The forms of the office about a host, and of the host."""

from portal.approvals.guests.secrets import DIGITS
from portal.approvals.guests.sending import Host
from portal.kernel.language import lazy
from portal.web.fields import EmailField, Form, LongTextField, TextField


class HostForm(Form):
    """Whom the office asks at another organisation."""

    organisation = TextField(
        lazy("Organisation"),
        limit=200,
        needed=lazy("Enter the name of the organisation"),
    )
    name = TextField(
        lazy("Who agrees there"), limit=200, needed=lazy("Enter the name of whoever agrees there")
    )
    email = EmailField(
        lazy("Their email address"),
        hint=lazy("The link goes to this address"),
        autocomplete="off",
        needed=lazy("Enter their email address"),
    )
    code_email = EmailField(
        lazy("Another address for the code"),
        hint=lazy("Leave this empty to send the code to the same address"),
        autocomplete="off",
        optional=True,
    )

    def host(self) -> Host:
        """Return who was named. The form must be valid."""
        return Host(
            self.organisation.data, self.name.data, self.email.data, self.code_email.data or ""
        )


class TakeBackForm(Form):
    """Why the office answers in place of the host."""

    note = LongTextField(
        lazy("Why does the office answer for the host?"),
        hint=lazy("For example: who agreed, when, and by what letter. It is on the record."),
        needed=lazy("Say why the office answers for the host"),
        words=200,
        rows=4,
    )


class NamedForm(Form):
    """Somebody else whom the office asks."""

    email = EmailField(
        lazy("Their email address in the staff list"),
        autocomplete="off",
        needed=lazy("Enter the email address of whoever approves the time"),
    )


class CodeForm(Form):
    """The code of a mail."""

    code = TextField(
        lazy("Code"),
        hint=lazy("Six digits"),
        inputmode="numeric",
        autocomplete="one-time-code",
        width=5,
        limit=20,
        needed=lazy("Enter the code from the email"),
    )

    def digits(self) -> str:
        """Return the digits that were typed, without spaces."""
        typed = "".join(self.code.data.split())
        return typed if len(typed) == DIGITS and typed.isascii() and typed.isdigit() else ""


class ColleagueForm(Form):
    """Whose it is, as a guest says it."""

    name = TextField(
        lazy("Who can answer this?"), limit=200, needed=lazy("Enter the name of a colleague")
    )
    email = EmailField(lazy("Their email address, if you know it"), optional=True)
    words = LongTextField(
        lazy("Anything that the R&D office should know"), optional=True, words=100, rows=3
    )

    def said(self) -> str:
        """Return it as one note."""
        return "\n".join(filter(None, (self.name.data, self.email.data, self.words.data)))
