"""The worked cases in cases/, by family; their README's sense of each field holds."""

import json
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


def of(family, wanted=lambda case: True):
    """Return the cases of a family as pytest parameters named by their ids."""
    stored = json.loads((CASES / f"{family}.json").read_text("utf-8"))["cases"]
    chosen = [case for case in stored if wanted(case)]
    return [pytest.param(case, id=case["id"]) for case in chosen]


def close(case):
    """Return a maker of expected values with the case's tolerance."""
    return lambda value: pytest.approx(value, rel=0, abs=case["tolerance"]["abs"])
