"""Every route wears its guard; writing views have one transaction, reading views have none."""

import ast
import re

import pytest

from portal.web.guard import Guard
from tests.house.source import called, modules, tree

ROUTE_FILES = [p for p in modules() if p.name == "routes.py" or p.parent.name == "routes"]
METHODS = {"get", "post"}


def views():
    """Yield (file and name, method, function) for every view."""
    for path in ROUTE_FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    method = called(decorator).rpartition(".")[2]
                    if "blueprint" in called(decorator) and method in METHODS | {"route"}:
                        yield f"{path.parent.name}/{path.name}:{node.name}", method, node


VIEWS = list(views())


def test_views_were_found():
    assert len(VIEWS) > 30


def test_every_endpoint_wears_a_guard(shared_app):
    bare = [
        rule.endpoint
        for rule in shared_app.url_map.iter_rules()
        if rule.endpoint != "static"
        and not isinstance(getattr(shared_app.view_functions[rule.endpoint], "guard", None), Guard)
    ]
    assert bare == []


def test_addresses_are_kebab_case_with_typed_values(shared_app):
    odd = [
        rule.rule
        for rule in shared_app.url_map.iter_rules()
        if rule.endpoint != "static"
        and not re.fullmatch(
            r"(/([a-z0-9.-]+|<(uuid|int|string\(length=\d+\)):\w+>(\.[a-z]+)?|<\w+>(\.[a-z]+)?))*/?",
            rule.rule,
        )
    ]
    assert odd == []


@pytest.mark.parametrize(("name", "method", "view"), VIEWS, ids=[v[0] for v in VIEWS])
def test_a_view_says_get_or_post_and_only_posts_write(name, method, view):
    assert method in METHODS, "say @blueprint.get or @blueprint.post"
    opened = sum(
        called(item.context_expr) == "db.transaction"
        for n in ast.walk(view)
        if isinstance(n, ast.With)
        for item in n.items
    )
    if method == "get":
        assert opened == 0, "a GET writes nothing"
    assert opened <= 1, "one visible transaction"


@pytest.mark.parametrize("path", modules(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_only_the_ends_commit(path):
    """Commit and rollback belong to the kernel, the worker's loops and the commands."""
    allowed = {"db.py", "delivery.py", "scanning.py", "worker.py", "cli.py", "env.py"}
    if path.name in allowed or path.parent.name == "demo":
        return
    calls = {called(n).rpartition(".")[2] for n in ast.walk(tree(path)) if isinstance(n, ast.Call)}
    assert not calls & {"commit", "rollback"}
