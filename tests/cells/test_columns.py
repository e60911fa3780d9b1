"""Columns of every library: their distinct values, and rows taken of them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.cells.engines.joined_texts import joined_texts
from survey.cells.engines.memory import MemoryEngine
from survey.cells.files.read_csv import read_csv
from survey.cells.table.column import Coded, distinct_values
from survey.cells.table.wide_frame import WideFrame

pytestmark = pytest.mark.derivation

NUMBERS = st.one_of(
    st.lists(st.integers(-5, 5)).map(lambda cells: np.array(cells, dtype=np.int64)),
    st.lists(st.integers(-5, 5)).map(lambda cells: np.array(cells, dtype=np.int32)),
    st.lists(st.sampled_from([0.0, -0.0, 1.5, -2.0, math.nan, 1e300])).map(lambda cells: np.array(cells, dtype=float)),
    st.lists(st.booleans()).map(lambda cells: np.array(cells, dtype=bool)),
)


@given(NUMBERS)
def test_distinct_values_of_numbers_are_those_that_pandas_finds(column: np.ndarray) -> None:
    places, values = distinct_values(column)
    theirs, found = pd.factorize(pd.Series(column), use_na_sentinel=True)
    assert places.tolist() == theirs.tolist() and list(values) == list(found)


@given(st.lists(st.sampled_from(["a", "b", "", " ", "Ж"]), min_size=1), st.data())
def test_rows_kept_of_a_column_of_texts_have_their_texts_and_no_other_is_listed(texts: list[str], data: Any) -> None:
    places, values = pd.factorize(np.array(texts, dtype=object))
    column = Coded(places, list(values))
    frame = WideFrame(["q"], len(texts), lambda _: {"q": column})
    assert np.asarray(frame["q"]).tolist() == frame.whole()["q"].tolist() == texts
    kept = np.array(data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))), dtype=bool)
    taken = frame.where(kept)["q"]
    rest = [text for text, keep in zip(texts, kept, strict=True) if keep]
    assert np.asarray(taken).tolist() == rest and list(taken.values) == list(dict.fromkeys(rest))


@given(st.lists(st.tuples(st.sampled_from([1, 2, None]), st.sampled_from(["a", "b", ""]))))
def test_a_row_that_stands_twice_is_counted_as_pandas_counts_it(rows: list[tuple[Any, str]]) -> None:
    frame = pd.DataFrame(rows, columns=["q", "text"]).astype({"q": float, "text": object})
    assert MemoryEngine(frame).doubles() == int(frame.duplicated().sum())


def test_joined_columns_have_each_combination_once_whatever_their_library() -> None:
    columns = [pd.Series(["a", None, "a", "b"]), np.array([1, 2, 1, 1]), Coded(np.array([0, 0, 0, 1]), ["x", "y"])]
    made = joined_texts(columns)
    assert made.places.tolist() == [0, 1, 0, 2]
    assert [text.split("\x02") for text in made.values] == [["a", "1", "x"], ["", "2", "x"], ["b", "1", "y"]]


def test_texts_of_many_parts_are_numbered_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file larger than what Arrow parses at once has a list of distinct texts for each part."""
    monkeypatch.setattr("survey.cells.files.text_table.BLOCK", 1 << 12)
    answers = [f"answer {k // 100 % 7}" for k in range(3_000)]
    (tmp_path / "long.csv").write_text("q,who\n" + "\n".join(f"{a},{i}" for i, a in enumerate(answers)) + "\n")
    frame, _ = read_csv(tmp_path / "long.csv")
    assert np.asarray(frame["q"]).tolist() == answers and len(frame["q"].values) == 7
    assert frame["who"].tolist() == list(range(3_000))
