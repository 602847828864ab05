"""Rounding of exact fractions, halves upwards, as payroll does."""

from decimal import Decimal
from fractions import Fraction
from math import floor


def whole(value: Fraction) -> int:
    """Round an exact fraction of nought or more to a whole number, halves up."""
    return floor(value + Fraction(1, 2))


def hundredth(value: Fraction) -> Decimal:
    """Round an exact fraction of nought or more to two places, halves up, in one step."""
    return Decimal(whole(value * 100)).scaleb(-2)
