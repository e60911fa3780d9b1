"""Missing answers drawn from those of other respondents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.cells.engines.engine import Engine
from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.question import Question
from survey.weighting.margins.derived import free_column, question_of
from survey.weighting.margins.missing import HELPING, Rule, gone
from survey.weighting.margins.one_answer import one_answer
from survey.wording.message import Message, message


@dataclass(frozen=True)
class Imputed:
    """``sample``: with a column of answers some of which were drawn; ``question``: stands on it; ``count``: how many
    were drawn; ``said``: how."""

    sample: SampleData
    question: Question
    count: int
    said: Message


def imputed(
    sample: SampleData,
    question: Question,
    rule: Rule,
    targeted: Sequence[str],
    base: str | None,
    also: Sequence[Question],
) -> Imputed | None:
    """The sample with a column in which missing answers to ``question`` are drawn from other respondents'; None where
    none is missing.

    Hot deck: among those with an answer who agree in ``rule.within``, drawn with chances in proportion to the base
    weight; where nobody does, among those who agree in all but the last of the variables, and so on. In memory each
    respondent is drawn alone, in the order of the data. Elsewhere (DuckDB) the rows of a cell, those who agree in
    ``also`` and ``rule.within``, are drawn together. The column serves weighting alone.
    """
    engine, encoding = sample.engine, sample.engine.encoding(question)
    within = [one_answer(sample, name) for name in rule.within]
    others = () if isinstance(engine, MemoryEngine) else also
    keys = list({one.question: one for one in (question, *within, *others)}.values())
    cells = engine.collapse(keys, weight=base)
    deck = _HotDeck(cells, cells.key(question.question), gone(encoding, targeted), [one.question for one in within])
    count = int(cells.respondents[deck.need].sum())
    if not count:
        return None
    column = free_column(f"{HELPING}{question.column or question.question}", engine.columns)
    if isinstance(engine, MemoryEngine):
        rows = np.asarray(engine.codes(question), dtype=np.int64)
        widened = deck.draw(rows, _rows_of_cells(engine, keys, cells, deck.need), rule.seed)
        sample = sample.changed(engine=_with_column(engine, column, rows.astype(float)))
    else:
        rows = deck.code.copy()
        widened = deck.draw(rows, {int(cell): np.array([cell]) for cell in deck.need}, rule.seed)
        sample = sample.changed(engine=engine.attach(keys, cells, rows.astype(float), column))
    stands = question_of(f"{question.question} (imputed)", column, encoding.levels, encoding.kinds)
    return Imputed(sample, stands, count, _said(question, rule, count, widened))


def _said(question: Question, rule: Rule, count: int, widened: int) -> Message:
    return message(
        "data.imputed",
        count=count,
        question=question.question,
        inside=message("data.who_agree", names=", ".join(rule.within)) if rule.within else "",
        seed=rule.seed,
        widened=message("data.widened", count=widened) if widened else "",
    )


@dataclass(frozen=True)
class _HotDeck:
    """``code``: the level of each cell; ``lost``: levels that are missing answers; ``within``: keys in which donors
    agree with those who get their answer."""

    cells: CellTable
    code: Index
    lost: NDArray[np.bool_]
    within: Sequence[str]

    @property
    def need(self) -> Index:
        """Cells whose respondents have no answer."""
        return np.flatnonzero(self.lost[self.code])

    def draw(self, rows: Index, of_cell: dict[int, Index], seed: int) -> int:
        """Levels drawn into ``rows`` at the places that each cell has; how many respondents' donors agree in fewer keys
        than asked for."""
        generator, widened = np.random.default_rng(seed), 0
        for cell in self.need:
            chances, kept = self._donors(int(cell))
            if chances is not None:
                widened += int(self.cells.respondents[cell]) if kept < len(self.within) else 0
                places = of_cell[int(cell)]
                rows[places] = generator.choice(len(self.lost), size=len(places), p=chances)
        return widened

    def _donors(self, cell: int) -> tuple[Array | None, int]:
        """The chance of each level, and in how many keys the donors agree with the cell."""
        good = ~self.lost[self.code] & (self.code != len(self.lost) - 1)
        for kept in range(len(self.within), -1, -1):
            like = good.copy()
            for name in self.within[:kept]:
                like &= self.cells.key(name) == self.cells.key(name)[cell]
            sums = np.bincount(self.code[like], self.cells.sum_w[like], minlength=len(self.lost))
            if sums.sum() > 0:
                return sums / sums.sum(), kept
        return None, 0


def _rows_of_cells(engine: Engine, keys: Sequence[Question], cells: CellTable, need: Index) -> dict[int, Index]:
    """For each cell of ``need`` its rows, in the order of the data."""
    row = np.zeros(engine.n, dtype=np.int64)
    for question, size in zip(keys, cells.shape, strict=True):
        row = row * size + engine.codes(question)
    known = cells.flat(cells.keys)
    at = np.flatnonzero(np.isin(row, known[need]))
    place = np.searchsorted(known, row[at])
    return {int(cell): at[place == cell] for cell in need}


def _with_column(engine: MemoryEngine, name: str, values: Array) -> MemoryEngine:
    made = MemoryEngine(engine.frame().assign(**{name: values}))
    made._rows = engine.rows()
    return made
