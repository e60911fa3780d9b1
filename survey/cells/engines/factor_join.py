"""Factors brought to rows by a join on raw values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class FactorJoin:
    """A small Arrow ``table`` of raw values and the column ``factor``, and how rows of a frame find theirs in it.

    ``keys``: column of the frame -> column of the table. Null never equals null in a join: where a key has nulls, a
    flag (``flags``) and a value in the place of null (``fillers``) are joined on."""

    table: Any
    factor: str
    keys: Mapping[str, str]
    flags: Mapping[str, str]
    fillers: Mapping[str, Any]

    @classmethod
    def of(cls, raw: Any, columns: Sequence[str], factors: NDArray[np.float64], own: str) -> FactorJoin:
        """``raw``: Arrow table of the combinations that occur, its columns in the order of ``columns``; ``own``: how
        all names begin that are made here."""
        import pyarrow as pa

        keys, flags, fillers, made = {}, {}, {}, {}
        for i, column in enumerate(columns):
            keys[column] = f"{own}j{i}"
            values = raw.column(i).combine_chunks()
            if values.null_count:
                flags[column] = f"{own}j{i}n"
                made[flags[column]] = values.is_null()
                given = values.drop_null()
                fillers[column] = given[0].as_py() if len(given) else None
                values = values.fill_null(given[0]) if len(given) else pa.array([0] * len(values), pa.int64())
            made[keys[column]] = values
        made[f"{own}f"] = pa.array(factors)
        return cls(pa.table(made), f"{own}f", keys, flags, fillers)

    def joined(self, frame: Any, table: Any) -> Any:
        """A lazy narwhals ``frame`` with the factor of each row. ``table``: this table as the engine holds it."""
        import narwhals.stable.v2 as nw

        added = []
        for column, key in self.keys.items():
            value = nw.col(column)
            if column in self.flags:
                added.append(value.is_null().alias(self.flags[column]))
                filler = self.fillers[column]
                value = nw.lit(0) if filler is None else value.fill_null(filler)
            added.append(value.alias(key))
        on = [*self.keys.values(), *self.flags.values()]
        return frame.with_columns(*added).join(nw.from_native(table).lazy(), on=on, how="left")
