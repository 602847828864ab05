"""Make schemes, and set up and change their calls."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.language import Text, _
from portal.kernel.reactions import react
from portal.kernel.ruling import enforce
from portal.people.models import Organisation
from portal.schemes import plan as plans
from portal.schemes import policy, queries
from portal.schemes.gallery import Template
from portal.schemes.models import Call, Scheme, SchemeVersion
from portal.schemes.plan import CallPlan, Unfit
from portal.schemes.problems import Problem
from portal.schemes.slugs import free_slug, slug_of


def create_scheme_from_template(
    session: Session,
    node: Organisation,
    template: Template,
    name: Text,
    slug: str,
    *,
    actor: Actor,
    now: datetime,
) -> Scheme:
    """Make a scheme of this node with the template's words as its first version.

    Without a slug, one is made from the English name. Raises Unfit for one that is taken.
    """
    enforce(policy.may_make_scheme(node, actor, now))
    taken = queries.slugs(session)
    if slug in taken:
        raise Unfit([Problem("slug", _("Another scheme has this address. Choose another."))])
    says = replace(template.definition, name=name)
    scheme = Scheme(
        organisation=node,
        slug=slug or free_slug(slug_of(name.en), taken),
        kind=says.kind,
        template_key=template.key,
    )
    scheme.versions.append(
        SchemeVersion(number=1, definition=says.to_json(), made_at=now, made_by_id=actor.person_id)
    )
    session.add(scheme)
    session.flush()
    facts = {"name": name.en, "template": template.key, "slug": scheme.slug}
    record(session, actor, "made_scheme", "scheme", scheme.id, now=now, **facts)
    react(session, "scheme_made", scheme=scheme, actor=actor, now=now)
    return scheme


def schedule_call(
    session: Session, scheme: Scheme, plan: CallPlan, *, actor: Actor, now: datetime
) -> Call:
    """Set up a call of the scheme's newest version. It opens by itself at its minute.

    Raises Unfit, naming the field, for dates out of order or a prefix that is taken.
    """
    enforce(policy.may_make_call(scheme, actor, now))
    _check(session, plan, now, None)
    taken = set(session.scalars(select(Call.slug).where(Call.scheme_id == scheme.id)))
    call = Call(
        scheme=scheme,
        pinned=scheme.latest,
        slug=free_slug(slug_of(plan.name.en), taken),
        **plan.values(),
    )
    session.add(call)
    session.flush()
    record(session, actor, "scheduled_call", "call", call.id, now=now, **_facts(call))
    return call


def change_call(
    session: Session, call: Call, plan: CallPlan, *, actor: Actor, now: datetime
) -> Call:
    """Change a call that has not opened. Its address stays. Raises Unfit as above."""
    session.refresh(call, with_for_update={"of": Call, "key_share": True})
    enforce(policy.may_change_call(call, actor, now))
    _check(session, plan, now, call)
    for name, value in plan.values().items():
        setattr(call, name, value)
    session.flush()
    record(session, actor, "changed_call", "call", call.id, now=now, **_facts(call))
    return call


def _check(session: Session, plan: CallPlan, now: datetime, call: Call | None) -> None:
    if wrong := plans.problems(plan, now):
        raise Unfit(wrong)
    other = queries.call_by_prefix(session, plan.prefix)
    if other is not None and other is not call:
        words = _("Another call has references that start like this. Choose another.")
        raise Unfit([Problem("prefix", words)])


def _facts(call: Call) -> dict[str, str | int]:
    return {
        "name": call.name.en,
        "opens_at": call.opens_at.isoformat(),
        "closes_at": call.closes_at.isoformat(),
        "pot_pence": call.pot_pence,
    }
