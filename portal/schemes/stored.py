"""Frozen dataclasses to and from JSON, so that a scheme can be kept as one document.

Everything is written out, defaults too: a default that changes later must not change what
a person applied under. What is read is checked; an unknown key is an error, a missing key
takes the default.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Self, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class Unreadable(ValueError):
    """Raised when a stored document does not have the shape that the code expects."""


class Stored:
    """A frozen dataclass that can be written as JSON values and read back equal.

    A field with metadata {"stored": False} is left out: it is made from the others.
    """

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """Return the document: only dict, list, str, int, bool and None."""
        return {name: _write(getattr(self, name)) for name in _hints(type(self))}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Read the document. Raises Unreadable, naming the place."""
        return read(cls, stored)


def read(cls: type[T], stored: Any) -> T:
    """Read one dataclass by its fields. Raises Unreadable, naming the place."""
    hints = _hints(cls)
    if not isinstance(stored, dict):
        raise Unreadable(f"{cls.__name__} must be an object, not {stored!r}")
    if unknown := stored.keys() - hints.keys():
        raise Unreadable(f"{cls.__name__} has no {', '.join(sorted(unknown))}")
    try:
        return cls(**{name: _field(cls, name, stored[name]) for name in hints.keys() & stored})
    except TypeError as error:
        raise Unreadable(f"{cls.__name__}: {error}") from error


def _hints(cls: Any) -> dict[str, Any]:
    return _cached_hints(cls)


@cache
def _cached_hints(cls: Any) -> dict[str, Any]:
    hints = get_type_hints(cls)
    kept = (f.name for f in fields(cls) if f.metadata.get("stored", True))
    return {name: hints[name] for name in kept}


def _field(cls: type, name: str, stored: Any) -> Any:
    try:
        return _read(_hints(cls)[name], stored)
    except (ValueError, KeyError, ArithmeticError) as error:
        raise Unreadable(f"{cls.__name__}.{name}: {error!s}") from error


def _write(value: Any) -> Any:
    if hasattr(value, "to_json"):
        return value.to_json()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return {str(key): _write(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(_write(item) for item in value)
    return [_write(item) for item in value] if isinstance(value, tuple) else value


def _read(hint: Any, stored: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _read_union(get_args(hint), stored)
    if origin in (tuple, frozenset):
        return origin(_read(get_args(hint)[0], item) for item in _checked(list, stored))
    if origin is Mapping:
        key, value = get_args(hint)
        return {_key(key, k): _read(value, v) for k, v in _checked(dict, stored).items()}
    return _read_plain(hint, stored)


def _read_union(arms: tuple[Any, ...], stored: Any) -> Any:
    """Read None where it may be, then a value of just this type, else by the first arm."""
    if stored is None and NoneType in arms:
        return None
    first = next(arm for arm in arms if arm is not NoneType)
    return _read(type(stored) if type(stored) in arms else first, stored)


def _read_plain(hint: Any, stored: Any) -> Any:
    if hasattr(hint, "from_json"):
        return hint.from_json(_checked(dict, stored))
    if issubclass(hint, StrEnum | Decimal):
        make: Callable[[str], Any] = hint
        return make(_checked(str, stored))
    return _checked(hint, stored)


def _key(hint: type, stored: str) -> Any:
    return int(stored) if hint is int else _read_plain(hint, stored)


def _checked(wanted: type, stored: Any) -> Any:
    """Return the value as it is; True is no number here."""
    if type(stored) is not wanted:
        raise Unreadable(f"{stored!r} is not {wanted.__name__}")
    return stored
