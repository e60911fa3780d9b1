"""All cells of some tables, each once, with the sums that join them: what a reader of the tables has before him."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
from scipy import sparse

from survey.definitions.records.presenting.banner import levels
from survey.tables.rules.ledger_keys import BASE, Answers, Key, keys
from survey.tables.table import NO_SHARES, Table
from survey.words import TOTAL

UNION = 12  # columns of a banner question of which every union is looked at


@dataclass
class Cell:
    """Respondents and weighted respondents in a cell and in its base; those of a ``phantom``, a column that no table
    shows, are nobody's to know."""

    count: float
    weighted: float
    n: float
    n_weighted: float
    net: bool = False
    phantom: bool = False


@dataclass
class Ledger:
    """The cells of one question of one study, bases of columns among them, from all its tables, and relations: places
    with their signs that add to 0. ``answers``: what those in a column (banner question, column) answered."""

    cells: dict[Key, Cell] = field(default_factory=dict)
    relations: dict[frozenset[tuple[Key, int]], None] = field(default_factory=dict)
    answers: dict[tuple[str, str], Answers] = field(default_factory=dict)

    def relate(self, plus: Sequence[Key], minus: Sequence[Key] = ()) -> None:
        """One more relation."""
        self.relations[frozenset([*((key, 1) for key in plus), *((key, -1) for key in minus)])] = None

    def are_equal(self, plus: Sequence[Key], minus: Sequence[Key]) -> bool:
        """Whether all of these cells are here, and those of ``plus`` have as many respondents as those of ``minus``."""
        if not all(key in self.cells for key in (*plus, *minus)):
            return False
        return abs(sum(self.cells[key].count for key in plus) - sum(self.cells[key].count for key in minus)) < 0.5

    def summed(self) -> frozenset[Key]:
        """Cells that are part of a base by a sum, and sums of such."""
        found = {key for one in self.relations if self._of_column(one) for key, sign in one if sign > 0}
        nets = {key for one in self.relations for key, sign in one if sign < 0 and key[0] != BASE and key[1]}
        return frozenset(found | nets)

    @staticmethod
    def _of_column(relation: frozenset[tuple[Key, int]]) -> bool:
        return any(sign < 0 and key[0] == BASE and key[1] for key, sign in relation)

    def matrix(self, cells: Sequence[Key]) -> sparse.csr_array:
        """Relations × ``cells``, in their order; the others are known, and add to what each relation makes."""
        at = {key: place for place, key in enumerate(cells)}
        found = [(row, at[key], sign) for row, one in enumerate(self.relations) for key, sign in one if key in at]
        rows, columns, signs = zip(*found, strict=True) if found else ((), (), ())
        shape = (len(self.relations), len(at))
        return sparse.csr_array((np.array(signs, dtype=float), (rows, columns)), shape=shape)


def ledgers(tables: Sequence[Table]) -> dict[tuple[str, str], Ledger]:
    """A ledger for each question of each study, of the tables made from data."""
    found: dict[tuple[str, str], Ledger] = {}
    for table in tables:
        if not table.published:
            _enter(found.setdefault((table.study, table.question), Ledger()), table)
    for ledger in found.values():
        _relate_nested(ledger)
        _relate_unions(ledger)
    return found


def _enter(ledger: Ledger, table: Table) -> None:
    for i, j, key in keys(table):
        row, column, record = table.stub[i], table.columns[j], table.records[i * len(table.columns) + j]
        if row.kind not in NO_SHARES and np.isfinite(table.count[i, j]):
            weighted = float(table.estimate[i, j]) * float(record["n_weighted"])
            weighted = weighted if np.isfinite(weighted) else 0.0
            cell = Cell(float(table.count[i, j]), weighted, column.n, column.n_weighted, row.kind == "net")
            ledger.cells.setdefault(key, cell)
    groups: dict[str, list[str]] = {}
    everybody = max(table.columns, key=lambda one: one.n)
    for column in table.columns:
        most = Cell(column.n, column.n_weighted, everybody.n, everybody.n_weighted)
        ledger.cells.setdefault((BASE, column.group, column.id), most)
        groups.setdefault(column.group, []).append(column.id)
        if column.group:
            asked = levels(column.group) if column.levels else (column.group,)
            ledger.answers[column.group, column.id] = tuple(zip(asked, column.domain, strict=True))
        _relate_column(ledger, table, column.group, column.id, column.n)
    for group, columns in groups.items():
        if group:
            _relate_group(ledger, table, group, columns)


def _relate_column(ledger: Ledger, table: Table, group: str, column: str, n: float) -> None:
    """Options add to the base, parts to their net, where they do (several answers a respondent do not)."""
    cells = ledger.cells
    options = [(row.id, group, column) for row in table.stub if row.kind in ("option", "missing")]
    options = [key for key in options if key in cells]
    if options and abs(sum(cells[key].count for key in options) - n) < 0.5:
        ledger.relate(options, [(BASE, group, column)])
    for row in table.stub:
        parts = [(part, group, column) for part in row.parts if (part, group, column) in cells]
        net = (row.id, group, column)
        if parts and net in cells and abs(sum(cells[key].count for key in parts) - cells[net].count) < 0.5:
            ledger.relate(parts, [net])


