"""Templates decide nothing, hold no inline style or script, and are all used."""

import re

import pytest

from tests.house.source import ROOT, modules, templates

IDS = [str(p.relative_to(ROOT / "templates")) for p in templates()]
DECIDING = re.compile(
    r"\{[%{][^%}]*(\.(state|role|phase|outcome)(\.value)?\s*(==|!=|in\b|not\b)|holds\(|\bnow\b\s*[<>])[^%}]*[%}]\}"
)
BODY_SCRIPT = "<script>{{ body_script }}</script>"


@pytest.mark.parametrize("path", templates(), ids=IDS)
def test_a_template_compares_no_state_role_or_date(path):
    assert DECIDING.search(path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("path", templates(), ids=IDS)
def test_no_inline_style_or_script(path):
    if path.parent.name in {"documents"} or "documents" in path.parts:
        return  # a PDF carries its own style and runs nothing
    text = path.read_text(encoding="utf-8").replace(BODY_SCRIPT, "")
    assert not re.search(
        r"<style|\sstyle=|<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)|\son\w+=|javascript:",
        text,
    )


@pytest.mark.parametrize("path", templates(), ids=IDS)
def test_nothing_of_a_person_is_marked_safe(path):
    assert "|safe" not in path.read_text(encoding="utf-8").replace(" ", "")


def test_every_template_is_used():
    sources = "\n".join(p.read_text(encoding="utf-8") for p in (*modules(), *templates()))
    unused = [
        name
        for name in IDS
        if name not in sources
        and not name.startswith(("email/", "errors/"))
        and not name.endswith(".txt")
    ]
    assert unused == []


def test_every_mail_that_is_queued_has_its_templates():
    sources = "\n".join(p.read_text(encoding="utf-8") for p in modules())
    folders = {
        str(p.parent.relative_to(ROOT / "templates" / "email"))
        for p in templates()
        if "email" in p.parts
    }
    named = set(re.findall(r'"([a-z_]+/[a-z_]+)"', sources))
    made_up = set(re.findall(r'f"([a-z_]+)/\{', sources))  # f"awards/{outcome}"
    for folder in folders - {"."}:
        assert {p.name for p in (ROOT / "templates" / "email" / folder).iterdir()} >= {
            "subject.txt",
            "body.txt",
        }
        assert folder in named or folder.partition("/")[0] in made_up, f"nothing sends {folder}"
