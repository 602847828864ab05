"""The forms of the section for costs: a line that is not pay, and the section itself."""

from typing import Any

from portal.applications.costing import Other
from portal.applications.forms.completed import completed_field
from portal.applications.forms.numbers import AmountField
from portal.applications.forms.pots import PotForm
from portal.applications.forms.questions import SectionForm, field_for, name_of
from portal.applications.money import Pot
from portal.kernel.language import lazy
from portal.schemes.questions import Section
from portal.web.fields import ChoiceField, LongTextField, MoneyField, TextField

MOST_PRICE = 100_000_000
MOST_THINGS = 10_000_000  # a hundred thousand
REASON_WORDS = 100


class CostsForm(SectionForm):
    """The section as a whole: the scheme's own questions in it, and whether it is done.

    `reason` is for a limit that may be passed with one. Make it with `costs_form`.
    """

    reason = LongTextField(
        lazy("Why do you need more than the limit?"),
        short=lazy("Your reason"),
        words=REASON_WORDS,
        rows=3,
        limit=2_000,
    )
    complete = completed_field()

    def answers(self) -> dict[str, Any]:
        """Return what to keep: the answers to the scheme's questions, and the reason."""
        return {**super().answers(), "reason": self.reason.data}

    def cannot_keep(self) -> bool:
        """Say whether something typed is too long or cannot be stored, even for later."""
        return super().cannot_keep() or bool(self.reason.process_errors)


def costs_form(section: Section) -> type[CostsForm]:
    """Return the class of the form with the scheme's questions of this section."""
    fields = {name_of(question): field_for(question) for question in section.questions}
    return type("AskedCostsForm", (CostsForm,), {"asks": section.questions, **fields})


class OtherForm(PotForm):
    """Any other line. Choices for `category` are handed in."""

    category = ChoiceField(lazy("Kind of cost"), needed=lazy("Choose the kind of cost"))
    label = TextField(
        lazy("What is it?"),
        hint=lazy("For example, home visits, or typing up interviews"),
        needed=lazy("Enter what it is"),
        limit=120,
    )
    quantity = AmountField(
        lazy("How many?"),
        needed=lazy("Enter how many"),
        short=lazy("How many"),
        suffix=None,
        least=1,
        most=MOST_THINGS,
    )
    counted = TextField(
        lazy("What do you count?"),
        hint=lazy("For example, miles, people or places"),
        optional=True,
        width=10,
        limit=40,
    )
    price = MoneyField(
        lazy("Price of one"),
        hint=lazy("In pounds, like 0.45 or 72. Put VAT in, if you will pay it."),
        needed=lazy("Enter the price of one"),
        most=MOST_PRICE,
    )

    def other(self) -> Other:
        """Return what is asked for, once the form is valid."""
        return Other(
            label=self.label.data,
            category=self.category.data,
            quantity_hundredths=self.quantity.data,
            unit_pence=self.price.data,
            counted=self.counted.data,
            pot=Pot(self.pot.data),
            pot_name=self.pot_name.data,
        )
