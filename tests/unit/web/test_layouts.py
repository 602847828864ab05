import base64
import hashlib
import re

import pytest
from flask import render_template, render_template_string

from portal.web import pieces
from portal.web.fields import Form, TextField
from portal.web.look import body_script_hash

FORM = (
    '{% extends "layouts/form.html" %}{% block title %}Your <b>project</b>{% endblock %}'
    "{% block button_words %}Send{% endblock %}"
)


class Title(Form):
    title = TextField("Title", needed="Enter a title")


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 429, 500, 503])
def test_an_error_page_stands_with_one_heading(page, code):
    drawn = render_template(f"errors/{code}.html", reason="")
    assert drawn.count("<h1") == 1
    assert "Ffion Rees" in drawn


def test_a_refusal_gives_its_reason_escaped(page):
    drawn = render_template("errors/409.html", reason="<b>closed</b>")
    assert "&lt;b&gt;closed&lt;/b&gt;" in drawn


def test_the_page_says_its_language_and_the_way_around(page):
    drawn = render_template("errors/404.html")
    assert '<html lang="en">' in drawn
    assert 'lang="cy"' in drawn
    assert 'href="#maincontent"' in drawn
    assert drawn.count('aria-current="page"') == 1
    assert "Demonstration" in drawn
    assert 'action="/sign-out"' in drawn


def test_the_page_is_welsh_where_welsh_is_chosen(welsh):
    assert '<html lang="cy">' in render_template("errors/404.html")


def test_only_the_known_script_stands_in_the_page(page):
    scripts = re.findall(r"<script>(.*?)</script>", render_template("errors/404.html"), re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts}
    assert {f"'sha256-{one}'" for one in hashes} == {body_script_hash()}


@pytest.mark.parametrize(("typed", "start"), [("", "Error: Your"), ("a", "Your")])
def test_the_title_says_when_something_is_wrong(look, typed, start):
    with look.test_request_context("/", method="POST", data={"title": typed}):
        form = Title()
        form.validate()
        drawn = render_template_string(FORM, form=form)
    assert re.search(r"<title>\s*(.*?)\s*</title>", drawn, re.DOTALL).group(1).startswith(start)
    assert ("There is a problem" in drawn) is (typed == "")
    assert " novalidate" in drawn
    assert ">Send</button>" in drawn


@pytest.mark.parametrize(
    ("page_now", "pages", "items"),
    [
        (1, 1, [1]),
        (1, 2, [1, 2]),
        (1, 9, [1, 2, None, 9]),
        (3, 9, [1, 2, 3, 4, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
    ],
)
def test_a_pager_names_the_near_pages_and_the_ends(page_now, pages, items):
    assert pieces.Pager(page_now, pages, 50 * pages).items() == items


def test_a_table_says_its_labels_on_every_cell_and_escapes(page):
    table = pieces.Table(
        "Costs",
        (pieces.Column("Cost"), pieces.Column("Amount", numeric=True)),
        ((pieces.Cell("<b>", href="/x"), "£1.00"),),
    )
    drawn = render_template_string(
        '{% from "components/tables.html" import data_table %}{{ data_table(table) }}', table=table
    )
    assert '<span class="app-table__label" aria-hidden="true">Amount</span>' in drawn
    assert "&lt;b&gt;" in drawn
    assert 'class="app-number"' in drawn


def test_a_row_of_the_wrong_length_is_a_mistake():
    table = pieces.Table("Costs", (pieces.Column("Cost"),), (("a", "b"),))
    with pytest.raises(ValueError, match="longer"):
        table.cells(table.rows[0])
