"""Documents: written out in full, read back equal, refused when they have another shape."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

import pytest

from portal.kernel.language import Text
from portal.schemes.stored import Stored, Unreadable


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Leaf(Stored):
    size: Decimal | int
    colours: frozenset[Colour] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree(Stored):
    name: Text
    leaves: tuple[Leaf, ...] = ()
    by_score: Mapping[int, Text] = field(default_factory=dict)
    by_name: Mapping[str, Leaf] = field(default_factory=dict)
    note: str | None = None
    tall: bool = False
    made: int = field(default=0, metadata={"stored": False})


FULL = Tree(
    name=Text("Oak", "Derwen"),
    leaves=(Leaf(Decimal("0.20"), frozenset(Colour)), Leaf(3)),
    by_score={1: Text("low"), 2: Text("high")},
    by_name={"top": Leaf(1)},
    note="",
    tall=True,
)


@pytest.mark.parametrize("tree", [FULL, Tree(name=Text("Ash"))])
def test_through_real_json_and_back(tree):
    assert Tree.from_json(json.loads(json.dumps(tree.to_json()))) == tree


def test_the_document_is_plain_sorted_and_complete():
    assert Tree(name=Text("Ash")).to_json() == {
        "name": {"en": "Ash"},
        "leaves": [],
        "by_score": {},
        "by_name": {},
        "note": None,
        "tall": False,
    }
    assert FULL.to_json()["leaves"][0] == {"size": "0.20", "colours": ["blue", "red"]}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"name": None}, "Tree.name"),
        ({"name": {}}, "Tree.name"),
        ({"nmae": "Ash"}, "nmae"),
        ({"leaves": {}}, "Tree.leaves"),
        ({"leaves": [{"size": "much"}]}, "Leaf.size"),
        ({"leaves": [{"size": True}]}, "Leaf.size"),
        ({"leaves": [{"size": 1, "colours": ["green"]}]}, "Leaf.colours"),
        ({"leaves": [{}]}, "Leaf"),
        ({"leaves": ["big"]}, "Tree.leaves"),
        ({"by_score": {"one": {"en": "x"}}}, "Tree.by_score"),
        ({"tall": 1}, "Tree.tall"),
        ({"note": 1}, "Tree.note"),
        ({"made": 1}, "made"),
    ],
)
def test_another_shape_is_refused_and_the_place_named(change, place):
    with pytest.raises(Unreadable, match=place):
        Tree.from_json({"name": {"en": "Ash"}} | change)


def test_a_document_must_be_an_object():
    with pytest.raises(Unreadable, match="must be an object"):
        Tree.from_json([])
