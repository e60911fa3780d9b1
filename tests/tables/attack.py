"""A reader who wants to know what was suppressed: from finished tables alone, with what anybody knows of surveys.

Written apart from the code that suppresses: options make the base, columns make the total, parts make a net.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linprog

from survey.tables.table import Table

Key = tuple[str, str, str, str, str]


class Reader:
    """What the tables say, in respondents, or with ``weighted`` in shares times weighted bases."""

    def __init__(self, shown: Sequence[Table], true: Sequence[Table], weighted: bool = False) -> None:
        self.known: dict[Key, float] = {}
        self.hidden: dict[Key, float] = {}  # with the truth, to compare with
        self.base: dict[Key, float] = {}
        self.equations: list[tuple[dict[Key, float], float]] = []
        for table, original in zip(shown, true, strict=True):
            self._read(table, original, weighted)
        for table in shown:
            self._add_up(table, weighted)

    def _read(self, table: Table, original: Table, weighted: bool) -> None:
        for i, row in enumerate(table.stub):
            for j, column in enumerate(table.columns):
                if row.kind == "mean":
                    continue
                key = (table.study, table.question, row.id, column.group, column.id)
                place = i * len(table.columns) + j
                record, full = table.records[place], original.records[place]
                self.base[key] = column.n_weighted if weighted else column.n
                truth = full["estimate"] * full["n_weighted"] if weighted else original.count[i, j]
                if np.isfinite(table.count[i, j]):
                    self.known[key] = record["estimate"] * record["n_weighted"] if weighted else table.count[i, j]
                else:
                    self.hidden[key] = float(np.nan_to_num(truth))

    def _add_up(self, table: Table, weighted: bool) -> None:
        def key(row: str, group: str, column: str) -> Key:
            return (table.study, table.question, row, group, column)

        options = [row.id for row in table.stub if row.kind in ("option", "missing")]
        for column in table.columns:
            n = column.n_weighted if weighted else column.n
            self.equations.append(({key(row, column.group, column.id): 1.0 for row in options}, n))
            for row in table.stub:
                if row.kind == "net":
                    parts = {key(part, column.group, column.id): 1.0 for part in row.parts}
                    self.equations.append(({**parts, key(row.id, column.group, column.id): -1.0}, 0.0))
        total = table.columns[0]
        for group in table.domains:
            columns = [column for column in table.columns if column.group == group]
            if abs(sum(column.n for column in columns) - total.n) > 0.5:
                continue  # some are in none of them
            for row in table.stub:
                if row.kind != "mean":
                    sums = {key(row.id, group, column.id): 1.0 for column in columns}
                    self.equations.append(({**sums, key(row.id, "", total.id): -1.0}, 0.0))

    def intervals(self) -> dict[Key, tuple[float, float]]:
        """What each hidden cell can be."""
        names = list(self.hidden)
        at = {key: place for place, key in enumerate(names)}
        rows, sums = [], []
        for cells, right in self.equations:
            line = np.zeros(len(names))
            for cell, sign in cells.items():
                if cell in at:
                    line[at[cell]] += sign
                else:
                    right -= sign * self.known[cell]
            if line.any():
                rows.append(line)
                sums.append(right)
            else:
                assert abs(right) < 1e-6
        found = {}
        tops = [(0, self.base[key]) for key in names]
        for key in names:
            aim = np.zeros(len(names))
            aim[at[key]] = 1
            ends = [linprog(sign * aim, A_eq=np.array(rows), b_eq=sums, bounds=tops) for sign in (1, -1)]
            assert all(end.status == 0 for end in ends), "the truth must be among the answers"
            found[key] = (float(ends[0].fun), float(-ends[1].fun))
        return found

    def left_open(self, key: Key) -> float:
        """What bases and total leave open, if nothing else were printed."""
        study, question, row, group, column = key
        total = (study, question, row, "", "_total")
        n, everybody = self.base[key], self.base[total]
        whole = self.known.get(total, self.hidden.get(total, np.nan))
        return n if not group else min(n, whole) - max(0.0, whole + n - everybody)


def guessed(reader: Reader, within: float = 1.0) -> list[tuple[Key, float, tuple[float, float]]]:
    """Hidden cells that the reader knows to within ``within`` on both sides, where bases and total do not tell them."""
    found = []
    for key, (low, high) in reader.intervals().items():
        true = reader.hidden[key]
        if true - low <= within + 1e-5 and high - true <= within + 1e-5 and reader.left_open(key) > 2 * within + 1e-5:
            found.append((key, true, (low, high)))
    return found
