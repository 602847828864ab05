"""The API's own description (OpenAPI 3.1): the one place that says what each value means."""

from typing import Any

from portal.people.professions import UptakeGroup
from portal.schemes.cap_units import CapUnit
from portal.schemes.definition import Kind
from portal.schemes.rule import KINDS, Reply

Json = dict[str, Any]


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(of: Json) -> Json:
    return {"type": "array", "items": of}


def _object(properties: Json, says: str = "") -> Json:
    """Return an object that always has all of these and nothing else."""
    return {
        "type": "object",
        "description": says,
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _one(of: Json) -> Json:
    return {"oneOf": [of, {"type": "null"}]}


WORDS: Json = {"type": "string"}
NUMBER: Json = {"type": "number", "minimum": 0}
INSTANT: Json = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$",
    "description": "An instant in UTC. People are shown it in UK time.",
}
DAY: Json = {"type": "string", "format": "date", "description": "A calendar day in the UK."}
PENCE: Json = {"type": "integer", "minimum": 0, "description": "Pence."}
ADDRESS: Json = {"type": "string", "format": "uri"}
ID: Json = {"type": "string", "format": "uuid", "description": "Never changes."}

TEXT = _object(
    {"en": WORDS, "cy": {"type": ["string", "null"]}},
    "The office's words in English, and in Welsh (null where there is no Welsh).",
)
LIMIT = _object(
    {
        "unit": {"enum": [unit.value for unit in CapUnit]},
        "most": NUMBER,
        "least": _one(NUMBER),
        "one_of": _list({"type": "integer"}),
        "hard": {"type": "boolean", "description": "False: more is possible with a reason."},
        "category": {"type": ["string", "null"]},
        "route": {"type": ["string", "null"]},
        "words": _ref("Text"),
    },
    "A limit: at most `most` of a unit, and at least `least`. Money is in pence, `share` is a "
    "part of contracted hours (0.4 is 40%). With `one_of`, one of these and nothing between.",
)
RULE = _object(
    {
        "rule": {"enum": sorted(KINDS)},
        "otherwise": {"enum": [Reply.NO.value, Reply.ASK.value]},
        "only_for": _list({"enum": [job.value for job in UptakeGroup]}),
        "words": _ref("Text"),
    },
    "A condition of who may apply. Who fails it cannot apply, or is to ask the R&D office.",
)
CALL = _object(
    {
        "id": ID,
        "slug": WORDS,
        "url": ADDRESS,
        "name": _ref("Text"),
        "state": {"enum": ["coming", "open", "closed"]},
        "opens_at": INSTANT,
        "closes_at": INSTANT,
        "approvals_due_at": INSTANT,
        "reviews_due_at": INSTANT,
        "panel_on": DAY,
        "decisions_on": DAY,
        "earliest_start_on": DAY,
        "pot_pence": PENCE,
        "pot_wte_months_hundredths": {
            "type": ["integer", "null"],
            "description": "Months of one full-time person, times 100.",
        },
        "open_to": _list(_ref("Text")),
    },
    "One opening of a scheme. It is open from `opens_at` up to and including `closes_at`.",
)
SCHEME = _object(
    {
        "id": ID,
        "slug": WORDS,
        "url": ADDRESS,
        "organisation": _ref("Text"),
        "kind": {"enum": [kind.value for kind in Kind]},
        "kind_label": _ref("Text"),
        "ended": {"type": "boolean"},
        "name": _ref("Text"),
        "summary": _ref("Text"),
        "purpose": _ref("Text"),
        "decided_by": _ref("Text"),
        "source": _one(_ref("Text")),
        "pays_for": _list(_ref("Text")),
        "does_not_pay_for": _list(_ref("Text")),
        "promises": _list(_ref("Text")),
        "not_needed": _list(_ref("Text")),
        "limits": _list(_ref("Limit")),
        "who_can_apply": _list(_ref("Text")),
        "eligibility": _list(_ref("Rule")),
        "criteria": _list(_object({"title": _ref("Text"), "weight_percent": {"type": "integer"}})),
        "minutes_to_apply": {"type": "integer"},
        "calls": _list(_ref("Call")),
    },
    "A standing programme, as it was when the first of its calls here was set up.",
)
LISTING = _object(
    {
        "version": {"const": 1},
        "organisation": WORDS,
        "documentation": ADDRESS,
        "changed_at": _one(INSTANT),
        "schemes": _list(_ref("Scheme")),
    },
    "Every scheme with a call that is open or coming, by closing time.",
)


def _answer(says: str, kind: str, schema: Json) -> Json:
    return {"description": says, "content": {kind: {"schema": schema}}}


def _get(summary: str, answer: Json, parameters: list[Json] | None = None) -> Json:
    missing = {"description": "There is no such scheme."}
    answers = {"200": answer, "304": {"description": "Nothing has changed since."}}
    if parameters:
        answers["404"] = missing
    return {"get": {"summary": summary, "parameters": parameters or [], "responses": answers}}


SLUG: Json = {
    "name": "slug",
    "in": "path",
    "required": True,
    "schema": {"type": "string"},
    "description": "The last part of the address of the scheme's page.",
}


def document(service: str, organisation: str, server: str) -> Json:
    """Return the whole description, for the service at this address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{service}: research time, small grants and secondments",
            "version": "1",
            "description": (
                f"Open and coming schemes of {organisation or service}. Public, needs no key. "
                "New values may be added within version 1; none is taken away or changes its "
                "meaning. Please ask at most once a minute, with If-None-Match."
            ),
        },
        "servers": [{"url": server}],
        "paths": {
            "/api/schemes.json": _get(
                "Every scheme that is open or coming",
                _answer("The schemes.", "application/json", _ref("Listing")),
            ),
            "/api/schemes/{slug}.json": _get(
                "One scheme with all its calls, past ones too",
                _answer("The scheme.", "application/json", _ref("Scheme")),
                [SLUG],
            ),
            "/schemes.atom": _get(
                "The same as a feed", _answer("Atom (RFC 4287).", "application/atom+xml", WORDS)
            ),
            "/schemes.ics": _get(
                "The dates as a calendar",
                _answer("iCalendar (RFC 5545).", "text/calendar", WORDS),
            ),
        },
        "components": {
            "schemas": {
                "Text": TEXT,
                "Limit": LIMIT,
                "Rule": RULE,
                "Call": CALL,
                "Scheme": SCHEME,
                "Listing": LISTING,
            }
        },
    }
