"""A reader of everything that a run published, who wants to know how few gave an answer: all tables at once.

Written apart from the code that suppresses, from finished tables alone: answers make the base of their column, columns
make the total, parts make a net; the same people have the same number wherever they stand, as a row of one question, a
column of the next, or a cell of a crossing. What is not printed is anything that agrees with all of that (HiGHS, two
linear programs a cell), so that every subset and every difference of figures is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from survey.tables.table import Table

BASE, REST = "(base)", "(in no column)"
Cell = tuple[str, str, str, str]  # question, row, banner question, column
FEW = 10


@dataclass
class Knowledge:
    """Cells with their numbers, NaN where nothing is printed; the truth; sums, and cells that are the same people."""

    printed: dict[Cell, float] = field(default_factory=dict)
    truth: dict[Cell, float] = field(default_factory=dict)
    sums: list[tuple[list[Cell], Cell]] = field(default_factory=list)

    def told(self) -> list[Cell]:
        """Groups of one to nine respondents that are printed."""
        return [cell for cell, n in self.printed.items() if cell[2] != REST and 0 < n < FEW]


def knowledge(shown: Sequence[Table], true: Sequence[Table], *, weighted: bool = False) -> Knowledge:
    """What ``shown`` says; ``true``: the same tables before anything was suppressed. ``weighted``: in shares times
    weighted bases, for a reader who is not told how many respondents gave an answer."""
    known = Knowledge()
    for table, whole in zip(shown, true, strict=True):
        for j, (column, full) in enumerate(zip(table.columns, whole.columns, strict=True)):
            bases = (column.n_weighted, full.n_weighted) if weighted else (column.n, full.n)
            _note(known, (table.question, BASE, column.group, column.id), *bases)
            printed, truth = (_weights(one) if weighted else one.count for one in (table, whole))
            for i, row in enumerate(table.stub):
                if row.kind not in ("mean", "difference"):
                    _note(known, (table.question, row.id, column.group, column.id), printed[i, j], truth[i, j])
            _sums_of_rows(known, table, column.group, column.id)
        for group in dict.fromkeys(column.group for column in table.columns if column.group):
            _sums_of_columns(known, table, group)
    _sums_of_nested(known)
    return known


def _weights(table: Table) -> np.ndarray:
    made = [record["estimate"] * record["n_weighted"] for record in table.records[: table.estimate.size]]
    return np.array(made, dtype=float).reshape(table.estimate.shape)


def _note(known: Knowledge, cell: Cell, printed: float, truth: float) -> None:
    known.truth[cell] = float(np.nan_to_num(truth))
    before = known.printed.get(cell, np.nan)
    known.printed[cell] = float(printed) if np.isfinite(printed) else before


def _sums_of_rows(known: Knowledge, table: Table, group: str, column: str) -> None:
    def at(row: str) -> Cell:
        return table.question, row, group, column

    answers = [at(row.id) for row in table.stub if row.kind in ("option", "missing")]
    if answers and abs(sum(known.truth[cell] for cell in answers) - known.truth[at(BASE)]) < 0.5:
        known.sums.append((answers, at(BASE)))
    for row in table.stub:
        parts = [at(part) for part in row.parts if at(part) in known.truth]
        if row.kind == "net" and parts and abs(sum(map(known.truth.get, parts)) - known.truth[at(row.id)]) < 0.5:
            known.sums.append((parts, at(row.id)))


def _sums_of_columns(known: Knowledge, table: Table, group: str) -> None:
    """Columns make the total with those who are in none of them, whom no table shows."""
    columns = [column.id for column in table.columns if column.group == group]
    rows = [BASE, *(row.id for row in table.stub if row.kind not in ("mean", "difference"))]
    rest = {
        row: known.truth[table.question, row, "", "_total"]
        - sum(known.truth[table.question, row, group, one] for one in columns)
        for row in rows
    }
    if min(rest.values()) < -0.5:
        return  # who gave several answers is in several columns
    for row, left in rest.items():
        cells = [(table.question, row, group, one) for one in columns]
        if max(rest.values()) > 0.5:
            cells.append((table.question, row, group, REST))
            known.printed[cells[-1]], known.truth[cells[-1]] = np.nan, left
        known.sums.append((cells, (table.question, row, "", "_total")))
    if max(rest.values()) > 0.5:
        answers = [(table.question, row.id, group, REST) for row in table.stub if row.kind in ("option", "missing")]
        if abs(sum(known.truth[cell] for cell in answers) - rest[BASE]) < 0.5:
            known.sums.append((answers, (table.question, BASE, group, REST)))


def _sums_of_nested(known: Knowledge) -> None:
    """Columns inside columns make those they are inside of, on either side, wherever these stand."""
    inner: dict[tuple[str, str, str, str], list[Cell]] = {}
    for question, row, group, column in known.truth:
        if ">" in group and column != REST:
            for name, level in zip(group.split(">"), column.split(">"), strict=True):
                inner.setdefault((question, row, name, level), []).append((question, row, group, column))
    for whole, cells in inner.items():
        for group in dict.fromkeys(cell[2] for cell in cells):
            parts = [cell for cell in cells if cell[2] == group]
            if whole in known.truth and abs(sum(map(known.truth.__getitem__, parts)) - known.truth[whole]) < 0.5:
                known.sums.append((parts, whole))


def _who(cell: Cell) -> frozenset[tuple[str, str]]:
    question, row, group, column = cell
    across = zip(group.split(">"), column.split(">"), strict=False) if group else ()
    return frozenset([*across, *([] if row == BASE else [(question, row)])])


@dataclass
class Inferred:
    """Of each group that is not printed, what the reader knows: at least, at most."""

    cells: list[Cell]
    low: np.ndarray
    high: np.ndarray
    truth: np.ndarray

    def singled_out(self, *, rest: bool = False) -> list[Cell]:
        """Groups of which the reader is sure that they are one to nine respondents, or knows how many they are to a
        respondent. ``rest``: also those who are in no column of a banner question."""
        sure = (np.ceil(self.low - 1e-6) >= 1) & (np.floor(self.high + 1e-6) < FEW)
        exact = (self.high - self.low < 1) & (self.truth > 0) & (self.truth < FEW)
        found = [cell for cell, out in zip(self.cells, sure | exact, strict=True) if out]
        return [cell for cell in found if rest or REST not in cell[2:]]

    @property
    def narrowest(self) -> float:
        """Width of the narrowest interval of a group, those in no column aside."""
        own = [k for k, cell in enumerate(self.cells) if REST not in cell[2:]]
        return float(min((self.high - self.low)[own], default=np.nan))


def infer(known: Knowledge, cells: Iterable[Cell] | None = None) -> Inferred:
    """The intervals of ``cells`` (all that are not printed)."""
    same = _same(known)
    free: dict[int, int] = {}
    for cell, place in same.items():
        if np.isnan(_printed(known, same, place)):
            free.setdefault(place, len(free))
    tops = np.zeros(len(free))
    for cell, place in same.items():
        if place in free:
            whole = _printed(known, same, same[cell[0], BASE, "", "_total"])
            tops[free[place]] = whole if np.isfinite(whole) else 1e6
    left, right = _equations(known, same, free)
    wanted = [cell for cell in (cells or same) if same[cell] in free]
    once = {same[cell]: cell for cell in wanted}
    ends = {place: _ends(free[place], left, right, tops) for place in once}
    chosen = list(once.values())
    return Inferred(
        chosen,
        np.array([ends[same[cell]][0] for cell in chosen]),
        np.array([ends[same[cell]][1] for cell in chosen]),
        np.array([known.truth[cell] for cell in chosen]),
    )


def _same(known: Knowledge) -> dict[Cell, int]:
    """Cells by the people they are of: those that are the same people, of bases that are the same, are one."""
    whole = {cell[0]: known.truth[cell] for cell in known.truth if cell[1:] == (BASE, "", "_total")}
    found: dict[object, int] = {}
    made = {}
    for cell in known.truth:
        who = _who(cell)
        key: object = cell if REST in (cell[2], cell[3]) or not who else (who, whole[cell[0]], known.truth[cell])
        made[cell] = found.setdefault(key, len(found))
    return made


def _printed(known: Knowledge, same: dict[Cell, int], place: int, _cache: dict[int, dict[int, float]] = {}) -> float:
    values = _cache.get(id(same))
    if values is None:
        values = {}
        for cell, at in same.items():
            now = known.printed.get(cell, np.nan)
            values[at] = now if np.isfinite(now) else values.get(at, np.nan)
        _cache.clear()
        _cache[id(same)] = values
    return values[place]


def _equations(known: Knowledge, same: dict[Cell, int], free: dict[int, int]) -> tuple[sparse.csr_array, np.ndarray]:
    rows, columns, signs, right = [], [], [], []
    for parts, whole in known.sums:
        rest, line = 0.0, {}
        for cell, sign in (*((part, 1.0) for part in parts), (whole, -1.0)):
            place = same[cell]
            if place in free:
                line[free[place]] = line.get(free[place], 0.0) + sign
            else:
                rest -= sign * _printed(known, same, place)
        line = {at: sign for at, sign in line.items() if sign}
        if not line:
            assert abs(rest) < 1e-6
            continue
        rows += [len(right)] * len(line)
        columns += list(line)
        signs += list(line.values())
        right.append(rest)
    return sparse.csr_array((signs, (rows, columns)), shape=(len(right), len(free))), np.array(right)


def _ends(place: int, left: sparse.csr_array, right: np.ndarray, tops: np.ndarray) -> tuple[float, float]:
    aim = np.zeros(len(tops))
    aim[place] = 1
    bounds = np.column_stack([np.zeros(len(tops)), tops])
    found = [linprog(sign * aim, A_eq=left, b_eq=right, bounds=bounds, method="highs") for sign in (1, -1)]
    assert all(one.status == 0 for one in found), "the truth is among the answers"
    return float(found[0].fun), float(-found[1].fun)
