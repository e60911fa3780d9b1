"""Every test of the data runs on all engines."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from survey.cells.engines.lazy import LazyEngine
from survey.cells.engines.memory import MemoryEngine
from survey.cells.engines.parts import PartsEngine
from survey.cells.engines.spark_backend import spark_session

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
HOME = "127.0.0.1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need Spark are marked."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        kind = getattr(item, "callspec", None)
        if "spark" in names or (kind is not None and kind.params.get("engine") == "spark"):
            item.add_marker(pytest.mark.spark)


@pytest.fixture(scope="session")
def java() -> str:
    """Where Java is. Tests of Spark are not run without it, but in continuous integration they fail."""
    found = shutil.which("java", path=f"{os.environ.get('JAVA_HOME', '')}/bin{os.pathsep}{os.environ.get('PATH', '')}")
    lost = [
        what
        for what, there in (("pyspark", importlib.util.find_spec("pyspark")), ("Java 17 or later", found))
        if not there
    ]
    if lost:
        why = f"Spark needs {' and '.join(lost)}, not found on this machine"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    return str(found)


@pytest.fixture(scope="session")
def small_spark(java: str) -> Mapping[str, str]:
    """Environment in which Spark talks to this machine only, and its Java compiles little: the tests are short."""
    flags = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    settings = {
        "spark.driver.host": HOME,
        "spark.driver.memory": "1g",
        "spark.driver.extraJavaOptions": flags,
        "spark.executor.memory": "512m",
        "spark.executor.extraJavaOptions": flags,
        "spark.sql.shuffle.partitions": "2",
    }
    given = " ".join(f"--conf {shlex.quote(f'{key}={value}')}" for key, value in settings.items())
    return {
        "SPARK_LOCAL_IP": HOME,
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": flags,
        "PYSPARK_SUBMIT_ARGS": f"{given} pyspark-shell",
    }


@pytest.fixture(scope="session")
def spark(small_spark: Mapping[str, str]) -> Iterator[Any]:
    """A Spark session of this machine with two workers."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in small_spark.items():
            patch.setenv(name, value)
        session = spark_session("local[2]")
    yield session
    session.stop()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Any], Any]:
    """A function from a pandas frame or an Arrow table to an engine of each kind. A pandas frame cannot tell NaN from
    null; an Arrow table can, and so can what is made of it, wherever the kind knows both."""

    def make(data: Any) -> Any:
        import duckdb
        import polars as pl
        import pyarrow as pa

        arrow = isinstance(data, pa.Table)
        match request.param:
            case "memory":
                return MemoryEngine(data.to_pandas() if arrow else data)
            case "memory, nullable pandas":
                return MemoryEngine(data.to_pandas(types_mapper=pd.ArrowDtype) if arrow else data.convert_dtypes())
            case "memory, Arrow":
                return MemoryEngine(data if arrow else pa.Table.from_pandas(data, preserve_index=False))
            case "memory, Polars":
                return MemoryEngine(pl.from_arrow(data) if arrow else pl.from_pandas(data))
            case "duckdb from a relation":
                return LazyEngine(duckdb.from_arrow(data) if arrow else duckdb.from_df(data))
            case "duckdb from two files":
                half = len(data) // 2
                first, second = _file(data[:half], tmp_path / "first"), _file(data[half:], tmp_path / "second")
                return LazyEngine([first, second])
            case "parts of two kinds":
                third = len(data) // 3
                first = data[:third].to_pandas() if arrow else data[:third]
                rest = LazyEngine(_file(data[third:], tmp_path / "rest"))
                return PartsEngine([MemoryEngine(first), rest], ["first", "second"])
            case "polars":
                return LazyEngine(pl.scan_parquet(_file(data, tmp_path / "data")))
            case "spark":
                session = request.getfixturevalue("spark")
                return LazyEngine(session.read.parquet(str(_file(data, tmp_path / "data"))))
        return LazyEngine(_file(data, tmp_path / "data"))

    return make


def _file(data: Any, place: Path) -> Path:
    """The rows as a Parquet file, written by Arrow."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = place.with_suffix(".parquet")
    pq.write_table(data if isinstance(data, pa.Table) else pa.Table.from_pandas(data, preserve_index=False), path)
    return path
