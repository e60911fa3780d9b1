"""Every test of the data runs on all engines."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest

from survey.cells.lazy import LazyEngine
from survey.cells.memory import MemoryEngine
from survey.cells.parts import PartsEngine
from survey.cells.spark_backend import spark_session

ENGINES = (
    "memory",
    "memory, nullable pandas",
    "memory, Arrow",
    "memory, Polars",
    "duckdb from parquet",
    "duckdb from two files",
    "duckdb from a relation",
    "polars",
    "spark",
    "parts of two kinds",
)


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A Spark session of this machine with two workers."""
    session = spark_session("local[2]")
    session.conf.set("spark.sql.shuffle.partitions", "2")
    yield session
    session.stop()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Any) -> Callable[[pd.DataFrame], Any]:
    """A function from a pandas frame to an engine of each kind."""

    def make(frame: pd.DataFrame) -> Any:
        import duckdb
        import polars as pl
        import pyarrow as pa

        path = tmp_path / "data.parquet"
        match request.param:
            case "memory":
                return MemoryEngine(frame)
            case "memory, nullable pandas":
                return MemoryEngine(frame.convert_dtypes())
            case "memory, Arrow":
                return MemoryEngine(pa.Table.from_pandas(frame, preserve_index=False))
            case "memory, Polars":
                return MemoryEngine(pl.from_pandas(frame))
            case "duckdb from a relation":
                return LazyEngine(duckdb.from_df(frame))
            case "duckdb from two files":
                half = len(frame) // 2
                paths = [tmp_path / "first.parquet", tmp_path / "second.parquet"]
                frame[:half].to_parquet(paths[0], index=False)
                frame[half:].to_parquet(paths[1], index=False)
                return LazyEngine(paths)
        if request.param == "parts of two kinds":
            half = len(frame) // 3
            frame[half:].to_parquet(path, index=False)
            return PartsEngine([MemoryEngine(frame[:half]), LazyEngine(path)], ["first", "second"])
        frame.to_parquet(path, index=False)
        if request.param == "polars":
            return LazyEngine(pl.scan_parquet(path))
        if request.param == "spark":
            return LazyEngine(request.getfixturevalue("spark").read.parquet(str(path)))
        return LazyEngine(path)

    return make
