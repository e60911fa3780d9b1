"""Several sources as one: a file a wave or a country, collapsed side by side and added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.engine import Engine
from survey.cells.engines.memory_tables import places_of
from survey.cells.table.celltable import CellTable, added_up, summed
from survey.cells.table.encoding import Encoding, is_blank
from survey.cells.table.faults import absent, several
from survey.cells.table.grouping import Grouping, unique_keys
from survey.cells.table.joined import joined_columns
from survey.cells.table.kept_tables import KeptTables
from survey.cells.table.matching import counted, match
from survey.cells.table.summary import Summary
from survey.definitions.records.question import Question
from survey.errors import DataError, Problem, SurveyError

AT_ONCE = 4  # parts worked on at the same time
Given = TypeVar("Given")


class PartsEngine:
    """Engines of the parts, in order. ``labels`` name them in errors. Every part has the columns that are used."""

    name = "parts"

    def __init__(self, parts: Sequence[Engine], labels: Sequence[str], whole: Sequence[Engine] = ()) -> None:
        self._parts, self._labels, self._whole = tuple(parts), tuple(labels), tuple(whole) or tuple(parts)
        self._encodings: dict[str, tuple[Question, Encoding, list[NDArray[np.int64]]]] = {}
        self._kept = KeptTables()
        self.scans = 0

    @property
    def parts(self) -> tuple[tuple[str, Engine], ...]:
        """The parts, each with what it is called."""
        return tuple(zip(self._labels, self._parts, strict=True))

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(column for part in self._parts for column in part.columns))

    @property
    def n(self) -> int:
        return sum(part.n for part in self._parts)

    def _each(self, work: Callable[[Engine], Given]) -> list[Given]:
        """``work`` on every part, several at a time."""
        contexts = [copy_context() for _ in self._parts]  # who watches the progress
        with ThreadPoolExecutor(min(AT_ONCE, len(self._parts))) as pool:
            pairs = zip(contexts, self._parts, strict=True)
            running = [pool.submit(context.run, work, part) for context, part in pairs]
        found, problems = [], []
        for label, done in zip(self._labels, running, strict=True):
            try:
                found.append(done.result())
            except DataError as error:
                problems += [replace(one, file=label if one.file == "data" else one.file) for one in error.problems]
        if problems:
            raise DataError(problems)
        return found

    def _there(self, column: str) -> None:
        """Raise ``DataError`` naming the parts without ``column``."""
        for one in joined_columns(column) or ():
            self._there(one)
        if joined_columns(column) is not None:
            return
        if column not in self.columns:
            raise absent(column, self.columns)
        pairs = zip(self._labels, self._parts, strict=True)
        gone = [
            Problem(label, 0, column, "there is no such column") for label, part in pairs if column not in part.columns
        ]
        if gone:
            raise DataError(gone)

    # encodings

    def encoding(self, question: Question) -> Encoding:
        return self._encode(question)[0]

    def distinct(self, column: str) -> tuple[list[Any], list[int]]:
        self._there(column)
        often: dict[Any, int] = {}
        for values, counts in self._each(lambda part: part.distinct(column)):
            for value, count in zip(values, counts, strict=True):
                key = None if is_blank(value) else value
                often[key] = often.get(key, 0) + count
        return list(often), list(often.values())

    def _encode(self, question: Question) -> tuple[Encoding, list[NDArray[np.int64]]]:
        """The encoding of all parts together, and for each part the places of its own levels in it."""
        kept = self._encodings.get(question.question)
        if kept is None or kept[0] != question:
            values, counts = self.distinct(question.column or question.question)
            codes, encoding = match(values, question)
            whole = counted(encoding, values, codes, counts, sum(counts))
            place = {level: k for k, level in enumerate(whole.levels)}
            own = [part.encoding(question).levels for part in self._parts]
            kept = (question, whole, [np.array([place[level] for level in levels]) for levels in own])
            self._encodings[question.question] = kept
        return kept[1], kept[2]

    def codes(self, question: Question) -> NDArray[Any]:
        places = self._encode(question)[1]
        found = self._each(lambda part: part.codes(question))
        return np.concatenate([place[codes] for place, codes in zip(places, found, strict=True)])

    # collapse

    def collapse(
        self, keys: Sequence[Question], weight: str | None = None, base: str | None = None, also: Sequence[str] = ()
    ) -> CellTable:
        return self._kept.table(Grouping(tuple(keys), weight, base, tuple(also)), self._made)

    def gather(self, groupings: Sequence[Grouping]) -> None:
        self._kept.gather(groupings, self._made, pack=False)

    def _made(self, groupings: list[Grouping]) -> list[CellTable]:
        for grouping in groupings:
            used = [question.column or question.question for question in grouping.keys]
            for column in (*used, *(name for name in (grouping.weight, grouping.base) if name), *grouping.also):
                self._there(column)
        self.scans += 1

        def work(part: Engine) -> list[CellTable]:
            part.gather(groupings)
            return [part.collapse(each.keys, *each.sums) for each in groupings]

        tables = self._each(work)
        made = []
        for g, grouping in enumerate(groupings):
            coded = [self._encode(question) for question in grouping.keys]
            levels = tuple(encoding.levels for encoding, _ in coded)
            moved = [self._moved(p, part[g], coded, levels) for p, part in enumerate(tables)]
            made.append(added_up(moved))
        return made

    def _moved(
        self,
        part: int,
        table: CellTable,
        coded: Sequence[tuple[Encoding, list[NDArray[np.int64]]]],
        levels: tuple[tuple[str, ...], ...],
    ) -> CellTable:
        """The table of a part with the codes of all parts together."""
        codes = np.empty_like(table.codes)
        for k, (_, places) in enumerate(coded):
            codes[:, k] = places[part][table.codes[:, k]]
        weighing = table.weighing
        return summed(table.keys, levels, codes, table.n, table.sum_w, table.sum_w2, weighing, table.also)

    def attach(
        self,
        keys: Sequence[Question],
        cells: CellTable,
        factors: NDArray[np.float64],
        name: str,
        start: str | None = None,
    ) -> PartsEngine:
        if name in self.columns:
            raise SurveyError(f"the data already have a column '{name}'", where="weight", fix="Choose another name.")
        keys = unique_keys(keys)
        coded = [self._encode(question) for question in keys]
        levels = tuple(encoding.levels for encoding, _ in coded)
        known, size = cells.flat(cells.keys), int(np.prod([len(level) for level in cells.levels]))
        made = []
        for p, part in enumerate(self._parts):
            table = part.collapse(keys)
            # the part's cells in the part's own order: where each stands among all cells
            flat = np.zeros(len(table), dtype=np.int64)
            for k, (_, places) in enumerate(coded):
                flat = flat * len(levels[k]) + places[p][table.codes[:, k]]
            factor = np.asarray(factors, dtype=float)[places_of(flat, known, size, name)]
            made.append(part.attach(keys, table, factor, name, start))
        return self._with(made)

    def _with(self, parts: Sequence[Engine]) -> PartsEngine:
        return PartsEngine(parts, self._labels, self._whole)

    # columns and rows

    def summary(self, column: str) -> Summary:
        return self.summaries([column])[0]

    def summaries(self, columns: Sequence[str]) -> list[Summary]:
        for column in columns:
            self._there(column)
        found = self._each(lambda part: part.summaries(columns))
        return [Summary.together(each) for each in zip(*found, strict=True)]

    def at_least(self, column: str, least: float) -> int:
        return sum(self._each(lambda part: part.at_least(column, least)))

    def words(self, column: str) -> list[str]:
        self._there(column)
        return list(dict.fromkeys(word for part in self._parts for word in part.words(column)))

    def repeated(self, column: str) -> tuple[int, list[tuple[Any, int]], int]:
        return several(*self.distinct(column))

    def doubles(self) -> int:
        return int(self.frame().duplicated().sum())

    def where(self, conditions: dict[str, object]) -> PartsEngine:
        for column in conditions:
            self._there(column)
        return self._with(self._each(lambda part: part.where(conditions)))

    def values(self, column: str) -> NDArray[Any]:
        self._there(column)
        return np.concatenate(self._each(lambda part: part.values(column)))

    def batches(self, columns: Sequence[str]) -> Iterator[NDArray[np.float64]]:
        for part in self._parts:
            yield from part.batches(columns)

    def rows(self) -> NDArray[np.int64]:
        starts = np.cumsum([0, *(part.n for part in self._whole)])[:-1]
        return np.concatenate([start + part.rows() for start, part in zip(starts, self._parts, strict=True)])

    def frame(self) -> Any:
        import pandas as pd

        return pd.concat([part.frame() for part in self._parts], ignore_index=True)
