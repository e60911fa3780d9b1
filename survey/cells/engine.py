"""What a data engine must do: collapse to cells, and attach factors to rows. Nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

    def collapse(
        self, keys: Sequence[Question], weight: str | None = None, base: str | None = None
    ) -> CellTable:
        """Sums per combination of ``keys``. ``weight``: its column; none weighs every row 1.
        With ``base`` (another weight column) ``sum_w`` is Σbase while ``sum_w2`` stays Σweight²."""

    def attach(
        self, keys: Sequence[Question], factors: NDArray[np.float64], name: str, start: str | None = None
    ) -> Engine:
        """A new engine with the weight column ``name`` = ``start`` (or 1) × the factor of the row's
        cell; ``factors`` is a dense array shaped as the levels of ``keys``."""

    def values(self, column: str) -> NDArray[Any]:
        """One column in row order (weights, for diagnostics and for writing back)."""

    def frame(self) -> Any:
        """The data as a native frame with the attached columns, row order kept."""


Levels = Mapping[str, tuple[str, ...]]
