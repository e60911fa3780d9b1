"""Collapse and attach in memory: encoded columns, keys combined by arithmetic, ``numpy.bincount``."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.celltable import DENSE, CellTable
from survey.cells.encoding import Encoding, as_number, encode, is_blank, plain_text, printed
from survey.cells.grouping import Grouping, unique_keys
from survey.cells.kept_tables import KeptTables
from survey.cells.names import nearest_column
from survey.cells.numbers import as_floats
from survey.cells.summary import Summary
from survey.definitions.question import Question
from survey.errors import BackendError, DataError, Problem, SurveyError
from survey.progress import progress

CHUNK = 1 << 17  # rows at a time: what is made for each of them stays in the processor's cache
BATCH = 1 << 14
FEW = 1 << 14  # combinations of strata and PSUs up to which the empty ones do not matter
EXACT = 2.0**53  # above it whole numbers lose digits as floats
LARGE = "is 2^53 or more, where digits are lost,"


def absent(column: str, columns: Sequence[str], where: str = "data") -> DataError:
    """The error for a column that the data do not have."""
    return DataError([Problem(where, 0, column, "there is no such column", nearest_column(column, columns))])


class MemoryEngine:
    """A pandas, Polars or Arrow frame. Columns are encoded once, when first used."""

    name = "memory"

    def __init__(self, frame: Any) -> None:
        self._frame = as_pandas(frame)
        self._rows: NDArray[np.int64] | None = None
        if not all(isinstance(column, str) for column in self._frame.columns):
            self._frame = self._frame.set_axis([str(column) for column in self._frame.columns], axis=1)
        twice = self._frame.columns[self._frame.columns.duplicated()]
        if len(twice):
            raise DataError(
                [Problem("data", 0, str(column), "the column stands twice in the data") for column in twice]
            )
        self._added: dict[str, NDArray[np.float64]] = {}  # weights made here; a frame would copy them
        self._codes: dict[str, tuple[Question, NDArray[Any], Encoding]] = {}
        self._weights: dict[str, NDArray[np.float64]] = {}
        self._compounds: dict[tuple[str, ...], tuple[NDArray[np.int32], NDArray[np.int64]]] = {}
        self._kept = KeptTables()
        self.scans = 0

    @property
    def columns(self) -> tuple[str, ...]:
        return (*(str(column) for column in self._frame.columns), *self._added)

    @property
    def n(self) -> int:
        return len(self._frame)

    def frame(self) -> Any:
        return self._frame.assign(**self._added) if self._added else self._frame

    def values(self, column: str) -> NDArray[Any]:
        return np.asarray(self._column(column))

    def rows(self) -> NDArray[np.int64]:
        return np.arange(self.n) if self._rows is None else self._rows

    def encoding(self, question: Question) -> Encoding:
        return self._coded(question)[1]

    def codes(self, question: Question) -> NDArray[Any]:
        return self._coded(question)[0]

    def where(self, conditions: dict[str, object]) -> MemoryEngine:
        import pandas as pd

        keep = np.ones(self.n, dtype=bool)
        for column, wanted in conditions.items():
            # pandas' own == differs between a number and its text; the file may hold either
            number, text = as_number(wanted), plain_text(printed(wanted))
            series = pd.Series(self._column(column))
            fits = [
                value
                for value in series.dropna().unique()
                if (as_number(value) == number if number is not None else plain_text(printed(value)) == text)
            ]
            keep &= series.isin(fits).to_numpy(dtype=bool)
        made = MemoryEngine(self.frame().loc[keep].reset_index(drop=True))
        made._rows = self.rows()[keep]
        return made

    def collapse(
        self, keys: Sequence[Question], weight: str | None = None, base: str | None = None, also: Sequence[str] = ()
    ) -> CellTable:
        return self._kept.table(Grouping(tuple(keys), weight, base, tuple(also)), self._made)

    def gather(self, groupings: Sequence[Grouping]) -> None:
        # in memory a wider table costs more than a second pass, so nothing is packed that is not asked for
        self._kept.gather(groupings, self._made, pack=False)

    def _made(self, groupings: list[Grouping]) -> list[CellTable]:
        """All tables in one pass over the rows, in chunks that stay in the processor's cache."""
        for column in {name for grouping in groupings for name in (grouping.weight, grouping.base) if name}:
            self._weight(column)
        plans = [_Plan(self, grouping) for grouping in groupings]
        self.scans += 1
        sparse = [plan for plan in plans if plan.size is None]
        dense = [plan for plan in plans if plan.size is not None]
        step = max([CHUNK, *(2 * (plan.size or 0) for plan in dense)])
        if dense:
            for start in range(0, self.n, step):
                part = slice(start, min(start + step, self.n))
                shared = _Shared(self, part)
                for plan in dense:
                    plan.add(shared)
                if self.n > 8 * step:
                    progress("reading the answers", part.stop / self.n)
        for plan in sparse:
            plan.add(_Shared(self, slice(0, self.n)))
        return [plan.table() for plan in plans]

    def summary(self, column: str) -> Summary:
        return Summary.of(self._floats(column))

    def summaries(self, columns: Sequence[str]) -> list[Summary]:
        return [self.summary(column) for column in columns]

    def words(self, column: str) -> list[str]:
        return as_floats(self._column(column))[1]

    def repeated(self, column: str) -> tuple[int, list[tuple[Any, int]], int]:
        return several(*self.distinct(column))

    def distinct(self, column: str) -> tuple[list[Any], list[int]]:
        import pandas as pd

        places, found = pd.factorize(self._column(column), use_na_sentinel=True)
        often = np.bincount(places + 1, minlength=len(found) + 1)
        values, counts = list(found), often[1:].tolist()
        return ([*values, None], [*counts, int(often[0])]) if often[0] else (values, counts)

    def batches(self, columns: Sequence[str]) -> Iterator[NDArray[np.float64]]:
        read = [self._floats(column) for column in columns]
        for start in range(0, self.n, BATCH):
            yield np.stack([numbers[start : start + BATCH] for numbers in read], axis=1)

    def attach(
        self,
        keys: Sequence[Question],
        cells: CellTable,
        factors: NDArray[np.float64],
        name: str,
        start: str | None = None,
    ) -> MemoryEngine:
        if name in self.columns:
            raise SurveyError(
                f"the data already have a column '{name}'",
                where="weight",
                fix="Choose another name for the new weight.",
            )
        keys = unique_keys(keys)
        codes = [self._coded(question)[0] for question in keys]
        total = math.prod(cells.shape)
        known, factors = cells.flat(cells.keys), np.asarray(factors, dtype=float)
        base = None if start is None else self._weight(start)
        weight = np.empty(self.n)
        table = None
        if 0 < total <= DENSE and not np.isnan(factors).any():
            table = np.full(total, np.nan)  # one look-up in place of two
            table[known] = factors
        for begin in range(0, self.n, CHUNK):
            part = slice(begin, min(begin + CHUNK, self.n))
            row = (
                _numbers([one[part] for one in codes], cells.shape)
                if codes
                else np.zeros(part.stop - part.start, dtype=np.int64)
            )
            if table is None:
                weight[part] = factors[places_of(row, known, total, name)]
            else:
                np.take(table, row, out=weight[part], mode="clip")
                if np.isnan(weight[part].sum()):
                    raise cell_less(name)
            if base is not None:
                weight[part] *= base[part]
        made = MemoryEngine.__new__(MemoryEngine)
        made._frame = self._frame
        made._added = {**self._added, name: weight}
        made._rows = self._rows
        made._codes = self._codes.copy()
        made._weights = {**self._weights, name: weight}
        made._compounds = self._compounds.copy()
        made._kept = self._kept.known()
        made.scans = 0
        return made

    def _column(self, column: str) -> Any:
        if column in self._added:
            return self._added[column]
        if column not in self._frame.columns:
            raise absent(column, self.columns)
        return self._frame[column]

    def _coded(self, question: Question) -> tuple[NDArray[Any], Encoding]:
        column = question.column or question.question
        kept = self._codes.get(question.question)
        if kept is None or (kept[0] is not question and kept[0] != question):
            codes, encoding = encode(self._column(column), question)
            kept = (question, codes, encoding)
            self._codes[question.question] = kept
        return kept[1], kept[2]

    def _weight(self, column: str) -> NDArray[np.float64]:
        if column not in self._weights:
            weight, words = as_floats(self._column(column))
            if words:
                raise not_a_number(column, words[0])
            if not np.isfinite(weight.sum()):
                bad = int((~np.isfinite(weight)).sum())
                if bad:
                    raise weightless(column, bad)
            if weight.size and weight.min() < 0:
                raise weightless(column, int((weight < 0).sum()), "is negative")
            if weight.size and weight.max() >= EXACT:  # 2^53 + 1 becomes 2^53
                raise weightless(column, int((weight >= EXACT).sum()), LARGE)
            self._weights[column] = weight
        return self._weights[column]

    def _compound(
        self, keys: Sequence[Question], codes: Sequence[NDArray[Any]], sizes: Sequence[int]
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Combinations of ``keys`` that occur, numbered in order: of each row its number, and what each stands for."""
        names = tuple(key.question for key in keys)
        if names not in self._compounds:
            parts = [slice(start, start + CHUNK) for start in range(0, self.n, CHUNK)]
            total = math.prod(sizes)
            if total <= DENSE:
                seen = np.zeros(total, dtype=bool)
                for part in parts:
                    seen[_numbers([one[part] for one in codes], sizes)] = True
                known = np.flatnonzero(seen)
                table = np.zeros(total, dtype=np.int32)
                table[known] = np.arange(len(known))
                made = np.empty(self.n, dtype=np.int32)
                for part in parts:
                    made[part] = table[_numbers([one[part] for one in codes], sizes)]
            else:
                known, found = np.unique(_numbers(codes, sizes), return_inverse=True)
                made = found.reshape(-1).astype(np.int32)
            self._compounds[names] = made, known
        return self._compounds[names]

    def _floats(self, column: str) -> NDArray[np.float64]:
        """A column that is summed beside the weight, such as a replicate weight; it may be negative."""
        if column in self._weights:
            return self._weights[column]
        numbers, words = as_floats(self._column(column))
        if words:
            raise not_a_number(column, words[0])
        return numbers


def _numbers(codes: Sequence[NDArray[Any]], sizes: Sequence[int]) -> NDArray[np.int64]:
    """The number of each row's combination, the last key varying fastest."""
    flat = codes[0].astype(np.int64)
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        flat *= size
        flat += code
    return flat


class _Shared:
    """A part of the rows, with what several tables need of it made once."""

    def __init__(self, engine: MemoryEngine, part: slice) -> None:
        self.engine, self.part = engine, part
        self._flat: dict[tuple[int, ...], NDArray[np.int64]] = {}  # by the codes, which the tables keep alive
        self._weights: dict[str, NDArray[np.float64]] = {}
        self._squares: dict[str, NDArray[np.float64]] = {}

    def flat(self, codes: Sequence[NDArray[Any]], sizes: Sequence[int]) -> NDArray[np.int64]:
        """The number of each row's combination, the last key varying fastest."""
        if not codes:
            return np.zeros(self.part.stop - self.part.start, dtype=np.int64)
        name = tuple(map(id, codes))
        if name not in self._flat:
            last = codes[-1][self.part]
            if len(codes) == 1:
                made = last.astype(np.int64)
            else:
                made = self.flat(codes[:-1], sizes[:-1]) * sizes[-1]
                made += last
            self._flat[name] = made
        return self._flat[name]

    def weight(self, column: str) -> NDArray[np.float64]:
        if column not in self._weights:
            self._weights[column] = self.engine._weight(column)[self.part]
        return self._weights[column]

    def square(self, column: str) -> NDArray[np.float64]:
        if column not in self._squares:
            w = self.weight(column)
            self._squares[column] = w * w
        return self._squares[column]


class _Plan:
    """One table in the making."""

    def __init__(self, engine: MemoryEngine, grouping: Grouping) -> None:
        self.engine, self.grouping = engine, grouping
        coded = [engine._coded(question) for question in grouping.keys]
        self.codes = [codes for codes, _ in coded]
        self.levels = tuple(encoding.levels for _, encoding in coded)
        self.sizes = [_used(encoding) for _, encoding in coded]
        self.first: NDArray[np.int64] | None = None
        loose = next((k for k, key in enumerate(grouping.keys) if key.options), len(grouping.keys))
        if loose > 1 and math.prod(self.sizes[:loose]) > FEW:
            # PSUs numbered through all strata: most combinations of the two are empty
            self.unpacked = self.sizes[:loose]
            codes, self.first = engine._compound(grouping.keys[:loose], self.codes[:loose], self.unpacked)
            self.codes[:loose], self.sizes[:loose] = [codes], [len(self.first)]
        total = math.prod(self.sizes)
        if total > 2**62:
            raise SurveyError(
                f"{total:.1e} combinations of {len(self.sizes)} keys are too many to number",
                where="cells",
                fix="Cross fewer variables, or cut number questions into ranges.",
            )
        self.size = total if total <= max(DENSE, 2 * engine.n) else None
        self.names: NDArray[np.int64] | None = None
        self.also = [engine._floats(column) for column in grouping.also]
        self.some = grouping.weight is not None and not engine._weight(grouping.weight).all()
        self._sums: list[NDArray[Any] | None] = []

    def add(self, shared: _Shared) -> None:
        """Count a part of the rows."""
        flat = shared.flat(self.codes, self.sizes)
        size = self.size
        if size is None:
            # a crossing too wide for a table: only combinations that occur are numbered
            self.names, flat = np.unique(flat, return_inverse=True)
            flat, size = flat.reshape(-1), len(self.names)
        weight, base = self.grouping.weight, self.grouping.base
        sums: list[NDArray[Any] | None] = [np.bincount(flat, minlength=size), None, None, None, None]
        if weight is not None:
            if base is None:
                sums[1] = np.bincount(flat, shared.weight(weight), minlength=size)
            sums[2] = np.bincount(flat, shared.square(weight), minlength=size)
            if self.some:
                sums[3] = np.bincount(flat, shared.weight(weight) != 0, minlength=size)
        if base is not None:
            sums[1] = np.bincount(flat, shared.weight(base), minlength=size)
        if self.also:
            sums[4] = np.stack([np.bincount(flat, one[shared.part], minlength=size) for one in self.also])
        if not self._sums:
            self._sums = sums
            return
        for mine, more in zip(self._sums, sums, strict=True):
            if mine is not None and more is not None:
                mine += more

    def table(self) -> CellTable:
        if not self._sums:  # no rows
            self._sums = [np.zeros(0, dtype=np.int64), None, None, None, None]
        n, sum_w, sum_w2, weighing, also = self._sums
        assert n is not None
        place = np.flatnonzero(n)
        index = place if self.names is None else self.names[place]
        codes = np.empty((len(place), len(self.levels)), dtype=np.int64, order="F")  # read key by key
        last = len(self.levels)
        for size in reversed(self.sizes if self.first is None else self.sizes[1:]):
            last -= 1
            index, codes[:, last] = np.divmod(index, size)
        if self.first is not None:
            index = self.first[index]
            for k in range(last - 1, -1, -1):
                index, codes[:, k] = np.divmod(index, self.unpacked[k])
        n = n[place]
        return CellTable(
            self.grouping.names,
            self.levels,
            codes,
            n,
            n.astype(float) if sum_w is None else sum_w[place],
            n.astype(float) if sum_w2 is None else sum_w2[place],
            None if weighing is None else weighing[place].astype(np.int64),
            None if also is None else also[:, place].T,
        )


def _used(encoding: Encoding) -> int:
    """How many levels there are up to the last that somebody has; the ones for empty cells and unknown answers stand
    at the end and are mostly idle, and each would make the crossing larger."""
    return max((place for place, count in enumerate(encoding.counts, start=1) if count), default=1)


def several(values: Sequence[Any], counts: Sequence[int]) -> tuple[int, list[tuple[Any, int]], int]:
    """The answer of ``Engine.repeated`` from the distinct values and how often each occurs. Values printed alike (1 and
    1.0) are one."""
    blank = sum(count for value, count in zip(values, counts, strict=True) if is_blank(value))
    often: dict[str, tuple[Any, int]] = {}
    for value, count in zip(values, counts, strict=True):
        if not is_blank(value):
            name = printed(value)
            often[name] = (value, often[name][1] + count if name in often else count)
    twice = [pair for pair in often.values() if pair[1] > 1]
    return blank, twice, len(twice)


def places_of(wanted: NDArray[np.int64], known: NDArray[np.int64], total: int, name: str) -> NDArray[np.int64]:
    """Where each of ``wanted`` stands in ``known`` (ascending); a table where the crossing is small enough."""
    if 0 < total <= DENSE:
        table = np.full(total, -1, dtype=np.int64)
        table[known] = np.arange(len(known))
        at = table[wanted]
        lost = bool((at < 0).any())
    else:
        at = np.searchsorted(known, wanted)
        lost = bool(len(wanted)) and (int(at.max(initial=0)) >= len(known) or not np.array_equal(known[at], wanted))
    if lost:
        raise cell_less(name)
    return at


def cell_less(name: str) -> BackendError:
    """The error for a row whose combination is none of the cells."""
    return BackendError("a row belongs to no cell", where=name, fix="Collapse and attach with the same keys.")


def not_a_number(column: str, word: str) -> DataError:
    """The error for a weight that is a word."""
    return DataError([Problem("data", 0, column, f"the weight is not a number: '{word}'")])


def weightless(column: str, count: int, what: str = "is empty or not a finite number") -> DataError:
    """The error for weights that cannot be used."""
    return DataError(
        [
            Problem(
                "data",
                0,
                column,
                f"the weight {what} in {count} row(s)",
                "Give every row a weight, 0 for those that should not count.",
            )
        ]
    )


def as_pandas(frame: Any) -> Any:
    """Any frame as pandas, with one row number from 0."""
    import pandas as pd

    if isinstance(frame, pd.DataFrame):
        return (
            frame if isinstance(frame.index, pd.RangeIndex) and frame.index.start == 0 else frame.reset_index(drop=True)
        )
    import narwhals.stable.v2 as nw

    try:
        native = nw.from_native(frame)
    except TypeError:
        raise SurveyError(
            f"data of type {type(frame).__name__} cannot be read",
            where="data",
            fix="Give a pandas, Polars or Arrow frame, a DuckDB relation, or a path.",
        ) from None
    # by Arrow, which keeps a date a date
    return (native.collect() if isinstance(native, nw.LazyFrame) else native).to_arrow().to_pandas()
