"""The open call: a nurse with half an application, her ward manager with three requests."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.demo import projects
from portal.demo.applications import Writing
from portal.demo.begun import begin_cost
from portal.demo.calls import OPEN
from portal.demo.finished import Finished
from portal.demo.journey import Ending, Journey
from portal.demo.managers import MOST_DAYS, Reply
from portal.demo.moments import waking
from portal.demo.projects import Project
from portal.demo.rethought import enter_other_title
from portal.demo.returned import send_one_back
from portal.demo.stage import Stage, chance
from portal.kernel.clock import london
from portal.people.models import Person
from portal.schemes.models import Call
from portal.schemes.questions import SectionKind

WARD = "respiratory-ward"
NURSE, PHYSIOTHERAPIST, MIDWIFE = "Megan Prosser", "Kofi Mensah", "Nia Gwilym"
WARD_COLLEAGUES = ("ward nurse", "ward assistant", "ward physiotherapist")
AGREED = "ward nurse"
SENT_BACK = "ward assistant"
AGAIN = (Reply.YES, Reply.NO, Reply.NOTHING, Reply.YES, Reply.NOTHING, Reply.NOTHING, None, None)


@dataclass(slots=True)
class Opened:
    """The story of the call. Days are counted back from today."""

    stage: Stage
    finished: Finished
    colleagues: dict[str, Person]

    @classmethod
    def cast(cls, stage: Stage, finished: Finished) -> "Opened":
        """Employ the three colleagues on the ward."""
        written = projects.named()
        return cls(
            stage,
            finished,
            {who: stage.newcomer(written[who].profession_code, WARD) for who in WARD_COLLEAGUES},
        )

    @property
    def call(self) -> Call:
        """The call, once it is set up."""
        return self.stage.calls[OPEN]

    def open(self) -> None:
        """Enter what people have written and sent by today."""
        written = projects.named()
        self._nurse(written[NURSE])
        self._midwife(written[MIDWIFE])
        self._sent(self._persona(PHYSIOTHERAPIST), written[PHYSIOTHERAPIST], 3, Reply.NOTHING)
        for days, (who, person) in zip((9, 2, 1), self.colleagues.items(), strict=True):
            reply = Reply.YES if who == AGREED else Reply.NOTHING
            self._sent(person, written[who], days, reply, within=3)
        self._again()
        self._send_back(self.colleagues[SENT_BACK])

    def _send_back(self, person: Person) -> None:
        """Have the office ask for changes, two hours after it came."""
        came = self._ago(2, 13) + timedelta(hours=2)
        self.stage.enter(
            min(came, self.stage.now),
            lambda now: send_one_back(self.stage, self.call, person, now),
        )

    def _persona(self, name: str) -> Person:
        return self.stage.board.personas[name]

    def _ago(self, days: float, hour: int) -> datetime:
        then = self.stage.now - timedelta(days=days)
        return max(waking(london(then).replace(hour=hour)), self.call.opens_at)

    def _nurse(self, project: Project) -> None:
        """Three sections of seven are done, and her costs are begun."""
        begun = frozenset({SectionKind.COSTS})
        writing = Writing(self.stage, self.call, self._persona(NURSE), project, begun)
        Journey(writing, self._ago(5, 18), self._ago(1, 19), Ending.DRAFT, sections=4).enter()
        enter_other_title(writing, self._ago(1, 20))
        begin_cost(writing, self._ago(1, 21))

    def _midwife(self, project: Project) -> None:
        """Her project is half written, in Welsh."""
        begun = frozenset({SectionKind.QUESTIONS})
        writing = Writing(self.stage, self.call, self._persona(MIDWIFE), project, begun)
        Journey(writing, self._ago(4, 20), self._ago(2, 20), Ending.DRAFT, sections=2).enter()

    def _sent(
        self,
        person: Person,
        project: Project,
        days: float,
        reply: Reply | None,
        within: float = MOST_DAYS,
    ) -> None:
        writing = Writing(self.stage, self.call, person, project)
        ending = Ending.DRAFT if reply is None else Ending.SENT
        Journey(
            writing,
            self._ago(days + 3, 19),
            self._ago(days, 13),
            ending,
            reply or Reply.NOTHING,
            sections=3 if reply is None else None,
            within=within,
        ).enter()

    def _again(self) -> None:
        """Have some who had no award last time try again."""
        before = self.finished.without_award(but=WARD)
        again = chance("again").sample(before, len(AGAIN))
        for days, ((person, project), reply) in enumerate(zip(again, AGAIN, strict=True), start=2):
            self._sent(person, project, days, reply, within=1.5)
