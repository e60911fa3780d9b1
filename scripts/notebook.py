#!/usr/bin/env python3
"""Runs the cells of docs/notebook.ipynb in one namespace and prints the notebook with what they show.

The notebook is written by hand (cells of text and of code); outputs are made here, without Jupyter, as a notebook would
show them: what is printed, and the last expression as text, as a piece of a page where it has one, and as a picture. A
warning of the program is an error: a page shows none.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import json
import os
import sys
import warnings
from pathlib import Path
from typing import Any

from survey.errors import SurveyWarning

PAGE = Path(__file__).resolve().parent.parent / "docs" / "notebook.ipynb"
DPI = 96  # of a stored picture
WIDTH = "100"  # of the lines of texts, whatever the terminal


def executed(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with the outputs of its cells of code, which are run one after the other."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells, count = [], 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            count += 1
            cell = {**cell, "execution_count": count, "outputs": _outputs("".join(cell["source"]), names, count)}
        cells.append(cell)
    return {**notebook, "cells": cells}


def written(notebook: dict[str, Any]) -> str:
    """The notebook as Jupyter writes it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def without_pictures(notebook: dict[str, Any]) -> list[Any]:
    """The cells without the bytes of their pictures, which change with the library that draws them."""
    cells = []
    for cell in notebook["cells"]:
        outputs = [
            {**one, "data": {kind: kind == "image/png" or text for kind, text in one["data"].items()}}
            if "data" in one
            else one
            for one in cell.get("outputs", [])
        ]
        cells.append({**cell, "outputs": outputs})
    return cells


def _outputs(source: str, names: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """What a cell prints, and what its last expression shows."""
    lines = ast.parse(source).body
    last = lines.pop() if lines and isinstance(lines[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("error", SurveyWarning)
        exec(compile(ast.Module(lines, []), f"<cell {count}>", "exec"), names)
        value = None
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"<cell {count}>", "eval"), names)
    text = printed.getvalue()
    found: list[dict[str, Any]] = []
    if text:
        found.append({"output_type": "stream", "name": "stdout", "text": text.splitlines(keepends=True)})
    if value is not None:
        shown = {"output_type": "execute_result", "execution_count": count, "metadata": {}, "data": _shown(value)}
        found.append(shown)
    return found


def _shown(value: Any) -> dict[str, Any]:
    """A value by the kinds of contents that a notebook knows."""
    if hasattr(value, "savefig"):
        made = io.BytesIO()
        value.savefig(made, format="png", dpi=DPI, metadata={"Software": None})
        picture = base64.b64encode(made.getvalue()).decode("ascii") + "\n"
        return {"image/png": picture, "text/plain": [f"<{type(value).__name__}>"]}
    data: dict[str, Any] = {"text/plain": repr(value).splitlines(keepends=True)}
    page = value._repr_html_() if hasattr(value, "_repr_html_") else None
    return {"text/html": page.splitlines(keepends=True), **data} if page else data


def main() -> int:
    """Print the notebook, run anew in the folder that this is called from; as it stands where only bytes of pictures
    would change."""
    os.environ["COLUMNS"] = WIDTH
    stored = json.loads(PAGE.read_text(encoding="utf-8"))
    made = executed(stored)
    sys.stdout.write(written(stored if without_pictures(made) == without_pictures(stored) else made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
