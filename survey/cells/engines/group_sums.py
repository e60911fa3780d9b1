"""The group-by behind every cell table of a lazy engine: one function for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def group_sums(native: Any, keys: Sequence[str], sums: Sequence[str] = (), also: Sequence[str] = ()) -> Any:
    """Sums per combination of raw values, as a lazy narwhals frame. Runs unchanged on DuckDB, Polars and Spark.

    Columns: the keys as ``_k0``, ``_k1``, …; ``_n`` rows; for each column ``j`` of ``sums`` (weights) ``_w{j}`` Σw,
    ``_s{j}`` Σw² and ``_p{j}``, the rows whose weight is above 0; for each of ``also`` ``_a{j}``, its sum. Weights are
    cast to float before they are squared, since integers wrap silently in some engines; a weight that is NaN makes its
    cell's sums NaN, and one that is empty is missing in ``_p``.
    """
    import narwhals.stable.v2 as nw

    names = [f"_k{i}" for i in range(max(1, len(keys)))]
    columns = [nw.col(key).alias(name) for key, name in zip(keys, names, strict=False)]
    weights = [nw.col(column).cast(nw.Float64).alias(f"_v{j}") for j, column in enumerate(sums)]
    others = [nw.col(column).cast(nw.Float64).alias(f"_a{j}") for j, column in enumerate(also)]
    made = [nw.len().alias("_n")]
    frame = nw.from_native(native).lazy()
    if not keys:  # some engines refuse a grand total
        frame = frame.with_columns(nw.lit(0).alias("_k0"))
        columns = [nw.col("_k0")]
    frame = frame.select(*columns, *weights, *others)
    for j in range(len(sums)):
        v = nw.col(f"_v{j}")
        frame = frame.with_columns((v * v).alias(f"_s{j}"), (v > 0.0).cast(nw.Int64).alias(f"_p{j}"))
        made += [v.sum().alias(f"_w{j}"), nw.col(f"_s{j}").sum(), nw.col(f"_p{j}").sum()]
    made += [nw.col(f"_a{j}").sum() for j in range(len(also))]
    return frame.group_by(names).agg(*made)


def grouping_sets(
    table: str,
    keys: Sequence[str],
    sets: Sequence[Sequence[str]],
    sums: Sequence[str] = (),
    also: Sequence[str] = (),
    double: str = "double",
) -> str:
    """The same for several combinations of keys in one scan, as SQL that DuckDB and Spark both read; narwhals has no
    grouping sets.

    Columns: those of ``group_sums``, keys outside a set being null, and ``_g``, which has a bit for each key (the first
    is the highest) that is 0 where the key is in the set. ``table`` and the columns are names that need no quotes.
    """
    place = {key: f"_k{i}" for i, key in enumerate(keys)}
    inner = [f"{key} as {name}" for key, name in place.items()] or ["0 as _k0"]
    inner += [f"cast({column} as {double}) as _v{j}" for j, column in enumerate(sums)]
    inner += [f"cast({column} as {double}) as _a{j}" for j, column in enumerate(also)]
    named = list(place.values()) or ["_k0"]
    bits = (f"cast(grouping({name}) as bigint) * {1 << k}" for k, name in enumerate(reversed(named)))
    outer = [*named, f"{' + '.join(bits)} as _g"]
    outer.append("count(*) as _n")
    for j in range(len(sums)):
        outer += [
            f"sum(_v{j}) as _w{j}",
            f"sum(_v{j} * _v{j}) as _s{j}",
            f"count(case when _v{j} > 0 then 1 end) as _p{j}",
        ]
    outer += [f"sum(_a{j}) as _a{j}" for j in range(len(also))]
    none = "" if keys else "_k0"
    wanted = ", ".join(f"({', '.join(place[key] for key in one) or none})" for one in sets)
    return (
        f"select {', '.join(outer)} from (select {', '.join(inner)} from {table}) as _rows "
        f"group by grouping sets ({wanted})"
    )
