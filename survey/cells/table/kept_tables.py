"""Cell tables that were made already: the data behind an engine do not change, so none is made twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from survey.cells.table.celltable import CellTable
from survey.cells.table.grouping import Grouping, packed, unique_keys

MOST_CELLS = 1 << 22  # cells kept, of all tables together


class KeptTables:
    """Tables by what was asked. A table with further keys answers too: it is added up."""

    def __init__(self) -> None:
        self._tables: list[tuple[Grouping, CellTable]] = []

    def known(self) -> KeptTables:
        """The tables so far, for data with one column more."""
        made = KeptTables()
        made._tables = list(self._tables)
        return made

    def find(self, asked: Grouping) -> CellTable | None:
        """The table of ``asked``; None where it needs the data."""
        holding = [(len(table), place) for place, (known, table) in enumerate(self._tables) if known.holds(asked)]
        if not holding:
            return None
        place = min(holding)[1]
        known, table = self._tables[place]
        self._tables.append(self._tables.pop(place))
        if known.names == asked.names:
            return table
        made = table.over(asked.names)
        if 2 * len(made) < len(table):
            self.keep(asked, made)
        return made

    def keep(self, grouping: Grouping, table: CellTable) -> None:
        """Remember a table; those not used for longest are forgotten first."""
        self._tables.append((grouping, table))
        while len(self._tables) > 1 and sum(_room(kept) for _, kept in self._tables) > MOST_CELLS:
            self._tables.pop(0)

    def gather(
        self, asked: Sequence[Grouping], make: Callable[[list[Grouping]], list[CellTable]], *, pack: bool = True
    ) -> None:
        """Make what is not there yet, in one call of ``make``.

        ``pack``: as few tables as will do. Without it each is counted by itself, so that a total has the same bits
        whatever it is asked for with."""
        single = [grouping.with_keys(unique_keys(grouping.keys)) for grouping in asked]
        if pack:
            todo = packed([one for one in single if not any(known.holds(one) for known, _ in self._tables)])
        else:
            todo, there = [], defaultdict(list)
            for known, _ in self._tables:
                there[known.name].append(known)
            for one in single:
                if not any(_same(one, known) for known in there[one.name]):
                    todo.append(one)
                    there[one.name].append(one)
        if not todo:
            return
        for grouping, table in zip(todo, make(todo), strict=True):
            self.keep(grouping, table)

    def table(self, asked: Grouping, make: Callable[[list[Grouping]], list[CellTable]]) -> CellTable:
        """The table of ``asked``, made now where need be."""
        single = asked.with_keys(unique_keys(asked.keys))
        found = self.find(single)
        if found is None:
            (found,) = make([single])
            self.keep(single, found)
        return found


def _room(table: CellTable) -> int:
    """Cells, where one with sums of further columns takes the room of several."""
    return len(table) * (1 + (0 if table.also is None else table.also.shape[1] // 4))


def _same(one: Grouping, other: Grouping) -> bool:
    return one.holds(other) and other.holds(one)
