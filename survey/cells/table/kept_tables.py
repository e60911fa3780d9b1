"""Cell tables that were made already: the data behind an engine do not change, so none is made twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from survey.cells.table.celltable import CellTable
from survey.cells.table.grouping import Grouping, packed

MOST_CELLS = 1 << 22  # cells kept, of all tables together


class KeptTables:
    """Tables by what was asked. A table with further keys answers too: it is added up.

    Found by their keys, so that a book of tables does not look through all of them for each."""

    def __init__(self) -> None:
        self._tables: dict[int, tuple[Grouping, CellTable]] = {}  # the one used last stands last
        self._named: dict[tuple[object, ...], dict[int, None]] = defaultdict(dict)  # by sums and all their keys
        self._keyed: dict[tuple[object, ...], dict[int, None]] = defaultdict(dict)  # by sums and one of their keys
        self._room = 0
        self._next = 0

    def known(self) -> KeptTables:
        """The tables so far, for data with one column more."""
        made = KeptTables()
        for grouping, table in self._tables.values():
            made.keep(grouping, table)
        return made

    def has(self, asked: Grouping) -> bool:
        """Whether the table of just these keys is there."""
        return self._exact(asked) is not None

    def holds(self, asked: Grouping) -> bool:
        """Whether ``asked`` is a table that is there, or one added up."""
        return self.has(asked) or any(self._tables[place][0].holds(asked) for place in self._candidates(asked))

    def find(self, asked: Grouping) -> CellTable | None:
        """The table of ``asked``; None where it needs the data."""
        place = self._exact(asked)
        if place is None:
            holding = [place for place in self._candidates(asked) if self._tables[place][0].holds(asked)]
            if not holding:
                return None
            place = min(holding, key=lambda place: len(self._tables[place][1]))
        known, table = self._tables[place] = self._tables.pop(place)
        if known.names == asked.names:
            return table
        made = table.over(asked.names)
        if 2 * len(made) < len(table):
            self.keep(asked, made)
        return made

    def keep(self, grouping: Grouping, table: CellTable) -> None:
        """Remember a table; those not used for longest are forgotten first."""
        place, self._next = self._next, self._next + 1
        self._tables[place] = grouping, table
        self._room += _room(table)
        for index, name in self._places(grouping):
            index[name][place] = None
        while len(self._tables) > 1 and self._room > MOST_CELLS:
            self._forget(next(iter(self._tables)))

    def _forget(self, place: int) -> None:
        grouping, table = self._tables.pop(place)
        self._room -= _room(table)
        for index, name in self._places(grouping):
            del index[name][place]

    def _places(self, grouping: Grouping) -> list[tuple[dict[tuple[object, ...], dict[int, None]], tuple[object, ...]]]:
        """Where a table is found: by all its keys together and by each."""
        keyed = [(self._keyed, (grouping.sums, name)) for name in grouping.named]
        return [(self._named, grouping.name), *keyed]

    def _exact(self, asked: Grouping) -> int | None:
        """The table of just these keys."""
        return next((place for place in self._named.get(asked.name, ()) if _same(self._tables[place][0], asked)), None)

    def _candidates(self, asked: Grouping) -> Collection[int]:
        """Tables that may have all keys of ``asked``: those that have its rarest."""
        each = [self._keyed.get((asked.sums, name), {}) for name in asked.named]
        return min(each, key=len) if each else self._tables

    def gather(
        self, asked: Sequence[Grouping], make: Callable[[list[Grouping]], list[CellTable]], *, pack: bool = True
    ) -> None:
        """Make what is not there yet, in one call of ``make``.

        ``pack``: as few tables as will do. Without it each is counted by itself, so that a total has the same bits
        whatever it is asked for with."""
        single = [grouping.once() for grouping in asked]
        if pack:
            todo = packed([one for one in single if not self.holds(one)])
        else:
            todo = _each_once([one for one in single if not self.has(one)])
        if not todo:
            return
        for grouping, table in zip(todo, make(todo), strict=True):
            self.keep(grouping, table)

    def table(self, asked: Grouping, make: Callable[[list[Grouping]], list[CellTable]]) -> CellTable:
        """The table of ``asked``, made now where need be."""
        single = asked.once()
        found = self.find(single)
        if found is None:
            (found,) = make([single])
            self.keep(single, found)
        return found


def _room(table: CellTable) -> int:
    """Cells, where one with sums of further columns takes the room of several."""
    return len(table) * (1 + (0 if table.also is None else table.also.shape[1] // 4))


def _each_once(groupings: Sequence[Grouping]) -> list[Grouping]:
    """``groupings`` without those that repeat an earlier one."""
    found: dict[tuple[object, ...], list[Grouping]] = defaultdict(list)
    for one in groupings:
        if not any(_same(one, other) for other in found[one.name]):
            found[one.name].append(one)
    return [one for same in found.values() for one in same]


def _same(one: Grouping, other: Grouping) -> bool:
    return len(one.named) == len(other.named) and one.holds(other)
