"""Two saves of one page: both, side by side, for the person to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.applications.actions.sections import ChangedMeanwhile
from portal.applications.models import Application
from portal.applications.pages.addresses import OWN_PAGES, section_address
from portal.applications.pages.heads import earlier_link
from portal.applications.periods import apart
from portal.applications.reading import Answered, in_words, questions_of
from portal.applications.time_words import GIVEN_LABELS
from portal.applications.timing import Given
from portal.kernel.actor import Actor
from portal.kernel.language import _, lazy
from portal.schemes.questions import Section, SectionKind
from portal.web.format import moment
from portal.web.pieces import Link

DAYS = {"starts": lazy("First day"), "ends": lazy("Last day")}


@dataclass(frozen=True, slots=True)
class Difference:
    """What was saved and what was typed of one question, or of the whole page.

    `name` is that of the choice between them, without what it begins with.
    """

    name: str
    label: str
    saved: tuple[Answered, ...]
    typed: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """What was saved after this page was served, beside what was typed here."""

    saved: str
    differences: tuple[Difference, ...]
    keep_saved: Link
    earlier: Link


def both(
    application: Application,
    section: Section,
    typed: Mapping[str, Any],
    changed: ChangedMeanwhile,
    actor: Actor,
) -> Both:
    """Return every answer that differs, and who saved the other one, and when."""
    own = actor.is_person(changed.saved_by_id)
    when = moment(changed.saved_at)
    return Both(
        saved=_("You saved this on %(when)s, on another page.", when=when)
        if own
        else _("%(name)s saved this on %(when)s.", name=changed.saved_by, when=when),
        differences=_differences(section, changed.saved_answers, typed),
        keep_saved=Link(_("Keep all that was saved"), section_address(application, section)),
        earlier=earlier_link(application, section),
    )


def answered(section: Section, answers: Mapping[str, Any]) -> tuple[Answered, ...]:
    """Return all that stands in a section in words, whatever its kind; empty answers too."""
    time = _time(answers) if section.kind is SectionKind.TIME else ()
    asked = tuple(
        Answered(str(question.label), in_words(question, answers.get(question.key)))
        for question in questions_of(section)
    )
    reason = str(answers.get("reason") or "") if section.kind in OWN_PAGES else ""
    return (*time, *asked, *([Answered(_("Why more than the limit"), reason)] if reason else []))


def _differences(
    section: Section, saved: Mapping[str, Any], typed: Mapping[str, Any]
) -> tuple[Difference, ...]:
    if section.kind in OWN_PAGES:
        texts = answered(section, saved), answered(section, typed)
        return (Difference("all", str(section.title), *texts),)
    return tuple(
        Difference(
            f"q_{question.key}",
            str(question.label),
            (Answered("", in_words(question, saved.get(question.key))),),
            (Answered("", in_words(question, typed.get(question.key))),),
        )
        for question in questions_of(section)
        if saved.get(question.key) != typed.get(question.key)
    )


def _time(answers: Mapping[str, Any]) -> tuple[Answered, ...]:
    """Return the time as it was typed, period by period, which may be no time yet."""
    periods = apart(answers)
    return tuple(
        Answered(
            label if len(periods) == 1 else _("Period %(number)s: %(what)s", number=n, what=label),
            words,
        )
        for n, period in enumerate(periods, start=1)
        for label, words in _period(period)
    )


def _period(period: Mapping[str, str]) -> tuple[Answered, ...]:
    unit = period["unit"]
    label = str(GIVEN_LABELS[Given(unit)]) if unit in set(Given) else unit
    amount = f"{period['amount']} {label}".strip()
    days = [
        Answered(str(words), _day(period, name) or _("Not provided"))
        for name, words in DAYS.items()
    ]
    return (Answered(_("How much time"), amount or _("Not provided")), *days)


def _day(period: Mapping[str, str], name: str) -> str:
    parts = (period[f"{name}-{part}"] for part in ("day", "month", "year"))
    return " ".join(filter(None, parts))
