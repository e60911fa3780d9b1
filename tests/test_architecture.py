"""The house stands as it was drawn: imports go down only, one place writes, the command line does not calculate."""

from __future__ import annotations

import ast
import configparser
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.contract

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "survey"
# Lowest first; those on one floor do not import each other.
FLOORS = (
    {"arrays", "errors", "held", "words", "progress", "inputs", "scratch", "shown", "state"},
    {"inside"},
    {"leaving", "outside"},
    {"wording"},
    {"maths"},
    {"phrases"},
    {"definitions"},
    {"pps"},
    {"design"},
    {"cells"},
    {"weighting"},
    {"rehearsal"},
    {"scaffold"},
    {"estimation"},
    {"tables", "trends", "claims"},
    {"changes", "releasing"},
    {"plots"},
    {"reports"},
    {"studies"},
    {"cli"},
)
# Rooms of a floor, lowest first: imports go down here too. Those in one pair of braces do not import each other.
ROOMS: dict[str, tuple[set[str], ...]] = {
    "definitions": ({"records"}, {"checks"}, {"reading"}, {"comparing"}),
    "cells": (
        *({"table"}, {"engines"}, {"files"}, {"samples"}, {"filters"}, {"meanings"}, {"opening"}, {"shared"}),
        {"polls"},
    ),
    "weighting": ({"record"}, {"margins"}, {"calibrating"}, {"before"}, {"plan"}, {"told", "combining"}),
    "scaffold": ({"forms"}, {"guessing"}, {"joining"}, {"writing"}),
    "estimation": ({"result"}, {"core"}, {"statistics", "tests", "models"}),
    "claims": ({"figures"}, {"answers"}, {"evidence"}, {"judging"}, {"checks"}, {"published"}, {"explaining"}),
    "plots": ({"sheet"}, {"timeline", "compared"}),
    "reports": ({"documents"}, {"files"}, {"printing", "codebook"}, {"interactive"}),
}
FLOOR = {name: place for place, names in enumerate(FLOORS) for name in names}
# The front that users import; it hands to every floor and nothing in the package imports it but itself.
FRONT = {"front", "__init__", "__main__"}
# Types of a finished table, which a trend and a verdict also carry.
SHARED_TYPES = {"survey.tables.table"}
WRITING_CALLS = {
    "write_text",
    "write_bytes",
    "savefig",
    "to_csv",
    "to_excel",
    "to_parquet",
    "to_feather",
    "mkdir",
    "rename",
}
FILES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All of a file's syntax, walked once for all tests."""
    return tuple(ast.walk(TREES[path]))


def part(path: Path) -> str:
    """The package or top module a file belongs to."""
    inside = path.relative_to(PACKAGE).parts
    return inside[0] if len(inside) > 1 else path.stem


