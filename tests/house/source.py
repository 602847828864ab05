"""The project's own source, read as text and as trees."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def modules() -> tuple[Path, ...]:
    return tuple(sorted((ROOT / "portal").rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def templates() -> tuple[Path, ...]:
    found = (ROOT / "templates").rglob("*")
    return tuple(sorted(p for p in found if p.suffix in {".html", ".txt"}))


def called(node: ast.AST) -> str:
    """The dotted name that a call calls, such as "db.transaction"."""
    if isinstance(node, ast.Call):
        return called(node.func)
    if isinstance(node, ast.Attribute):
        return f"{called(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
