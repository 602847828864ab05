"""The figures that come with the portal, each with its status and source.

Read once. Only this package's own modules read the files; `figures.SHIPPED` is what they say.
"""

import csv
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from io import StringIO
from types import MappingProxyType
from typing import Any

from portal.kernel.language import _


class NotHeld(LookupError):
    """Raised when a figure is not known to us; the message is a plain sentence for people."""


def _read(name: str) -> str:
    return (files("portal.costing") / "data" / name).read_text(encoding="utf-8")


@cache
def pay_rows() -> tuple[Mapping[str, str], ...]:
    """Return the rows of pay_scales.csv as they stand, the ones not found included."""
    return tuple(MappingProxyType(row) for row in csv.DictReader(StringIO(_read("pay_scales.csv"))))


@cache
def rates() -> Mapping[str, Any]:
    """Return oncosts.json; its fractions are Decimals, so that 0.1438 stays 0.1438."""
    loaded: dict[str, Any] = json.loads(_read("oncosts.json"), parse_float=Decimal)
    return MappingProxyType(loaded)


def caution(status: str) -> str:
    """Return what to say beside a figure of this status; empty where there is nothing to say."""
    match status:
        case "sourced" | "own":
            return ""
        case "provisional":
            return str(_("This figure is not final yet. Check it first."))
        case "sourced_but_superseded":
            return str(_("This figure has changed a little since it was printed. Check it first."))
        case "sourced_conflicting":
            return str(_("Two sources give two figures. Check it first."))
        case "sourced_single" | "sourced_secondary":
            return str(_("We found this figure in one place only. Check it first."))
        case _other:
            return str(_("We are not sure of this figure. Check it first."))
