"""How large the rooms are. Each measure may only fall: to raise one is a change of plan, not of a number."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.contract

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "survey"
FILES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
# What the rooms measure today. A figure that falls is lowered here; to raise one is a decision for docs/house.md.
LIMITS = {
    "lines of the largest module": 376,
    "modules over 250 lines": 19,
    "lines of the longest body": 56,
    "bodies over 40 lines": 26,
    "modules with more than 4 public names": 57,
    "functions with more than 7 parameters": 34,
    "late imports": 35,
    "modules in a circle of imports": 0,
    "files of the largest folder": 19,
}
COMMAND_LINE = "survey/cli/"  # imports late so that it starts fast; its functions take as many options as it has
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def walked(node: ast.AST) -> tuple[ast.AST, ...]:
    """All that is below ``node``, walked once for all measures."""
    return tuple(ast.walk(node))


def functions(tree: ast.AST) -> Iterator[Function]:
    yield from (node for node in walked(tree) if isinstance(node, Function))


def body_lines(function: Function) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def parameters(function: Function) -> int:
    own = function.args
    return len([one for one in (*own.posonlyargs, *own.args, *own.kwonlyargs) if one.arg not in ("self", "cls")])


def own_modules(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "survey"


def late_imports(tree: ast.AST) -> int:
    return len({node for function in functions(tree) for node in walked(function) if own_modules(node)})


def circles() -> int:
    """Modules that import each other when they are imported, directly or by way of others."""
    known = {name(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in FILES}
    graph = {}
    for module, path in known.items():
        late = {node for function in functions(TREES[path]) for node in walked(function)}
        types = {
            node
            for test in walked(TREES[path])
            if isinstance(test, ast.If) and any(getattr(one, "id", "") == "TYPE_CHECKING" for one in walked(test.test))
            for node in walked(test)
        }
        graph[module] = {
            inner if (inner := f"{node.module}.{alias.name}") in known else str(node.module)
            for node in walked(TREES[path])
            if isinstance(node, ast.ImportFrom) and own_modules(node) and node not in late | types
            for alias in node.names
        }
    while leaves := {module for module, ahead in graph.items() if not ahead & graph.keys()}:
        graph = {module: ahead for module, ahead in graph.items() if module not in leaves}
    return sum(module in _reached(graph, module) for module in graph)


def _reached(graph: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    ahead = list(graph[start])
    while ahead:
        if (one := ahead.pop()) not in seen:
            seen.add(one)
            ahead.extend(graph.get(one, ()))
    return seen


@cache
def measures() -> dict[str, int]:
    """Each measure by its name."""
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    every = [(path, function) for path in FILES for function in functions(TREES[path])]
    public = {
        path: sum(
            isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_")
            for node in TREES[path].body
        )
        for path in FILES
    }
    return {
        "lines of the largest module": max(lines.values()),
        "modules over 250 lines": sum(count > 250 for count in lines.values()),
        "lines of the longest body": max(body_lines(function) for _, function in every),
        "bodies over 40 lines": sum(body_lines(function) > 40 for _, function in every),
        "modules with more than 4 public names": sum(count > 4 for count in public.values()),
        "functions with more than 7 parameters": sum(
            parameters(function) > 7 for path, function in every if not name(path).startswith(COMMAND_LINE)
        ),
        "late imports": sum(late_imports(TREES[path]) for path in FILES if not name(path).startswith(COMMAND_LINE)),
        "modules in a circle of imports": circles(),
        "files of the largest folder": max(Counter(path.parent for path in FILES if path.stem != "__init__").values()),
    }


@pytest.mark.parametrize("what", LIMITS)
def test_no_room_grows(what: str) -> None:
    assert measures()[what] <= LIMITS[what], f"{what}: make it smaller, or open a second room"
