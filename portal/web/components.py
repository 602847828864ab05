"""The NHS design system's components behind one function.

They are rendered in an environment of their own, because the library's macros need
undefined names to be quiet while our templates want them loud, and because it must
escape always: Flask's own setting goes by file name and would not. The tuning
(`make_globals`, `getattr`, `indent`) changes white space and speed, nothing else: a field
takes a third of a millisecond instead of nearly two.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup, escape

__all__ = ["component", "fixed", "typed_into"]

_PLACE = "the-place-of-what-was-typed-c1f0b7d4"
_MACROS = {"tables": "table", "images": "image", "do-dont-list": "list"}


class _Environment(Environment):
    def make_globals(self, d: Any) -> Any:
        return super().make_globals(d) if d else self.globals

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def _environment() -> Environment:
    env = _Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        undefined=ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    env.filters["indent"] = lambda text, *_width: text
    return env


_ENV = _environment()


@lru_cache(maxsize=64)
def _macro(name: str) -> Any:
    first, *rest = name.split("-")
    macro = _MACROS.get(name) or first + "".join(word.capitalize() for word in rest)
    return getattr(_ENV.get_template(f"nhsuk/components/{name}/macro.jinja").module, macro)


def component(name: str, /, **params: Any) -> Markup:
    """Render a component of nhsuk-frontend, such as "button" or "summary-list".

    `params` are the library's own (camelCase); None means "not given". Lazy
    translations and `Text` become words. Text is escaped; `html` keys take only Markup.
    Raises TypeError for a plain string under an `html` key or as `attributes`.
    """
    rendered: Markup = _macro(name)(_plain(params))
    return rendered


def fixed(name: str, /, **params: Any) -> Markup:
    """Render a component that says the same to everyone, and remember it.

    For words of the program only (tags of states, plain buttons): never for a call that
    carries a person's text, which would stay in memory. Markup is refused (TypeError).
    """
    return _remembered(name, json.dumps(_plain(params), sort_keys=True, ensure_ascii=False))


def typed_into(name: str, value: str, /, **params: Any) -> Markup:
    """Render a box whose words are the program's or a scheme's, with a person's text in it.

    All but the text is remembered, as `fixed` does: the text itself never is. For components
    that write `value` once: "input", "textarea" and "character-count".
    """
    drawn = fixed(name, value=_PLACE if value else "", **params)
    return Markup(drawn.replace(_PLACE, escape(value)))  # noqa: S704 -- both are escaped


@lru_cache(maxsize=2_048)
def _remembered(name: str, params: str) -> Markup:
    return component(name, **json.loads(params))


def _plain(value: Any, key: str = "", *, inside: str = "") -> Any:
    """Return the parameters as the macros want them, refusing text where they expect markup."""
    if isinstance(value, Mapping):
        return {k: _plain(v, k, inside=key) for k, v in value.items() if v is not None}
    if isinstance(value, (list, tuple)):
        return [_plain(v, inside=key) for v in value]
    if isinstance(value, (bool, int, float)):
        return value
    return _words(value, key, inside)


def _words(value: Any, key: str, inside: str) -> str:
    is_markup_key = inside != "attributes" and (
        key in ("html", "attributes") or key.endswith("Html")
    )
    if is_markup_key and not isinstance(value, Markup):
        raise TypeError(f"{key} takes Markup, not {type(value).__name__}")
    if isinstance(value, Markup) and key != "value" and inside != "attributes":
        return value
    return str(value)
