"""A file of many columns: what is asked for is read, the rest stays in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.table.column import Coded

MANY = 200  # columns from which a file is not read whole
PROBED = 8  # columns that are read in any case: they tell that a row is not empty
READS = 4  # separate looks into the file; what is asked for after them is asked for all through, and all is read


class WideFrame:
    """Columns of a file by name, as a frame has them, each read when it is first asked for. ``read``: the file's
    columns of these names, of all rows, each an array, of pandas or coded; of all columns where none are named.
    ``kept``: the rows that there are, None for all of them. ``looks``: separate reads before everything is read; None
    for any number, where one column costs the same alone."""

    def __init__(
        self,
        names: Sequence[str],
        rows: int,
        read: Callable[[list[str] | None], Mapping[str, Any]],
        kept: NDArray[np.int64] | None = None,
        looks: int | None = READS,
    ) -> None:
        self.columns = tuple(names)
        self._known = frozenset(names)
        self._rows, self._read, self._kept, self._looks = rows, read, kept, looks
        self._seen: dict[str, Any] = {}
        self._reads = 0

    def __len__(self) -> int:
        return self._rows if self._kept is None else len(self._kept)

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def __getitem__(self, name: str) -> Any:
        if name not in self._seen:
            self.expect([name])
        return self._seen[name]

    def expect(self, names: Sequence[str]) -> None:
        """Read those of ``names`` that are columns and were not read yet, in one pass."""
        there = [name for name in dict.fromkeys(names) if name not in self._seen and name in self]
        if not there:
            return
        self._reads += 1
        self._keep(self._read(there if self._looks is None or self._reads <= self._looks else None))

    def part(self) -> Any:
        """The columns that were read so far, as a pandas frame."""
        import pandas as pd

        return pd.DataFrame({name: _as_series(column) for name, column in self._seen.items()})

    def whole(self) -> Any:
        """All columns as a pandas frame."""
        if len(self._seen) < len(self.columns):
            self._keep(self._read(None))
        return self.part()[list(self.columns)]

    def where(self, keep: NDArray[np.bool_]) -> WideFrame:
        """The rows for which ``keep`` is true."""
        kept = np.arange(len(self))[keep] if self._kept is None else self._kept[keep]
        made = WideFrame(self.columns, self._rows, self._read, kept, self._looks)
        made._reads = self._reads
        made._seen = {name: _rows_of(column, np.flatnonzero(keep)) for name, column in self._seen.items()}
        return made

    def _keep(self, columns: Mapping[str, Any]) -> None:
        for name, column in columns.items():
            if name not in self._seen:
                self._seen[str(name)] = column if self._kept is None else _rows_of(column, self._kept)


def _rows_of(column: Any, rows: NDArray[np.int64]) -> Any:
    """A column with only these rows, numbered from 0."""
    if isinstance(column, Coded):
        return column.of_rows(rows)
    return column.iloc[rows].reset_index(drop=True) if hasattr(column, "iloc") else column[rows]


def _as_series(column: Any) -> Any:
    """A column as pandas has it."""
    import pandas as pd

    return pd.Series(np.asarray(column) if isinstance(column, Coded) else column)


class WideMissing(Mapping[str, Any]):
    """What a file declares missing by column, where it tells so only with a column's values: each column is read when
    it is asked for, all of them when the columns are listed. ``seen``: of those read so far, filled by who reads; empty
    for a column that has none."""

    def __init__(self, frame: WideFrame) -> None:
        self._frame = frame
        self.seen: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self.seen:
            self._frame.expect([name])
        if not self.seen.get(name):
            raise KeyError(name)
        return self.seen[name]

    def __iter__(self) -> Iterator[str]:
        if any(name not in self.seen for name in self._frame.columns):
            self._frame.whole()
        return iter([str(name) for name in self._frame.columns if self.seen[name]])

    def __len__(self) -> int:
        return len(list(iter(self)))
