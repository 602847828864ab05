"""What the API says of a scheme and its calls, as plain JSON values in both languages.

`feeds/openapi.py` documents each of these; a test holds the one to the other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import force_locale

from portal.kernel.language import LANGUAGES, Text
from portal.schemes.caps import Cap
from portal.schemes.definition import KIND_LABELS, Definition
from portal.schemes.eligibility import Rule, who_can_apply
from portal.schemes.lifecycle import Phase
from portal.schemes.models import Call, Scheme
from portal.web.links import link

Json = dict[str, Any]
VERSION = 1


def listing(
    calls: Sequence[Call], changed: Mapping[UUID, datetime], organisation: str, now: datetime
) -> Json:
    """Return the schemes of these calls, each with its calls, in the order of the calls."""
    schemes = list(dict.fromkeys(call.scheme for call in calls))
    return {
        "version": VERSION,
        "organisation": organisation,
        "documentation": link("reach.api"),
        "changed_at": instant(max(changed.values())) if changed else None,
        "schemes": [
            record(scheme, [call for call in calls if call.scheme is scheme], now)
            for scheme in schemes
        ],
    }


def record(scheme: Scheme, calls: Sequence[Call], now: datetime) -> Json:
    """Return one scheme, as its first call here says it, with all of these calls."""
    says = calls[0].document
    return {
        "id": str(scheme.id),
        "slug": scheme.slug,
        "url": link("schemes.scheme", slug=scheme.slug),
        "organisation": text(scheme.organisation.name),
        "kind": says.kind.value,
        "kind_label": both(lambda: str(KIND_LABELS[says.kind])),
        "ended": scheme.retired_at is not None,
        **_words(says),
        "limits": [_limit(cap) for cap in says.caps],
        "who_can_apply": _lines(lambda: who_can_apply(says.eligibility)),
        "eligibility": [_rule(rule) for rule in says.eligibility],
        "criteria": [
            {"title": text(each.title), "weight_percent": each.weight_percent}
            for each in says.criteria
        ],
        "minutes_to_apply": says.minutes_to_apply,
        "calls": [call_record(call, now) for call in calls],
    }


def _words(says: Definition) -> Json:
    return {
        "name": text(says.name),
        "summary": text(says.summary),
        "purpose": text(says.purpose),
        "decided_by": text(says.decided_by),
        "source": text(says.funder_note) if says.funder_note else None,
        "pays_for": _texts(says.pays_for),
        "does_not_pay_for": _texts(says.not_paid),
        "promises": _texts(says.terms),
        "not_needed": _texts(says.not_needed),
    }


def call_record(call: Call, now: datetime) -> Json:
    """Return one call: its dates in UTC, where it is now, and its pot."""
    return {
        "id": str(call.id),
        "slug": call.slug,
        "url": link("schemes.scheme", slug=call.scheme.slug, call=call.slug),
        "name": text(call.name),
        "state": state(call, now),
        "opens_at": instant(call.opens_at),
        "closes_at": instant(call.closes_at),
        "approvals_due_at": instant(call.approvals_due_at),
        "reviews_due_at": instant(call.reviews_due_at),
        "panel_on": call.panel_on.isoformat(),
        "decisions_on": call.decisions_on.isoformat(),
        "earliest_start_on": call.earliest_start_on.isoformat(),
        "pot_pence": call.pot_pence,
        "pot_wte_months_hundredths": call.pot_wte_months_hundredths,
        "open_to": [text(node.name) for node in call.open_to]
        or [text(call.scheme.organisation.name)],
    }


def state(call: Call, now: datetime) -> str:
    """Return "coming", "open" or "closed"."""
    phase = call.phase(now)
    return phase.value if phase in {Phase.COMING, Phase.OPEN} else "closed"


def instant(at: datetime) -> str:
    """Write an instant in UTC: "2027-01-15T17:00:00Z"."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def text(words: Text) -> Json:
    """Write a text in English, and in Welsh where there is some."""
    return {"en": words.en, "cy": words.cy or None}


def _texts(texts: Iterable[Text]) -> list[Json]:
    return [text(each) for each in texts]


def both(say: Callable[[], str]) -> Json:
    """Have our own words said in each language."""
    said: Json = {}
    for language in LANGUAGES:
        with force_locale(language):
            said[language] = say()
    return said


def _lines(say: Callable[[], tuple[str, ...]]) -> list[Json]:
    said = []
    for language in LANGUAGES:
        with force_locale(language):
            said.append(say())
    return [{"en": en, "cy": cy} for en, cy in zip(*said, strict=True)]


def _limit(cap: Cap) -> Json:
    return {
        "unit": cap.unit.value,
        "most": _number(cap.limit),
        "least": None if cap.least is None else _number(cap.least),
        "one_of": list(cap.one_of),
        "hard": cap.hard,
        "category": cap.category,
        "route": cap.route,
        "words": both(cap.guidance),
    }


def _rule(rule: Rule) -> Json:
    return {
        "rule": type(rule).__name__,
        "otherwise": rule.otherwise.value,
        "only_for": sorted(job.value for job in rule.only_for),
        "words": both(rule.in_full),
    }


def _number(value: Decimal | int) -> int | float:
    return int(value) if value == int(value) else float(value)
