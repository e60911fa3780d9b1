"""A first column without a name, as R and pandas write the names of rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.cells.files.open import open_data
from survey.errors import DataError
from survey.words import say

pytestmark = pytest.mark.contract


@pytest.mark.parametrize("engine", ["memory", "duckdb", "polars"])
def test_the_unnamed_first_column_is_called_row_and_told(tmp_path: Path, engine: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text('"","sex","vote"\n"1","m",1\n"2","f",2\n', encoding="utf-8")
    opened = open_data(path, engine=engine)
    assert opened.engine.columns == ("row", "sex", "vote")
    assert any("no name" in say(note) and "'row'" in say(note) for note in opened.layout.said)


def test_a_name_that_is_taken_is_not_given_twice(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(",Row,vote\na,m,1\nb,f,2\n", encoding="utf-8")
    assert open_data(path).engine.columns == ("row_names", "Row", "vote")


def test_another_column_without_a_name_stays_an_error(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("a,,vote\n1,m,1\n2,f,2\n", encoding="utf-8")
    with pytest.raises(DataError, match="has no name"):
        open_data(path)
