"""Whose money a cost is: the question that every form for a cost ends with."""

from wtforms import ValidationError

from portal.applications.money import Pot
from portal.kernel.language import _, lazy
from portal.web.fields import Choice, ChoiceField, Form, TextField

NAME_LENGTH = 120


class PotForm(Form):
    """The question who pays. Mix it in; draw `pot` alone: it draws `pot_name`."""

    pot = ChoiceField(
        lazy("Who pays for it?"),
        choices=[
            Choice(Pot.SCHEME, lazy("This scheme"), hint=lazy("It counts towards the limits")),
            Choice(Pot.SERVICE, lazy("My own service")),
            Choice(Pot.OTHER, lazy("Another grant or funder"), shows="pot_name"),
        ],
        needed=lazy("Choose who pays for it"),
        default=Pot.SCHEME,
    )
    pot_name = TextField(
        lazy("Name of the grant or funder"), short=lazy("The name"), limit=NAME_LENGTH
    )

    def validate_pot_name(self, field: TextField) -> None:
        """Ask for the name of another funder."""
        if self.pot.data == Pot.OTHER and not field.data:
            raise ValidationError(_("Enter the name of the grant or funder"))

    def forget_other_pots(self) -> None:
        """Take no notice of a name under an answer that is not chosen."""
        if self.pot.data != Pot.OTHER:
            self.pot_name.process_errors = []
            self.pot_name.data = ""
