"""A person at a browser without JavaScript: pages are read, forms are sent as they were served."""

import re
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import g, session
from sqlalchemy import select

from portal.kernel import clock
from portal.people import actions
from portal.people.models import Person

TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


class Page:
    """One response. Every page must have one h1, a title, and a language."""

    def __init__(self, response, path: str) -> None:
        self.status = response.status_code
        self.path = path
        self.headers = response.headers
        self.data = response.data
        self.is_html = response.mimetype == "text/html"

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page, read when it is first asked about: most pages of a journey never are."""
        return BeautifulSoup(self.data.decode() if self.is_html else "", "html.parser")

    @property
    def text(self) -> str:
        return " ".join(self.soup.get_text(" ").split())

    @property
    def main(self) -> str:
        found = self.soup.find("main")
        return " ".join(found.get_text(" ").split()) if found else ""

    @property
    def h1(self) -> str:
        return " ".join(self.soup.h1.get_text(" ").split())

    @property
    def errors(self) -> list[str]:
        """What the error summary says."""
        box = self.soup.select_one(".nhsuk-error-summary__list")
        return [" ".join(li.get_text(" ").split()) for li in box.find_all("li")] if box else []

    def error_beside(self, name: str) -> str:
        found = self.soup.find(id=f"{name}-error")
        return " ".join(found.get_text(" ").split()) if found else ""

    def link(self, words: str) -> str:
        """The address behind the first link whose text contains these words."""
        for a in self.soup.find_all("a", href=True):
            if words in " ".join(a.get_text(" ").split()):
                return a["href"]
        raise AssertionError(f"no link {words!r} on {self.path}: {self.main[:800]}")

    def form(self, button: str | None = None) -> tuple[str, dict]:
        """The action and the served values of the form with this button (or the only one in main)."""
        for form in (self.soup.find("main") or self.soup).find_all("form"):
            for each in form.find_all("button"):
                if button is None or button in " ".join(each.get_text(" ").split()):
                    values = served(form)
                    if each.get("name"):
                        values[each["name"]] = each.get("value", "")
                    return urljoin(self.path, form.get("action") or self.path), values
        raise AssertionError(f"no form with button {button!r} on {self.path}: {self.main[:800]}")

    def value(self, name: str) -> str:
        """What a field shows."""
        field = self.soup.find(attrs={"name": name})
        assert field is not None, f"no field {name} on {self.path}"
        if field.name == "textarea":
            return field.text.removeprefix("\n")
        return field.get("value", "")


def served(form: Tag) -> dict:
    """The values a browser would send if nothing were typed."""
    values: dict = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or kind in {"submit", "file"}:
            continue
        if kind in {"radio", "checkbox"} and not field.has_attr("checked"):
            continue
        if field.name == "textarea":
            value = field.text.removeprefix("\n")
        elif field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            value = chosen.get("value", chosen.text) if chosen else ""
        else:
            value = field.get("value", "on" if kind in {"radio", "checkbox"} else "")
        if kind == "checkbox" and name in values:
            values[name] = [
                *([values[name]] if isinstance(values[name], str) else values[name]),
                value,
            ]
        else:
            values[name] = value
    return values


class Browser:
    """One person's browser. `go` reads a page, `send` fills and sends its form."""

    def __init__(self, app) -> None:
        self.client = app.test_client()
        self._page: Page | None = None
        self._is_at_home = False

    @property
    def page(self) -> Page | None:
        """What is open; after `sign_in` the first page, read for the first who asks."""
        if self._is_at_home:
            self.go("/")
        return self._page

    def go(self, path: str, status: int | None = 200) -> Page:
        response = self.client.get(path, follow_redirects=False)
        return self._follow(response, path, status)

    def send(
        self, values: dict | None = None, button: str | None = None, status: int | None = 200
    ) -> Page:
        """Send the page's form with these values over the served ones."""
        action, data = self.page.form(button)
        return self.post(action, {**data, **(values or {})}, status)

    def post(self, path: str, data: dict, status: int | None = 200) -> Page:
        response = self.client.post(path, data=data)
        return self._follow(response, path, status)

    def post_by_hand(self, path: str, data: dict | None = None) -> Page:
        """A hand-made POST with a true token: what a person with tools could send."""
        return self.post(path, {"csrf_token": self.token(), **(data or {})}, None)

    def token(self) -> str:
        for path in ("/help", "/sign-in"):
            if found := TOKEN.search(self.client.get(path).get_data(as_text=True)):
                return found[1]
        return ""

    def click(self, words: str, status: int | None = 200) -> Page:
        return self.go(urljoin(self.page.path, self.page.link(words)), status)

    def sign_in(self, person) -> "Browser":
        """Begin a sign-in by the portal's own action; its two pages are for `type_in`.

        Nearly every test begins here, and the form, the password's check and the first page
        after it are not what it asks about.
        """
        app = self.client.application
        with app.test_request_context(), app.extensions["database"].scope() as rows:
            email = person if isinstance(person, str) else person.email
            someone = rows.scalars(select(Person).where(Person.email == email)).one()
            assert someone.is_active, f"{email} has left and could not sign in"
            actions.sign_in(someone, clock.now())
            rows.commit()
            begun = dict(session)
            g.pop("_login_user")  # an outer application context would keep it for all requests
        with self.client.session_transaction() as own:
            own.clear()
            own.update(begun)
            own.permanent = True
        self._is_at_home = True
        return self

    def type_in(self, person, password: str = "a long enough password") -> "Browser":
        """Sign in as a person does, by the form; the page after it is open."""
        self.go("/sign-in")
        self.send(
            {"email": person if isinstance(person, str) else person.email, "password": password}
        )
        assert not self.page.errors, self.page.errors
        return self

    def _follow(self, response, path: str, status: int | None) -> Page:
        for _ in range(5):
            if response.status_code not in {301, 302, 303, 307, 308}:
                break
            parts = urlsplit(urljoin(path, response.headers["Location"]))
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            response = self.client.get(path)
        self._page, self._is_at_home = Page(response, path), False
        if status is not None:
            assert response.status_code == status, (
                f"{path}: {response.status_code} {self._page.main[:1500]}"
            )
        return self._page


def press_send(browser: "Browser", base: str) -> Page:
    """Open the page with all answers and press the button that sends them."""
    browser.go(f"{base}/check")
    return browser.send(button="Send")
