"""What a data engine must do: collapse to cells, and attach factors to rows. Nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from survey.cells.celltable import CellTable
from survey.cells.encoding import Encoding
from survey.definitions.question import Question


class Engine(Protocol):
    """Data in one place (memory, a file on disk), reached only through these."""

    name: str  # "memory" or "duckdb", printed in the run record

    @property
    def columns(self) -> tuple[str, ...]:
        """Column names in the data."""

    @property
    def n(self) -> int:
        """Number of rows."""

    def encoding(self, question: Question) -> Encoding:
        """How the answers of ``question`` fall on its options; see ``survey.cells.encoding``."""

    def codes(self, question: Question) -> NDArray[Any]:
        """For each row, in row order, the place of its answer among the levels of ``encoding(question)``."""

    def collapse(self, keys: Sequence[Question], weight: str | None = None, base: str | None = None) -> CellTable:
        """Sums per combination of ``keys``. ``weight``: its column; none weighs every row 1.
        With ``base`` (another weight column) ``sum_w`` is Σbase while ``sum_w2`` stays Σweight².
        A weight that is empty or not a finite number is a ``DataError``."""

    def attach(
        self,
        keys: Sequence[Question],
        cells: CellTable,
        factors: NDArray[np.float64],
        name: str,
        start: str | None = None,
    ) -> Engine:
        """A new engine with the weight column ``name`` = ``start`` (or 1) × the factor of the row's cell.
        ``factors[i]`` belongs to row ``i`` of ``cells``, the collapse by ``keys``. A row whose cell is not
        among ``cells``, or a name that is taken, is an error."""

    def values(self, column: str) -> NDArray[Any]:
        """One column in row order (weights, for diagnostics and for writing back)."""

    def rows(self) -> NDArray[np.int64]:
        """The place of each row in the data as they were opened; differs from 0, 1, … after ``where``."""

    def frame(self) -> Any:
        """The data as a pandas frame with the attached columns, row order kept."""

    def where(self, conditions: dict[str, object]) -> Engine:
        """The rows whose columns have the given values (a study inside a larger file)."""
