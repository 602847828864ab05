"""Find a guest by the link, or by the browser that opened it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.approvals.guests.secrets import digest, same
from portal.approvals.models import Guest


def by_token(session: Session, token: str) -> Guest | None:
    """Return whose link this is; None for one that we have not sent."""
    kept = digest(token)
    found = session.scalar(select(Guest).where(Guest.token_digest == kept))
    return found if found is not None and same(found.token_digest, kept) else None


def by_browser(session: Session, kept: str) -> Guest | None:
    """Return whose link this browser opened: `kept` is the id and the secret in its cookie."""
    name, _dot, secret = kept.partition(".")
    try:
        found = session.get(Guest, UUID(name))
    except ValueError:
        return None
    is_same = found is not None and same(found.browser_digest, digest(secret))
    return found if is_same else None


def hold(session: Session, guest_id: UUID) -> Guest:
    """Hold a guest's row until the transaction ends, and read it and its request again."""
    found = session.scalars(
        select(Guest)
        .where(Guest.id == guest_id)
        .with_for_update(of=Guest)
        .execution_options(populate_existing=True)
    ).one()
    session.refresh(found.request)
    return found
