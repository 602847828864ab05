"""Changes to a scheme's document: pure, and never over what somebody else has changed.

Every change names what it was made from by digest. It is applied to the newest document,
so that two people who change different things both keep theirs. Where that very thing has
changed, `ChangedMeanwhile` says what it is now, and nothing is changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.designer.lists import Items, ListOf
from portal.designer.marks import digest
from portal.designer.parts import Part
from portal.schemes.definition import Definition

GONE = "gone"  # what is seen of a thing that is known to be there no more
UP, DOWN = -1, 1
Maker = Callable[[Any, Definition], Any]


class ChangedMeanwhile(Exception):
    """What is there now in place of what was seen; None where nothing is."""

    def __init__(self, theirs: Any) -> None:
        super().__init__("changed meanwhile")
        self.theirs = theirs


class Full(Exception):
    """Raised where a list may hold no more."""


class Twice(Exception):
    """Raised where a list has a thing of this name already."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a form was made from: the digest of the thing, and how long its list was."""

    digest: str
    length: int = 0

    def __str__(self) -> str:
        return f"{self.digest}.{self.length}"

    @classmethod
    def read(cls, text: str) -> "Seen":
        """Read what a form hands back; what is unreadable was never served, so fits nothing."""
        mark, _dot, length = text.partition(".")
        known = length.isascii() and length.isdigit() and len(length) < 6
        return cls(mark, int(length) if known else 0)


@dataclass(frozen=True, slots=True)
class Edited:
    """The document after a change, and where the thing stands in it."""

    says: Definition
    listed: ListOf
    index: int


def seen_of(listed: ListOf, items: Items, index: int) -> Seen:
    """Return what a form of this thing must hand back."""
    return Seen(digest(listed.own(items[index])), len(items))


def whole_seen(items: Items, index: int) -> Seen:
    """Return what moving or removing must hand back: all of the thing, and what is in it."""
    return Seen(digest(items[index]), len(items))


def with_settings(
    says: Definition, part: Part, values: Mapping[str, Any], seen: Seen
) -> Definition:
    """Return the document with the part's settings as given."""
    there = part.values(says)
    if seen.digest != digest(there) and digest(values) != digest(there):
        raise ChangedMeanwhile(says)
    return part.with_values(says, values)


def with_new(says: Definition, make: Maker, goes_to: ListOf) -> Edited:
    """Return the document with one thing more, at the end. Raises Full and Twice."""
    return _put_in(says, goes_to, make(None, says), len(goes_to.get(says)))


def with_item(
    says: Definition, listed: ListOf, name: str, seen: Seen, make: Maker, goes_to: ListOf
) -> Edited:
    """Return the document with a thing changed, and perhaps moved to another list."""
    if seen.digest == GONE:
        return with_new(says, make, goes_to)
    items = listed.get(says)
    index = place_of(listed, items, name, seen)
    if index is None or digest(listed.own(items[index])) != seen.digest:
        index = _agreed(says, listed, name, seen, make)
    made = make(items[index], says)
    rest = items[:index] + items[index + 1 :]
    if goes_to.key == listed.key:
        return _put_in(says, listed, made, index, rest)
    return _put_in(listed.put(says, rest), goes_to, made, len(goes_to.get(says)))


def _agreed(says: Definition, listed: ListOf, name: str, seen: Seen, make: Maker) -> int:
    """Return the place of what is there now, where it is just what was typed too."""
    items = listed.get(says)
    index = _instead(listed, items, name, seen)
    theirs = None if index is None else items[index]
    if index is not None and digest(listed.own(make(theirs, says))) == digest(listed.own(theirs)):
        return index
    raise ChangedMeanwhile(theirs)


def _instead(listed: ListOf, items: Items, name: str, seen: Seen) -> int | None:
    """Return the place of what stands for a thing that is not as it was seen."""
    index = place_of(listed, items, name, seen)
    if index is not None or any(listed.name(each) for each in items):
        return index
    same_place = _number(name)
    return same_place if len(items) == seen.length and same_place in range(len(items)) else None


def _put_in(
    says: Definition, listed: ListOf, made: Any, index: int, rest: Items | None = None
) -> Edited:
    others = listed.get(says) if rest is None else rest
    if len(others) >= listed.most:
        raise Full
    if listed.name(made) and listed.name(made) in {listed.name(each) for each in others}:
        raise Twice
    return Edited(listed.put(says, (*others[:index], made, *others[index:])), listed, index)


def moved(says: Definition, listed: ListOf, name: str, seen: Seen, step: int) -> Edited:
    """Return the document with a thing one place up or down; at the end it stays."""
    items = list(listed.get(says))
    index = place_of(listed, tuple(items), name, seen)
    if index is None:
        raise ChangedMeanwhile(None)
    to = min(max(index + step, 0), len(items) - 1)
    items.insert(to, items.pop(index))
    return Edited(listed.put(says, tuple(items)), listed, to)


def without(says: Definition, listed: ListOf, name: str, seen: Seen) -> Edited:
    """Return the document without a thing that is still just as it was seen."""
    items = listed.get(says)
    index = place_of(listed, items, name, seen)
    if index is None or digest(items[index]) != seen.digest:
        raise ChangedMeanwhile(None if index is None else items[index])
    return Edited(listed.put(says, items[:index] + items[index + 1 :]), listed, index)


def place_of(listed: ListOf, items: Items, name: str, seen: Seen | None = None) -> int | None:
    """Return where a thing stands: by its name, else by its place and what was seen of it.

    A thing without a name that is not at its place any more is known by what it says.
    """
    names = [listed.name(each) for each in items]
    if any(names):
        return names.index(name) if name in names else None
    index = _number(name)
    if seen is None:
        return index if index in range(len(items)) else None
    marks = [digest(each) for each in items]
    if index in range(len(items)) and marks[index] == seen.digest:
        return index
    return marks.index(seen.digest) if seen.digest in marks else None


def _number(name: str) -> int:
    return int(name) if name.isascii() and name.isdigit() and len(name) < 6 else -1
