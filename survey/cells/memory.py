"""Collapse and attach in memory: encoded columns, keys combined by arithmetic, ``numpy.bincount``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.celltable import CellTable
from survey.cells.encoding import Encoding, as_number, encode, plain_text, printed
from survey.cells.names import nearest_column
from survey.cells.numbers import as_floats
from survey.definitions.question import Question
from survey.errors import BackendError, DataError, Problem, SurveyError

# below this many combinations a dense table is counted; above it only those that occur
DENSE = 1 << 22


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
        self._codes: dict[str, tuple[Question, NDArray[Any], Encoding]] = {}
        self._weights: dict[str, NDArray[np.float64]] = {}

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(str(column) for column in self._frame.columns)

    @property
    def n(self) -> int:
        return len(self._frame)

    def frame(self) -> Any:
        return self._frame

    def values(self, column: str) -> NDArray[Any]:
        return np.asarray(self._column(column))

    def rows(self) -> NDArray[np.int64]:
        return np.arange(self.n) if self._rows is None else self._rows

    def encoding(self, question: Question) -> Encoding:
        return self._coded(question)[1]

    def codes(self, question: Question) -> NDArray[Any]:
        return self._coded(question)[0]

    def where(self, conditions: dict[str, object]) -> MemoryEngine:
        keep = np.ones(self.n, dtype=bool)
        for column, wanted in conditions.items():
            # pandas' own == differs between a number and its text; the file may hold either
            number, text = as_number(wanted), plain_text(printed(wanted))
            series = self._column(column)
            fits = [
                value
                for value in series.dropna().unique()
                if (as_number(value) == number if number is not None else plain_text(printed(value)) == text)
            ]
            keep &= series.isin(fits).to_numpy(dtype=bool)
        made = MemoryEngine(self._frame.loc[keep].reset_index(drop=True))
        made._rows = self.rows()[keep]
        return made

    def collapse(self, keys: Sequence[Question], weight: str | None = None, base: str | None = None) -> CellTable:
        coded = [self._coded(question) for question in keys]
        levels = tuple(encoding.levels for _, encoding in coded)
        sizes = [_used(encoding) for _, encoding in coded]
        flat, names = self._flat([codes for codes, _ in coded], sizes)
        size = math.prod(sizes) if names is None else len(names)
        n = np.bincount(flat, minlength=size)
        weighing = None
        if weight is None:
            sum_w2 = n.astype(float)
            sum_w = sum_w2
        else:
            w = self._weight(weight)
            sum_w = np.bincount(flat, w, minlength=size)
            sum_w2 = np.bincount(flat, w * w, minlength=size)
            if not w.all():
                weighing = np.bincount(flat, w != 0, minlength=size).astype(np.int64)
        if base is not None:
            sum_w = np.bincount(flat, self._weight(base), minlength=size)
        elif weight is None:
            sum_w = n.astype(float)
        place = np.flatnonzero(n)
        index = place if names is None else names[place]
        codes = np.empty((len(place), len(keys)), dtype=np.int64, order="F")  # read key by key
        for k in range(len(keys) - 1, -1, -1):
            index, codes[:, k] = np.divmod(index, sizes[k])
        return CellTable(
            tuple(question.question for question in keys),
            levels,
            codes,
            n[place],
            sum_w[place],
            sum_w2[place],
            None if weighing is None else weighing[place],
        )

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
        row = self._numbers([self._coded(question)[0] for question in keys], cells.shape)
        total = math.prod(cells.shape)
        known, factors = cells.flat(cells.keys), np.asarray(factors, dtype=float)
        if 0 < total <= DENSE and not np.isnan(factors).any():
            table = np.full(total, np.nan)  # one look-up in place of two
            table[known] = factors
            weight = table[row]
            if np.isnan(weight.sum()):
                raise cell_less(name)
        else:
            weight = factors[places_of(row, known, total, name)]
        if start is not None:
            weight *= self._weight(start)
        made = MemoryEngine.__new__(MemoryEngine)
        made._frame = self._frame.assign(**{name: weight})
        made._rows = self._rows
        made._codes = self._codes.copy()
        made._weights = {**self._weights, name: weight}
        return made

    def _column(self, column: str) -> Any:
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
                raise DataError([Problem("data", 0, column, f"the weight is not a number: '{words[0]}'")])
            if not np.isfinite(weight.sum()):
                bad = int((~np.isfinite(weight)).sum())
                if bad:
                    raise weightless(column, bad)
            if weight.size and weight.min() < 0:
                raise weightless(column, int((weight < 0).sum()), "is negative")
            self._weights[column] = weight
        return self._weights[column]

    def _flat(self, codes: list[NDArray[Any]], sizes: list[int]) -> tuple[NDArray[np.int64], NDArray[np.int64] | None]:
        """One integer a row. Where the crossing is too wide to count densely, only combinations that
        occur are numbered, and ``names`` gives the crossing's own number of each."""
        total = math.prod(sizes)
        if total > 2**62:
            raise SurveyError(
                f"{total:.1e} combinations of {len(sizes)} keys are too many to number",
                where="cells",
                fix="Cross fewer variables, or cut number questions into ranges.",
            )
        flat = self._numbers(codes, sizes)
        if total <= max(DENSE, 2 * self.n):
            return flat, None
        names, places = np.unique(flat, return_inverse=True)
        return places.reshape(-1), names

    def _numbers(self, codes: Sequence[NDArray[Any]], sizes: Sequence[int]) -> NDArray[np.int64]:
        """The number of each row's combination, the last key varying fastest."""
        if not codes:
            return np.zeros(self.n, dtype=np.int64)
        flat = codes[0].astype(np.int64)
        for code, size in zip(codes[1:], sizes[1:], strict=True):
            flat *= size
            flat += code
        return flat


def _used(encoding: Encoding) -> int:
    """How many levels there are up to the last that somebody has; the ones for empty cells and unknown answers stand
    at the end and are mostly idle, and each would make the crossing larger."""
    return max((place for place, count in enumerate(encoding.counts, start=1) if count), default=1)


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
    return (native.collect() if isinstance(native, nw.LazyFrame) else native).to_pandas()
