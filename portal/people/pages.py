"""What was held while somebody signed in, and how it goes on."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.kernel.language import _
from portal.people import held
from portal.people.models import HeldPost
from portal.web.format import moment

# What a page sends beside its answers.
_NOT_WORDS = frozenset({"version", "tab", "turn", "ticket", "shown", "then", "seen", "complete"})


@dataclass(frozen=True, slots=True)
class Kept:
    """One form: when it came, its words, its files, and what the button sends, and where."""

    heading: str
    words: tuple[str, ...]
    files: tuple[str, ...]
    send_to: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HeldPage:
    """Everything that is held for one person at one browser."""

    posts: tuple[Kept, ...]


def held_page(posts: Sequence[HeldPost]) -> HeldPage:
    """Return the page."""
    return HeldPage(tuple(_kept(post) for post in posts))


def _kept(post: HeldPost) -> Kept:
    sent = held.read(post)
    return Kept(
        heading=_("Sent on %(when)s", when=moment(post.held_at)),
        words=tuple(
            value for name, value in sent.fields if value.strip() and name not in _NOT_WORDS
        ),
        files=tuple(each.filename or "" for _name, each in sent.files),
        send_to=post.path,
        fields=(*sent.fields, (held.FIELD, str(post.id))),
    )
