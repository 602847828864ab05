"""Forms of a return: the office's, and the applicant's answer to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import ValidationError

from portal.applications.actions.returning import Wanted, day_fits
from portal.kernel.language import _, lazy
from portal.schemes.questions import Section
from portal.web.fields import Choice, ConfirmField, DateField, Form, LongTextField, ManyField

LONGEST_WORDS = 2_000
REASON = "reason_"


class ReturnForm(Form):
    """Which sections, why, and until when. Made by `return_form`, with a reason for each."""

    now: datetime

    sections = ManyField(
        lazy("Which sections should they change?"),
        needed=lazy("Choose at least one section"),
        hint=lazy("Only these open for the applicant. They read what you say."),
    )
    answer_by_on = DateField(
        lazy("Last day to answer"),
        needed=lazy("Enter the last day to answer"),
        short=lazy("The last day to answer"),
        hint=lazy("They can answer until the end of that day, UK time."),
    )
    note = LongTextField(
        lazy("Anything else they should know"), optional=True, rows=3, limit=LONGEST_WORDS
    )
    insists = ConfirmField(
        lazy("Send it back even so"),
        needed=lazy("Reviewers have started to read it. Tick this if you want to go on."),
    )

    def validate_answer_by_on(self, field: DateField) -> None:
        """Want a day that can be the last."""
        if field.data is not None and not (ruling := day_fits(field.data, self.now)):
            raise ValidationError(str(ruling.reason))

    def is_right(self) -> bool:
        """Check all, the reason of each chosen section too."""
        right: bool = self.validate()
        for key in self.sections.chosen() & {choice.value for choice in self.sections.choices}:
            field = self[f"{REASON}{key}"]
            if not field.errors and not field.data:
                field.refuse(_("Say what they should change, and why"))
                right = False
        return right

    def wanted(self) -> Wanted:
        """Return what is asked for. Only for a form that is right."""
        return Wanted(
            reasons={key: self[f"{REASON}{key}"].data for key in self.sections.data},
            answer_by_on=self.answer_by_on.data,
            note=self.note.data,
            insists="insists" in self,
        )


def return_form(
    sections: Sequence[Section], now: datetime, *, is_in_review: bool, **given: Any
) -> ReturnForm:
    """Return the form for these sections; whoever sends back what is in review must say so."""
    reasons = {
        f"{REASON}{section.key}": LongTextField(
            _("What should they change, and why?"),
            short=_("What they should change"),
            rows=3,
            limit=LONGEST_WORDS,
        )
        for section in sections
    }
    form: ReturnForm = type("ReturnForm", (ReturnForm,), reasons)(**given)
    form.sections.choices = [
        Choice(section.key, section.title, shows=f"{REASON}{section.key}") for section in sections
    ]
    form.now = now
    if not is_in_review:
        del form.insists
    return form


class CancelForm(Form):
    """Why a return is cancelled."""

    reason = LongTextField(
        lazy("Why are no changes wanted any more?"),
        needed=lazy("Say why"),
        short=lazy("The reason"),
        hint=lazy("The applicant reads this."),
        rows=3,
        limit=LONGEST_WORDS,
    )


class AnswerForm(Form):
    """What the applicant says with their changes; needed where nothing changed."""

    words = LongTextField(
        lazy("Anything you want to say about your changes"),
        optional=True,
        rows=3,
        limit=LONGEST_WORDS,
    )


class UnchangedForm(Form):
    """Why nothing has changed."""

    words = LongTextField(
        lazy("Why do you not want to change anything?"),
        needed=lazy("Say why you do not want to change anything"),
        short=lazy("The reason"),
        hint=lazy("The R&D office reads this."),
        rows=3,
        limit=LONGEST_WORDS,
    )
