"""What was changed after an application was sent, for each reader what they may read of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from portal.applications import kept_people, returned
from portal.applications.credit import in_words as in_roles
from portal.applications.kept import rows_as_kept
from portal.applications.models import Application, CostLine
from portal.applications.money import Pot, Tally, pot_words, tally
from portal.applications.reading import KNOWN_TO, Answered, in_words, in_words_of, readable
from portal.applications.returns import Return, ReturnedSection
from portal.applications.time_words import summary_words
from portal.applications.weeks import Week, start_of, week_of
from portal.kernel.amounts import pounds
from portal.kernel.language import _
from portal.schemes.questions import Audience, Section, SectionKind
from portal.web.format import short_day

TIME, COSTS, FILES, PEOPLE, ANSWERS = "time", "costs", "files", "people", "answers"
KINDS = {
    SectionKind.TIME: TIME,
    SectionKind.COSTS: COSTS,
    SectionKind.FILES: FILES,
    SectionKind.PEOPLE: PEOPLE,
}
HAVE_LIMITS = frozenset({SectionKind.TIME, SectionKind.COSTS})
# Who sees what is paid to whom; everybody else sees the total of each kind of cost.
SEE_LINES: frozenset[Audience | None] = frozenset({None, Audience.FINANCE})
SEE_COSTS: frozenset[Audience | None] = SEE_LINES | {
    Audience.REVIEWER, Audience.PANEL, Audience.MANAGER,
}  # fmt: skip


Row = Mapping[str, Any]


class Changed(NamedTuple):
    """One answer, in words: what it was, and what it became."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What changed in one section when its return was answered, or was typed and never sent."""

    section: Section
    at: datetime
    answers: tuple[Changed, ...]


def kinds_of(back: Return) -> frozenset[str]:
    """Say what an answer changed, in the words above. Not the mark of a section's end."""
    return frozenset(
        KINDS.get(section.kind, ANSWERS)
        for section, part in returned.sections_of(back)
        if differs(part.before, part.after)
    )


