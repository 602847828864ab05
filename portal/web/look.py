"""Hand the look to Flask: filters, functions that templates call, and the one inline script."""

import base64
import hashlib
from typing import Any, Final

from flask import Flask, current_app
from markupsafe import Markup

from portal.kernel.language import language
from portal.web import format as written
from portal.web.assets import asset_url
from portal.web.components import component, fixed
from portal.web.fields import error_summary

BODY_SCRIPT: Final = (
    "document.body.className += ' js-enabled' + "
    "('noModule' in HTMLScriptElement.prototype ? ' nhsuk-frontend-supported' : '');"
)


def body_script_hash() -> str:
    """Return the source expression that lets the one inline script through the CSP."""
    digest = hashlib.sha256(BODY_SCRIPT.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def install_look(app: Flask) -> None:
    """Give the templates of `app` our filters and functions. Call once, in create_app."""
    app.jinja_env.filters.update({name: getattr(written, name) for name in written.__all__})
    app.jinja_env.globals.update(
        component=component,
        fixed=fixed,
        error_summary=error_summary,
        asset_url=asset_url,
        language=language,
        body_script=Markup(BODY_SCRIPT),  # noqa: S704 -- a constant of ours
    )


def without_page(template: str, **context: Any) -> str:
    """Write what is no page, such as mail: without what every page is given, its reader's menu."""
    return current_app.jinja_env.get_template(template).render(**context)
