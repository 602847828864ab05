"""The form of a decision."""

from typing import Any

from wtforms import ValidationError

from portal.awards.lifecycle import OUTCOME_LABELS, Outcome
from portal.kernel.language import _, lazy
from portal.web.fields import Choice, ChoiceField, Form, LongTextField, MoneyField

WORDS = 300


class DecisionForm(Form):
    """An outcome, the amount of an award, why, and words for the letter."""

    outcome = ChoiceField(
        lazy("What do you decide?"),
        needed=lazy("Choose what you decide"),
        choices=[
            Choice(Outcome.AWARD, OUTCOME_LABELS[Outcome.AWARD], shows="amount"),
            Choice(
                Outcome.RESERVE,
                OUTCOME_LABELS[Outcome.RESERVE],
                hint=lazy("It is funded if somebody else says no."),
            ),
            Choice(Outcome.DECLINE, OUTCOME_LABELS[Outcome.DECLINE]),
        ],
    )
    amount = MoneyField(
        lazy("How much?"),
        short=lazy("Amount"),
        hint=lazy("Less than was asked is a part award. All the time asked for is given."),
    )
    feedback = LongTextField(
        lazy("What do you want to say to the applicant?"),
        hint=lazy("It goes into the letter, before what the reviewers wrote to them."),
        words=WORDS,
        optional=True,
    )
    reason = LongTextField(
        lazy("Why do you decide this?"),
        hint=lazy("For the record. The applicant does not see it."),
        words=WORDS,
        rows=3,
        optional=True,
    )

    def validate_amount(self, field: Any) -> None:
        """Ask for the amount of an award."""
        if self.outcome.data == Outcome.AWARD and field.data is None:
            raise ValidationError(_("Enter how much the award is"))
