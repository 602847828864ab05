"""A bare Flask page of the same shape: as many rows, as many bytes, no portal."""

from flask import Flask, render_template_string

PAGE = """<!doctype html><html lang="en"><title>{{ title }}</title><h1>{{ title }}</h1>
<table>{% for row in rows %}<tr><td>{{ row.0 }}</td><td>{{ row.1 }}</td></tr>{% endfor %}</table>"""


def plain_app(size: int) -> Flask:
    """Return an app whose one page has about `size` bytes in rows of about 200."""
    app = Flask("plain")
    rows = [(f"Row {number}", "x" * 150) for number in range(max(1, size // 200))]

    @app.get("/")
    def page() -> str:
        return render_template_string(PAGE, title="Plain", rows=rows)

    return app