def differs(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Say whether a section holds something else; the mark that it is finished is nothing."""
    return _content(before) != _content(after)


def sent(application: Application, audience: Audience | None) -> tuple[SectionChange, ...]:
    """Return what changed after it was first sent, the oldest first, as this audience may read it.

    Of two stages that is what changed of the stage it is in. None is the applicant and the office.
    What this audience may not read is not there at all.
    """
    return tuple(
        change
        for back in returned.of_stage(application)
        if back.answered_at is not None
        for change in _of(back, back.answered_at, audience)
    )


def so_far(back: Return, kept_now: Mapping[str, Any]) -> tuple[SectionChange, ...]:
    """Return what its applicant has changed and not sent. `kept_now` is by the section's key."""
    return tuple(
        found
        for section, part in returned.sections_of(back)
        if (found := _section(back, section, part, kept_now[section.key], back.returned_at, None))
    )


def never_sent(application: Application) -> tuple[SectionChange, ...]:
    """Return what was typed for the newest return without an answer, for its applicant."""
    ended = [b for b in returned.of_stage(application) if b.passed_at or b.cancelled_at]
    if not ended:
        return ()
    back = ended[-1]
    at = back.passed_at or back.cancelled_at
    assert at is not None
    return _of(back, at, None)


def _of(back: Return, at: datetime, audience: Audience | None) -> tuple[SectionChange, ...]:
    return tuple(
        found
        for section, part in returned.sections_of(back)
        if (found := _section(back, section, part, part.after, at, audience))
    )


def _section(
    back: Return,
    section: Section,
    part: ReturnedSection,
    after: Mapping[str, Any],
    at: datetime,
    audience: Audience | None,
) -> SectionChange | None:
    found = [
        *_rows(back.application, section, part.before, after, audience),
        *_answers(section, part.before, after, audience),
    ]
    return SectionChange(section, at, tuple(found)) if found else None


def _answers(
    section: Section,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    audience: Audience | None,
) -> list[Changed]:
    was, is_now = before["answers"] or {}, after["answers"] or {}
    found = [
        Changed(str(q.label), in_words(q, was.get(q.key)), in_words(q, is_now.get(q.key)))
        for q in readable(section, {**was, **is_now}, audience)
        if was.get(q.key) != is_now.get(q.key)
    ]
    if audience is None and section.kind in HAVE_LIMITS:
        none = _("Not provided")
        why = _("Why more than the limit")
        found.append(Changed(why, was.get("reason") or none, is_now.get("reason") or none))
    return [each for each in found if each.old != each.new]


def _rows(
    application: Application,
    section: Section,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    audience: Audience | None,
) -> list[Changed]:
    if section.kind not in KINDS or before["rows"] == after["rows"]:
        return []
    if section.kind is SectionKind.FILES:
        return _files(section, before["rows"], after["rows"], audience)
    if section.kind is SectionKind.PEOPLE:
        return _people(before["rows"], after["rows"]) if _is_known(audience) else []
    was, is_now = rows_as_kept(section, before), rows_as_kept(section, after)
    if section.kind is SectionKind.TIME:
        week = week_of(application, start_of(application))
        return [Changed(_("Time each week"), _time(was, week), _time(is_now, week))]
    if audience not in SEE_COSTS:
        return []
    words = _lines if audience in SEE_LINES else _totals
    return [Changed(_("Costs"), words(application, was), words(application, is_now))]


def _files(
    section: Section,
    was: Sequence[Row],
    is_now: Sequence[Row],
    audience: Audience | None,
) -> list[Changed]:
    """Return the files of each question that changed, each marked where it came or went.

    A blind reader has no names, which are the applicant's own, but the numbers of their own page.
    """
    found = []
    for question in section.questions:
        if audience is not None and not question.is_visible_to(audience):
            continue
        old = [row for row in was if row["question_key"] == question.key]
        new = [row for row in is_now if row["question_key"] == question.key]
        if old != new:
            gone = _named(old, new, _("%(file)s (removed)"), audience)
            came = _named(new, old, _("%(file)s (added)"), audience)
            found.append(Changed(str(question.label), gone, came))
    return found


def _named(
    these: Sequence[Row], others: Sequence[Row], mark: str, audience: Audience | None
) -> str:
    ids = {row["id"] for row in others}
    named = [
        (row["name"] if _is_known(audience) else _("File %(number)s", number=number), row["id"])
        for number, row in enumerate(these, 1)
    ]
    lines = (name if each in ids else mark % {"file": name} for name, each in named)
    return "\n".join(lines) or _("No files added")


def _people(was: Sequence[Row], is_now: Sequence[Row]) -> list[Changed]:
    pairs = zip(_who(was), _who(is_now), strict=True)
    found = (Changed(old.label, old.answer, new.answer) for old, new in pairs)
    return [each for each in found if each.old != each.new]


def _who(rows: Sequence[Row]) -> tuple[Answered, ...]:
    helpers, mentor = kept_people.as_kept(rows)
    told = "\n".join(f"{one.name}: {in_roles(one.credit)}" for one in helpers if one.credit)
    return (*in_words_of(helpers, mentor), Answered(_("Roles"), told or _("Not provided")))


def _is_known(audience: Audience | None) -> bool:
    return audience is None or audience in KNOWN_TO


def _time(periods: list[Any], week: Week) -> str:
    if not periods:
        return _("Not provided")
    lines = (
        _(
            "%(time)s, from %(start)s to %(end)s.",
            time=summary_words([period], week),
            start=short_day(period.starts_on),
            end=short_day(period.ends_on),
        )
        for period in periods
    )
    return "\n".join(lines)


def _lines(_application: Application, lines: list[CostLine]) -> str:
    return "\n".join([*map(_line, lines), _total(tally(lines))])


def _line(line: CostLine) -> str:
    words = f"{line.label}: {pounds(line.amount_pence)}"
    if line.pot is Pot.SCHEME:
        return words
    return _("%(line)s. Paid by: %(who)s", line=words, who=pot_words(line.pot, line.pot_name))


def _totals(application: Application, lines: list[CostLine]) -> str:
    """Say what is asked for each kind. Who else pays is not named: that could tell whose it is."""
    found = tally(lines)
    titles = {c.key: str(c.title) for c in application.call.document.cost_categories}
    other = _("Other costs")
    each = (f"{titles.get(k, other)}: {pounds(v)}" for k, v in found.asked_by_category.items())
    return "\n".join([*each, _total(found)])


def _total(found: Tally) -> str:
    asked = pounds(found.asked_pence)
    if not found.elsewhere_pence:
        return _("Total: %(sum)s", sum=asked)
    others = pounds(found.elsewhere_pence)
    return _(
        "Asked of this scheme: %(asked)s. Paid by others: %(others)s", asked=asked, others=others
    )


def _content(kept: Mapping[str, Any]) -> tuple[Any, Any]:
    return kept.get("answers") or {}, kept.get("rows")
