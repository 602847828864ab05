"""What reviewers score, and how: the settings, and one criterion."""

from typing import Any

from portal.designer.forms.base import (
    WELSH,
    YES,
    ItemForm,
    SettingsForm,
    as_choice,
    line,
    refuse,
    text_data,
    welsh_line,
    yes_or_no,
)
from portal.designer.keys import key_of
from portal.kernel.language import _, lazy
from portal.schemes.criteria import Aggregation, Criterion, Scale
from portal.schemes.definition import Definition
from portal.web.fields import ChoiceField, WholeNumberField

HIGHEST = 10
AGGREGATION_LABELS = {
    Aggregation.WEIGHTED_MEAN: lazy("The average, each thing by its share"),
    Aggregation.MEAN: lazy("The plain average"),
    Aggregation.MEDIAN: lazy("The middle score"),
}


def _score(label: object, needed: object, **kwargs: Any) -> WholeNumberField:
    return WholeNumberField(label, needed=needed, most=HIGHEST, width=2, **kwargs)


class ScoringForm(SettingsForm):
    """How an application is reviewed."""

    reviews_each = _score(
        lazy("How many people review each application?"),
        lazy("Enter a number. Enter 0 for no reviews."),
        short=lazy("Reviews"),
    )
    blind = yes_or_no(
        lazy("Do reviewers see who applied?"),
        lazy("No, names are hidden"),
        lazy("Yes, they see names"),
    )
    low = _score(lazy("Lowest score"), lazy("Enter the lowest score"))
    high = _score(
        lazy("Highest score"),
        lazy("Enter the highest score"),
        hint=lazy("After a change, say again what each score means."),
    )
    aggregation = ChoiceField(
        lazy("How do scores become one?"),
        choices=[(each.value, label) for each, label in AGGREGATION_LABELS.items()],
        needed=lazy("Choose how scores become one"),
    )

    @classmethod
    def data_of(cls, says: Definition) -> dict[str, Any]:
        """Return what the fields show."""
        return {
            "reviews_each": says.reviews_each,
            "blind": as_choice(says.blind),
            "low": says.scale.low,
            "high": says.scale.high,
            "aggregation": says.aggregation.value,
        }

    def values(self) -> dict[str, Any]:
        """Return what was said."""
        return {
            "reviews_each": self.reviews_each.data,
            "blind": self.blind.data == YES,
            "scale": Scale(self.low.data, self.high.data),
            "aggregation": Aggregation(self.aggregation.data),
        }

    def validate_high(self, field: WholeNumberField) -> None:
        """Want a scale that has at least two scores."""
        if self.low.data is not None and field.data is not None and field.data <= self.low.data:
            refuse(_("The highest score must be above the lowest"))


class CriterionForm(ItemForm):
    """One thing scored. The fields for what each score means are given by `criterion_form`."""

    scores: tuple[int, ...] = ()

    @classmethod
    def data_of(cls, item: Criterion) -> dict[str, Any]:
        """Return what the fields show."""
        found = {**text_data("title", item.title), "weight_percent": item.weight_percent}
        for score in cls.scores:
            found |= text_data(f"anchor_{score}", item.anchors.get(score))
        return found

    def item(self, old: Criterion | None, says: Definition) -> Criterion:
        """Return the criterion; its key stays."""
        taken = {each.key for each in says.criteria}
        meanings = {score: self.text_or_none(f"anchor_{score}") for score in self.scores}
        return Criterion(
            key=old.key if old else key_of(self["title"].data, taken),
            title=self.text("title"),
            weight_percent=self["weight_percent"].data,
            anchors={score: text for score, text in meanings.items() if text is not None},
        )


def criterion_form(_kind: str, says: Definition) -> type[ItemForm]:
    """Return the form of a criterion, with a field for each score of the scheme's scale."""
    fields: dict[str, Any] = {
        "title": line(
            lazy("What is scored?"),
            needed=lazy("Write this in English"),
            hint=lazy("For example: Need: does it matter to patients or staff?"),
        ),
        "title_cy": welsh_line(lazy("What is scored?")),
        "weight_percent": WholeNumberField(
            lazy("Its share of the score"),
            needed=lazy("Enter a share"),
            suffix="%",
            hint=lazy("All shares together must make 100%."),
            least=1,
            most=100,
            width=3,
        ),
    }
    for score in says.scale.scores:
        label = _("What a score of %(score)s means", score=score)
        fields[f"anchor_{score}"] = line(label)
        fields[f"anchor_{score}{WELSH}"] = welsh_line(label)
    return type("ScaleForm", (CriterionForm,), {"scores": tuple(says.scale.scores), **fields})
