"""Tables of an engine, as Arrow: columns in order, values by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def in_order(table_keys: Sequence[str], table: Any, keys: Sequence[str]) -> Any:
    """The table with its columns ``_k0``, ``_k1``, … in the order of ``keys``."""
    if list(table_keys) == list(keys):
        return table
    names = [f"_k{i}" for i in range(len(keys))]
    rest = [name for name in table.column_names if name not in names]
    moved = [table[f"_k{list(table_keys).index(key)}"] for key in keys]
    return type(table).from_arrays([*moved, *(table[name] for name in rest)], names=[*names, *rest])


def numbered(column: Any) -> tuple[list[Any], NDArray[np.int64]]:
    """The distinct values of an Arrow column, None for nulls, and where each row's stands among them."""
    import pyarrow as pa

    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_dictionary(whole.type):
        whole = whole.cast(whole.type.value_type)
    coded = whole.dictionary_encode()
    values = coded.dictionary.to_pylist()
    place = coded.indices.fill_null(len(values)).to_numpy(zero_copy_only=False).astype(np.int64)
    return ([*values, None], place) if whole.null_count else (values, place)
