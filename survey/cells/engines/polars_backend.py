"""Polars scans: files that Polars reads lazily, for those who have it. All Polars calls of the package stand here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.group_sums import group_sums
from survey.cells.table.faults import UnreadableError
from survey.errors import BackendError


class PolarsBackend:
    """Queries on a ``polars.LazyFrame``, carried out by its streaming engine."""

    name = "polars"

    def columns(self, native: Any) -> list[str]:
        return list(native.collect_schema().names())

    def renamed(self, native: Any, names: Sequence[str]) -> Any:
        return _named(native, names)

    def numbered(self, native: Any) -> Any:
        return native.with_row_index("_row")

    def small(self, table: Any) -> Any:
        import polars as pl

        return pl.from_arrow(table).lazy()  # type: ignore[union-attr, unused-ignore]

    def sets(
        self, native: Any, keys: Sequence[str], sets: Sequence[Sequence[str]], sums: Sequence[str], also: Sequence[str]
    ) -> list[Any]:
        import polars as pl

        # what the queries have in common, the scan, is done once
        queries = [group_sums(native, one, sums, also).to_native() for one in sets]
        return [made.to_arrow() for made in _run(lambda: pl.collect_all(queries))]

    def ask(self, query: Any) -> Any:
        return _run(lambda: query.to_native().collect(engine="streaming")).to_arrow()

    def batches(self, query: Any) -> Iterator[NDArray[np.float64]]:
        """Rows of a frame of numbers, some at a time."""
        whole = _run(lambda: query.to_native().collect(engine="streaming"))
        for part in whole.iter_slices(1 << 14):
            yield part.to_numpy()

    def write(self, native: Any, names: Sequence[str], path: Path, metadata: dict[str, str]) -> None:
        named = _named(native, names)
        _run(lambda: named.sink_parquet(path, metadata=metadata))


def polars_scan(paths: Sequence[Path], kind: str, delimiter: str) -> Any:
    """Parquet or CSV files as a scan; CSV as text, so that a code 01 stays 01."""
    try:
        import polars as pl
    except ImportError:
        raise BackendError("polars is not installed", where="engine 'polars'", fix="pip install polars") from None
    if kind == "parquet":
        return pl.scan_parquet(list(paths), glob=False, hive_partitioning=False)
    return pl.scan_csv(list(paths), separator=delimiter or ",", infer_schema=False, glob=False)


def _named(native: Any, names: Sequence[str]) -> Any:
    import narwhals.stable.v2 as nw

    frame = nw.from_native(native)
    known = frame.collect_schema().names()
    return frame.select(*(nw.col(old).alias(new) for old, new in zip(known, names, strict=True))).to_native()


def _run(work: Callable[[], Any]) -> Any:
    """What ``work`` gives; a fault in the file that comes up only now is a ``DataError``."""
    import polars as pl

    try:
        return work()
    except (pl.exceptions.PolarsError, OSError) as error:
        said = next((line for line in str(error).splitlines() if line.strip()), "")
        raise UnreadableError("data", said) from None
