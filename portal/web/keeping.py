"""A POST that cannot go on because of who is signed in: whoever knows sign-ins may hold it."""

from collections.abc import Callable

from flask import current_app, request
from werkzeug.wrappers import Response as BaseResponse

Keeper = Callable[[], BaseResponse | None]


def held() -> BaseResponse | None:
    """Have this POST held. Returns where to go next; None where it is not held.

    What a script sent is not held: its page is still there, with the words on it.
    """
    keeper: Keeper | None = current_app.extensions.get("keeper")
    is_page = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and not wants_json()
    return keeper() if keeper is not None and request.method == "POST" and is_page else None


def wants_json() -> bool:
    """Say whether a script of a page asks, which shows no page that comes back."""
    return request.accept_mimetypes.best == "application/json"
