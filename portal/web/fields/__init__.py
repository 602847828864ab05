"""Form fields that draw themselves as components of the NHS design system.

    class TitleForm(Form):
        title = TextField(lazy("What is your project called?"), needed=lazy("Enter a title"))

    {{ error_summary(form) }} ... {{ form.title() }}

The glue knows nothing of this portal but its amounts and its languages.
"""

from portal.web.fields.base import Asked
from portal.web.fields.choices import Choice, ChoiceField, ConfirmField, ManyField, SelectField
from portal.web.fields.dates import DateField
from portal.web.fields.form import Form, error_summary
from portal.web.fields.numbers import HoursField, MoneyField, WholeNumberField
from portal.web.fields.texts import EmailField, LongTextField, PasswordField, TextField
from portal.web.fields.uploads import FileField

__all__ = [
    "Asked",
    "Choice",
    "ChoiceField",
    "ConfirmField",
    "DateField",
    "EmailField",
    "FileField",
    "Form",
    "HoursField",
    "LongTextField",
    "ManyField",
    "MoneyField",
    "PasswordField",
    "SelectField",
    "TextField",
    "WholeNumberField",
    "error_summary",
]
