"""Every string a person reads has its Welsh: none missing, none fuzzy, all placeholders kept."""

import ast
import re
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po

from tests.house.source import ROOT, called, modules, tree

CATALOGUE = ROOT / "portal" / "translations" / "cy" / "LC_MESSAGES" / "messages.po"
KEYWORDS = ("-k", "_", "-k", "lazy", "-k", "_n:1,2")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def key(message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


@pytest.fixture(scope="module")
def used(tmp_path_factory) -> set[tuple[str, ...]]:
    """What code and templates say now."""
    found = tmp_path_factory.mktemp("words") / "used.pot"
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "-F",
        ".babel.cfg",
        *KEYWORDS,
        "-o",
        str(found),
        ".",
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    with found.open("rb") as file:
        return {key(message) for message in read_po(file) if message.id}


@pytest.fixture(scope="module")
def welsh() -> dict[tuple[str, ...], object]:
    with CATALOGUE.open("rb") as file:
        return {key(message): message for message in read_po(file, locale="cy") if message.id}


def forms(message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def test_nothing_is_missing_or_fuzzy(used, welsh):
    lacking = [k for k in used if k not in welsh or welsh[k].fuzzy or not all(forms(welsh[k]))]
    assert lacking == [], "run `make translations` and give the Welsh"


def test_nothing_is_kept_that_nobody_says(used, welsh):
    assert set(welsh) - used == set(), "run `make translations`"


def test_placeholders_are_those_of_the_english(used, welsh):
    wrong = [(k, form) for k in used & set(welsh) for form in forms(welsh[k]) if not keeps(k, form)]
    assert wrong == []


def keeps(k: tuple[str, ...], form: str) -> bool:
    """All the placeholders of the English and no others; a plural form may go without its number."""
    wanted = set(PLACEHOLDER.findall(k[-1]))
    return wanted - {"num"} <= set(PLACEHOLDER.findall(form)) <= wanted


def test_welsh_that_no_translator_has_read_says_so(welsh):
    """Take the comment away, message by message, when a translator has read it."""
    assert all(set(m.user_comments) <= {"unreviewed"} for m in welsh.values())


SAYERS = {"_": 1, "lazy": 1, "_n": 2}


def test_words_stand_where_the_catalogue_finds_them():
    """Words handed over in a variable are extracted by nobody, and so have no Welsh."""
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        if path != ROOT / "portal" / "kernel" / "language.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and called(node) in SAYERS
        and not all(
            isinstance(argument, ast.Constant) for argument in node.args[: SAYERS[called(node)]]
        )
    ]
    assert hidden == []
