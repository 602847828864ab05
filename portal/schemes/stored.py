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
Reader = Callable[[Any], Any]


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
    readers = _readers(cls)
    if not isinstance(stored, dict):
        raise Unreadable(f"{cls.__name__} must be an object, not {stored!r}")
    if unknown := stored.keys() - readers.keys():
        raise Unreadable(f"{cls.__name__} has no {', '.join(sorted(unknown))}")
    values = {}
    for name, reader in readers.items():
        if name in stored:
            try:
                values[name] = reader(stored[name])
            except (ValueError, KeyError, ArithmeticError) as error:
                raise Unreadable(f"{cls.__name__}.{name}: {error!s}") from error
    try:
        return cls(**values)
    except TypeError as error:
        raise Unreadable(f"{cls.__name__}: {error}") from error


def _hints(cls: Any) -> dict[str, Any]:
    return _cached_hints(cls)


@cache
def _cached_hints(cls: Any) -> dict[str, Any]:
    hints = get_type_hints(cls)
    kept = (f.name for f in fields(cls) if f.metadata.get("stored", True))
    return {name: hints[name] for name in kept}


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


def _readers(cls: Any) -> dict[str, Reader]:
    return _cached_readers(cls)


@cache
def _cached_readers(cls: Any) -> dict[str, Reader]:
    return {name: _reader(hint) for name, hint in _hints(cls).items()}


def _reader(hint: Any) -> Reader:
    """Return what reads values of this type: made once, as every page reads whole schemes."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _union_reader(get_args(hint))
    if origin in (tuple, frozenset):
        item = _reader(get_args(hint)[0])
        return lambda stored: origin([item(each) for each in _checked(list, stored)])
    if origin is Mapping:
        key, value = _key_reader(get_args(hint)[0]), _reader(get_args(hint)[1])
        return lambda stored: {key(k): value(v) for k, v in _checked(dict, stored).items()}
    return _plain_reader(hint)


def _union_reader(arms: tuple[Any, ...]) -> Reader:
    """Read None where it may be, then a value of just this type, else by the first arm."""
    readers = {arm: _reader(arm) for arm in arms if arm is not NoneType}
    first, may_be_none = next(iter(readers.values())), NoneType in arms

    def read_one(stored: Any) -> Any:
        if stored is None and may_be_none:
            return None
        return readers.get(type(stored), first)(stored)

    return read_one


def _plain_reader(hint: Any) -> Reader:
    if hasattr(hint, "from_json"):
        return lambda stored: hint.from_json(_checked(dict, stored))
    if issubclass(hint, StrEnum | Decimal):
        make: Callable[[str], Any] = hint
        return lambda stored: make(_checked(str, stored))
    return lambda stored: _checked(hint, stored)


def _key_reader(hint: type) -> Reader:
    return int if hint is int else _plain_reader(hint)


def _checked(wanted: type, stored: Any) -> Any:
    """Return the value as it is; True is no number here."""
    if type(stored) is not wanted:
        raise Unreadable(f"{stored!r} is not {wanted.__name__}")
    return stored
