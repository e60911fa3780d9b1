"""A path that exists is that file, whatever is in its name, on every engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from survey.cells.engines.lazy import LazyEngine
from survey.cells.files.open import open_data
from survey.cells.opening.read_replicates import replicate_columns
from survey.errors import DataError

pytestmark = pytest.mark.contract

# a name, and those beside it that it would fit if it were a pattern
NAMES = [
    ("a[1]", ("a1",)),
    ("w[2020]/x", ("w2/x",)),
    ("q?x", ("qyx",)),
    ("s*", ("st", "s1")),
    ("{a,b}", ("a", "b")),
    ("year=2020/y", ()),
    ("[!a]", ("b",)),
    ("of May, 50%20 вопросов", ()),
]


def save(path: Path, values: list[int], other: bool = False) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    frame = pd.DataFrame({"z" if other else "v": values, "u": values})
    frame.to_csv(path, index=False) if path.suffix == ".csv" else frame.to_parquet(path)
    return path


@pytest.fixture(params=["memory", "duckdb", "polars", "spark"])
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "spark":
        request.getfixturevalue("spark")
    return str(request.param)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
@pytest.mark.parametrize(("name", "beside"), NAMES, ids=[name for name, _ in NAMES])
def test_an_existing_path_is_that_file_and_no_pattern(
    name: str, beside: tuple[str, ...], ending: str, engine: str, tmp_path: Path
) -> None:
    for other in beside:
        save(tmp_path / f"{other}{ending}", [2, 2], other=True)
    path = save(tmp_path / f"{name}{ending}", [1])
    opened = open_data(path, engine=engine).engine
    assert opened.n == 1
    assert opened.columns == ("v", "u")  # and no column from the name of a folder
    assert [str(value) for value in opened.distinct("v")[0]] == ["1"]


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_folder_with_brackets_in_its_name_is_that_folder(ending: str, engine: str, tmp_path: Path) -> None:
    save(tmp_path / f"w2/x{ending}", [9, 9, 9])
    save(tmp_path / f"w[2020]/x{ending}", [1])
    save(tmp_path / f"w[2020]/y[1]{ending}", [1, 2])
    assert open_data(tmp_path / "w[2020]", engine=engine).engine.n == 3


@pytest.mark.parametrize("engine", ["memory", "duckdb", "polars"])
def test_a_pattern_that_no_file_is_called_like_is_still_a_pattern(engine: str, tmp_path: Path) -> None:
    save(tmp_path / "w[1]/a1.csv", [1])
    save(tmp_path / "w[1]/a2.csv", [1, 2])
    assert open_data(tmp_path / "w[1]" / "a[12].csv", engine=engine).engine.n == 3
    with pytest.raises(DataError, match="no file fits this pattern"):
        open_data(tmp_path / "w[1]" / "b[12].csv", engine=engine)


def test_a_scan_of_several_files_takes_each_by_its_name(tmp_path: Path) -> None:
    save(tmp_path / "a1.parquet", [2, 2])
    files = [save(tmp_path / "a[1].parquet", [1]), save(tmp_path / "b.parquet", [1])]
    assert LazyEngine(files).n == 2


@pytest.mark.parametrize(("asked", "found"), [("rw[1]", ["rw[1]"]), ("rw[12]", ["rw1", "rw2"]), ("rw", ["rw1", "rw2"])])
def test_a_column_that_exists_is_that_column_and_no_pattern(asked: str, found: list[Any]) -> None:
    assert replicate_columns(["rw2", "rw1", "rw[1]"], asked) == (found if asked != "rw[12]" else ["rw2", "rw1"])
