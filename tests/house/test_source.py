"""Small rules of the house over the source itself."""

import ast
import re
import subprocess

import pytest

from tests.house.source import ROOT, called, modules, templates, tree

IDS = [str(p.relative_to(ROOT)) for p in modules()]
LONGEST_FILE = 400
BANNED_NAMES = {"utils", "helpers", "common", "misc"}


def tracked() -> list[str]:
    return subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()


@pytest.mark.parametrize("path", modules(), ids=IDS)
def test_files_can_be_read_in_a_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    assert path.stem not in BANNED_NAMES and path.parent.name not in BANNED_NAMES


@pytest.mark.parametrize("path", modules(), ids=IDS)
def test_imports_hide_only_with_a_reason(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    for function in (n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef)):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert re.search(r"noqa: \S+ -- \S+", lines[node.lineno - 1]), (
                    f"{path}:{node.lineno}"
                )


@pytest.mark.parametrize("path", modules(), ids=IDS)
def test_exceptions_from_the_linters_carry_a_reason(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if "# noqa" in line or "# type: ignore" in line:
            assert re.search(
                r"(noqa: [A-Z0-9, ]+ --|type: ignore\[[\w-]+(,[\w-]+)*\]  #) \S", line
            ), f"{path}:{number}"


def test_actions_and_policies_know_no_request():
    for path in modules():
        rooms = {path.stem, path.parent.name}
        if (
            rooms & {"actions", "policy", "queries", "models", "lifecycle"}
            and "web" not in path.parts
        ):
            names = {
                a.name
                for n in ast.walk(tree(path))
                if isinstance(n, ast.ImportFrom) and n.module == "flask"
                for a in n.names
            }
            assert not names & {"request", "session", "g", "current_app"}, path


def test_policies_are_pure():
    for path in modules():
        if path.stem == "policy":
            called_names = {called(n) for n in ast.walk(tree(path)) if isinstance(n, ast.Call)}
            assert not {c for c in called_names if c.startswith(("session.", "db.", "clock."))}, (
                path
            )


def test_every_verb_of_the_trail_has_words():
    from portal.desk.trail import VERBS

    recorded = set()
    for path in modules():
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and called(node).rpartition(".")[2] == "record"
                and len(node.args) > 2
            ):
                verb = node.args[2]
                if isinstance(verb, ast.Constant):
                    recorded.add(verb.value)
    assert recorded
    assert recorded - set(VERBS) == set()


def test_top_level_folders_are_the_given_ones():
    tops = {name.split("/")[0] for name in tracked() if "/" in name}
    assert tops <= {"portal", "migrations", "static", "templates", "tests", "docs", ".ci"}


def test_no_file_names_this_machine_or_what_is_not_shipped():
    outside = re.compile(r"\.\./shared|/work/(main|shared)|/tmp/brief")
    own = "tests/house/test_source.py"
    for name in tracked():
        path = ROOT / name
        if name == own or path.suffix in {".png", ".pdf", ".ico"} or not path.is_file():
            continue
        assert not outside.search(path.read_text(encoding="utf-8", errors="ignore")), name


def test_no_unfinished_words():
    unfinished = re.compile(
        r"\b(TODO|FIXME|XXX|NotImplementedError|lorem ipsum|coming soon)\b", re.IGNORECASE
    )
    for path in (*modules(), *templates()):
        assert not unfinished.search(path.read_text(encoding="utf-8")), path
