"""What a form hands back of the page it stood on, besides what people typed."""

from flask import request


def number_sent(name: str) -> int:
    """Return a whole number that our own page put there; 0 where it is missing or is none."""
    given = request.form.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0
