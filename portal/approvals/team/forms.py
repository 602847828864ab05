"""The forms of a manager's home."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from portal.approvals.team.queries import Wanted
from portal.approvals.team.scope import Scope
from portal.kernel.language import lazy
from portal.schemes.models import Call
from portal.web.fields import Choice, Form, ManyField, SelectField

WEEK = timedelta(days=7)
LATE, SOON = "late", "soon"
DUE_LABELS = {LATE: lazy("Late"), SOON: lazy("Due in 7 days")}


class TeamForm(Form):
    """Which team is shown; sent by GET."""

    team = SelectField(lazy("Team"), choices=(), empty=None, size=None)

    def offer(self, scope: Scope) -> "TeamForm":
        """Offer the teams of this scope."""
        self.team.choices = [Choice(str(team.id), team.name) for team in scope.teams]
        return self


class WaitingForm(Form):
    """Which of the requests that wait are shown; sent by GET."""

    team = SelectField(lazy("Team"), choices=(), empty=lazy("All teams"), size=None)
    scheme = SelectField(lazy("Scheme"), choices=(), empty=lazy("All schemes"), size=None)
    due = SelectField(lazy("Due"), choices=DUE_LABELS.items(), empty=lazy("At any time"), size=None)

    def offer(self, scope: Scope, calls: Iterable[Call]) -> "WaitingForm":
        """Offer the teams of this scope, and the schemes that ask them."""
        self.team.choices = [Choice(str(team.id), team.name) for team in scope.teams]
        names = {str(call.scheme_id): str(call.document.name) for call in calls}
        by_name = sorted(names.items(), key=lambda each: each[1])
        self.scheme.choices = [Choice(value, name) for value, name in by_name]
        return self

    def wanted(self, now: datetime) -> Wanted:
        """Return it; what is no choice of ours counts as not chosen."""
        until = {LATE: now, SOON: now + WEEK}.get(self.due.data or "")
        return Wanted(_chosen(self.team), _chosen(self.scheme), until)


def _chosen(field: SelectField) -> UUID | None:
    known = {choice.value for choice in field.choices}
    return UUID(field.data) if field.data in known else None


class TogetherForm(Form):
    """Which requests to say yes to; sent by GET to the page that counts what it comes to."""

    id = ManyField(lazy("Say yes to several"), small=True, choices=())
