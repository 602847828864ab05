"""The equality questions and their answers, by nation, as they come with the portal."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from portal.costing.scales import Nation
from portal.kernel.language import Text, lazy

PREFER_NOT = "prefer_not"
PREFER_NOT_LABEL = lazy("Prefer not to say")
UNDER = "."  # between an answer and the closer one under it: "white.irish"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. `under` are the closer answers that it opens; they are never counted apart."""

    key: str
    label: Text
    under: tuple["Option", ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is asked in one nation. Every question may be left out."""

    key: str
    label: Text
    hint: Text | None
    options: tuple[Option, ...]

    def option(self, key: str) -> Option | None:
        """Return the answer with this key."""
        return next((option for option in self.options if option.key == key), None)


@cache
def questions(nation: Nation) -> tuple[Question, ...]:
    """Return the questions as they are asked in a nation, in their order."""
    return tuple(_question(stored, nation) for stored in _shipped()["questions"])


def group(answer: str) -> str:
    """Return what an answer is counted under: "white.irish" counts as "white"."""
    return answer.partition(UNDER)[0]


@cache
def _shipped() -> Mapping[str, Any]:
    path = files("portal.monitoring").joinpath("data/questions.json")
    loaded: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def _question(stored: Mapping[str, Any], nation: Nation) -> Question:
    by_nation = stored.get("by_nation")
    options = by_nation[nation.value] if by_nation else stored["options"]
    hint = Text.from_json(stored["hint"]) if "hint" in stored else None
    made = tuple(_option(each) for each in options)
    return Question(stored["key"], Text.from_json(stored["label"]), hint, made)


def _option(stored: Mapping[str, Any]) -> Option:
    under = tuple(_option(each) for each in stored.get("options", ()))
    return Option(stored["key"], Text.from_json(stored["label"]), under)
