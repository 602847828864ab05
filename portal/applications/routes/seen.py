"""What a form says of the page it stands on, and what is done where another save came first."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from portal.applications.actions.earlier import keep_typed
from portal.applications.models import Application
from portal.applications.saved import Tab
from portal.kernel import db
from portal.kernel.language import _
from portal.schemes.questions import Section
from portal.web.guard import actor, now
from portal.web.sent import number_sent

WHOLE = "all"  # the name of a choice for everything on the page
KEEP, SAVED = "keep-", "saved"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
_NOT_ANSWERS = frozenset({"csrf_token", "version", "tab", "turn", "complete", "then", "do"})


@dataclass(frozen=True, slots=True)
class Seen:
    """The version that a page showed, 0 where nothing had been saved, and which page it was."""

    version: int
    tab: Tab


def served(version: int) -> Seen:
    """Return what a page that is served now must hand back."""
    return Seen(version, Tab(secrets.token_urlsafe(12)))


def sent() -> Seen:
    """Return what the page that was sent says of itself; a page with none has seen nothing."""
    name = request.form.get("tab", "")
    tab = Tab(name if _NAME.fullmatch(name) else "", number_sent("turn"))
    return Seen(number_sent("version"), tab)


def chosen(saved: Mapping[str, Any]) -> MultiDict[str, Any]:
    """Return the form as sent, with the saved words where the person chose to keep those.

    `saved` is by the names of fields. A choice is for one field, or for the whole page.
    """
    typed = MultiDict(request.form)
    if typed.get(KEEP + WHOLE) == SAVED:
        for name in set(typed) - _NOT_ANSWERS:
            typed.poplist(name)
        kept = set(saved)
    else:
        kept = {name for name in saved if typed.get(KEEP + name) == SAVED}
    for name in kept:
        value = saved[name]
        typed.setlist(name, value if isinstance(value, list) else [str(value)] if value else [])
    return typed


def keep_both(application: Application, section: Section, typed: Mapping[str, Any]) -> str:
    """Set aside what was typed on a page that was overtaken. Returns what to say."""
    with db.transaction() as session:
        keep_typed(session, application, section, typed, actor=actor(), now=now())
    return _("This page was saved somewhere else. Choose which words to keep.")
