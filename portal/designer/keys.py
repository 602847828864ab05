"""Keys of sections, questions and the like: made from the words once, and kept after that."""

from collections.abc import Collection

from portal.schemes.slugs import free_slug, slug_of

LONGEST = 36  # the column holds 40: room for a number


def key_of(words: str, taken: Collection[str]) -> str:
    """Return a key of small letters, digits and underscores that none of these has."""
    plain = slug_of(words)[:LONGEST].strip("-").replace("-", "_")
    return free_slug(plain, taken).replace("-", "_")
