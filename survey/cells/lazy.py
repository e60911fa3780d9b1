"""Collapse and attach through narwhals on DuckDB: a Parquet or CSV file is never loaded whole.

The engine only groups raw values; what the values mean is decided on the small result, by the same code
as in memory, so both engines agree. All DuckDB calls of the package stand in this module.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.celltable import CellTable
from survey.cells.encoding import Encoding, as_number, counted, is_blank, match, plain_text, printed
from survey.cells.memory import absent, as_pandas, places_of, weightless
from survey.cells.names import check_names
from survey.definitions.question import Question
from survey.errors import BackendError, DataError, Problem, SurveyError

ROW = "_row"  # place of a row in the file; no engine keeps an order by itself
_NULL = "\x00null"


def group_sums(native: Any, keys: Sequence[str], weight: str | None, base: str | None) -> Any:
    """``n``, ``Σ weight`` (or ``Σ base``) and ``Σ weight²`` per combination of raw values, as an Arrow table.

    Runs unchanged on every lazy frame that narwhals knows. Columns of the result: ``_k0``, ``_k1``, …, ``_n``, ``_w``,
    ``_w2``, and ``_p``, the rows whose weight is not 0. Weights are cast to float before they are squared, since
    integers wrap silently in some engines. Raises ``BackendError`` when a combination comes back twice (Arrow 16 did
    that).
    """
    import narwhals.stable.v2 as nw

    columns = [nw.col(key).alias(f"_k{i}") for i, key in enumerate(keys)]
    if not keys:
        columns = [nw.lit(0).alias("_k0")]
    one = nw.lit(1.0)
    w = one if weight is None else nw.col(weight).cast(nw.Float64)
    b = w if base is None else nw.col(base).cast(nw.Float64)
    names = [f"_k{i}" for i in range(max(1, len(keys)))]
    frame = (
        nw.from_native(native)
        .lazy()
        .select(*columns, b.alias("_b"), w.alias("_v"))
        .with_columns((nw.col("_v") * nw.col("_v")).alias("_s"), (nw.col("_v") != 0.0).cast(nw.Int64).alias("_o"))
        .group_by(names)
        .agg(
            nw.len().alias("_n"),
            nw.col("_b").sum().alias("_w"),
            nw.col("_s").sum().alias("_w2"),
            nw.col("_o").sum().alias("_p"),
        )
    )
    table = _asked(lambda: frame.collect("pyarrow").to_arrow())
    if table.select(names).group_by(names).aggregate([]).num_rows != table.num_rows:
        raise BackendError(
            "the data engine returned the same combination of keys twice",
            where=", ".join(keys),
            fix="Update pyarrow (18.1 or later) and duckdb (1.4 or later).",
        )
    return table


def _asked(query: Callable[[], Any]) -> Any:
    """What the query gives; a fault in the file that comes up only now is a ``DataError``."""
    import duckdb

    try:
        return query()
    except duckdb.Error as error:
        said = next((line for line in str(error).splitlines() if line.strip()), "")
        fix = "Mend the file, or read it with engine='memory' to see every line that is wrong."
        raise DataError([Problem("data", 0, "", f"cannot be read: {said}", fix)]) from None


class LazyEngine:
    """A Parquet or CSV file, a DuckDB relation, or a frame given to DuckDB, reached only by group-by queries.

    ``delimiter`` and ``names`` (the header) say how a CSV file is cut; DuckDB left to guess can make one row of a
    file whose lines differ in length. Inside, columns are called ``_c0``, ``_c1``, …: a name such as ``q1.a`` means a
    table's column to databases.
    """

    name = "duckdb"

    def __init__(self, source: Any, *, delimiter: str | None = None, names: Sequence[str] = ()) -> None:
        import duckdb

        self._connection = duckdb.connect()
        if isinstance(source, (str, Path)):
            self._relation = self._open(Path(source), delimiter, names)
        else:
            # another connection's relation runs its query again at each use and cannot be joined to ours
            table = _arrow(source)
            check_names("data", table.schema.names)  # DuckDB would rename q beside Q
            self._connection.register("_given", table)
            self._connection.execute("create temp table _data as select * from _given")
            self._connection.unregister("_given")
            self._relation = self._connection.table("_data")
        names = [str(name) for name in self._relation.columns]
        check_names("data", names)
        self._names = {name: f"_c{i}" for i, name in enumerate(names)}
        inside = ", ".join(f"{_identifier(name)} as {own}" for name, own in self._names.items())
        self._relation = self._relation.project(f"{inside}, row_number() over () - 1 as {ROW}")
        self._start()

    def _start(self) -> None:
        self._encodings: dict[str, tuple[Question, Encoding, dict[Any, int]]] = {}
        self._checked: set[str] = set()
        self._rows: int | None = None

    def _open(self, path: Path, delimiter: str | None, names: Sequence[str]) -> Any:
        import duckdb

        try:
            if path.suffix.lower() == ".parquet":
                return self._connection.read_parquet(str(path))
            # as text, so that a code 01 stays 01; numbers are told apart when values are matched
            if not names:
                return self._connection.read_csv(str(path), header=True, all_varchar=True, delimiter=delimiter)
            columns = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in names)
            return self._connection.sql(
                f"select * from read_csv({_quoted(str(path))}, header=true, auto_detect=false, "
                f"delim={_quoted(delimiter or ',')}, quote='\"', escape='\"', columns={{{columns}}})"
            )
        except duckdb.Error as error:
            raise DataError([Problem(path.name, 0, "", f"cannot be read: {str(error).splitlines()[0]}")]) from None

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self._names)

    @property
    def n(self) -> int:
        if self._rows is None:
            self._rows = sum(group_sums(self._relation, [], None, None)["_n"].to_pylist())  # no row at all when empty
        return self._rows

    def frame(self) -> Any:
        ordered = self._relation.order(ROW).arrow()
        table = ordered.read_all() if hasattr(ordered, "read_all") else ordered
        return table.drop_columns([ROW]).rename_columns(list(self._names)).to_pandas()

    def values(self, column: str) -> NDArray[Any]:
        return self._values(self._inside(column))

    def _values(self, column: str) -> NDArray[Any]:
        import narwhals.stable.v2 as nw

        frame = nw.from_native(self._relation).lazy().select(nw.col(ROW), nw.col(column).alias("_v"))
        table = _asked(lambda: frame.collect("pyarrow").to_arrow())
        return np.asarray(table.sort_by(ROW)["_v"].to_pandas())

    def rows(self) -> NDArray[np.int64]:
        return np.asarray(self._values(ROW), dtype=np.int64)

    def encoding(self, question: Question) -> Encoding:
        return self._encode(question)[0]

    def codes(self, question: Question) -> NDArray[Any]:
        encoding, places = self._encode(question)
        values = self._values(self._inside(question.column or question.question))
        return np.fromiter((places[_key(value)] for value in values.tolist()), dtype=np.int64, count=len(values))

    def where(self, conditions: dict[str, object]) -> LazyEngine:
        import narwhals.stable.v2 as nw

        relation = self._relation
        for column, wanted in conditions.items():
            inside = self._inside(column)
            number, text = as_number(wanted), plain_text(printed(wanted))
            table = group_sums(relation, [inside], None, None)
            fits = [
                value
                for value in table["_k0"].to_pylist()
                if not is_blank(value)
                and (as_number(value) == number if number is not None else plain_text(printed(value)) == text)
            ]
            frame = nw.from_native(relation)
            relation = (frame.filter(nw.col(inside).is_in(fits)) if fits else frame.filter(nw.col(ROW) < 0)).to_native()
        return self._with(relation, self._names)

    def collapse(self, keys: Sequence[Question], weight: str | None = None, base: str | None = None) -> CellTable:
        for column in (weight, base):
            if column is not None:
                self._check_weight(column)
        coded = [self._encode(question) for question in keys]
        levels = tuple(encoding.levels for encoding, _ in coded)
        columns = [self._inside(question.column or question.question) for question in keys]
        weights = (None if name is None else self._inside(name) for name in (weight, base))
        table = group_sums(self._relation, columns, *weights)
        codes = np.zeros((table.num_rows, len(keys)), dtype=np.int64)
        for k, (_, places) in enumerate(coded):
            codes[:, k] = [places[_key(value)] for value in table[f"_k{k}"].to_pylist()]
        sums = [table[name].to_numpy() for name in ("_n", "_p", "_w", "_w2")]
        cells = _merge(tuple(question.question for question in keys), levels, codes, *sums)
        if int(cells.n.sum()) != self.n:
            raise BackendError(
                f"the data engine counted {int(cells.n.sum())} rows of {self.n}", where=", ".join(cells.keys)
            )
        return cells

    def attach(
        self,
        keys: Sequence[Question],
        cells: CellTable,
        factors: NDArray[np.float64],
        name: str,
        start: str | None = None,
    ) -> LazyEngine:
        import narwhals.stable.v2 as nw
        import pyarrow as pa

        if name in self._names:
            raise SurveyError(f"the data already have a column '{name}'", where="weight", fix="Choose another name.")
        if start is not None:
            self._check_weight(start)
        joins = [f"_j{i}" for i in range(len(keys))]
        columns = [self._inside(question.column or question.question) for question in keys]
        left = nw.from_native(self._relation).with_columns(
            *(
                nw.col(column).cast(nw.String).fill_null(_NULL).alias(join)
                for column, join in zip(columns, joins, strict=True)
            )
        )
        # raw values and their texts together: the texts join (null never equals null), the values are matched
        raw = group_sums(left.to_native(), [*columns, *joins], None, None)
        flat = np.zeros(raw.num_rows, dtype=np.int64)
        for k, question in enumerate(keys):
            encoding, places = self._encode(question)
            flat = flat * len(encoding.levels) + [places[_key(value)] for value in raw[f"_k{k}"].to_pylist()]
        size = int(np.prod([len(level) for level in cells.levels]))
        at = places_of(flat, cells.flat(cells.keys), size, name)
        small = pa.table(
            {
                **{join: raw[f"_k{len(keys) + i}"] for i, join in enumerate(joins)},
                "_f": pa.array(np.asarray(factors, dtype=float)[at]),
            }
        )
        own = f"_c{len(self._names)}"
        view = f"_factors_{name}"
        self._connection.register(view, small)
        right = nw.from_native(self._connection.table(view))
        w = nw.col("_f") if start is None else nw.col("_f") * nw.col(self._inside(start)).cast(nw.Float64)
        joined = left.join(right, on=joins, how="left").with_columns(w.alias(own))
        return self._with(joined.select(*self._names.values(), own, ROW).to_native(), {**self._names, name: own})

    def _with(self, relation: Any, names: dict[str, str]) -> LazyEngine:
        made = LazyEngine.__new__(LazyEngine)
        made._connection, made._relation, made._names = self._connection, relation, names
        made._start()
        return made

    def _inside(self, column: str) -> str:
        """What a column is called in the relation; an error with the nearest name when there is none."""
        if column not in self._names:
            raise absent(column, self.columns)
        return self._names[column]

    def _check_weight(self, column: str) -> None:
        if column in self._checked:
            return
        import duckdb
        import narwhals.stable.v2 as nw

        w = nw.col(self._inside(column)).cast(nw.Float64)
        good = ~(w.is_null() | w.is_nan()) & w.is_finite()
        frame = nw.from_native(self._relation).lazy()
        try:
            sums = frame.select(good.cast(nw.Int64).sum().alias("_n"), (w < 0.0).cast(nw.Int64).sum().alias("_w"))
            table = sums.collect("pyarrow").to_arrow()
        except duckdb.Error as error:
            said = str(error).splitlines()[0]
            raise DataError([Problem("data", 0, column, "the weight is not a number", said)]) from None
        usable, negative = (int(table[name].to_pylist()[0] or 0) for name in ("_n", "_w"))
        if usable != self.n:
            raise weightless(column, self.n - usable)
        if negative:
            raise weightless(column, negative, "is negative")
        self._checked.add(column)

    def _encode(self, question: Question) -> tuple[Encoding, dict[Any, int]]:
        kept = self._encodings.get(question.question)
        if kept is None or kept[0] != question:
            column = self._inside(question.column or question.question)
            table = group_sums(self._relation, [column], None, None)
            distinct, counts = table["_k0"].to_pylist(), table["_n"].to_pylist()
            codes, encoding = match(distinct, question)
            kept = (
                question,
                counted(encoding, distinct, codes, counts, sum(counts)),
                {_key(value): code for value, code in zip(distinct, codes, strict=True)},
            )
            self._encodings[question.question] = kept
        return kept[1], kept[2]


def _identifier(name: str) -> str:
    """A column's name inside an SQL statement."""
    return '"' + name.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    """A text inside an SQL statement."""
    return "'" + text.replace("'", "''") + "'"


