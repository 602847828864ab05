"""Addresses made from names."""

import re
import unicodedata
from collections.abc import Collection
from string import ascii_uppercase

LONGEST = 80
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """Say whether the text can stand in an address: small letters, digits, single dashes."""
    return len(text) <= LONGEST and _SLUG.fullmatch(text) is not None


def slug_of(name: str) -> str:
    """Return the name in small plain letters joined by dashes; "scheme" where none are left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    return "-".join(words)[: LONGEST - 4].strip("-") or "scheme"


def free_slug(wanted: str, taken: Collection[str]) -> str:
    """Return the wanted slug, or it with the first number from 2 that nobody has."""
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found


def prefix_of(name: str, year: int, taken: Collection[str]) -> str:
    """Propose the start of references: initials, year, and a letter where that is taken."""
    initials = "".join(word[0] for word in slug_of(name).split("-"))[:4].upper()
    start = f"{initials if initials[:1].isalpha() else f'C{initials}'}{year % 100:02d}"
    letters = ("", *ascii_uppercase[1:])
    return next((f"{start}{letter}" for letter in letters if f"{start}{letter}" not in taken), "")
