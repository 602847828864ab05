"""The forms of reviews: shape and wording. Criteria and choices are handed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wtforms import ValidationError

from portal.kernel.language import _, lazy
from portal.reviews.lifecycle import VERDICT_LABELS
from portal.reviews.models import Review
from portal.reviews.written import Given, Written
from portal.schemes.definition import Definition
from portal.web.fields import (
    Choice,
    ChoiceField,
    ConfirmField,
    Form,
    LongTextField,
    ManyField,
    SelectField,
    TextField,
)

UNABLE = "unable"
REASON_LIMIT, COMMENT_LIMIT = 2_000, 5_000

WHY_CONFLICT = lazy("Say in a few words what the conflict is")


class DeclareForm(Form):
    """Asked before any content is shown: is there a conflict, and which."""

    answer = ChoiceField(
        lazy("Do you have a conflict with this application?"),
        needed=lazy("Say whether you have a conflict"),
        choices=(
            Choice("no", lazy("I have no conflict")),
            Choice("yes", lazy("I have a conflict"), shows="why"),
        ),
    )
    why = LongTextField(
        lazy("What is the conflict?"),
        hint=lazy("One line is enough. Only the R&D office reads this."),
        rows=2,
        limit=REASON_LIMIT,
    )

    def validate_why(self, field: LongTextField) -> None:
        """Ask for the reason of a conflict."""
        if self.answer.data == "yes" and field.is_empty():
            raise ValidationError(str(WHY_CONFLICT))


class StopForm(Form):
    """A conflict seen late."""

    why = LongTextField(
        lazy("What is the conflict?"),
        hint=lazy("One line is enough. Only the R&D office reads this."),
        needed=WHY_CONFLICT,
        rows=2,
        limit=REASON_LIMIT,
    )


@dataclass(frozen=True, slots=True)
class CriterionFields:
    """The two fields of one criterion."""

    key: str
    title: object
    weight_percent: int
    score: ChoiceField
    why: LongTextField


class ReviewForm(Form):
    """Scores with reasons, and two comments. Its criteria come from `review_form`."""

    criteria: Mapping[str, Any] = {}

    to_applicant = LongTextField(
        lazy("Comments to the applicant"),
        hint=lazy("They read this with the decision, without your name."),
        optional=True,
        limit=COMMENT_LIMIT,
    )
    to_panel = LongTextField(
        lazy("Comments to the panel"),
        hint=lazy("The applicant never sees this."),
        optional=True,
        rows=3,
        limit=COMMENT_LIMIT,
    )

    def by_criterion(self) -> tuple[CriterionFields, ...]:
        """Return the fields of each criterion, in the scheme's order."""
        return tuple(
            CriterionFields(
                key, c.title, c.weight_percent, self[f"score_{key}"], self[f"why_{key}"]
            )
            for key, c in self.criteria.items()
        )

    def written(self) -> Written:
        """Return what was written, however incomplete."""
        given = {one.key: _given(one) for one in self.by_criterion()}
        return Written(given, self.to_applicant.data, self.to_panel.data)

    def is_complete(self) -> bool:
        """Say whether it can be sent; where not, the fields say what they lack."""
        for number, one in enumerate(self.by_criterion(), 1):
            if one.score.is_empty():
                one.score.refuse(
                    _("Criterion %(number)s: choose a score, or “cannot score”", number=number)
                )
            if one.why.is_empty():
                one.why.refuse(_("Criterion %(number)s: say why", number=number))
        return not self.errors


def _given(one: CriterionFields) -> Given:
    chosen = one.score.data
    value = int(chosen) if chosen not in ("", UNABLE) else None
    return Given(value, is_unable=chosen == UNABLE, reason=one.why.data)


def review_form(definition: Definition) -> type[ReviewForm]:
    """Return the form with the criteria of a scheme."""
    fields: dict[str, Any] = {"criteria": {c.key: c for c in definition.criteria}}
    for number, criterion in enumerate(definition.criteria, 1):
        choices = [(str(n), criterion.anchors.get(n, "")) for n in definition.scale.scores]
        fields[f"score_{criterion.key}"] = ChoiceField(
            f"{number}. {criterion.title}",
            choices=[*choices, (UNABLE, lazy("I cannot score this"))],
        )
        fields[f"why_{criterion.key}"] = LongTextField(
            lazy("Why? A sentence or two"), rows=2, limit=REASON_LIMIT
        )
    return type("ReviewForm", (ReviewForm,), fields)


def stored(review: Review | None) -> dict[str, Any]:
    """Return what a review says, under the names of the form's fields."""
    if review is None:
        return {}
    values: dict[str, Any] = {"to_applicant": review.to_applicant, "to_panel": review.to_panel}
    for score in review.scores:
        values[f"score_{score.criterion_key}"] = UNABLE if score.is_unable else score.value
        values[f"why_{score.criterion_key}"] = score.reason
    return values


class AssignForm(Form):
    """Give applications to one reviewer. Applications are chosen in the table."""

    applications = ManyField(
        lazy("Applications"), needed=lazy("Choose at least one application in the table")
    )
    reviewer = SelectField(lazy("Reviewer"), needed=lazy("Choose a reviewer"))


class RecommendForm(Form):
    """What the panel says of each application. Its rows come from `recommend_form`."""

    ids: tuple[UUID, ...] = ()

    def rows(self) -> Mapping[UUID, tuple[SelectField, TextField]]:
        """Return the two fields of each application."""
        return {i: (self[f"verdict_{i.hex}"], self[f"note_{i.hex}"]) for i in self.ids}


def recommend_form(applications: Iterable[tuple[UUID, object]]) -> type[RecommendForm]:
    """Return the form with a row for each application, given as id and title."""
    fields: dict[str, Any] = {}
    ids = []
    for application_id, title in applications:
        ids.append(application_id)
        fields[f"verdict_{application_id.hex}"] = SelectField(
            _("Recommendation for %(title)s", title=title),
            choices=[(verdict.value, label) for verdict, label in VERDICT_LABELS.items()],
            empty=lazy("Not yet"),
        )
        fields[f"note_{application_id.hex}"] = TextField(
            _("Note on %(title)s", title=title), short=lazy("The note"), limit=1_000
        )
    fields["ids"] = tuple(ids)
    return type("RecommendForm", (RecommendForm,), fields)


class ConfirmLineForm(Form):
    """One box before the panel's word is given for many."""

    sure = ConfirmField(lazy("The panel agrees"), needed=lazy("Tick the box if the panel agrees"))