def _arrow(source: Any) -> Any:
    """A relation or a frame as an Arrow table."""
    if hasattr(source, "to_arrow_table"):  # DuckDB 2
        return source.to_arrow_table()
    if hasattr(source, "fetch_arrow_table"):
        return source.fetch_arrow_table()
    import pyarrow as pa

    if isinstance(source, pa.Table):
        return source
    frame = as_pandas(source)
    try:
        return pa.Table.from_pandas(frame.set_axis([*map(str, frame.columns)], axis=1), preserve_index=False)
    except (pa.ArrowException, TypeError) as error:
        said = f"a column holds values of several kinds: {error}"
        raise DataError([Problem("data", 0, "", said, "Use engine='memory', which takes them.")]) from None


def _key(value: Any) -> Any:
    """A raw value as a key: all empty ones are the same."""
    return None if is_blank(value) else value


def _merge(
    names: tuple[str, ...],
    levels: tuple[tuple[object, ...], ...],
    codes: NDArray[np.int64],
    n: NDArray[Any],
    weighing: NDArray[Any],
    sum_w: NDArray[Any],
    sum_w2: NDArray[Any],
) -> CellTable:
    """Rows with the same codes summed, in the order of their codes."""
    flat = np.zeros(len(n), dtype=np.int64)
    for k, level in enumerate(levels):
        flat = flat * len(level) + codes[:, k]
    unique, first, place = np.unique(flat, return_index=True, return_inverse=True)
    place = place.reshape(-1)

    def added(sums: NDArray[Any]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(place, np.asarray(sums, dtype=float), minlength=len(unique)), dtype=float)

    return CellTable(
        names,
        levels,
        codes[first],
        added(n).astype(np.int64),
        added(sum_w),
        added(sum_w2),
        None if int(weighing.sum()) == int(n.sum()) else added(weighing).astype(np.int64),
    )
