"""Collapse and attach where the data are not in Python: DuckDB, Polars scans, Spark.

The engine only groups raw values; what the values mean is decided on the small result, by the same code
as in memory, so all engines agree. What one engine does in its own way stands in its backend.
"""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.backend import backend_for
from survey.cells.engines.engine import SHOWN
from survey.cells.engines.factor_join import FactorJoin
from survey.cells.engines.group_sums import group_sums
from survey.cells.engines.memory_tables import places_of
from survey.cells.engines.summary_query import summaries_of, summary_query
from survey.cells.table.celltable import CellTable, summed
from survey.cells.table.encoding import Encoding, as_number, counted, is_blank, match, plain_text, printed
from survey.cells.table.faults import EXACT, LEAST, TINY, absent, several, size_faults, weightless
from survey.cells.table.grouping import Grouping, unique_keys
from survey.cells.table.kept_tables import KeptTables
from survey.cells.table.names import check_names
from survey.cells.table.summary import Summary
from survey.definitions.records.question import Question
from survey.errors import BackendError, DataError, Problem, SurveyError

ROW = "_row"  # place of a row in the file; no engine keeps an order by itself
RAW_CELLS = 1 << 20  # combinations of raw values that are kept for a later join


class LazyEngine:
    """Files, a relation, a scan or a frame of an engine, reached only by group-by queries.

    Inside, columns are called ``_c0``, ``_c1``, …: a name such as ``q1.a`` means a table's column to databases.
    ``options`` go to ``DuckdbBackend.open``; ``memory_limit``, ``"2GB"``, is DuckDB's.
    """

    def __init__(self, source: Any, **options: Any) -> None:
        self._backend, native = backend_for(source, **options)
        names = [str(name) for name in self._backend.columns(native)]
        check_names("data", names)
        self._names = {name: f"_c{i}" for i, name in enumerate(names)}
        self._base = self._backend.renamed(native, list(self._names.values()))
        self._steps: tuple[Callable[[Any], Any], ...] = ()
        self._relation = self._base
        self._start()

    def _start(self) -> None:
        self._encodings: dict[str, tuple[Question, Encoding, dict[Any, int]]] = {}
        self._distinct: dict[str, tuple[list[Any], list[int]]] = {}
        self._checked: set[str] = set()
        self._summaries: dict[str, Summary] = {}
        self._rows: int | None = None
        self._kept = KeptTables()
        self._raw: list[tuple[tuple[str, ...], Any]] = []
        self.scans = 0

    @property
    def name(self) -> str:
        return self._backend.name

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self._names)

    @property
    def n(self) -> int:
        if self._rows is None:
            self._rows = sum(self._ask(group_sums(self._relation, []))["_n"].to_pylist())  # no row at all when empty
        return self._rows

    def keep(self, folder: Path) -> None:
        """Hold a temporary folder that the data stand in; it goes with the last engine made from this one."""
        weakref.finalize(self._backend, shutil.rmtree, folder, ignore_errors=True)

    def without_blank_rows(self) -> tuple[LazyEngine, int]:
        """The data without rows of empty cells, and how many such rows there are; itself where there are none."""
        import narwhals.stable.v2 as nw

        if len(self._names) < 2:
            return self, 0  # where there is one column an empty cell is a respondent without an answer
        frame = nw.from_native(self._relation).lazy()
        cells = [_blank(name, kind) for name, kind in frame.collect_schema().items()]
        blank = nw.all_horizontal(*cells, ignore_nulls=False)
        count = int(self._ask(frame.filter(blank).select(nw.len().alias("_n")))["_n"][0].as_py())
        return (self._with(_kept_rows(~blank), self._names), count) if count else (self, 0)

    def is_empty(self) -> bool:
        """Whether there is no row; looks at the first only."""
        import narwhals.stable.v2 as nw

        return bool(self._ask(nw.from_native(self._relation).lazy().head(1)).num_rows == 0)

    def _ask(self, query: Any) -> Any:
        self.scans += 1
        return self._backend.ask(query)

    # rows

    def _ordered(self) -> Any:
        """The data with the place of each row, in a narwhals frame."""
        import narwhals.stable.v2 as nw

        frame = nw.from_native(self._backend.numbered(self._base)).lazy()
        for step in self._steps:
            frame = step(frame)
        return frame

    def frame(self) -> Any:
        table = self._ask(self._ordered()).sort_by(ROW)
        return table.select(list(self._names.values())).rename_columns(list(self._names)).to_pandas()

    def values(self, column: str) -> NDArray[Any]:
        return self._values(self._inside(column))

    def _values(self, column: str) -> NDArray[Any]:
        import narwhals.stable.v2 as nw

        table = self._ask(self._ordered().select(nw.col(ROW), nw.col(column).alias("_v")))
        return np.asarray(table.sort_by(ROW)["_v"].to_pandas())

    def rows(self) -> NDArray[np.int64]:
        return np.asarray(self._values(ROW), dtype=np.int64)

    def codes(self, question: Question) -> NDArray[Any]:
        encoding, places = self._encode(question)
        values = self._values(self._inside(question.column or question.question))
        return np.fromiter((places[_key(value)] for value in values.tolist()), dtype=np.int64, count=len(values))

    def batches(self, columns: Sequence[str]) -> Iterator[NDArray[np.float64]]:
        import narwhals.stable.v2 as nw

        inside = [nw.col(self._inside(column)).cast(nw.Float64) for column in columns]
        frame = nw.from_native(self._relation).lazy().select(*inside)
        self.scans += 1
        yield from self._backend.batches(frame)

    # encodings

    def encoding(self, question: Question) -> Encoding:
        return self._encode(question)[0]

    def distinct(self, column: str) -> tuple[list[Any], list[int]]:
        inside = self._inside(column)
        if inside not in self._distinct:
            table = self._ask(group_sums(self._relation, [inside]))
            self._distinct[inside] = table["_k0"].to_pylist(), table["_n"].to_pylist()
        return self._distinct[inside]

    def _encode(self, question: Question) -> tuple[Encoding, dict[Any, int]]:
        kept = self._encodings.get(question.question)
        if kept is None or kept[0] != question:
            values, counts = self.distinct(question.column or question.question)
            self._learn(question, values, counts)
        return self._encodings[question.question][1:]

    def _learn(self, question: Question, values: list[Any], counts: list[int]) -> None:
        """Match the distinct values of a question's column."""
        codes, encoding = match(values, question)
        self._encodings[question.question] = (
            question,
            counted(encoding, values, codes, counts, sum(counts)),
            {_key(value): code for value, code in zip(values, codes, strict=True)},
        )

    # collapse

    def collapse(
        self, keys: Sequence[Question], weight: str | None = None, base: str | None = None, also: Sequence[str] = ()
    ) -> CellTable:
        return self._kept.table(Grouping(tuple(keys), weight, base, tuple(also)), self._made)

    def gather(self, groupings: Sequence[Grouping]) -> None:
        self._kept.gather(groupings, self._made)

    def _made(self, groupings: list[Grouping]) -> list[CellTable]:
        sets = [self._raw_keys(grouping.keys) for grouping in groupings]
        used = (name for grouping in groupings for name in (grouping.weight, grouping.base) if name is not None)
        weights = list(dict.fromkeys(used))
        also = list(dict.fromkeys(name for grouping in groupings for name in grouping.also))
        sums, others = [self._inside(name) for name in weights], [self._inside(name) for name in also]
        try:
            tables = self._tables(sets, sums, others)
        except DataError:
            for column in weights:
                self._check_weight(column)  # a word among the weights is told by its column
            raise
        made = []
        for grouping, raw, table in zip(groupings, sets, tables, strict=True):
            names = [f"_k{i}" for i in range(max(1, len(raw)))]
            if table.select(names).group_by(names).aggregate([]).num_rows != table.num_rows:
                raise BackendError(
                    "the data engine returned the same combination of keys twice",
                    where=", ".join(grouping.names),
                    fix="Update pyarrow (18.1 or later) and duckdb (1.4 or later).",
                )
            for j, column in enumerate(weights):
                self._check_sums(column, table, j)
            made.append(self._coded(grouping, raw, table, weights, also))
            if table.num_rows <= RAW_CELLS:
                self._raw = [*self._raw[-7:], (tuple(raw), table.select(names[: len(raw)]))]
        return made

    def _tables(self, sets: list[list[str]], sums: list[str], also: list[str]) -> list[Any]:
        # the same keys in another order are one set: grouping sets would give its rows twice
        different = list({frozenset(one): one for one in reversed(sets)}.values())
        if len(different) == 1:
            tables = [self._ask(group_sums(self._relation, different[0], sums, also))]
        else:
            self.scans += 1
            keys = list(dict.fromkeys(key for one in different for key in one))
            tables = self._backend.sets(self._relation, keys, different, sums, also)
        made = {frozenset(one): (one, table) for one, table in zip(different, tables, strict=True)}
        return [_in_order(*made[frozenset(one)], one) for one in sets]

    def _raw_keys(self, keys: Sequence[Question]) -> list[str]:
        return list(dict.fromkeys(self._inside(question.column or question.question) for question in keys))

    def _coded(self, grouping: Grouping, raw: list[str], table: Any, weights: list[str], also: list[str]) -> CellTable:
        """The engine's table with the codes of the answers in place of raw values."""
        n = table["_n"].to_numpy().astype(np.int64)
        if self._rows is None:
            self._rows = int(n.sum())
        elif int(n.sum()) != self._rows:
            raise BackendError(f"the data engine counted {n.sum()} rows of {self._rows}", where=", ".join(raw))
        columns = {}
        codes = np.zeros((len(n), len(grouping.keys)), dtype=np.int64, order="F")
        for k, question in enumerate(grouping.keys):
            inside = self._inside(question.column or question.question)
            if inside not in columns:
                columns[inside] = _numbered(table[f"_k{raw.index(inside)}"])
            values, place = columns[inside]
            kept = self._encodings.get(question.question)
            if kept is None or kept[0] != question:
                counts = np.bincount(place, n, minlength=len(values)).astype(np.int64).tolist()
                self._distinct.setdefault(inside, (values, counts))
                self._learn(question, values, counts)
            places = self._encodings[question.question][2]
            codes[:, k] = np.array([places[_key(value)] for value in values], dtype=np.int64)[place]
        levels = tuple(self._encodings[question.question][1].levels for question in grouping.keys)
        weight, base = grouping.weight, grouping.base

        def column(kind: str, name: str) -> NDArray[np.float64]:
            return np.asarray(table[f"_{kind}{weights.index(name)}"].to_numpy(), dtype=float)

        ones = n.astype(float)
        return summed(
            grouping.names,
            levels,
            codes,
            n,
            column("w", base) if base is not None else column("w", weight) if weight is not None else ones,
            ones if weight is None else column("s", weight),
            None if weight is None else column("p", weight).astype(np.int64),
            (
                np.stack(
                    [np.asarray(table[f"_a{also.index(name)}"].to_numpy(), dtype=float) for name in grouping.also], 1
                )
                if grouping.also
                else None
            ),
        )

    # weights

    def summary(self, column: str) -> Summary:
        return self.summaries([column])[0]

    def summaries(self, columns: Sequence[str]) -> list[Summary]:
        todo = [column for column in columns if column not in self._summaries]
        if todo:
            query = summary_query(self._relation, [self._inside(column) for column in todo])
            self._summaries.update(zip(todo, summaries_of(self._ask(query), len(todo)), strict=True))
        return [self._summaries[column] for column in columns]

    def at_least(self, column: str, least: float) -> int:
        import narwhals.stable.v2 as nw

        large = nw.col(self._inside(column)).cast(nw.Float64) >= least
        rows = self._ask(nw.from_native(self._relation).lazy().filter(large).select(nw.len().alias("_n")))
        return int(rows["_n"][0].as_py())

    def words(self, column: str) -> list[str]:
        import narwhals.stable.v2 as nw

        if nw.from_native(self._relation).lazy().collect_schema()[self._inside(column)].is_numeric():
            return []
        return [
            printed(value) for value in self.distinct(column)[0] if not is_blank(value) and as_number(value) is None
        ]

    def repeated(self, column: str) -> tuple[int, list[tuple[Any, int]], int]:
        import narwhals.stable.v2 as nw

        counts = group_sums(self._relation, [self._inside(column)])
        table = self._ask(counts.filter(nw.col("_k0").is_null() | (nw.col("_n") > 1)).head(SHOWN * SHOWN))
        return several(table["_k0"].to_pylist(), table["_n"].to_pylist())

    def doubles(self) -> int:
        import narwhals.stable.v2 as nw

        rows = nw.from_native(self._relation).lazy().unique().select(nw.len().alias("_n"))
        return self.n - int(self._ask(rows)["_n"].to_pylist()[0])

    def _check_sums(self, column: str, table: Any, j: int) -> None:
        """Look closer at a weight whose sums show that something is wrong, or that some are 0."""
        if column in self._checked:
            return
        sums = np.asarray([np.nan if value is None else value for value in table[f"_s{j}"].to_pylist()], dtype=float)
        above = sum(value or 0 for value in table[f"_p{j}"].to_pylist())
        total, rows = sum(value or 0.0 for value in table[f"_w{j}"].to_pylist()), sum(table["_n"].to_pylist())
        # half the rows at most count, effectively: one weight may stand far above all others
        level = LEAST * rows <= total and total**2 > sums.sum() * rows / 2
        if (sums < EXACT**2).all() and above == rows and level:
            self._checked.add(column)
        else:
            self._check_weight(column)

    def _check_weight(self, column: str, but: str = "") -> None:
        """Refuse weights that cannot be used; ``but`` is none of a base weight that is multiplied first."""
        try:
            found = self.summary(column)
        except DataError as error:
            said = error.problems[0].message.removeprefix("cannot be read: ")
            raise DataError([Problem("data", 0, column, "the weight is not a number", said)]) from None
        if found.usable != found.rows:
            raise weightless(column, found.rows - found.usable)
        if found.negative:
            raise weightless(column, found.negative, "is negative")
        for what, count, fix in size_faults(found, lambda least: self.at_least(column, least)):
            if what != but:
                raise weightless(column, count, what, fix)
        self._checked.add(column)

    # other data from these

    def where(self, conditions: dict[str, object]) -> LazyEngine:
        import narwhals.stable.v2 as nw

        made = self
        for column, wanted in conditions.items():
            inside = self._inside(column)
            number, text = as_number(wanted), plain_text(printed(wanted))
            fits = [
                value
                for value in made.distinct(column)[0]
                if not is_blank(value)
                and (as_number(value) == number if number is not None else plain_text(printed(value)) == text)
            ]
            empty = nw.col(inside).is_null()
            test = nw.col(inside).is_in(fits) if fits else empty & ~empty  # an engine may refuse a plain false
            made = made._with(_kept_rows(test), self._names)
        return made

    def attach(
        self,
        keys: Sequence[Question],
        cells: CellTable,
        factors: NDArray[np.float64],
        name: str,
        start: str | None = None,
    ) -> LazyEngine:
        import narwhals.stable.v2 as nw

        if name in self._names:
            raise SurveyError(f"the data already have a column '{name}'", where="weight", fix="Choose another name.")
        if start is not None and start not in self._checked:
            self._check_weight(start, but=TINY)
        keys = unique_keys(keys)
        inside = self._raw_keys(keys)
        raw = self._raw_cells(inside)
        flat = np.zeros(raw.num_rows, dtype=np.int64)
        for question in keys:
            encoding, places = self._encode(question)
            values, place = _numbered(raw[f"_k{inside.index(self._inside(question.column or question.question))}"])
            codes = np.array([places[_key(value)] for value in values], dtype=np.int64)
            flat = flat * len(encoding.levels) + codes[place]
        size = int(np.prod([len(level) for level in cells.levels]))
        factor = np.asarray(factors, dtype=float)[places_of(flat, cells.flat(cells.keys), size, name)]
        own = f"_c{len(self._names)}"
        base = None if start is None else self._inside(start)
        if inside:
            join = FactorJoin.of(raw, inside, factor, own)
            small = self._backend.small(join.table)
        names = {**self._names, name: own}

        def step(frame: Any) -> Any:
            kept = [*self._names.values(), *([ROW] if ROW in frame.collect_schema().names() else [])]
            if inside:
                frame, w = join.joined(frame, small), nw.col(join.factor)
            else:
                w = nw.lit(float(factor[0]) if len(factor) else 1.0)
            if base is not None:
                w = w * nw.col(base).cast(nw.Float64)
            return frame.with_columns(w.alias(own)).select(*kept, own)

        made = self._with(step, names)
        made._encodings = dict(self._encodings)
        made._distinct = dict(self._distinct)
        made._summaries = dict(self._summaries)
        made._checked = {*self._checked, name}  # a linear calibration may have made some negative
        made._rows = self._rows
        made._kept = self._kept.known()
        made._raw = list(self._raw)
        return made

    def _raw_cells(self, inside: list[str]) -> Any:
        """Combinations of raw values that occur, from an earlier table where there is one."""
        for known, table in reversed(self._raw):
            if list(known) == inside:
                return table
        table = self._ask(group_sums(self._relation, inside))
        return table.select([f"_k{i}" for i in range(len(inside))])

    def _with(self, step: Callable[[Any], Any], names: dict[str, str]) -> LazyEngine:
        import narwhals.stable.v2 as nw

        made = LazyEngine.__new__(LazyEngine)
        made._backend, made._base, made._names = self._backend, self._base, names
        made._steps = (*self._steps, step)
        made._relation = step(nw.from_native(self._relation).lazy()).to_native()
        made._start()
        return made

    @property
    def writes_folders(self) -> bool:
        """Whether a Parquet file that this engine writes is a folder of parts."""
        return self._backend.name == "spark"

    def write_parquet(self, path: Path, columns: Sequence[str], metadata: dict[str, str]) -> None:
        """``columns`` of all rows, under their own names, into one Parquet file (Spark: a folder of them) with
        ``metadata`` in it (not Spark). The rows do not come into Python. For ``survey.reports``, which puts the file in
        place when it is whole."""
        import narwhals.stable.v2 as nw

        self.scans += 1
        inside = [self._inside(column) for column in columns]
        if self.writes_folders:
            frame = nw.from_native(self._relation).lazy().select(*inside)
        else:  # joins lose the order of the rows
            frame = self._ordered().sort(ROW).select(*inside)
        self._backend.write(frame.to_native(), list(columns), path, metadata)

    def _inside(self, column: str) -> str:
        """What a column is called in the relation; an error with the nearest name when there is none."""
        if column not in self._names:
            raise absent(column, self.columns)
        return self._names[column]


