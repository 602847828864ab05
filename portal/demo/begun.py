"""A cost that was typed one evening and not saved, so that there is one to go on with."""

from datetime import datetime

from portal.applications.actions.begun import keep_typing
from portal.applications.actions.sending import new_ticket
from portal.applications.begun import Typed
from portal.applications.models import CostKind
from portal.applications.saved import NO_TAB
from portal.demo.applications import Writing

WORDS = {"label": "Travel to the two clinics", "quantity": "12", "counted": "trips"}


def begin_cost(writing: Writing, at: datetime) -> None:
    """Enter a cost without its price: the bus fare was not at hand."""

    def begin(now: datetime) -> None:
        typed = Typed(new_ticket(), CostKind.OTHER, WORDS)
        keep_typing(
            writing.stage.session,
            writing.application,
            typed,
            seen_version=0,
            tab=NO_TAB,
            actor=writing.actor,
            now=now,
        )

    writing.stage.enter(at, begin)