def imports(path: Path, *, types_too: bool = False) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import of this package, also of those inside functions."""
    skipped = set() if types_too else set(_type_checking(path))
    for node in nodes(path):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "survey":
                    yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write the whole name of the module"
            if node.module and node.module.split(".")[0] == "survey":
                yield node.lineno, node.module


def _type_checking(path: Path) -> Iterator[ast.AST]:
    for node in nodes(path):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for inner in node.body:
                yield from ast.walk(inner)


def test_every_module_has_a_floor() -> None:
    assert {part(path) for path in FILES} - FRONT <= set(FLOOR)


def test_imports_go_down_only() -> None:
    wrong = []
    for path in FILES:
        here = part(path)
        if here in FRONT:
            continue
        for line, module in imports(path, types_too=True):
            names = module.split(".")
            there = names[1] if len(names) > 1 else "__init__"
            down = there in FLOOR and (FLOOR[there] < FLOOR[here] or there == here or module in SHARED_TYPES)
            if not down:
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {here} imports {module}")
    assert not wrong, "\n".join(wrong)


def test_rooms_import_down_only() -> None:
    wrong = []
    for path in FILES:
        inside = path.relative_to(PACKAGE).parts
        order = {name: place for place, names in enumerate(ROOMS.get(inside[0], ())) for name in names}
        if len(inside) < 3 or not order:
            continue
        for line, module in imports(path):
            names = module.split(".")
            if names[1:2] == [inside[0]] and len(names) > 3 and names[2] != inside[1]:
                if not order[names[2]] < order[inside[1]]:
                    wrong.append(f"{path.relative_to(ROOT)}:{line}: {inside[1]} imports {module}")
    assert not wrong, "\n".join(wrong)


def test_only_reports_write_files() -> None:
    wrong = []
    for path in FILES:
        if part(path) == "reports":
            continue
        taken = _imported_from_reports(path)
        for node in nodes(path):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in WRITING_CALLS and name not in taken or name == "open" and _opens_to_write(node):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}: {name}")
    assert not wrong, "\n".join(wrong)


# The places that may put files where they stay: the one that decides, its list of hashes, and the folder of a run.
PLACES = {f"reports/files/{name}.py" for name in ("whole_file", "beside", "ours", "named", "run_record")}
# Folders of their own below that of the system, gone when the engine is: spilled rows, text that was read once.
TEMPORARY = {"cells/engines/duckdb_backend.py", "cells/files/open.py", "scratch.py"}
OPENS = {"write_text", "write_bytes", "touch", "rename", "unlink", "rmtree", "rmdir", "mkdir", "fdopen"}


def test_nothing_is_opened_for_writing_but_through_the_one_place() -> None:
    wrong = []
    for path in FILES:
        name = path.relative_to(PACKAGE).as_posix()
        if name in PLACES | TEMPORARY:
            continue
        inside = {
            inner
            for node in nodes(path)
            if isinstance(node, ast.With) and any("whole_f" in ast.dump(item) for item in node.items)
            for inner in ast.walk(node)
        }
        own = {node.name for node in nodes(path) if isinstance(node, ast.FunctionDef)}
        own |= {alias.name for node in nodes(path) if isinstance(node, ast.ImportFrom) for alias in node.names}
        for node in nodes(path):
            if not isinstance(node, ast.Call) or node in inside:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            plain = isinstance(node.func, ast.Name) and called in own  # ours, which goes through the one place itself
            writes = (called in OPENS and not plain) or (called == "open" and _opens_to_write(node))
            if writes and "whole_file" not in ast.dump(node):
                wrong.append(f"{name}:{node.lineno}: {called}")
    assert not wrong, "\n".join(wrong)


def _imported_from_reports(path: Path) -> set[str]:
    return {
        alias.name
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("survey.reports")
        for alias in node.names
    }


def _opens_to_write(call: ast.Call) -> bool:
    texts = [
        item.value for item in (*call.args, *(word.value for word in call.keywords)) if isinstance(item, ast.Constant)
    ]
    return any(isinstance(text, str) and set(text) <= set("wxabt+") and set(text) & set("wxa+") for text in texts)


@pytest.mark.parametrize("library", ["duckdb", "polars", "pyspark"])
def test_each_engine_is_met_in_one_module(library: str) -> None:
    here = f"survey/cells/engines/{library.removeprefix('py')}_backend.py"
    meeting = set()
    for path in FILES:
        for node in nodes(path):
            named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if library in {name.split(".")[0] for name in named}:
                meeting.add(path.relative_to(ROOT).as_posix())
    assert meeting == {here}


def test_the_command_line_does_not_calculate() -> None:
    operators = (ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.MatMult, ast.Sub, ast.Mod)
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in FILES
        if part(path) == "cli"
        for node in nodes(path)
        if isinstance(node, ast.BinOp) and isinstance(node.op, operators)
    ]
    assert not wrong, "\n".join(wrong)


def test_setup_names_every_package() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    named = set(setup["options"]["packages"].split())
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in PACKAGE.rglob("__init__.py")}
    assert named == found | {"survey.questionnaires"}


def test_constraints_name_every_requirement() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    asked = setup["options"]["install_requires"] + "".join(setup["options.extras_require"].values())
    names = {line.split(">=")[0].strip().lower() for line in asked.splitlines() if line.strip()}
    pinned = {line.split("==")[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines()}
    assert names <= pinned
