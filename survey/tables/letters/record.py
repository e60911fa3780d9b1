"""What was tested behind the letters of a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.maths.column_tests import cutoff
from survey.maths.letters import strength
from survey.tables.letters.asked import Letters

SMALL, EDGE, FIXED, DF = "small", "edge", "fixed", "df"  # why a comparison was not tested
REST = "_rest"  # all others in the total column


@dataclass(frozen=True)
class ColumnTests:
    """One entry a comparison: ``row`` of the stub in ``column`` of the banner question ``group`` against column
    ``other`` of it (``words.TOTAL`` or ``REST``). ``p`` is NaN where it was not tested, ``why`` says for what reason:
    ``small`` (a base), ``edge`` (a share of 0 or 1, answers that do not vary), ``fixed`` (no sampling error), ``df``
    (no degrees of freedom). ``parents``: of columns inside columns, the answers to the outer questions that both have.
    """

    asked: Letters
    group: tuple[str, ...]
    row: tuple[str, ...]
    column: tuple[str, ...]
    other: tuple[str, ...]
    difference: Array
    std_error: Array
    df: Array
    p: Array
    p_adjusted: Array
    why: tuple[str, ...]
    parents: tuple[tuple[str, ...], ...]

    @property
    def cutoffs(self) -> tuple[float, ...]:
        """The p-values below which a difference is marked, the looser first."""
        return tuple(cutoff(self.asked.test, level) for level in self.asked.levels)

    @property
    def tested(self) -> NDArray[np.bool_]:
        """Which comparisons were tested."""
        return np.isfinite(self.p)

    @property
    def strength(self) -> NDArray[np.int64]:
        """Below how many of the levels each lies, after adjustment."""
        return strength(self.p_adjusted, self.cutoffs)

    @property
    def families(self) -> int:
        """Rows of a banner question (within an outer answer) with a test: what p-values are adjusted within."""
        rows = zip(self.group, self.parents, self.row, strict=True)
        return len({row for row, one in zip(rows, self.tested.tolist(), strict=True) if one})

    @property
    def by_chance(self) -> float:
        """How many tests are marked on average if nothing differs; adjusted, the most rows with a mark."""
        of = self.tested.sum() if self.asked.adjust == "none" else self.families
        return float(of * self.asked.levels[0])

    @property
    def lost(self) -> int:
        """How many would be marked without the adjustment, and are not."""
        return int(((strength(self.p, self.cutoffs) > 0) & (self.strength == 0)).sum())

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each comparison as a row."""
        figures = {name: getattr(self, name).tolist() for name in FIGURES}
        for i, group in enumerate(self.group):
            names = {"group": group, "row": self.row[i], "column": self.column[i], "other": self.other[i]}
            yield {**names, **{name: values[i] for name, values in figures.items()}, "why": self.why[i]}


FIGURES = ("difference", "std_error", "df", "p", "p_adjusted")
