"""The words in which a comparison of two definitions shows a value."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from portal.applications.time_words import UNIT_LABELS
from portal.costing.wte import TimeUnit
from portal.kernel.language import Text, _, _n, lazy
from portal.schemes.caps import Cap
from portal.schemes.criteria import Aggregation, Scale
from portal.schemes.definition import KIND_LABELS, STAGE_LABELS, ApprovalStep
from portal.schemes.pages import agreeing
from portal.schemes.questions import Audience, Option, Question, QuestionKind, Round, SectionKind
from portal.schemes.rule import Reply, Rule

ENUMS: Mapping[Any, object] = {
    **KIND_LABELS,
    Aggregation.WEIGHTED_MEAN: lazy("The average, each thing by its share"),
    Aggregation.MEAN: lazy("The plain average"),
    Aggregation.MEDIAN: lazy("The middle score"),
}
# Values of two kinds can be the same letters, so what a field holds is looked up by the field.
FIELD_VALUES: Mapping[type, Mapping[Any, object]] = {
    SectionKind: {
        SectionKind.QUESTIONS: lazy("Questions of your own"),
        SectionKind.ABOUT: lazy("About the applicant, from the staff list"),
        SectionKind.TIME: lazy("Time: dates and hours"),
        SectionKind.COSTS: lazy("Costs: pay and other costs"),
        SectionKind.RELEASE: lazy("Manager and cover"),
        SectionKind.PEOPLE: lazy("People: who helps, and a mentor"),
        SectionKind.DECLARATIONS: lazy("Declarations: lines to tick before sending"),
        SectionKind.FILES: lazy("Files: documents and pictures"),
    },
    Round: {
        Round.FIRST: lazy("In the first step, which everybody sends"),
        Round.FULL: lazy("In the full form"),
    },
    QuestionKind: {
        QuestionKind.SHORT_TEXT: lazy("A line of text"),
        QuestionKind.LONG_TEXT: lazy("A longer text"),
        QuestionKind.ONE_OF: lazy("One of some answers"),
        QuestionKind.MANY_OF: lazy("Any of some answers"),
        QuestionKind.YES_NO: lazy("Yes or no, or a line to tick"),
        QuestionKind.FILE: lazy("Files, in a section of files"),
    },
    Audience: {
        Audience.REVIEWER: lazy("Reviewers, who may not see names"),
        Audience.PANEL: lazy("The panel"),
        Audience.MANAGER: lazy("The manager"),
        Audience.FINANCE: lazy("Finance"),
        Audience.HOST: lazy("The host, where one must agree"),
        Audience.PUBLIC: lazy("The public, once there is an award"),
    },
    TimeUnit: UNIT_LABELS,
}
_OF = {
    "title": lazy("Title: %(name)s"),
    "label": lazy("Question: %(name)s"),
    "hint": lazy("Hint: %(name)s"),
    "kind": lazy("Kind: %(name)s"),
    "stage": lazy("Step: %(name)s"),
    "max_words": lazy("Most words: %(name)s"),
    "most_files": lazy("Most files: %(name)s"),
    "required": lazy("Must be answered: %(name)s"),
    "visible_to": lazy("Who reads the answer: %(name)s"),
    "is_pay": lazy("Is pay: %(name)s"),
    "needs_mentor": lazy("A mentor must agree: %(name)s"),
    "months": lazy("Due after so many months: %(name)s"),
    "after_end": lazy("Counted from the last day: %(name)s"),
}


def of(field: str, name: str) -> str:
    """Name a field of a thing: "Hint: What will you do?"."""
    return str(_OF[field]) % {"name": name}


def value(held: Any) -> str:
    """Write a plain value."""
    if isinstance(held, bool):
        return _("Yes") if held else _("No")
    if isinstance(held, Scale):
        return _("%(low)s to %(high)s", low=held.low, high=held.high)
    if isinstance(held, frozenset):
        return ", ".join(sorted(value(each) for each in held)) or _("Nobody but the office")
    if isinstance(held, StrEnum):
        return str(FIELD_VALUES.get(type(held), ENUMS)[held])
    return "" if held is None else str(held)


def units(held: Sequence[TimeUnit]) -> str:
    """Write units of time in their order."""
    return ", ".join(value(unit) for unit in held)


def title(thing: Any) -> str:
    """Write the title of a section, a criterion, a cost or a report; nothing for none."""
    return str(thing.title) if thing is not None else ""


def label(thing: Question | Option | None) -> str:
    """Write the words of a question or an answer; nothing for none."""
    return str(thing.label) if thing is not None else ""


def welsh(what: str, old: Text, new: Text) -> str:
    """Say whether Welsh was added, removed or changed."""
    if not old.cy:
        return _("Welsh added. %(what)s", what=what)
    if not new.cy:
        return _("Welsh removed. %(what)s", what=what)
    return _("Welsh changed. %(what)s", what=what)


def gone_or_come(what: str, old: object | None, new: object | None) -> str:
    """Say that a thing was added or removed, or is another than before."""
    if old is None:
        return _("%(what)s added", what=what)
    if new is None:
        return _("%(what)s removed", what=what)
    return _("%(what)s changed", what=what)


def cap(old: Cap | None, new: Cap | None) -> str:
    """Say which way a limit went."""
    if old is None or new is None:
        return gone_or_come(_("Limit"), old, new)
    if new.limit == old.limit:
        return _("Limit changed")
    return _("Limit raised") if new.limit > old.limit else _("Limit lowered")


def rule(held: Rule | None) -> str:
    """Write a rule, and what somebody is told who does not meet it."""
    if held is None:
        return ""
    told = {Reply.ASK: _("if not, ask the R&D office"), Reply.NO: _("if not, no")}
    if held.otherwise not in told:
        return held.in_full()
    return _("%(rule)s (%(told)s)", rule=held.in_full(), told=told[held.otherwise])


def approval(step: ApprovalStep | None) -> str:
    """Write who is asked, for how long, when, and what silence means."""
    if step is None:
        return ""
    who = _n(
        "%(who)s, %(num)s working day to answer",
        "%(who)s, %(num)s working days to answer",
        step.days_to_answer,
        who=str(STAGE_LABELS[step.stage]),
    )
    return f"{who}. {agreeing.when_words(step)} {agreeing.silence_words(step)}"
