"""What a lazy engine's kind of data needs of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray


class Backend(Protocol):
    """What DuckDB, Polars and Spark do each in its own way. ``native``: their relation or frame."""

    name: str

    def columns(self, native: Any) -> list[str]:
        """Names of the columns, in order."""

    def renamed(self, native: Any, names: Sequence[str]) -> Any:
        """The same columns under other names."""

    def numbered(self, native: Any) -> Any:
        """With the column ``_row``, the place of each row from 0. Refused where rows have no order."""

    def small(self, table: Any) -> Any:
        """A small Arrow table to join with."""

    def sets(
        self, native: Any, keys: Sequence[str], sets: Sequence[Sequence[str]], sums: Sequence[str], also: Sequence[str]
    ) -> list[Any]:
        """For each of ``sets`` the Arrow table of ``group_sums``, all in one pass over the data. The columns ``_k{i}``
        count along each set."""

    def ask(self, query: Any) -> Any:
        """A lazy narwhals frame carried out, as an Arrow table. A fault in the data is a ``DataError``; interrupted
        work is given up."""

    def batches(self, query: Any) -> Iterator[NDArray[np.float64]]:
        """The rows of a lazy narwhals frame of numbers, some at a time. Refused where rows are on many machines."""

    def write(self, native: Any, names: Sequence[str], path: Path, metadata: dict[str, str]) -> None:
        """All rows into a Parquet file under ``names``."""


def backend_for(source: Any, **options: Any) -> tuple[Backend, Any]:
    """The backend of a source, and the source as its relation or frame."""
    kind = type(source).__module__.split(".")[0]
    if kind == "polars" and type(source).__name__ == "LazyFrame":
        from survey.cells.engines.polars_backend import PolarsBackend

        return PolarsBackend(), source
    if kind == "pyspark":
        from survey.cells.engines.spark_backend import SparkBackend

        return SparkBackend(source.sparkSession), source
    from survey.cells.engines.duckdb_backend import DuckdbBackend

    made = DuckdbBackend(options.pop("memory_limit", None))
    return made, made.open(source, **options)
