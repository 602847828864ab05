"""Money, hours and WTE as exact whole numbers, and how people write and read them.

Money is integer pence; hours are integer hundredths of an hour; WTE is a Decimal of two
places, made from hours and never stored on its own.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

_MONEY = re.compile(r"£?\s?([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})(?:\.([0-9]{1,2}))?")
_HOURS = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,2}))?")


def parse_pence(text: str) -> int:
    """Read "£1,234.50" or "1234.5" as pence. Raises ValueError for anything else."""
    return _hundredths(_MONEY, text.strip())


def parse_hundredths(text: str) -> int:
    """Read "7.5" as 750 hundredths. Raises ValueError for signs, exponents, other digits."""
    return _hundredths(_HOURS, text.strip())


def _hundredths(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.fullmatch(text)
    if match is None:
        raise ValueError(text)
    whole, part = match.groups()
    return int(whole.replace(",", "")) * 100 + int((part or "0").ljust(2, "0"))


def pounds(pence: int) -> str:
    """Write pence as "£12,345.67"; a minus sign comes before the pound sign."""
    return f"{'-' if pence < 0 else ''}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def short_pounds(pence: int) -> str:
    """Write pence without ".00": "£20,000", "£184.50"."""
    return pounds(pence).removesuffix(".00")


def plain(hundredths: int) -> str:
    """Write hundredths without needless zeros: 750 is "7.5", 3750 is "37.5", 400 is "4"."""
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def two_places(value: Decimal) -> Decimal:
    """Round to two places, halves away from zero."""
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
