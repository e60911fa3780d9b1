"""A format of data files stands in one table, from which its reader and its writer are found."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from survey.cells.files import formats
from survey.cells.files.formats import ALL, FORMATS, KINDS, weight_adder, what_else

pytestmark = pytest.mark.contract

PACKAGE = Path(inspect.getfile(formats)).parents[2]


@pytest.mark.parametrize("kind", [kind.name for kind in ALL])
def test_every_format_has_a_reader_and_a_writer(kind: str) -> None:
    reader = formats._function("survey.cells.files.read", f"read_{kind}", KINDS[kind].name)
    assert next(iter(inspect.signature(reader).parameters)) == "path"
    assert callable(weight_adder(KINDS[kind].name))


def test_endings_and_first_bytes_belong_to_one_format() -> None:
    assert len(FORMATS) == sum(len(kind.endings) for kind in ALL)
    for kind in ALL:
        for start, ending in kind.begins.items():
            found = what_else(start + b"more")
            assert found is not None and found.format == kind.name and FORMATS[found.ending] == kind.name
            assert str(found) == f"{kind.called} ({ending})"
    assert str(what_else(b"%PDF-1.7")) == "a PDF" and what_else(b"a,b\n1,2\n") is None


def test_feather_is_named_where_it_is_read_and_written_and_in_the_table_alone() -> None:
    """What a new format touches: its reader, its writer, its line."""
    naming = set()
    texts = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    for path, text in texts.items():
        for node in ast.walk(ast.parse(text)) if "feather" in text else ():
            if isinstance(node, ast.Constant) and node.value == "feather":
                naming.add(path.relative_to(PACKAGE).as_posix())
    assert naming == {
        "cells/files/formats.py",
        "cells/files/read_arrow.py",
        "reports/files/data/write_arrow.py",
    }
