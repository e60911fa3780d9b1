"""The bounds: the least that must be done for the same sums, with no check, no label and no object.

In memory, what anybody must do who starts from the same pandas columns and knows nothing of their codes in advance, in
plain numpy:

* *encode*: for each key one ``bincount`` to see which codes occur, and one look-up to number them;
* *combine*: one multiplication and addition a key, so that each respondent has the number of its cell; tables that
  begin with the same keys share them;
* *sum*: the ``bincount`` passes of n, Σw and Σw² per cell; for replicate weights one of each column;
* *raking* adds the look-up of each respondent's factor and the multiplication with the weight.

It goes over the rows in steps that stay in the processor's cache, which takes half to two thirds of the time that whole
columns take. On DuckDB and Spark the bound is the engine's own group-by of the same keys with n, Σw and Σw², in plain
SQL, with one grouping set a table.

What comes after the sums (raking rounds, shares, covariances, intervals) is in no bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

STEP = 1 << 17
Sums = list[NDArray[Any]]


class Coded:
    """Look-up tables of the codes that occur, one a key."""

    def __init__(self, frame: pd.DataFrame, keys: Sequence[str]) -> None:
        self.columns = {key: frame[key].to_numpy() for key in keys}
        self.tables: dict[str, NDArray[np.int8]] = {}
        self.sizes: dict[str, int] = {}
        for key, column in self.columns.items():
            present = np.flatnonzero(np.bincount(column))
            self.tables[key] = np.zeros(present[-1] + 1, dtype=np.int8 if len(present) < 128 else np.int16)
            self.tables[key][present] = np.arange(len(present))
            self.sizes[key] = len(present)

    def size(self, keys: Sequence[str]) -> int:
        """Cells of a crossing."""
        return int(np.prod([self.sizes[key] for key in keys]))

    def combined(self, flat: NDArray[np.int64] | None, key: str, part: slice) -> NDArray[np.int64]:
        """Numbers of cells with one key more."""
        codes = self.tables[key][self.columns[key][part]]
        if flat is None:
            return codes.astype(np.int64)
        made = flat * self.sizes[key]
        made += codes
        return made


def bare_tables(frame: pd.DataFrame, shared: Sequence[str], tables: Sequence[Sequence[str]]) -> list[Sums]:
    """n, Σw, Σw² per cell of ``shared`` × each of ``tables``."""
    coded = Coded(frame, list(dict.fromkeys([*shared, *(key for keys in tables for key in keys)])))
    w = frame["weight"].to_numpy()
    sizes = [coded.size([*shared, *keys]) for keys in tables]
    made: list[Sums] = [[np.zeros(size, dtype=np.int64), np.zeros(size), np.zeros(size)] for size in sizes]
    step = max(STEP, 4 * max(sizes))
    for start in range(0, len(frame), step):
        part = slice(start, min(start + step, len(frame)))
        weight = w[part]
        square = weight * weight
        first = _flat(coded, None, shared, part)
        begun: dict[str, NDArray[np.int64]] = {}
        for keys, size, sums in zip(tables, sizes, made, strict=True):
            if len(keys) > 1 and keys[0] not in begun:
                begun[keys[0]] = coded.combined(first, keys[0], part)
            flat = _flat(coded, begun[keys[0]], keys[1:], part) if len(keys) > 1 else _flat(coded, first, keys, part)
            sums[0] += np.bincount(flat, minlength=size)
            sums[1] += np.bincount(flat, weight, minlength=size)
            sums[2] += np.bincount(flat, square, minlength=size)
    return made


def _flat(coded: Coded, flat: NDArray[np.int64] | None, keys: Sequence[str], part: slice) -> NDArray[np.int64]:
    for key in keys:
        flat = coded.combined(flat, key, part)
    assert flat is not None
    return flat


def bare_raking(frame: pd.DataFrame, margins: Sequence[str], weighted: bool = True) -> NDArray[np.float64]:
    """The passes of raking, with factors of 1: the sums, then a weight for each row."""
    coded = Coded(frame, margins)
    size = coded.size(margins)
    w = frame["weight"].to_numpy() if weighted else np.ones(len(frame))
    sums: Sums = [np.zeros(size, dtype=np.int64), np.zeros(size), np.zeros(size)]
    flat = np.empty(len(frame), dtype=np.int32 if size < 2**31 else np.int64)
    for start in range(0, len(frame), STEP):
        part = slice(start, min(start + STEP, len(frame)))
        cell = _flat(coded, None, margins, part)
        flat[part] = cell
        sums[0] += np.bincount(cell, minlength=size)
        sums[1] += np.bincount(cell, w[part], minlength=size)
        sums[2] += np.bincount(cell, w[part] * w[part], minlength=size)
    made = np.empty(len(frame))
    factors = np.ones(size)
    for start in range(0, len(frame), STEP):
        part = slice(start, min(start + STEP, len(frame)))
        np.multiply(factors[flat[part]], w[part], out=made[part])
    return made


def bare_replicates(frame: pd.DataFrame, key: str, columns: Sequence[str]) -> NDArray[np.float64]:
    """The sums of ``columns`` by ``key``, one ``bincount`` each."""
    coded = Coded(frame, [key])
    size = coded.size([key])
    flat = _flat(coded, None, [key], slice(0, len(frame)))
    return np.stack([np.bincount(flat, frame[column].to_numpy(), minlength=size) for column in columns])


def pure_sums(frame: pd.DataFrame, columns: Sequence[str]) -> NDArray[np.float64]:
    """Reading and adding ``columns``, by nothing."""
    return np.array([frame[column].to_numpy().sum() for column in columns])


def sql_tables(sets: Sequence[Sequence[str]], also: Sequence[str] = (), source: str = "data") -> str:
    """The group-by of several sets of keys, as anybody would write it."""
    keys = list(dict.fromkeys(key for one in sets for key in one))
    sums = ["count(*) as n", "sum(weight) as w", "sum(weight * weight) as w2"]
    sums += [f"sum({one}) as {one}" for one in also]
    inside = [", ".join(one) for one in sets]
    by = inside[0] if len(inside) == 1 else f"grouping sets ({', '.join(f'({one})' for one in inside)})"
    return f"select {', '.join([*keys, *sums])} from {source} group by {by}"


def duckdb_source(paths: Sequence[Path]) -> str:
    """Files as a table of DuckDB."""
    return f"read_parquet([{', '.join(repr(str(path)) for path in paths)}])"


def asked_of_duckdb(sql: str) -> Any:
    """The answer of a connection of its own, as an Arrow table."""
    import duckdb

    connection = duckdb.connect()
    found = connection.sql(sql)
    table = found.to_arrow_table() if hasattr(found, "to_arrow_table") else found.fetch_arrow_table()
    connection.close()
    return table
