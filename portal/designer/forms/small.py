"""Forms of a few fields: a line of text, a kind of cost, a unit of time, an approval, a report."""

from typing import Any

from portal.costing.wte import TimeUnit
from portal.designer.forms.base import (
    NO,
    YES,
    ItemForm,
    SettingsForm,
    as_choice,
    line,
    text_data,
    welsh_line,
    yes_or_no,
)
from portal.designer.keys import key_of
from portal.kernel.language import Text, lazy
from portal.schemes.definition import (
    NO_ANSWER_LABELS,
    STAGE_LABELS,
    WHEN_LABELS,
    ApprovalStep,
    CostCategory,
    Definition,
    NoAnswer,
    ReportWanted,
    Stage,
    When,
)
from portal.web.fields import ChoiceField, SelectField, WholeNumberField

TIME_UNIT_LABELS = {
    TimeUnit.HOURS: lazy("Hours"),
    TimeUnit.DAYS: lazy("Days"),
    TimeUnit.SESSIONS: lazy("Sessions"),
    TimeUnit.PAS: lazy("Programmed activities (PAs)"),
}
_WORDS = lazy("Write this in English")


class TextItemForm(ItemForm):
    """One line of a list of texts."""

    words = line(lazy("Words"), needed=_WORDS, limit=300, hint=lazy("A few words. No full stop."))
    words_cy = welsh_line(lazy("Words"), limit=300)

    @classmethod
    def data_of(cls, item: Text) -> dict[str, Any]:
        """Return what the fields show."""
        return text_data("words", item)

    def item(self, old: Text | None, says: Definition) -> Text:
        """Return the text."""
        return self.text("words")


class CategoryForm(ItemForm):
    """A kind of cost."""

    title = line(lazy("Name"), needed=_WORDS, hint=lazy("For example: Training and travel."))
    title_cy = welsh_line(lazy("Name"))
    hint = line(
        lazy("Hint"), optional=True, hint=lazy("What goes here, in a few words."), limit=300
    )
    hint_cy = welsh_line(lazy("Hint"), limit=300)
    is_pay = yes_or_no(
        lazy("How is it given?"),
        lazy("As pay: we work it out from hours and a band"),
        lazy("As a sum that the applicant types"),
    )

    @classmethod
    def data_of(cls, item: CostCategory) -> dict[str, Any]:
        """Return what the fields show."""
        texts = text_data("title", item.title) | text_data("hint", item.hint)
        return {**texts, "is_pay": as_choice(item.is_pay)}

    def item(self, old: CostCategory | None, says: Definition) -> CostCategory:
        """Return the kind of cost; its key stays."""
        taken = {each.key for each in says.cost_categories}
        return CostCategory(
            key=old.key if old else key_of(self.title.data, taken),
            title=self.text("title"),
            hint=self.text_or_none("hint"),
            is_pay=self.is_pay.data == YES,
        )


class TimeUnitForm(ItemForm):
    """A unit in which people may say their time."""

    unit = SelectField(lazy("Unit"), choices=TIME_UNIT_LABELS.items(), needed=lazy("Choose a unit"))

    @classmethod
    def data_of(cls, item: TimeUnit) -> dict[str, Any]:
        """Return what the field shows."""
        return {"unit": item.value}

    def item(self, old: TimeUnit | None, says: Definition) -> TimeUnit:
        """Return the unit."""
        return TimeUnit(self.unit.data)


class ApprovalForm(ItemForm):
    """Somebody on the applicant's side who must agree."""

    stage = SelectField(
        lazy("Who must agree?"),
        choices=STAGE_LABELS.items(),
        needed=lazy("Choose who must agree"),
        hint=lazy("These are the words that an applicant reads."),
    )
    days_to_answer = WholeNumberField(
        lazy("How long do they have to answer?"),
        short=lazy("Days to answer"),
        suffix=lazy("working days"),
        needed=lazy("Enter a number of working days"),
        least=1,
        most=60,
        width=3,
    )
    when = ChoiceField(
        lazy("When are they asked?"),
        choices=WHEN_LABELS.items(),
        needed=lazy("Choose when they are asked"),
    )
    no_answer = ChoiceField(
        lazy("What does it mean if nobody answers?"),
        choices=NO_ANSWER_LABELS.items(),
        needed=lazy("Choose what it means if nobody answers"),
        hint=lazy("We remind them, and ask a deputy, their manager and the R&D office first."),
    )

    @classmethod
    def data_of(cls, item: ApprovalStep) -> dict[str, Any]:
        """Return what the fields show."""
        return {
            "stage": item.stage.value,
            "days_to_answer": item.days_to_answer,
            "when": item.when.value,
            "no_answer": item.no_answer.value,
        }

    def item(self, old: ApprovalStep | None, says: Definition) -> ApprovalStep:
        """Return the step."""
        return ApprovalStep(
            Stage(self.stage.data),
            self.days_to_answer.data,
            When(self.when.data),
            NoAnswer(self.no_answer.data),
        )


class ApprovalSettingsForm(SettingsForm):
    """When approvals are wanted."""

    review_needs_approval = yes_or_no(
        lazy("When does an application go to reviewers?"),
        lazy("When everybody has agreed"),
        lazy("At once. People may still agree while it is reviewed."),
    )
    approvals_in_order = yes_or_no(
        lazy("In which order are people asked?"),
        lazy("One after another, in the order below. Each once those before have agreed."),
        lazy("All at once"),
    )

    @classmethod
    def data_of(cls, says: Definition) -> dict[str, Any]:
        """Return what the fields show."""
        return {
            "review_needs_approval": as_choice(says.review_needs_approval),
            "approvals_in_order": as_choice(says.approvals_in_order),
        }

    def values(self) -> dict[str, Any]:
        """Return what was said."""
        return {
            "review_needs_approval": self.review_needs_approval.data == YES,
            "approvals_in_order": self.approvals_in_order.data == YES,
        }


class ReportForm(ItemForm):
    """A report wanted."""

    title = line(lazy("Name"), needed=_WORDS, hint=lazy("For example: Final report."))
    title_cy = welsh_line(lazy("Name"))
    months = WholeNumberField(
        lazy("How many months?"),
        short=lazy("Months"),
        suffix=lazy("months"),
        needed=lazy("Enter a number of months"),
        least=0,
        most=120,
        width=3,
    )
    after_end = yes_or_no(
        lazy("After which day?"),
        lazy("The last day of the award"),
        lazy("The first day of the award"),
    )

    @classmethod
    def data_of(cls, item: ReportWanted) -> dict[str, Any]:
        """Return what the fields show."""
        texts = text_data("title", item.title)
        return {**texts, "months": item.months, "after_end": as_choice(item.after_end)}

    def item(self, old: ReportWanted | None, says: Definition) -> ReportWanted:
        """Return the report; its key stays."""
        taken = {each.key for each in says.reports}
        return ReportWanted(
            key=old.key if old else key_of(self.title.data, taken),
            title=self.text("title"),
            months=self.months.data,
            after_end=self.after_end.data != NO,
        )
