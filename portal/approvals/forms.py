"""Yes with a plan for cover, and no with a reason."""

from collections.abc import Iterable

from portal.approvals.cover import Plan, Problem
from portal.approvals.lifecycle import COVER_LABELS, CoverMeans
from portal.approvals.reasons import Reason
from portal.kernel.language import lazy
from portal.web.fields import ChoiceField, Form, HoursField, LongTextField, MoneyField, TextField


class CoverForm(Form):
    """A plan for cover. What it is held against is `approvals.cover`; hints come from the page."""

    means = ChoiceField(
        lazy("How will the work be covered?"),
        choices=[(means.value, label) for means, label in COVER_LABELS.items()],
        needed=lazy("Choose how the work will be covered"),
        small=True,
    )
    who = TextField(lazy("Who will cover?"), hint=lazy("A name or a team"), optional=True)
    hours = HoursField(lazy("Hours covered"))
    cost = MoneyField(lazy("Cost in all"), width=5)
    cost_centre = TextField(lazy("Cost centre"), limit=40, width=5)
    when_busy = LongTextField(
        lazy("What happens if you are very busy?"),
        hint=lazy("For example: the day moves inside the same week"),
        words=200,
        rows=3,
    )

    def plan(self) -> Plan:
        """Return what was written. The form must be valid."""
        return Plan(
            means=CoverMeans(self.means.data),
            who=self.who.data,
            hours_hundredths=self.hours.data,
            cost_pence=self.cost.data,
            cost_centre=self.cost_centre.data,
            when_busy=self.when_busy.data,
        )

    def say(self, problems: tuple[Problem, ...]) -> None:
        """Put what is wrong with the plan beside its fields."""
        for problem in problems:
            self.refuse(problem.field, problem.words)


class YesForm(Form):
    """A yes that needs no plan for cover."""


class DeclineForm(Form):
    """A no: the reason that is counted, and words for the applicant."""

    reason = ChoiceField(
        lazy("Why can you not say yes?"),
        needed=lazy("Choose the main reason"),
    )
    comment = LongTextField(
        lazy("Say more in your own words"),
        hint=lazy("For example: what would have to change, or when to ask again"),
        needed=lazy("Say in a sentence or two why not"),
        words=200,
        rows=4,
    )

    def offer(self, reasons: Iterable[Reason]) -> "DeclineForm":
        """Set the reasons to choose from."""
        self.reason.choices = [(reason.key, reason.label) for reason in reasons]
        return self
