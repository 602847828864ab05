"""Waking the worker once a transaction has committed. The rows themselves are the queue."""

from sqlalchemy.orm import Session

_WAKE = "wake the worker"


def wake_after_commit(session: Session) -> None:
    """Note that this transaction leaves work; `db.transaction` rings when it has committed."""
    session.info[_WAKE] = True


def is_to_wake(session: Session) -> bool:
    """Say whether work was left, once."""
    return bool(session.info.pop(_WAKE, False))
