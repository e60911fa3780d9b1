"""The summary of weights asked of an engine, in one scan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.cells.table.summary import Summary


def summary_query(native: Any, columns: Sequence[str]) -> Any:
    """One row of counts and sums for each of ``columns``, as a lazy narwhals frame; ``summaries_of`` reads it."""
    import narwhals.stable.v2 as nw

    frame = nw.from_native(native).lazy()
    numbers = [nw.col(column).cast(nw.Float64).alias(f"_v{j}") for j, column in enumerate(columns)]
    asked = [nw.len().alias("_n")]
    for j in range(len(columns)):
        v = nw.col(f"_v{j}")
        good = v.is_finite() & ~v.is_nan() & ~v.is_null()
        live, fine = nw.when(good & (v != 0.0)).then(v), nw.when(good).then(v)
        asked += [
            fine.count().alias(f"_u{j}"),
            nw.when(good & (v == 0.0)).then(v).count().alias(f"_z{j}"),
            nw.when(good & (v < 0.0)).then(v).count().alias(f"_m{j}"),
            live.min().alias(f"_l{j}"),
            live.max().alias(f"_h{j}"),
            fine.sum().alias(f"_w{j}"),
            (fine * fine).sum().alias(f"_s{j}"),
        ]
    return frame.select(*numbers).select(*asked)


def summaries_of(answer: Any, count: int) -> list[Summary]:
    """The summaries of ``count`` columns from the Arrow table that ``summary_query`` gave."""
    row = {name: values[0] for name, values in answer.to_pydict().items()}
    nan = float("nan")
    return [
        Summary(
            rows=int(row["_n"]),
            usable=int(row[f"_u{j}"]),
            zero=int(row[f"_z{j}"]),
            negative=int(row[f"_m{j}"]),
            minimum=nan if row[f"_l{j}"] is None else float(row[f"_l{j}"]),
            maximum=nan if row[f"_h{j}"] is None else float(row[f"_h{j}"]),
            total=float(row[f"_w{j}"] or 0.0),
            squares=float(row[f"_s{j}"] or 0.0),
        )
        for j in range(count)
    ]
