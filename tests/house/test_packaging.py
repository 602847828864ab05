"""The wheel carries all that runs: every package, and every folder of data beside the code."""

import configparser
from pathlib import Path

import pytest

from tests.house.source import ROOT

ALONGSIDE = {"_migrations": "migrations", "_static": "static", "_templates": "templates"}


@pytest.fixture(scope="module")
def setup() -> configparser.ConfigParser:
    read = configparser.ConfigParser()
    read.read(ROOT / "setup.cfg", encoding="utf-8")
    return read


def dotted(folder: Path) -> str:
    return ".".join(folder.relative_to(ROOT).parts)


def test_every_package_is_listed(setup):
    there = {dotted(init.parent) for init in (ROOT / "portal").rglob("__init__.py")}
    carried = {f"portal.{name}" for name in ALONGSIDE}
    assert set(setup["options"]["packages"].split()) == there | carried


def test_the_folders_of_the_checkout_go_along_whole(setup):
    lines = setup["options"]["package_dir"].strip().splitlines()
    assert {tuple(line.split(" = ")) for line in lines} == {
        (f"portal.{name}", folder) for name, folder in ALONGSIDE.items()
    }
    for name, folder in ALONGSIDE.items():
        assert setup["options.package_data"][f"portal.{name}"] == "**"
        assert (ROOT / folder).is_dir()


def test_every_file_that_is_not_code_is_carried(setup):
    patterns = [
        (ROOT / package.replace(".", "/"), pattern)
        for package, pattern in setup["options.package_data"].items()
        if package.removeprefix("portal.") not in ALONGSIDE
    ]
    carried = {path for base, pattern in patterns for path in base.glob(pattern)}
    there = {path for path in (ROOT / "portal").rglob("*") if path.is_file()}
    left = {path for path in there - carried if path.suffix not in {".py", ".pyc", ".po", ".mo"}}
    assert left == set()
    assert (ROOT / "portal/translations", "*/LC_MESSAGES/*.mo") in [
        (base / "translations", pattern.removeprefix("translations/")) for base, pattern in patterns
    ]
