"""Make schemes."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.language import Text, lazy
from portal.kernel.reactions import react
from portal.kernel.ruling import enforce
from portal.people.models import Organisation
from portal.schemes import policy, queries
from portal.schemes.gallery import Template
from portal.schemes.models import Scheme, SchemeVersion
from portal.schemes.plan import Unfit
from portal.schemes.problems import Problem
from portal.schemes.slugs import free_slug, slug_of

TAKEN = lazy("Another scheme has this address. Choose another.")


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
        raise Unfit([Problem("slug", str(TAKEN))])
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
    add_scheme(session, scheme)
    facts = {"name": name.en, "template": template.key, "slug": scheme.slug}
    record(session, actor, "made_scheme", "scheme", scheme.id, now=now, **facts)
    react(session, "scheme_made", scheme=scheme, actor=actor, now=now)
    return scheme


def add_scheme(session: Session, scheme: Scheme) -> None:
    """Add a new scheme. Raises Unfit where somebody took its address a moment ago."""
    try:
        with session.begin_nested():
            session.add(scheme)
            session.flush()
    except IntegrityError as error:
        raise Unfit([Problem("slug", str(TAKEN))]) from error
