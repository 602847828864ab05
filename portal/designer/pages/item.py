"""The page of one thing: its form, what others made of it, and whether to remove it."""

from dataclasses import dataclass

from portal.audit.models import TrailEntry
from portal.designer.forms.base import DesignForm
from portal.designer.queries import Answered
from portal.kernel.language import _, _n
from portal.schemes.models import SchemeDraft
from portal.web.fields import ManyField, SelectField
from portal.web.fields.choices import ChoiceField, ConfirmField
from portal.web.format import moment
from portal.web.pieces import Fact


@dataclass(frozen=True, slots=True)
class Conflict:
    """What is there now in place of what was served, where it differs from what was typed.

    `keep_href` leads to what is there, and drops what was typed.
    """

    saved: str
    theirs: tuple[Fact, ...]
    keep_href: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """A form with what stands around it. `seen` is what it must hand back."""

    title: object
    caption: object
    back_href: str
    back_words: object
    seen: str
    button: str
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True)
class RemovePage:
    """What is lost by removing a thing, before it is done."""

    title: str
    caption: object
    label: object
    inside: tuple[object, ...]
    answered: tuple[str, ...]
    seen: str
    back_href: str
    back_words: object


def saved_by(entry: TrailEntry | None, draft: SchemeDraft | None) -> str:
    """Say who saved last, and when."""
    if entry is not None:
        who, when = entry.actor_name, entry.at
    elif draft is not None and draft.changed_by is not None:
        who, when = draft.changed_by.name, draft.changed_at
    else:
        return _("Somebody else changed this while you were typing.")
    return _("%(who)s saved this on %(when)s.", who=who, when=moment(when))


def differences(theirs: DesignForm, typed: DesignForm) -> tuple[Fact, ...]:
    """Return the fields that differ, as they are now."""
    return tuple(
        Fact(field.what, _in_words(field))
        for field in theirs.asked()
        if field.short_name in typed and _in_words(field) != _in_words(typed[field.short_name])
    )


def _in_words(field: object) -> str:
    if isinstance(field, ManyField | SelectField | ChoiceField):
        names = [str(c.label) for c in field.choices if c.value in field.chosen()]
        return ", ".join(names)
    if isinstance(field, ConfirmField):
        return _("Yes") if field.data else _("No")
    return str(getattr(field, "shown", "")).replace("\r\n", "\n")


def answered_words(found: Answered) -> tuple[str, ...]:
    """Say who has answered what would go, and what becomes of it."""
    if not found.drafts and not found.sent:
        return (_("Nobody has answered this in a call that is still to be decided."),)
    drafts = _n("%(num)s draft answers this.", "%(num)s drafts answer this.", found.drafts)
    sent = _n(
        "%(num)s application that was sent answers this.",
        "%(num)s applications that were sent answer this.",
        found.sent,
    )
    keep = _(
        "Calls that have opened keep the version that they opened with. "
        "Those answers stay, and people can still change them until the call closes."
    )
    return (drafts, sent, keep)
