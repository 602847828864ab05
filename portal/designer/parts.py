"""The parts of a scheme, each one page of the designer: a form, some lists, or both."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.designer import lists
from portal.designer.forms.base import SettingsForm
from portal.designer.forms.scoring import ScoringForm
from portal.designer.forms.small import ApprovalSettingsForm
from portal.designer.forms.words import WordsForm
from portal.designer.lists import ListOf
from portal.designer.marks import Welsh, welsh_of
from portal.kernel.language import lazy
from portal.schemes.definition import Definition
from portal.schemes.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One page. `settings` are the fields of the definition that its form holds.

    `answers_for` are the first words of the problems that are put right here.
    """

    key: str
    title: object
    hint: object
    group: str
    lists: tuple[ListOf, ...] = ()
    form: type[SettingsForm] | None = None
    settings: tuple[str, ...] = ()
    answers_for: frozenset[str] = frozenset()
    empty: object = ""  # how a part of lists alone stands that has nothing in it

    def is_empty(self, says: Definition) -> bool:
        """Say whether it is made of lists alone, with nothing in any of them."""
        return self.form is None and not any(each.get(says) for each in self.lists)

    def values(self, says: Definition) -> dict[str, Any]:
        """Return what the form holds, by field of the definition."""
        return {name: getattr(says, name) for name in self.settings}

    def with_values(self, says: Definition, values: Mapping[str, Any]) -> Definition:
        """Return the definition with these values, and nothing else, changed."""
        return replace(says, **{name: values[name] for name in self.settings})

    def welsh(self, says: Definition) -> Welsh:
        """Count the texts of this part."""
        listed = (items for each in self.lists for items in each.get(says))
        return welsh_of(*self.values(says).values(), *listed)

    def wrong(self, problems: list[Problem]) -> list[Problem]:
        """Return the problems that are put right here."""
        return [each for each in problems if each.where.partition(".")[0] in self.answers_for]


GROUPS = {
    "read": lazy("What people read"),
    "fill_in": lazy("What people fill in"),
    "after": lazy("What happens then"),
}

PARTS = (
    Part(
        key="purpose",
        title=lazy("Name and purpose"),
        hint=lazy("What it is called, what it is for, who decides"),
        group="read",
        form=WordsForm,
        settings=(
            "name",
            "kind",
            "summary",
            "purpose",
            "funder_note",
            "decided_by",
            "minutes_to_apply",
        ),
        lists=(lists.NOT_NEEDED,),
        answers_for=frozenset(
            {"name", "kind", "summary", "purpose", "funder_note", "decided_by"}
            | {"minutes_to_apply", "not_needed"}
        ),
    ),
    Part(
        key="pays",
        title=lazy("What it pays for"),
        hint=lazy("What it can and cannot pay for, and what you promise"),
        group="read",
        lists=(lists.PAYS_FOR, lists.NOT_PAID, lists.PROMISES),
        answers_for=frozenset({"pays_for", "not_paid", "terms"}),
        empty=lazy("Nothing yet"),
    ),
    Part(
        key="limits",
        title=lazy("Limits"),
        hint=lazy("How much money and time, for how long"),
        group="read",
        lists=(lists.CAPS,),
        answers_for=frozenset({"caps"}),
        empty=lazy("No limit"),
    ),
    Part(
        key="eligibility",
        title=lazy("Who can apply"),
        hint=lazy("Jobs, bands, contracts, places"),
        group="read",
        lists=(lists.RULES,),
        answers_for=frozenset({"eligibility"}),
        empty=lazy("All staff"),
    ),
    Part(
        key="questions",
        title=lazy("Sections and questions"),
        hint=lazy("The pages of the application, and who may read each answer"),
        group="fill_in",
        lists=(lists.SECTIONS,),
        answers_for=frozenset({"sections", "questions"}),
        empty=lazy("Nothing yet"),
    ),
    Part(
        key="costs",
        title=lazy("Costs and time"),
        hint=lazy("Kinds of cost, and units of time"),
        group="fill_in",
        lists=(lists.CATEGORIES, lists.TIME_UNITS),
        answers_for=frozenset({"cost_categories", "time_units"}),
        empty=lazy("Nothing yet"),
    ),
    Part(
        key="approvals",
        title=lazy("Who must agree"),
        hint=lazy("Managers and others on the applicant's side"),
        group="after",
        form=ApprovalSettingsForm,
        settings=("review_needs_approval", "approvals_in_order"),
        lists=(lists.APPROVALS,),
        answers_for=frozenset({"approvals", "review_needs_approval", "approvals_in_order"}),
    ),
    Part(
        key="scoring",
        title=lazy("Review and scoring"),
        hint=lazy("Reviews, the scale, and what is scored"),
        group="after",
        form=ScoringForm,
        settings=("reviews_each", "blind", "scale", "aggregation"),
        lists=(lists.CRITERIA,),
        answers_for=frozenset({"criteria", "scale", "reviews_each", "blind", "aggregation"}),
    ),
    Part(
        key="reports",
        title=lazy("Reports"),
        hint=lazy("What award holders tell you, and when"),
        group="after",
        lists=(lists.REPORTS,),
        answers_for=frozenset({"reports"}),
        empty=lazy("No report"),
    ),
)


def part(key: str) -> Part | None:
    """Return the part with this name."""
    return next((each for each in PARTS if each.key == key), None)


def part_of(listed: ListOf) -> Part:
    """Return the part on whose page a list stands."""
    own = lists.SECTIONS.key if listed.key.startswith(lists.QUESTIONS) else listed.key
    return next(each for each in PARTS if own in {one.key for one in each.lists})
