"""A scheme as one document: everything that one version of it says."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from portal.costing.wte import TimeUnit
from portal.kernel.language import Text, lazy
from portal.schemes.asked import Asked
from portal.schemes.caps import Cap, CapCheck, check_all
from portal.schemes.criteria import Aggregation, Criterion, Scale
from portal.schemes.eligibility import Rule
from portal.schemes.questions import Option, Question, Round, Section, SectionKind
from portal.schemes.stored import Stored

ROUTE = "route"  # the key of the question whose answer says which limits hold


class Kind(StrEnum):
    """What kind of scheme it is."""

    PROTECTED_TIME = "protected_time"
    SMALL_GRANT = "small_grant"
    SECONDMENT = "secondment"
    INTERNSHIP = "internship"
    FELLOWSHIP = "fellowship"


KIND_LABELS = {
    Kind.PROTECTED_TIME: lazy("Protected time"),
    Kind.SMALL_GRANT: lazy("Small grant"),
    Kind.SECONDMENT: lazy("Secondment"),
    Kind.INTERNSHIP: lazy("Internship"),
    Kind.FELLOWSHIP: lazy("Fellowship"),
}


class Stage(StrEnum):
    """Who is asked on the applicant's own side."""

    LINE_MANAGER = "line_manager"
    HEAD_OF_SERVICE = "head_of_service"
    FINANCE = "finance"
    HOST = "host"
    RD_OFFICE = "rd_office"


STAGE_LABELS = {
    Stage.LINE_MANAGER: lazy("Your manager"),
    Stage.HEAD_OF_SERVICE: lazy("Your head of service or clinical director"),
    Stage.FINANCE: lazy("Finance"),
    Stage.HOST: lazy("The host organisation"),
    Stage.RD_OFFICE: lazy("The R&D office"),
}


class When(StrEnum):
    """When an approval is asked for."""

    BEFORE_SENDING = "before_sending"  # by the applicant, who cannot send without it
    AFTER_SENDING = "after_sending"
    BEFORE_AWARD = "before_award"  # once an award has been proposed; it is not released without


WHEN_LABELS = {
    When.BEFORE_SENDING: lazy("Before it is sent. It cannot be sent without."),
    When.AFTER_SENDING: lazy("When it has been sent"),
    When.BEFORE_AWARD: lazy("Before an award. It cannot be offered without."),
}


class NoAnswer(StrEnum):
    """What it means that nobody answered, in the end not even the R&D office."""

    STOPS = "stops"  # as a no
    GOES_ON = "goes_on"  # as nothing: the application goes on, and the record says so


NO_ANSWER_LABELS = {
    NoAnswer.STOPS: lazy("The same as a no"),
    NoAnswer.GOES_ON: lazy("The application goes on without it"),
}


@dataclass(frozen=True, slots=True)
class ApprovalStep(Stored):
    """One approval wanted, with the working days there are to answer."""

    stage: Stage
    days_to_answer: int = 10
    when: When = When.AFTER_SENDING
    no_answer: NoAnswer = NoAnswer.STOPS