def _in_order(table_keys: Sequence[str], table: Any, keys: Sequence[str]) -> Any:
    """The table with its columns ``_k0``, ``_k1``, … in the order of ``keys``."""
    if list(table_keys) == list(keys):
        return table
    names = [f"_k{i}" for i in range(len(keys))]
    rest = [name for name in table.column_names if name not in names]
    moved = [table[f"_k{list(table_keys).index(key)}"] for key in keys]
    return type(table).from_arrays([*moved, *(table[name] for name in rest)], names=[*names, *rest])


def _blank(name: str, kind: Any) -> Any:
    """A test for cells that are empty, as ``is_blank`` has it."""
    import narwhals.stable.v2 as nw

    column = nw.col(name)
    if kind == nw.String:
        return column.is_null() | (column.fill_null("").str.strip_chars() == "")
    return column.is_null() | column.fill_null(0.0).is_nan() if kind.is_float() else column.is_null()


def _kept_rows(test: Any) -> Callable[[Any], Any]:
    return lambda frame: frame.filter(test)


def _key(value: Any) -> Any:
    """A raw value as a key: all empty ones are the same."""
    return None if is_blank(value) else value


def _numbered(column: Any) -> tuple[list[Any], NDArray[np.int64]]:
    """The distinct values of an Arrow column, None for nulls, and where each row's stands among them."""
    import pyarrow as pa

    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_dictionary(whole.type):
        whole = whole.cast(whole.type.value_type)
    coded = whole.dictionary_encode()
    values = coded.dictionary.to_pylist()
    place = coded.indices.fill_null(len(values)).to_numpy(zero_copy_only=False).astype(np.int64)
    return ([*values, None], place) if whole.null_count else (values, place)
