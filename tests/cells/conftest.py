"""Every test of the data runs on both engines."""

import pandas as pd
import pytest

from survey.cells.lazy import LazyEngine
from survey.cells.memory import MemoryEngine


@pytest.fixture(params=["memory", "duckdb from parquet", "duckdb from a relation"])
def engine(request, tmp_path):
    """A function from a pandas frame to an engine of each kind."""

    def make(frame: pd.DataFrame):
        if request.param == "memory":
            return MemoryEngine(frame)
        if request.param == "duckdb from parquet":
            frame.to_parquet(tmp_path / "data.parquet", index=False)
            return LazyEngine(tmp_path / "data.parquet")
        import duckdb

        return LazyEngine(duckdb.from_df(frame))

    return make
