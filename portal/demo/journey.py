"""One applicant's way through a call: write, send, be answered, perhaps withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from portal.demo.applications import Writing, enter_writing
from portal.demo.managers import MOST_DAYS, Manager, Reply
from portal.demo.moments import days_after, waking
from portal.demo.stage import chance
from portal.schemes.questions import Section


class Ending(StrEnum):
    """How an application leaves its applicant's hands."""

    SENT = "sent"
    DRAFT = "draft"  # never sent
    WITHDRAWN_UNANSWERED = "withdrawn_unanswered"
    WITHDRAWN_APPROVED = "withdrawn_approved"


@dataclass(frozen=True, slots=True)
class Journey:
    """An application with its times and its end. A draft has no `sends_at` but `ends_at`."""

    writing: Writing
    begins_at: datetime
    ends_at: datetime
    ending: Ending = Ending.SENT
    reply: Reply = Reply.YES
    sections: int | None = None  # of a draft: how many were begun
    within: float = MOST_DAYS  # the most days that the manager takes

    def enter(self) -> None:
        """Put it into the diary."""
        kinds = self._sections()
        enter_writing(self.writing, self.begins_at, self.ends_at, kinds)
        if self.ending is not Ending.DRAFT:
            self.writing.stage.enter(self.ends_at, self._send)

    def _sections(self) -> Sequence[Section]:
        return self.writing.call.document.sections[: self.sections]

    def _send(self, now: datetime) -> None:
        self.writing.send(now)
        draw = chance("manager", self.writing.project.title, self.writing.call.slug)
        stage = self.writing.stage
        match self.ending:
            case Ending.WITHDRAWN_UNANSWERED:
                stage.enter(days_after(now, 3, draw), self.writing.withdraw)
            case Ending.WITHDRAWN_APPROVED:
                self._ask(Reply.YES, draw, now)
                stage.enter(days_after(now, 24, draw), self.writing.withdraw)
            case _:
                self._ask(self.reply, draw, now)

    def _ask(self, reply: Reply, draw: Random, now: datetime) -> None:
        manager = Manager(self.writing.stage, reply, draw, self.within)
        manager.enter_answers(self.writing.application, now)


def sending_times(title: str, opens_at: datetime, closes_at: datetime) -> tuple[datetime, datetime]:
    """Return when somebody begins and sends: most of them in the last days before the close."""
    draw = chance("times", title)
    room = (closes_at - opens_at) - timedelta(days=1)
    before = min(timedelta(days=draw.expovariate(1 / 5)), room * 0.8)
    ends_at = min(waking(closes_at - before), closes_at - timedelta(minutes=draw.randint(1, 90)))
    begins_at = waking(ends_at - timedelta(days=draw.uniform(1, 18)))
    return max(begins_at, opens_at + timedelta(hours=draw.uniform(0, 9))), ends_at
