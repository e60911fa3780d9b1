"""Collapse and attach where the data are not in Python: DuckDB, Polars scans, Spark.

The engine only groups raw values; what the values mean is decided on the small result, by the same code
as in memory, so all engines agree. What one engine does in its own way stands in its backend.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.arrow_tables import in_order, numbered
from survey.cells.engines.factor_join import FactorJoin
from survey.cells.engines.group_sums import group_sums
from survey.cells.engines.lazy_data import ROW, LazyData, key_of
from survey.cells.engines.memory_tables import places_of
from survey.cells.engines.summary_query import summaries_of, summary_query
from survey.cells.table.celltable import CellTable, summed
from survey.cells.table.faults import EXACT, LEAST, TINY, UnreadableError, size_faults, weightless
from survey.cells.table.grouping import Grouping, unique_keys
from survey.cells.table.summary import Summary
from survey.definitions.records.question import Question
from survey.errors import BackendError, DataError, Problem, SurveyError

RAW_CELLS = 1 << 20  # combinations of raw values that are kept for a later join


class LazyEngine(LazyData):
    """Files, a relation, a scan or a frame of an engine, reached only by group-by queries."""

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
        return [in_order(*made[frozenset(one)], one) for one in sets]

    def _coded(self, grouping: Grouping, raw: list[str], table: Any, weights: list[str], also: list[str]) -> CellTable:
        """The engine's table with the codes of the answers in place of raw values."""
        n = table["_n"].to_numpy().astype(np.int64)
        if self._rows is None:
            self._rows = int(n.sum())
        elif int(n.sum()) != self._rows:
            raise BackendError(f"the data engine counted {n.sum()} rows of {self._rows}", where=", ".join(raw))
        codes = self._codes_of(grouping.keys, raw, table, n)
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

    def _codes_of(
        self, keys: Sequence[Question], raw: list[str], table: Any, n: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """(rows of the table, keys): the codes of the answers."""
        columns: dict[str, tuple[list[Any], NDArray[np.int64]]] = {}
        codes = np.zeros((len(n), len(keys)), dtype=np.int64, order="F")
        for k, question in enumerate(keys):
            inside = self._inside(question.column or question.question)
            if inside not in columns:
                columns[inside] = numbered(table[f"_k{raw.index(inside)}"])
            values, place = columns[inside]
            kept = self._encodings.get(question.question)
            if kept is None or kept[0] != question:
                counts = np.bincount(place, n, minlength=len(values)).astype(np.int64).tolist()
                self._distinct.setdefault(inside, (values, counts))
                self._learn(question, values, counts)
            places = self._encodings[question.question][2]
            codes[:, k] = np.array([places[key_of(value)] for value in values], dtype=np.int64)[place]
        return codes

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
        except UnreadableError as error:
            raise DataError([Problem("data", 0, column, "the weight is not a number", error.why)]) from None
        if found.usable != found.rows:
            raise weightless(column, found.rows - found.usable)
        if found.negative:
            raise weightless(column, found.negative, "is negative")
        for what, count, fix in size_faults(found, lambda least: self.at_least(column, least)):
            if what != but:
                raise weightless(column, count, what, fix)
        self._checked.add(column)

    # other data from these

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
        factor = np.asarray(factors, dtype=float)[self._cells_of(keys, raw, cells, name)]
        own = f"_c{len(self._names)}"
        base = None if start is None else self._inside(start)
        if inside:
            join = FactorJoin.of(raw, inside, factor, own)
            small = self._backend.small(join.table)
        names = {**self._names, name: own}
        columns = [*self._names.values(), *self._joined.values()]  # a later join is none of this engine's

        def step(frame: Any) -> Any:
            kept = [*columns, *([ROW] if ROW in frame.collect_schema().names() else [])]
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

    def _cells_of(self, keys: Sequence[Question], raw: Any, cells: CellTable, name: str) -> NDArray[np.int64]:
        """For each combination of raw values the place of its cell."""
        inside = self._raw_keys(keys)
        flat = np.zeros(raw.num_rows, dtype=np.int64)
        for question in keys:
            encoding, places = self._encode(question)
            values, place = numbered(raw[f"_k{inside.index(self._inside(question.column or question.question))}"])
            codes = np.array([places[key_of(value)] for value in values], dtype=np.int64)
            flat = flat * len(encoding.levels) + codes[place]
        size = int(np.prod([len(level) for level in cells.levels]))
        return places_of(flat, cells.flat(cells.keys), size, name)

    def _raw_cells(self, inside: list[str]) -> Any:
        """Combinations of raw values that occur, from an earlier table where there is one."""
        for known, table in reversed(self._raw):
            if list(known) == inside:
                return table
        table = self._ask(group_sums(self._relation, inside))
        return table.select([f"_k{i}" for i in range(len(inside))])
