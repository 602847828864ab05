"""Which page of a list is asked for."""

from flask import request


def page_number() -> int:
    """Return the page asked for, from 1; what is no page number is the first."""
    text = request.args.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1
