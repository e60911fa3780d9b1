"""What a data engine must do: sums per cell, columns attached, columns looked through, rows in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import Encoding
from survey.cells.table.grouping import Grouping
from survey.cells.table.summary import Summary
from survey.definitions.records.question import Question

SHOWN = 100  # repeated values that are told one by one


class Engine(Protocol):
    """Data in one place (memory, files on disk, a cluster), reached only through these.

    Statistics of cells ask for ``encoding``, ``collapse`` and ``gather``; a weighting for ``attach``; checks of columns
    for what follows ``summary``; what cannot be made from sums for the rows at the end. The data do not change, so no
    table is made twice: engines keep the cell tables they made (``KeptTables``). Asked for a column by the name of
    several (``survey.cells.table.joined.joined_name``), they make it of the texts of these; it is none of ``columns``,
    of the frame or of a file."""

    scans: int  # passes over the rows so far

    @property
    def name(self) -> str:
        """ "memory", "duckdb", "polars", "spark" or "parts", printed in the run record."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Column names in the data."""

    @property
    def n(self) -> int:
        """Number of rows."""

    def encoding(self, question: Question) -> Encoding:
        """How the answers of ``question`` fall on its options; see ``survey.cells.table.encoding``."""

    def collapse(
        self, keys: Sequence[Question], weight: str | None = None, base: str | None = None, also: Sequence[str] = ()
    ) -> CellTable:
        """Sums per combination of ``keys``. ``weight``: its column; none weighs every row 1.
        With ``base`` (another weight column) ``sum_w`` is Σbase while ``sum_w2`` stays Σweight².
        ``also``: further columns (replicate weights), summed in the same pass.
        A weight that is empty, negative, not a finite number or out of range (``faults.size_faults``) is a
        ``DataError``."""

    def gather(self, groupings: Sequence[Grouping]) -> None:
        """Make the tables of ``groupings`` in as few passes over the data as can be; ``collapse`` then finds them."""

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

    def summary(self, column: str) -> Summary:
        """Least, largest and summed weights of a column."""

    def summaries(self, columns: Sequence[str]) -> list[Summary]:
        """The same of several columns in one pass."""

    def at_least(self, column: str, least: float) -> int:
        """In how many rows a weight is ``least`` or more."""

    def words(self, column: str) -> list[str]:
        """The values of the column that are no numbers, each once, as printed."""

    def distinct(self, column: str) -> tuple[list[Any], list[int]]:
        """The values of a column, each once (an empty cell is None or NaN), and the rows that have each."""

    def repeated(self, column: str) -> tuple[int, list[tuple[Any, int]], int]:
        """Of a column of numbers of respondents: how many cells are empty, values that stand in several rows with the
        rows of each (``SHOWN`` at most), and how many such values there are."""

    def doubles(self) -> int:
        """How many rows are equal to an earlier one in every column."""

    def where(self, conditions: dict[str, object]) -> Engine:
        """The rows whose columns have the given values (a study inside a larger file)."""

    # rows, for what cannot be made from sums (regression, ranks); refused where they are on many machines

    def codes(self, question: Question) -> NDArray[Any]:
        """For each row, in row order, the place of its answer among the levels of ``encoding(question)``."""

    def values(self, column: str) -> NDArray[Any]:
        """One column in row order."""

    def batches(self, columns: Sequence[str]) -> Iterator[NDArray[np.float64]]:
        """Columns of numbers, (rows, columns), some rows at a time."""

    def rows(self) -> NDArray[np.int64]:
        """The place of each row in the data as they were opened; differs from 0, 1, … after ``where``."""

    def frame(self) -> Any:
        """The data as a pandas frame with the attached columns, row order kept."""
