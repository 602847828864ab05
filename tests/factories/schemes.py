"""Schemes from the gallery, and calls of them in any phase, as rows."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count

from portal.people.models import Organisation, Person
from portal.schemes.definition import Definition
from portal.schemes.gallery import template
from portal.schemes.models import Call, LatePass, Scheme, SchemeDraft, SchemeVersion
from tests.conftest import NOW

_numbers = count(1)


def definition(key: str = "small-grant", **changes) -> Definition:
    """What a template of the gallery says, with some of it changed."""
    found = template(key)
    assert found is not None, key
    return replace(found.definition, **changes)


def scheme(session, organisation: Organisation, key: str = "small-grant", **changes) -> Scheme:
    """A published scheme with one version. `changes` are to its definition."""
    says = definition(key, **changes)
    made = Scheme(organisation=organisation, slug=f"{key}-{next(_numbers)}", kind=says.kind)
    made.versions.append(
        SchemeVersion(number=1, definition=says.to_json(), made_at=NOW - timedelta(days=60))
    )
    session.add(made)
    session.flush()
    return made


def draft(session, of: Scheme, **changes) -> SchemeDraft:
    """The next version of a scheme, begun from its newest with these changes to what it says."""
    says = replace(of.latest.document, **changes)
    made = SchemeDraft(
        scheme=of, base_number=of.latest.number, definition=says.to_json(), changed_at=NOW
    )
    session.add(made)
    session.flush()
    return made


def call(session, of: Scheme, *, closes_at: datetime = NOW + timedelta(days=10), **values) -> Call:
    """A call of a scheme: open at NOW, closing in ten days, unless said otherwise."""
    number = next(_numbers)
    made = Call(
        scheme=of,
        pinned=of.latest,
        slug=values.pop("slug", f"call-{number}"),
        name_text=values.pop("name_text", {"en": "January 2027", "cy": "Ionawr 2027"}),
        prefix=values.pop("prefix", f"C{number:04d}"),
        opens_at=values.pop("opens_at", closes_at - timedelta(days=30)),
        closes_at=closes_at,
        approvals_due_at=values.pop("approvals_due_at", closes_at + timedelta(days=14)),
        reviews_due_at=values.pop("reviews_due_at", closes_at + timedelta(days=42)),
        panel_on=values.pop("panel_on", (closes_at + timedelta(days=49)).date()),
        decisions_on=values.pop("decisions_on", (closes_at + timedelta(days=56)).date()),
        earliest_start_on=values.pop("earliest_start_on", date(2027, 4, 1)),
        pot_pence=values.pop("pot_pence", 10_000_000),
        **values,
    )
    session.add(made)
    session.flush()
    return made


def late_pass(session, of: Call, person: Person, until_at=None, **values) -> LatePass:
    """A person let in after the close: for two days, unless said otherwise."""
    made = LatePass(
        call=of,
        person=person,
        until_at=until_at or of.closes_at + timedelta(days=2),
        reason=values.pop("reason", "Ill in the last week."),
        made_at=values.pop("made_at", NOW),
        **values,
    )
    session.add(made)
    session.flush()
    return made


def open_call(session, organisation: Organisation, key: str = "small-grant", **values) -> Call:
    """A scheme from the gallery with one open call. `definition` changes go to the scheme."""
    changes = values.pop("definition", {})
    return call(session, scheme(session, organisation, key, **changes), **values)
