"""What changed between two definitions of a scheme, in words. Pure.

Complete: two definitions that differ give at least one change, and equal ones none. Things in
lists are paired by key, and by their place among those with the same key.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from portal.costing.wte import TimeUnit
from portal.designer import compare_words as words
from portal.kernel.language import ENGLISH, WELSH, Text, _
from portal.schemes.caps import Cap
from portal.schemes.criteria import Criterion
from portal.schemes.definition import ApprovalStep, Definition
from portal.schemes.models import SchemeDraft
from portal.schemes.pages.templates import PLACE_LABELS
from portal.schemes.questions import Option, Question, Section
from portal.schemes.rule import Rule

T = TypeVar("T")
Id = tuple[Hashable, int]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the field of the definition, a few words, and the value before and after.

    `lang` is the language of the two values, where they are the office's own text.
    """

    place: str
    words: str
    before: str = ""
    after: str = ""
    lang: str = ""


Changes = list[Change]


def compare(old: Definition, new: Definition) -> tuple[Change, ...]:
    """Return every change from the old definition to the new one, in the order of its fields."""
    found: Changes = []
    for field in fields(Definition):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after:
            found += _FIELDS.get(field.name, _plain)(field.name, before, after)
    return tuple(found)


def changes_of(draft: SchemeDraft) -> tuple[Change, ...]:
    """Return what a draft changes in the version that it was begun from."""
    base = next(v for v in draft.scheme.versions if v.number == draft.base_number)
    return compare(base.document, draft.document)


def _label(place: str) -> str:
    return str(PLACE_LABELS[place])


def _plain(place: str, before: Any, after: Any) -> Changes:
    """Compare a text by language, a list of texts one by one, and anything else as it is."""
    if isinstance(before, tuple):
        return _texts(place, before, after)
    if isinstance(before or after, Text):
        return _text(place, _label(place), before, after)
    return _value(place, _label(place), before, after)


def _value(place: str, what: str, before: Any, after: Any) -> Changes:
    if before == after:
        return []
    return [Change(place, what, words.value(before), words.value(after))]


def _text(place: str, what: str, before: Text | None, after: Text | None) -> Changes:
    """Say a change of the English, and beside it one of the Welsh."""
    old, new = before or Text(""), after or Text("")
    found = []
    if old.en != new.en or (before is None) != (after is None):
        found.append(Change(place, what, old.en, new.en, ENGLISH))
    if old.cy != new.cy:
        found.append(Change(place, words.welsh(what, old, new), old.cy, new.cy, WELSH))
    return found


def _texts(place: str, before: Sequence[Text], after: Sequence[Text]) -> Changes:
    """Pair texts by their English: one that is worded anew is one removed and one added."""

    def shown(gone: Text | None, come: Text | None) -> Changes:
        return _text(place, _label(place), gone, come)

    return _pairs(place, before, after, key=lambda text: text.en, compare=shown)


def _pairs(
    place: str,
    before: Sequence[T],
    after: Sequence[T],
    *,
    key: Callable[[T], Hashable],
    compare: Callable[[T | None, T | None], Changes],
) -> Changes:
    """Compare what is in both, then say what has gone, what has come, and a new order."""
    old, new = _by_id(before, key), _by_id(after, key)
    found: Changes = []
    for each in [*old, *(n for n in new if n not in old)]:
        one, other = old.get(each), new.get(each)
        if one != other:
            found += compare(one, other)
    return found + _order(place, old, new)


def _by_id(items: Iterable[T], key: Callable[[T], Hashable]) -> dict[Id, T]:
    seen: Counter[Hashable] = Counter()
    found: dict[Id, T] = {}
    for item in items:
        found[key(item), seen[key(item)]] = item
        seen[key(item)] += 1
    return found


def _order(place: str, old: Iterable[Id], new: Iterable[Id]) -> Changes:
    """Say that those which are in both stand in another order."""
    olds, news = list(old), list(new)
    if [each for each in olds if each in news] == [each for each in news if each in olds]:
        return []
    return [Change(place, _("New order: %(what)s", what=_label(place)))]


def _caps(place: str, before: Sequence[Cap], after: Sequence[Cap]) -> Changes:
    def shown(gone: Cap | None, come: Cap | None) -> Changes:
        if gone and come and replace(gone, title=None) == replace(come, title=None):
            return []  # a title is made from the route and the kind of cost, which say so
        return [Change(place, words.cap(gone, come), _guidance(gone), _guidance(come))]

    return _pairs(place, before, after, key=lambda c: (c.unit, c.category, c.route), compare=shown)


def _guidance(cap: Cap | None) -> str:
    return cap.guidance() if cap else ""


def _rules(place: str, before: Sequence[Rule], after: Sequence[Rule]) -> Changes:
    def shown(gone: Rule | None, come: Rule | None) -> Changes:
        what = words.gone_or_come(_("Rule"), gone, come)
        return [Change(place, what, words.rule(gone), words.rule(come))]

    return _pairs(place, before, after, key=lambda rule: type(rule).__name__, compare=shown)


def _approvals(
    place: str, before: Sequence[ApprovalStep], after: Sequence[ApprovalStep]
) -> Changes:
    def shown(gone: ApprovalStep | None, come: ApprovalStep | None) -> Changes:
        return [Change(place, _label(place), words.approval(gone), words.approval(come))]

    return _pairs(place, before, after, key=lambda step: step.stage, compare=shown)


