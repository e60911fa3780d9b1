"""The notebook in docs shows what its cells give."""

from __future__ import annotations

import base64
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytestmark = pytest.mark.contract

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 100_000  # bytes of a picture


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def stored() -> dict[str, Any]:
    return dict(json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8")))


def texts(notebook: dict[str, Any]) -> list[Any]:
    """What the cells say and show, but for the bytes of pictures and the page that pandas makes of a frame."""
    cells = script("notebook").without_pictures(notebook)
    for cell in cells:
        for output in cell["outputs"]:
            if 'class="dataframe"' in "".join(output.get("data", {}).get("text/html", [])):
                output["data"].pop("text/html")
    return list(cells)


def test_every_cell_gives_what_the_notebook_shows(stored: dict[str, Any], tmp_path: Path) -> None:
    refresh = script("refresh_docs")
    made = json.loads(refresh.notebook(refresh.workplace(tmp_path)))
    assert texts(made) == texts(stored), "run: .venv/bin/python scripts/refresh_docs.py"


def test_it_is_a_notebook_of_a_few_cells_with_a_picture_and_says_that_the_wave_is_invented(
    stored: dict[str, Any],
) -> None:
    assert (stored["nbformat"], stored["nbformat_minor"]) == (4, 5)
    cells = stored["cells"]
    assert 10 <= len(cells) <= 20 and len({cell["id"] for cell in cells}) == len(cells)
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert all(cell["outputs"] for cell in code)
    data = [output["data"] for cell in code for output in cell["outputs"] if "data" in output]
    (picture,) = [base64.b64decode(one["image/png"]) for one in data if "image/png" in one]
    assert picture.startswith(b"\x89PNG") and len(picture) < LARGEST
    assert sum("text/html" in one for one in data) > 5
    assert "SYNTHETIC DATA" in "".join("".join(one["text/plain"]) for one in data)
    assert "The wave is invented" in "".join(cells[0]["source"])


def test_a_cell_shows_what_it_prints_and_its_last_expression() -> None:
    source = ["print('first')\n", "x = 2\n", "x + 1"]
    (cell,) = script("notebook").executed({"cells": [{"cell_type": "code", "source": source}]})["cells"]
    printed, shown = cell["outputs"]
    assert printed["text"] == ["first\n"] and shown["data"] == {"text/plain": ["3"]}