def _relate_group(ledger: Ledger, table: Table, group: str, columns: Sequence[str]) -> None:
    """Columns of a banner question add to the total column; where they leave somebody out (no answer to it, outside the
    base), with a phantom column of those."""
    cells = ledger.cells
    rows = [row for row in table.stub if (row.id, "", TOTAL) in cells]
    rest: dict[str, Cell] = {}
    for row in rows:
        total = cells[row.id, "", TOTAL]
        parts = [cells[row.id, group, column] for column in columns if (row.id, group, column) in cells]
        left = total.count - sum(part.count for part in parts)
        if not parts or left < -0.5:
            return  # columns that overlap
        others = total.weighted - sum(part.weighted for part in parts)
        size = total.n - sum(part.n for part in parts)
        weight = total.n_weighted - sum(part.n_weighted for part in parts)
        rest[row.id] = Cell(left, max(others, 0.0), size, max(weight, others), row.kind == "net", phantom=True)
    left_out = _left_out(ledger, group, columns)
    if left_out is None:
        return
    out = left_out.count > 0.5
    name = "\0" + "\0".join(columns)
    for row in rows:
        own = [(row.id, group, column) for column in columns if (row.id, group, column) in cells]
        if out:
            cells.setdefault((row.id, group, name), rest[row.id])
            own.append((row.id, group, name))
        ledger.relate(own, [(row.id, "", TOTAL)])
    base = [(BASE, group, column) for column in columns]
    if out:
        cells.setdefault((BASE, group, name), left_out)
        base.append((BASE, group, name))
        _relate_column(ledger, table, group, name, left_out.count)
    ledger.relate(base, [(BASE, "", TOTAL)])


def _left_out(ledger: Ledger, group: str, columns: Sequence[str]) -> Cell | None:
    """The base of those whom the columns leave out; None of columns that overlap, and without a total column."""
    whole = ledger.cells.get((BASE, "", TOTAL))
    if whole is None:
        return None
    bases = [ledger.cells[BASE, group, column] for column in columns]
    count = whole.count - sum(base.count for base in bases)
    weighted = whole.weighted - sum(base.weighted for base in bases)
    return Cell(count, max(weighted, 0.0), whole.n, whole.n_weighted, phantom=True) if count > -0.5 else None


def _relate_nested(ledger: Ledger) -> None:
    """Columns inside columns add to those they are inside of, on either side, however many they are; and where these
    stand in no table to what others inside them add to: both are who gave the same answers."""
    found: dict[Answers, dict[str, list[str]]] = {}
    for (group, column), answers in ledger.answers.items():
        for size in range(1, len(answers) + 1):
            for some in combinations(sorted(answers), size):
                found.setdefault(some, {}).setdefault(group, []).append(column)
    rows = dict.fromkeys(row for row, _, _ in ledger.cells)
    for parts in found.values():
        (whole, of_whole), *others = sorted(parts.items(), key=lambda one: len(one[1]))
        for (group, columns), row in product(others, rows):
            plus, minus = [(row, group, one) for one in columns], [(row, whole, one) for one in of_whole]
            if ledger.are_equal(plus, minus):
                ledger.relate(plus, minus)


def _relate_unions(ledger: Ledger) -> None:
    """Columns of one banner question that are unions of columns of another (age in three groups and in six): found by
    their counts, row for row."""
    counts: dict[str, dict[str, dict[str, float]]] = {}
    for (row, group, column), cell in ledger.cells.items():
        if group and not cell.phantom:
            counts.setdefault(group, {}).setdefault(column, {})[row] = cell.count
    for coarse, wholes in counts.items():
        for fine, parts in counts.items():
            fewer = coarse != fine and (len(wholes), coarse) < (len(parts), fine)
            if fewer and 1 < len(wholes) and len(parts) <= UNION:
                _relate_wholes(ledger, (coarse, wholes), (fine, parts))


Columns = dict[str, dict[str, float]]


def _relate_wholes(ledger: Ledger, coarse: tuple[str, Columns], fine: tuple[str, Columns]) -> None:
    names = list(fine[1])
    rows = sorted(set.intersection(*(set(one) for one in (*coarse[1].values(), *fine[1].values()))))
    if not rows:
        return
    chosen = (np.arange(1, 2 ** len(names))[:, None] >> np.arange(len(names))) & 1
    sums = chosen @ np.array([[fine[1][name][row] for row in rows] for name in names])
    for whole, own in coarse[1].items():
        for hit in np.flatnonzero((np.abs(sums - [own[row] for row in rows]) < 0.5).all(axis=1)):
            parts = [name for name, taken in zip(names, chosen[hit], strict=True) if taken]
            for row in rows:
                ledger.relate([(row, fine[0], name) for name in parts], [(row, coarse[0], whole)])
