"""Passwords: argon2id as measured (docs/decisions/0005), and the same work for unknown people."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


@cache
def hasher(memory_kib: int) -> PasswordHasher:
    """Return a hasher for this much memory; two passes, one lane."""
    return PasswordHasher(time_cost=2, memory_cost=memory_kib, parallelism=1)


def hash_password(password: str, memory_kib: int) -> str:
    """Return the hash to store."""
    return hasher(memory_kib).hash(password)


def matches(password_hash: str | None, password: str, memory_kib: int) -> bool:
    """Say whether the password is right; takes as long where there is no such person."""
    try:
        return hasher(memory_kib).verify(password_hash or _decoy(memory_kib), password) and bool(
            password_hash
        )
    except (VerificationError, InvalidHashError):
        return False


@cache
def _decoy(memory_kib: int) -> str:
    return hasher(memory_kib).hash("nobody has this password")
