"""Collapse and attach in memory: encoded columns, keys combined by arithmetic, ``numpy.bincount``."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.as_pandas import as_pandas
from survey.cells.engines.joined_texts import joined_texts
from survey.cells.engines.memory_tables import Counted, Rows, combined, places_of
from survey.cells.table.celltable import DENSE, CellTable
from survey.cells.table.column import distinct_values
from survey.cells.table.encode import encode
from survey.cells.table.encoding import Encoding, as_number, plain_text, printed
from survey.cells.table.faults import (
    APART,
    EXACT,
    LEAST,
    TINY,
    absent,
    cell_less,
    not_a_number,
    several,
    size_faults,
    weightless,
)
from survey.cells.table.grouping import Grouping, unique_keys
from survey.cells.table.joined import joined_columns
from survey.cells.table.kept_tables import KeptTables
from survey.cells.table.numbers import as_floats
from survey.cells.table.summary import Summary
from survey.cells.table.wide_frame import WideFrame
from survey.definitions.records.question import Question
from survey.errors import DataError, Problem, SurveyError
from survey.progress import progress

CHUNK = 1 << 17  # rows at a time: what is made for each of them stays in the processor's cache
COUNTED = 1 << 14  # the same where many tables are counted of the same rows: in the cache nearest to it
BATCH = 1 << 14


class MemoryEngine:
    """A pandas, Polars or Arrow frame. Columns are encoded once, when first used."""

    name = "memory"

    def __init__(self, frame: Any) -> None:
        if not isinstance(frame, WideFrame):
            frame = as_pandas(frame)
            if not all(isinstance(column, str) for column in frame.columns):
                frame = frame.set_axis([str(column) for column in frame.columns], axis=1)
        self._frame = frame
        self._rows: NDArray[np.int64] | None = None
        self._names = tuple(self._frame.columns)
        if len(set(self._names)) < len(self._names):
            twice = [column for column, times in Counter(self._names).items() if times > 1]
            raise DataError([Problem("data", 0, column, "the column stands twice in the data") for column in twice])
        self._added: dict[str, NDArray[np.float64]] = {}  # weights made here; a frame would copy them
        self._joined: dict[str, Any] = {}  # columns made of several, which are listed nowhere
        self._codes: dict[str, tuple[Question, NDArray[Any], Encoding]] = {}
        self._weights: dict[str, NDArray[np.float64]] = {}
        self._compounds: dict[tuple[str, ...], tuple[NDArray[np.int32], NDArray[np.int64]]] = {}
        self._kept = KeptTables()
        self.scans = 0

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self._names, *self._added)

    @property
    def n(self) -> int:
        return len(self._frame)

    def frame(self) -> Any:
        whole = self._frame.whole() if isinstance(self._frame, WideFrame) else self._frame
        return whole.assign(**self._added) if self._added else whole

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
            # == differs between a number and its text; the file may hold either
            number, text = as_number(wanted), plain_text(printed(wanted))
            places, found = distinct_values(self._column(column))
            fits = [
                as_number(value) == number if number is not None else plain_text(printed(value)) == text
                for value in found
            ]
            keep &= np.array([*fits, False])[places]  # place -1, the last, is empty
        if isinstance(self._frame, WideFrame) and not self._added:
            made = MemoryEngine(self._frame.where(keep))
        else:
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
        idle: dict[str | None, bool] = {None: False}
        for column in {name for grouping in groupings for name in (grouping.weight, grouping.base) if name}:
            weight = self._weight(column)
            idle[column] = not weight.all()
            if weight.size and weight.max() < LEAST:
                self._check_size(column, weight, but="")
        plans = [Counted(self, grouping, idle[grouping.weight]) for grouping in groupings]
        self.scans += 1
        sparse = [plan for plan in plans if plan.size is None]
        dense = [plan for plan in plans if plan.size is not None]
        step = max([COUNTED, *(2 * (plan.size or 0) for plan in dense)])
        if dense:
            for start in range(0, self.n, step):
                part = slice(start, min(start + step, self.n))
                shared = Rows(self, part)
                for plan in dense:
                    plan.add(shared)
                if self.n > 8 * CHUNK:
                    progress("reading the answers", part.stop / self.n)
        for plan in sparse:
            plan.add(Rows(self, slice(0, self.n)))
        return [plan.table() for plan in plans]

    def summary(self, column: str) -> Summary:
        return Summary.of(self._floats(column))

    def summaries(self, columns: Sequence[str]) -> list[Summary]:
        return [self.summary(column) for column in columns]

    def at_least(self, column: str, least: float) -> int:
        return int((self._floats(column) >= least).sum())

    def words(self, column: str) -> list[str]:
        return as_floats(self._column(column))[1]

    def repeated(self, column: str) -> tuple[int, list[tuple[Any, int]], int]:
        return several(*self.distinct(column))

    def doubles(self) -> int:
        row = np.zeros(self.n, dtype=np.int64)
        for column in self.columns:
            places, found = distinct_values(self._column(column))
            row, rows = distinct_values(row * (len(found) + 1) + places + 1)  # numbered anew, so that it stays small
            if len(rows) == self.n:
                return 0
        return self.n - len(rows)

    def distinct(self, column: str) -> tuple[list[Any], list[int]]:
        places, found = distinct_values(self._column(column))
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
                combined([one[part] for one in codes], cells.shape)
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
        made._frame, made._names = self._frame, self._names
        made._added = {**self._added, name: weight}
        made._rows = self._rows
        made._joined = self._joined.copy()
        made._codes = self._codes.copy()
        made._weights = {**self._weights, name: weight}
        made._compounds = self._compounds.copy()
        made._kept = self._kept.known()
        made.scans = 0
        return made

    def _column(self, column: str) -> Any:
        if column in self._added:
            return self._added[column]
        columns = joined_columns(column)
        if columns is not None:
            if column not in self._joined:
                self._joined[column] = joined_texts([self._column(one) for one in columns])
            return self._joined[column]
        if column not in self._frame:
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
            if weight.size and not APART * weight.min() >= weight.max() < EXACT:
                self._check_size(column, weight)
            self._weights[column] = weight
        return self._weights[column]

    def _check_size(self, column: str, weight: NDArray[np.float64], but: str = TINY) -> None:
        """Refuse weights out of range; ``but`` is none of a base weight that is multiplied first."""
        for what, count, fix in size_faults(Summary.of(weight), lambda least: int((weight >= least).sum())):
            if what != but:
                raise weightless(column, count, what, fix)

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
                    seen[combined([one[part] for one in codes], sizes)] = True
                known = np.flatnonzero(seen)
                table = np.zeros(total, dtype=np.int32)
                table[known] = np.arange(len(known))
                made = np.empty(self.n, dtype=np.int32)
                for part in parts:
                    made[part] = table[combined([one[part] for one in codes], sizes)]
            else:
                known, found = np.unique(combined(codes, sizes), return_inverse=True)
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
