"""Which cells go with those that a rule suppresses, over all tables of a call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from survey.maths.rules.complementary import Reader, complete
from survey.tables.rules.ledger import MEAN, Cell, Key, Ledger, ledgers
from survey.tables.table import Table
from survey.words import TOTAL

Array = NDArray[np.float64]
LEAST = 3.0  # respondents that an inferred interval has room for, whatever the share
OF_ALL = 1000.0  # how much rather a cell of a banner column is suppressed than one of the total column


def withheld(
    tables: Sequence[Table], needed: Mapping[tuple[str, str], Mapping[Key, float]]
) -> dict[tuple[str, str], set[Key]]:
    """All cells to suppress of each question of each study, those of ``needed`` among them: cells with the width, in
    respondents, of the interval that may be inferred of each."""
    found: dict[tuple[str, str], set[Key]] = {}
    for name, ledger in ledgers(tables).items():
        own = needed.get(name, {})
        found[name] = set(own) | _partners(ledger, own)
    _lone_means(tables, found)
    return found


def _partners(ledger: Ledger, needed: Mapping[Key, float]) -> set[Key]:
    if not any(key in ledger.cells for key in needed):
        return set()
    names = list(ledger.cells)
    cells = list(ledger.cells.values())
    hidden = np.array([key in needed or cell.phantom for key, cell in ledger.cells.items()])
    counts, bases = np.array([cell.count for cell in cells]), np.array([cell.n for cell in cells])
    groups = {group: place for place, group in enumerate(dict.fromkeys(group for _, group, _ in names))}
    cost = (counts + bases) * np.where([group == "" for _, group, _ in names], OF_ALL, 1.0)
    block = np.array([groups[group] for _, group, _ in names])
    readers = tuple(_reader(ledger, needed, weighted) for weighted in (False, True))
    out = complete(ledger.matrix(), readers, hidden, cost, block)
    return {key for key, gone, cell in zip(names, out, cells, strict=True) if gone and not cell.phantom}


def _reader(ledger: Ledger, needed: Mapping[Key, float], weighted: bool) -> Reader:
    """What somebody infers who counts respondents, or who multiplies shares by weighted bases."""
    values, most, widths = [], [], []
    for key, cell in ledger.cells.items():
        value, base = (cell.weighted, cell.n_weighted) if weighted else (cell.count, cell.n)
        scale = base / cell.n if cell.n > 0 else 0.0
        low, high = _left_open(ledger, key, weighted)
        wanted = max(needed.get(key, 0.0), LEAST) * scale
        values.append(value)
        most.append(max(base, value))
        widths.append(0.0 if cell.phantom else max(min(wanted, high - low), 0.0))
    return Reader(np.array(values), np.array(most), np.array(widths))


def _left_open(ledger: Ledger, key: Key, weighted: bool) -> tuple[float, float]:
    """What the bases and the total column leave open, if all else were suppressed: ``max(0, T + n - N)`` to
    ``min(T, n)``, T the total of the row, n and N the bases of its column and of all."""

    def of(cell: Cell) -> tuple[float, float]:
        return (cell.weighted, cell.n_weighted) if weighted else (cell.count, cell.n)

    row, group, column = key
    value, base = of(ledger.cells[key])
    total = ledger.cells.get((row, "", TOTAL))
    if not group or total is None:
        alone = frozenset([(key, 1)]) in ledger.relations  # the only row: all of its base
        return (value, value) if alone else (0.0, base)
    whole, everybody = of(total)
    return max(0.0, whole + base - everybody), min(whole, base)


def means_withheld(table: Table, hidden: set[Key]) -> set[Key]:
    """Means of the columns in which a share is suppressed, of which they would tell it."""
    if not any(row.kind == "mean" for row in table.stub):
        return set()
    shares = [row.id for row in table.stub if row.kind != "mean"]
    return {
        (MEAN, column.group, column.id)
        for column in table.columns
        if any((row, column.group, column.id) in hidden for row in shares)
    }


def _lone_means(tables: Sequence[Table], found: dict[tuple[str, str], set[Key]]) -> None:
    """No mean is the only one suppressed among a banner question's columns and the total, from which it could be worked
    out: that of the smallest other column goes with it."""
    for table in tables:
        if not any(row.kind == "mean" for row in table.stub):
            continue
        hidden = found[table.study, table.question]
        for group in table.domains:
            columns = sorted((one for one in table.columns if one.group in ("", group)), key=lambda one: one.n)
            gone = {*hidden, *means_withheld(table, hidden)}
            out = [one for one in columns if (MEAN, one.group, one.id) in gone]
            left = [one for one in columns if one not in out and one.n > 0]
            if len(out) == 1 and left:
                hidden.add((MEAN, left[0].group, left[0].id))
