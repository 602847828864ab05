"""Forms of people."""

from portal.kernel.language import lazy
from portal.web.fields import EmailField, Form, PasswordField


class SignInForm(Form):
    """An address and a password; paste and password managers are welcome."""

    email = EmailField(lazy("Email address"), needed=lazy("Enter your email address"))
    password = PasswordField(
        lazy("Password"), needed=lazy("Enter your password"), autocomplete="current-password"
    )
