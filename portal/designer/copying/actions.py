"""Copy a scheme, end it, and bring it back."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.designer.copying import policy
from portal.kernel.actor import Actor
from portal.kernel.language import Text, _
from portal.kernel.reactions import react
from portal.kernel.ruling import enforce
from portal.people.models import Organisation
from portal.schemes import policy as schemes
from portal.schemes import queries
from portal.schemes.actions.schemes import add_scheme
from portal.schemes.models import Scheme, SchemeVersion
from portal.schemes.plan import Unfit
from portal.schemes.problems import Problem
from portal.schemes.slugs import free_slug, slug_of


def copy_scheme(
    session: Session,
    scheme: Scheme,
    node: Organisation,
    name: Text,
    slug: str,
    *,
    actor: Actor,
    now: datetime,
) -> Scheme:
    """Make a scheme of this node that says what the newest version of another says.

    Calls, drafts and older versions stay behind. Raises Unfit for an address that is taken.
    """
    enforce(policy.may_copy(scheme, actor, now))
    enforce(schemes.may_make_scheme(node, actor, now))
    taken = queries.slugs(session)
    if slug in taken:
        raise Unfit([Problem("slug", _("Another scheme has this address. Choose another."))])
    version = scheme.versions[-1]
    says = replace(version.document, name=name)
    made = Scheme(
        organisation=node,
        slug=slug or free_slug(slug_of(name.en), taken),
        kind=says.kind,
        template_key=scheme.template_key,
    )
    note = f"{version.document.name.en}, {version.number}"[:300]
    made.versions.append(
        SchemeVersion(
            number=1,
            definition=says.to_json(),
            made_at=now,
            made_by_id=actor.person_id,
            note=note,
        )
    )
    add_scheme(session, made)
    facts = {"name": name.en, "of": version.document.name.en, "slug": made.slug}
    record(session, actor, "copied_scheme", "scheme", made.id, now=now, **facts)
    react(session, "scheme_made", scheme=made, actor=actor, now=now)
    return made


def retire(session: Session, scheme: Scheme, *, actor: Actor, now: datetime) -> None:
    """End a scheme: it takes no new calls, and leaves the catalogue."""
    _lock(session, scheme)
    enforce(policy.may_retire(scheme, actor, now))
    scheme.retired_at = now
    _record(session, scheme, "retired_scheme", actor, now)


def bring_back(session: Session, scheme: Scheme, *, actor: Actor, now: datetime) -> None:
    """Let a scheme that has ended go on: its past calls are in the catalogue again."""
    _lock(session, scheme)
    enforce(policy.may_bring_back(scheme, actor, now))
    scheme.retired_at = None
    _record(session, scheme, "brought_scheme_back", actor, now)


def _lock(session: Session, scheme: Scheme) -> None:
    """Keep anybody from ending it, or setting up a call, at the same moment."""
    session.scalars(select(Scheme.id).where(Scheme.id == scheme.id).with_for_update()).one()
    session.refresh(scheme)


def _record(session: Session, scheme: Scheme, verb: str, actor: Actor, now: datetime) -> None:
    name = scheme.versions[-1].document.name.en
    record(session, actor, verb, "scheme", scheme.id, now=now, name=name)
