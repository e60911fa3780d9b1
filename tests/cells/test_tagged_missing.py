"""Tagged missing values of Stata (.a to .z) mean the same on every engine that reads the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from survey.cells.files.open import open_data
from survey.cells.meanings.meaning import labelled_sample

pytestmark = pytest.mark.contract


def test_duckdb_counts_tagged_missing_values_as_memory_does(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q": [1.0, 2.0, "a", "b", 1.0, None] * 5, "age": [18.0, 30.5, "a", 44.0, 51.0, 60.0] * 5})
    path, labels = tmp_path / "wave.dta", {"q": {1: "Yes", 2: "No", "a": "Refused"}}
    tags = {"q": ["a", "b"], "age": ["a"]}
    pyreadstat.write_dta(frame, path, variable_value_labels=labels, missing_user_values=tags)
    memory, duckdb = (labelled_sample(open_data(path, engine=engine)) for engine in ("memory", "duckdb"))
    for name in ("q", "age"):
        one, two = memory.engine.encoding(memory.question(name)), duckdb.engine.encoding(duckdb.question(name))
        assert (one.levels, one.kinds) == (two.levels, two.kinds)
        assert np.array_equal(one.counts, two.counts)
    assert memory.question("q").options == duckdb.question("q").options
