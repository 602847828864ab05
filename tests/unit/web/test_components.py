import pytest
from markupsafe import Markup

from portal.kernel.language import Text, lazy
from portal.web import components
from portal.web.components import component, fixed, typed_into

BOLD, SHOWN = "<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("input", {"label": {"text": BOLD}, "name": "n", "id": "n"}),
        ("input", {"label": BOLD, "name": "n", "id": "n"}),
        ("input", {"hint": {"text": BOLD}, "name": "n", "id": "n"}),
        ("input", {"errorMessage": {"text": BOLD}, "name": "n", "id": "n"}),
        ("input", {"value": BOLD, "name": "n", "id": "n"}),
        ("input", {"value": Markup(BOLD), "name": "n", "id": "n"}),
        ("input", {"prefix": BOLD, "name": "n", "id": "n"}),
        ("input", {"attributes": {"data-x": BOLD}, "name": "n", "id": "n"}),
        ("textarea", {"value": BOLD, "name": "n", "id": "n"}),
        ("radios", {"fieldset": {"legend": {"text": BOLD}}, "items": [], "name": "n"}),
        ("radios", {"items": [{"value": BOLD, "text": "a"}], "name": "n"}),
        ("radios", {"items": [{"value": "a", "text": BOLD}], "name": "n"}),
        ("select", {"items": [{"value": "a", "text": BOLD}], "name": "n", "id": "n"}),
        ("tag", {"text": BOLD}),
        ("button", {"text": BOLD}),
        ("details", {"summaryText": BOLD, "text": "a"}),
        ("error-summary", {"errorList": [{"text": BOLD, "href": "#a"}]}),
    ],
)
def test_text_comes_out_escaped(name, params):
    rendered = component(name, **params)
    assert SHOWN in rendered
    assert BOLD not in rendered


def test_quotes_cannot_leave_an_attribute():
    rendered = component("input", name="n", id="n", attributes={"data-x": Markup('" onfocus="x')})
    assert ' onfocus="x' not in rendered


@pytest.mark.parametrize(
    "params",
    [
        {"html": BOLD},
        {"html": lazy("words")},
        {"summaryHtml": BOLD, "text": "a"},
        {"attributes": ' onclick="x"'},
    ],
)
def test_plain_text_where_markup_belongs_is_refused(params):
    with pytest.raises(TypeError, match="takes Markup"):
        component("details", **params)


def test_markup_passes_where_it_belongs():
    assert BOLD in component("inset-text", html=Markup(BOLD))


def test_fixed_refuses_markup():
    with pytest.raises(TypeError):
        fixed("inset-text", html=Markup(BOLD))


def test_fixed_says_what_component_says():
    assert fixed("tag", text="Sent", colour="blue") == component("tag", text="Sent", colour="blue")
    assert "Sent" in fixed("tag", text="Sent")
    assert "Late" in fixed("tag", text="Late")


@pytest.mark.parametrize("words", [lazy("Costs"), Text("Costs", "Costau"), "Costs"])
def test_lazy_and_two_language_words_are_written_out(page, words):
    assert "Costs" in component("label", text=words)


def test_none_means_not_given():
    assert "None" not in component("input", name="n", id="n", label=None, hint=None, value=None)


def test_what_a_person_typed_keeps_its_lines():
    assert ">a\n  b</textarea>" in component("textarea", name="n", id="n", value="a\n  b")


TYPED = ["", "a", BOLD, '" onfocus="x', "\nfirst", "& amp;", "\\1 {{ x }} %{count}", "é𝔘ע", "0"]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("input", {"type": "text"}),
        ("textarea", {"rows": 5}),
        ("character-count", {"rows": 5, "maxwords": 50}),
    ],
)
def test_what_was_typed_comes_out_as_if_drawn_whole(name, params, typed):
    params = {"id": "n", "name": "n", "label": {"text": BOLD}, **params}
    assert typed_into(name, typed, **params) == component(name, value=typed, **params)


def test_what_was_typed_is_not_remembered(monkeypatch):
    drawn = []
    monkeypatch.setattr(components, "component", lambda *a, **k: drawn.append(k) or Markup("x"))
    components._remembered.cache_clear()
    for words in ("secret one", "secret two", "secret two"):
        typed_into("input", words, id="n", name="n")
    assert len(drawn) == 1
    assert "secret" not in str(drawn)
    components._remembered.cache_clear()
