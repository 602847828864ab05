"""Every list of things in a scheme, as data: what is in it, how one is named, and its form.

One mechanism adds, changes, moves and removes in all of them (`editing`); a list says here
where it stands in the definition and what its things are called.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from portal.designer.forms.base import NO, YES, ItemForm
from portal.designer.forms.caps import UNIT_LABELS, cap_form, unit_words
from portal.designer.forms.rules import RULE_LABELS, rule_form
from portal.designer.forms.scoring import criterion_form
from portal.designer.forms.sections import (
    QUESTION_LABELS,
    SECTION_LABELS,
    QuestionForm,
    SectionForm,
)
from portal.designer.forms.small import (
    TIME_UNIT_LABELS,
    ApprovalForm,
    CategoryForm,
    ReportForm,
    TextItemForm,
    TimeUnitForm,
)
from portal.kernel.language import Text, _, _n, lazy
from portal.schemes.caps import Cap
from portal.schemes.definition import (
    STAGE_LABELS,
    ApprovalStep,
    CostCategory,
    Definition,
    ReportWanted,
    Stage,
)
from portal.schemes.eligibility import Rule
from portal.schemes.pages import agreeing
from portal.schemes.pages.words import said
from portal.schemes.questions import Audience, Question, Round, Section, SectionKind
from portal.schemes.rule import Reply

QUESTIONS = "questions"
Items = tuple[Any, ...]


def _whole(item: Any) -> Any:
    return item


def _nothing(_item: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """A list of things. `key` is its name in addresses, `name` what a thing is known by.

    A thing without a name is known by its place. `own` is what its form may change: two
    people who change different things inside it do not meet. `kinds` are to choose from
    before one is added, where each has a form of its own.
    """

    key: str
    heading: object
    add: object
    change: object
    empty: object
    most: int
    get: Callable[[Definition], Items]
    put: Callable[[Definition, Items], Definition]
    form: Callable[[str, Definition], type[ItemForm]]
    label: Callable[[Any], object]
    note: Callable[[Any], object] = _nothing
    name: Callable[[Any], str] = _nothing
    own: Callable[[Any], Any] = _whole
    kind_of: Callable[[Any], str] = _nothing
    kinds: Mapping[str, object] = field(default_factory=dict)
    fresh: Mapping[str, Any] = field(default_factory=dict)  # what a new one's form shows


def _of(name: str) -> dict[str, Any]:
    """Return where a field of the definition is read and written."""

    def get(says: Definition) -> Items:
        items: Items = getattr(says, name)
        return items

    def put(says: Definition, items: Items) -> Definition:
        changed: dict[str, Any] = {name: items}
        return replace(says, **changed)

    return {"get": get, "put": put}


def _always(form: type[ItemForm]) -> Callable[[str, Definition], type[ItemForm]]:
    return lambda _kind, _says: form


def _by_key(item: Any) -> str:
    return str(item.key)


def _titled(item: Any) -> object:
    return said(item.title)


def _texts(key: str, name: str, heading: object, add: object, empty: object) -> ListOf:
    """Return a list of short texts."""
    return ListOf(
        key=key,
        heading=heading,
        add=add,
        change=lazy("Change this line"),
        empty=empty,
        most=30,
        form=_always(TextItemForm),
        label=said,
        note=_lacks_welsh,
        **_of(name),
    )


def _lacks_welsh(text: Text) -> str:
    return "" if text.cy else _("No Welsh yet")


def _cap_note(cap: Cap) -> str:
    if cap.hard:
        return _("%(unit)s. Nobody can ask for more.", unit=unit_words(cap.unit))
    return _("%(unit)s. People may ask for more.", unit=unit_words(cap.unit))


def _rule_note(rule: Rule) -> str:
    told = _("Ask the R&D office") if rule.otherwise.value == "ask" else _("No")
    return _("Others are told: %(answer)s.", answer=told)


def _step_note(step: ApprovalStep) -> str:
    days = _n(
        "%(num)s working day to answer", "%(num)s working days to answer", step.days_to_answer
    )
    return f"{days}. {agreeing.when_words(step)} {agreeing.silence_words(step)}"


def _report_note(report: ReportWanted) -> str:
    if report.after_end:
        return _n(
            "%(num)s month after the last day", "%(num)s months after the last day", report.months
        )
    return _n(
        "%(num)s month after the first day", "%(num)s months after the first day", report.months
    )


def _category_note(category: CostCategory) -> str:
    return _("Pay, worked out from hours and bands") if category.is_pay else ""


def _question_note(question: Question) -> str:
    parts = [str(QUESTION_LABELS[question.kind])]
    if question.most_files:
        parts.append(_n("%(num)s file", "%(num)s files", question.most_files))
    if question.max_words:
        parts.append(_n("%(num)s word", "%(num)s words", question.max_words))
    if not question.required:
        parts.append(_("can be left empty"))
    return ", ".join(parts)


def _section_note(section: Section) -> str:
    kind = str(SECTION_LABELS[section.kind])
    first = section.stage is Round.FIRST
    return _("%(kind)s. In the first step", kind=kind) if first else kind


def _section_alone(section: Section) -> Section:
    return replace(section, questions=())


NOT_NEEDED = _texts(
    "not-needed",
    "not_needed",
    lazy("What people do not need"),
    lazy("Add something they do not need"),
    lazy("Say what people can do without, such as a finished plan. It brings in first-timers."),
)
PAYS_FOR = _texts(
    "pays-for",
    "pays_for",
    lazy("It can pay for"),
    lazy("Add something it pays for"),
    lazy("Say what the money or time may be used for."),
)
NOT_PAID = _texts(
    "not-paid",
    "not_paid",
    lazy("It cannot pay for"),
    lazy("Add something it does not pay for"),
    lazy("Say what it never pays for, so that nobody asks in vain."),
)
PROMISES = _texts(
    "promises",
    "terms",
    lazy("What we promise"),
    lazy("Add a promise"),
    lazy("Say what you promise award holders, such as the same pay."),
)
CAPS = ListOf(
    key="limits",
    heading=lazy("Limits, in the words that people read"),
    add=lazy("Add a limit"),
    change=lazy("Change this limit"),
    empty=lazy("There is no limit. People may ask for any amount."),
    most=20,
    form=cap_form,
    label=lambda cap: cap.guidance(),
    note=_cap_note,
    kind_of=lambda cap: cap.unit.value,
    kinds=UNIT_LABELS,
    fresh={"hard": YES},
    **_of("caps"),
)
RULES = ListOf(
    key="rules",
    heading=lazy("Who can apply, in the words that people read"),
    add=lazy("Add a rule"),
    change=lazy("Change this rule"),
    empty=lazy("There is no rule. All staff can apply, in any job and any band."),
    most=20,
    form=rule_form,
    label=lambda rule: rule.in_full(),
    note=_rule_note,
    kind_of=lambda rule: type(rule).__name__,
    kinds=RULE_LABELS,
    fresh={"otherwise": Reply.NO.value},
    **_of("eligibility"),
)
SECTIONS = ListOf(
    key="sections",
    heading=lazy("Sections"),
    add=lazy("Add a section"),
    change=lazy("Change this section"),
    empty=lazy("Add at least one section: each is a page of the application."),
    most=20,
    form=_always(SectionForm),
    label=_titled,
    note=_section_note,
    fresh={"kind": SectionKind.QUESTIONS.value, "stage": Round.FULL.value},
    name=_by_key,
    own=_section_alone,
    **_of("sections"),
)
CATEGORIES = ListOf(
    key="costs",
    heading=lazy("Kinds of cost"),
    add=lazy("Add a kind of cost"),
    change=lazy("Change this kind of cost"),
    empty=lazy("Add a kind of cost, if people ask for money."),
    most=20,
    form=_always(CategoryForm),
    label=_titled,
    note=_category_note,
    fresh={"is_pay": NO},
    name=_by_key,
    **_of("cost_categories"),
)
TIME_UNITS = ListOf(
    key="time-units",
    heading=lazy("How people may say their time"),
    add=lazy("Add a unit of time"),
    change=lazy("Change this unit"),
    empty=lazy("Add a unit, so that people can say how much time they want."),
    most=len(TIME_UNIT_LABELS),
    form=_always(TimeUnitForm),
    label=lambda unit: TIME_UNIT_LABELS[unit],
    name=str,
    **_of("time_units"),
)
APPROVALS = ListOf(
    key="approvals",
    heading=lazy("Who must agree, in this order"),
    add=lazy("Add somebody who must agree"),
    change=lazy("Change who must agree"),
    empty=lazy("Nobody is asked to agree. Add the applicant's manager if work must be covered."),
    most=len(STAGE_LABELS),
    form=_always(ApprovalForm),
    label=lambda step: STAGE_LABELS[step.stage],
    note=_step_note,
    fresh={
        key: value
        for key, value in ApprovalForm.data_of(ApprovalStep(Stage.LINE_MANAGER)).items()
        if key != "stage"
    },
    name=lambda step: step.stage.value,
    **_of("approvals"),
)
CRITERIA = ListOf(
    key="criteria",
    heading=lazy("What reviewers score"),
    add=lazy("Add something to score"),
    change=lazy("Change what is scored"),
    empty=lazy("Nothing is scored. Add what reviewers should look for, or ask for no reviews."),
    most=12,
    form=criterion_form,
    label=_titled,
    note=lambda criterion: _("%(share)s of the score", share=f"{criterion.weight_percent}%"),
    name=_by_key,
    **_of("criteria"),
)
REPORTS = ListOf(
    key="reports",
    heading=lazy("Reports that you ask for"),
    add=lazy("Add a report"),
    change=lazy("Change this report"),
    empty=lazy("You ask for no report."),
    most=12,
    form=_always(ReportForm),
    label=_titled,
    note=_report_note,
    fresh={"after_end": YES},
    name=_by_key,
    **_of("reports"),
)

_ALL = (
    NOT_NEEDED, PAYS_FOR, NOT_PAID, PROMISES, CAPS, RULES,
    SECTIONS, CATEGORIES, TIME_UNITS, APPROVALS, CRITERIA, REPORTS,
)  # fmt: skip
LISTS: Mapping[str, ListOf] = {each.key: each for each in _ALL}


def questions_of(section_key: str) -> ListOf:
    """Return the list of the questions of one section."""

    def get(says: Definition) -> Items:
        section = says.section(section_key)
        return section.questions if section else ()

    def put(says: Definition, items: Items) -> Definition:
        sections = (
            replace(s, questions=items) if s.key == section_key else s for s in says.sections
        )
        return replace(says, sections=tuple(sections))

    return ListOf(
        key=f"{QUESTIONS}.{section_key}",
        heading=lazy("Questions"),
        add=lazy("Add a question"),
        change=lazy("Change this question"),
        empty=lazy("No question of your own here."),
        most=30,
        get=get,
        put=put,
        form=_always(QuestionForm),
        label=lambda question: said(question.label),
        note=_question_note,
        fresh={
            "section": section_key,
            "required": YES,
            "visible_to": (Audience.REVIEWER, Audience.PANEL),
        },
        name=_by_key,
    )


def list_of(key: str) -> ListOf | None:
    """Return the list with this name; None where there can be none."""
    head, _dot, section = key.partition(".")
    return questions_of(section) if head == QUESTIONS and section else LISTS.get(key)


def is_there(listed: ListOf, says: Definition) -> bool:
    """Say whether a scheme has the list: that of a section goes with the section."""
    head, _dot, section = listed.key.partition(".")
    return head != QUESTIONS or says.section(section) is not None