def _criteria(place: str, before: Sequence[Criterion], after: Sequence[Criterion]) -> Changes:
    def shown(gone: Criterion | None, come: Criterion | None) -> Changes:
        if gone is None or come is None:
            return _whole(place, _("Criterion"), gone, come)
        name = str(come.title)
        found = _text(place, _("Criterion: %(name)s", name=name), gone.title, come.title)
        share = _("Share of the score: %(name)s", name=name)
        found += _value(place, share, gone.weight_percent, come.weight_percent)
        for score in sorted({*gone.anchors, *come.anchors}):
            what = _("What %(score)s means: %(name)s", score=score, name=name)
            found += _text(place, what, gone.anchors.get(score), come.anchors.get(score))
        return found

    return _pairs(place, before, after, key=lambda criterion: criterion.key, compare=shown)


def _titled(place: str, before: Sequence[Any], after: Sequence[Any]) -> Changes:
    """Compare kinds of cost, or reports, field by field."""

    def shown(gone: Any, come: Any) -> Changes:
        if gone is None or come is None:
            return _whole(place, _label(place), gone, come)
        return _each_field(place, str(come.title), gone, come)

    return _pairs(place, before, after, key=lambda item: item.key, compare=shown)


def _whole(place: str, what: str, gone: Any, come: Any) -> Changes:
    """Say that a thing with a title has gone or come."""
    label = words.gone_or_come(what, gone, come)
    return [Change(place, label, words.title(gone), words.title(come))]


def _each_field(place: str, name: str, gone: Any, come: Any) -> Changes:
    """Say each field that differs; both are of one type, and have the same key."""
    found: Changes = []
    for field in fields(gone):
        before, after = getattr(gone, field.name), getattr(come, field.name)
        if before == after or field.name in {"questions", "options", "names_host"}:
            continue
        what = words.of(field.name, name)
        if isinstance(before or after, Text):
            found += _text(place, what, before, after)
        else:
            found += _value(place, what, before, after)
    return found


def _sections(place: str, before: Sequence[Section], after: Sequence[Section]) -> Changes:
    def shown(gone: Section | None, come: Section | None) -> Changes:
        if gone is None or come is None:
            return _whole(place, _("Section"), gone, come)
        return _each_field(place, str(come.title), gone, come)

    sections = _pairs(place, before, after, key=lambda section: section.key, compare=shown)
    return sections + _questions(place, before, after)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A question and the section it stands in."""

    question: Question
    section: Id
    title: str


def _placed(sections: Sequence[Section]) -> dict[Id, _Placed]:
    by_id = _by_id(sections, lambda section: section.key)
    all_of_them = [
        _Placed(question, where, str(section.title))
        for where, section in by_id.items()
        for question in section.questions
    ]
    return _by_id(all_of_them, lambda placed: placed.question.key)


def _questions(place: str, before: Sequence[Section], after: Sequence[Section]) -> Changes:
    """Pair questions over all sections, so that one that moved is not one removed and added."""
    old, new = _placed(before), _placed(after)
    found: Changes = []
    for each in [*old, *(n for n in new if n not in old)]:
        found += _question(place, old.get(each), new.get(each))
    stayed = [each for each in old if each in new and old[each].section == new[each].section]
    now = [each for each in new if each in set(stayed)]
    # By the old order of sections, so that a new order of sections is not said twice.
    stood = list(dict.fromkeys(placed.section for placed in old.values()))
    return found + _order(place, stayed, sorted(now, key=lambda e: stood.index(new[e].section)))


def _question(place: str, gone: _Placed | None, come: _Placed | None) -> Changes:
    if gone is None or come is None:
        label = words.gone_or_come(_("Question"), gone, come)
        before, after = (words.label(each.question if each else None) for each in (gone, come))
        return [Change(place, label, before, after)]
    name = str(come.question.label)
    found = _each_field(place, name, gone.question, come.question)
    found += _options(place, name, gone.question.options, come.question.options)
    if gone.section != come.section:
        moved = _("Question moved: %(name)s", name=name)
        found.append(Change(place, moved, gone.title, come.title))
    return found


def _options(place: str, name: str, before: Sequence[Option], after: Sequence[Option]) -> Changes:
    what = _("Answers to choose from: %(name)s", name=name)

    def shown(gone: Option | None, come: Option | None) -> Changes:
        before, after = (each.label if each else None for each in (gone, come))
        return _text(place, what, before, after) or [
            Change(place, what, words.label(gone), words.label(come))
        ]

    return _pairs(place, before, after, key=lambda option: option.key, compare=shown)


def _units(place: str, before: Sequence[TimeUnit], after: Sequence[TimeUnit]) -> Changes:
    return [Change(place, _label(place), words.units(before), words.units(after))]


_FIELDS: dict[str, Callable[[str, Any, Any], Changes]] = {
    "caps": _caps,
    "eligibility": _rules,
    "approvals": _approvals,
    "criteria": _criteria,
    "cost_categories": _titled,
    "reports": _titled,
    "sections": _sections,
    "time_units": _units,
}