@dataclass(frozen=True, slots=True, kw_only=True)
class CostCategory(Stored):
    """One kind of cost; lines of pay are worked out from hours and bands."""

    key: str
    title: Text
    hint: Text | None = None
    is_pay: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWanted(Stored):
    """A report wanted so many months after the first day, or after the last one."""

    key: str
    title: Text
    months: int
    after_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(Stored):
    """Everything one version of a scheme says. Texts may be in both languages.

    `terms` are promises kept while an award runs, such as pay on a secondment. Caps on a
    category of cost take their title from it.
    """

    kind: Kind
    name: Text
    summary: Text
    purpose: Text
    decided_by: Text
    minutes_to_apply: int
    sections: tuple[Section, ...]
    funder_note: Text | None = None
    not_needed: tuple[Text, ...] = ()
    pays_for: tuple[Text, ...] = ()
    not_paid: tuple[Text, ...] = ()
    terms: tuple[Text, ...] = ()
    caps: tuple[Cap, ...] = ()
    eligibility: tuple[Rule, ...] = ()
    approvals: tuple[ApprovalStep, ...] = ()
    approvals_in_order: bool = False  # each is asked once the one before has agreed; else at once
    criteria: tuple[Criterion, ...] = ()
    scale: Scale = field(default_factory=Scale)
    aggregation: Aggregation = Aggregation.WEIGHTED_MEAN
    reviews_each: int = 3
    blind: bool = True
    review_needs_approval: bool = True
    cost_categories: tuple[CostCategory, ...] = ()
    time_units: tuple[TimeUnit, ...] = (TimeUnit.HOURS, TimeUnit.DAYS)
    reports: tuple[ReportWanted, ...] = ()

    def __post_init__(self) -> None:
        named = tuple(replace(cap, title=self._title_of(cap)) for cap in self.caps)
        object.__setattr__(self, "caps", named)
        object.__setattr__(self, "sections", tuple(map(self._asking_the_host, self.sections)))

    def _asking_the_host(self, section: Section) -> Section:
        """Have the last page about release ask who the host is, where one has to agree."""
        pages = [each.key for each in self.sections if each.kind is SectionKind.RELEASE]
        wanted = self.approval(Stage.HOST) is not None and section.key in pages[-1:]
        return section if section.names_host is wanted else replace(section, names_host=wanted)

    def _title_of(self, cap: Cap) -> Text | None:
        """Name what a cap is for, where it is not for all: its route, its kind of cost."""
        routes = {option.key: option.label for option in self.routes}
        category = self.category(cap.category) if cap.category else None
        parts = [routes.get(cap.route or ""), category.title if category else None]
        return _joined([part for part in parts if part is not None])

    @property
    def kind_label(self) -> str:
        """The kind in words, in the reader's language."""
        return str(KIND_LABELS[self.kind])

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the sections."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def is_two_stage(self) -> bool:
        """Say whether people send some sections first, and the rest only if they are invited."""
        return any(section.stage is Round.FIRST for section in self.sections)

    def sections_in(self, stage: Round) -> tuple[Section, ...]:
        """Return the sections of one stage, in the scheme's order."""
        return tuple(section for section in self.sections if section.stage is stage)

    @property
    def routes(self) -> tuple[Option, ...]:
        """The routes that one may choose between, where limits differ by them; none mostly."""
        asked = self.question(ROUTE)
        return asked.options if asked is not None else ()

    def approvals_when(self, when: When) -> tuple[ApprovalStep, ...]:
        """Return the approvals asked for at this time, in the scheme's order."""
        return tuple(step for step in self.approvals if step.when is when)

    def approval(self, stage: Stage) -> ApprovalStep | None:
        """Return the approval of this kind that the scheme wants; None where it wants none."""
        return next((step for step in self.approvals if step.stage is stage), None)

    def question(self, key: str) -> Question | None:
        """Return the question with this key."""
        return next((q for q in self.questions if q.key == key), None)

    def section(self, key: str) -> Section | None:
        """Return the section with this key."""
        return next((s for s in self.sections if s.key == key), None)

    def category(self, key: str) -> CostCategory | None:
        """Return the cost category with this key."""
        return next((c for c in self.cost_categories if c.key == key), None)

    def check_caps(self, asked: Asked) -> tuple[CapCheck, ...]:
        """Hold the facts against every cap of the scheme, in its order."""
        return check_all(self.caps, asked)


def _joined(texts: list[Text]) -> Text | None:
    """Join names by a comma, in each language; without Welsh for one of them there is none."""
    if not texts:
        return None
    welsh = [text.cy for text in texts]
    return Text(", ".join(text.en for text in texts), ", ".join(welsh) if all(welsh) else "")
