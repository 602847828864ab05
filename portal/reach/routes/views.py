"""Where a scheme's page tells that somebody looks at it."""

from sqlalchemy.orm import Session

from portal.kernel import db
from portal.kernel.actor import Actor
from portal.reach import queries
from portal.reach.routes import blueprint
from portal.reach.views import seen_by
from portal.schemes.models import Call
from portal.web.guard import actor, guard, now


def call_seen(session: Session, _actor: Actor, slug: str, call: str) -> Call | None:
    """Return the public call that is looked at."""
    return queries.public_call(session, slug, call)


@blueprint.post("/schemes/<slug>/calls/<call>/seen")
@guard(call_seen)
def seen(found: Call) -> tuple[str, int]:
    """Count it, once a person. Sent by the page's script; there is nothing to show."""
    who = actor().person_id
    assert who is not None  # the guard sends everybody else to sign in
    with db.transaction() as session:
        seen_by(session, found, who, now())
    return "", 204
