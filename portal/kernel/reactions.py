"""What a higher feature does when a lower one has acted, in the same transaction.

The lower feature says what happened: `react(session, "application_submitted", ...)`. It never
hears who listens. The higher one puts its handlers on at start, from `create_app`; they run in
the order in which they were put on, and what one raises undoes the whole transaction.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

Handler = Callable[..., None]
Answerer = Callable[..., Any]

_handlers: dict[str, list[Handler]] = {}
_answerers: dict[str, Answerer] = {}


def on(event: str, handler: Handler) -> None:
    """Have `handler(session, **facts)` called at the event; putting it on again changes nothing."""
    known = _handlers.setdefault(event, [])
    if handler not in known:
        known.append(handler)


def react(session: Session, event: str, /, **facts: object) -> None:
    """Tell every handler of the event, in order, inside the caller's transaction."""
    for handler in _handlers.get(event, ()):
        handler(session, **facts)


def answers(question: str, answerer: Answerer) -> None:
    """Have `answerer(session, **facts)` asked the question; a question has one who answers it."""
    _answerers[question] = answerer


def ask(session: Session, question: str, /, default: Any, **facts: object) -> Any:
    """Ask a higher feature for what only it knows; the default where nobody answers. Reads only."""
    answerer = _answerers.get(question)
    return default if answerer is None else answerer(session, **facts)
