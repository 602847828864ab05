"""A bare Flask application with the look, and nothing of the portal behind it."""

from typing import ClassVar

import pytest
from flask import Flask
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from portal.kernel.config import ROOT
from portal.web.look import install_look
from portal.web.site import LanguageSwitch, NavItem, Site, Viewer


class Looking(Flask):
    jinja_options: ClassVar = {
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }


def around() -> dict[str, object]:
    return {
        "site": Site("Headroom", "Glan Hafren", demo=True, help_name="Ffion Rees"),
        "viewer": Viewer("Megan Prosser", is_signed_in=True),
        "nav": [NavItem("What needs me", "/a"), NavItem("Schemes", "/b", current=True)],
        "language_switch": LanguageSwitch("Cymraeg", "?lang=cy", "cy"),
        "sign_out_url": "/sign-out",
    }


@pytest.fixture(scope="session")
def look() -> Flask:
    made = Looking("look", template_folder=str(ROOT / "templates"))
    made.config.update(SECRET_KEY="for tests only", WTF_CSRF_ENABLED=False)
    Babel(made, locale_selector=lambda: made.config.get("LOCALE", "en"))
    CSRFProtect(made)
    install_look(made)
    made.context_processor(around)
    return made


@pytest.fixture
def page(look):
    """A request to nowhere, so that words and forms have a language."""
    with look.test_request_context("/"):
        yield look


@pytest.fixture
def sent(look):
    """Return a form of this class, as sent with these values, validated."""

    def send(form_class, values):
        with look.test_request_context("/", method="POST", data=values):
            form = form_class()
            form.validate()
            return form

    return send


@pytest.fixture
def welsh(page, monkeypatch):
    monkeypatch.setitem(page.config, "LOCALE", "cy")
    return page
