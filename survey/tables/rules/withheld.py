"""Which cells go with those that a rule suppresses, over all tables of a call."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from survey.errors import SmallBaseWarning, warn
from survey.progress import steps
from survey.tables.rules.ledger import Ledger, ledgers
from survey.tables.rules.ledger_keys import BASE, MEAN, Key, Persons, persons
from survey.tables.rules.partners import LEAST, Partners, partners_of
from survey.tables.table import Table

Name = tuple[str, str]  # of a ledger: study and question


@dataclass
class Withheld:
    """``cells`` to suppress of each question of each study; a base among them is that of a column. ``narrowest``: how
    many respondents the interval is wide at least that a reader infers of any of them (NaN where there are none);
    ``short``: of how many it is narrower than was asked for, as nothing that could go with them makes it wider."""

    cells: dict[Name, set[Key]] = field(default_factory=dict)
    narrowest: float = np.nan
    short: int = 0


def withheld(
    tables: Sequence[Table],
    needed: Mapping[Name, Mapping[Key, float]],
    policy: float = 0.0,
    *,
    partners: bool = True,
) -> Withheld:
    """All cells to suppress of each question of each study, those of ``needed`` among them: cells with the width, in
    respondents, of the interval that may be inferred of each.

    ``policy``: of how few respondents nothing is told. Where there is one the base of a column is a cell like others,
    with which all shares of the column go, and whoever is suppressed in one table is in each: those who are from the
    north as a row of one question, a column of the next and a cell of a third. Without ``partners`` no other cells go.
    """
    books, made = ledgers(tables), Withheld()
    if not partners:
        made.cells = {name: _alone(ledger, needed.get(name, {})) for name, ledger in books.items()}
        return made
    wanted = {name: dict(needed.get(name, {})) for name in books}
    for name, ledger in books.items():  # who is in no column of a banner question is a group, too
        few = (key for key, cell in ledger.cells.items() if cell.phantom and 0 < cell.count < policy)
        wanted[name].update(dict.fromkeys(few, policy))
    gone = _Gone(books, wanted) if policy else None
    found: dict[Name, Partners] = {}
    stale = sorted(books)
    while stale:
        # each knows whom those before it suppress, and need not choose others
        for name in steps("cells of few", stale):
            wanted[name].update(dict.fromkeys(gone.told(name, wanted[name]) if gone else (), LEAST))
            found[name] = partners_of(books[name], wanted[name], policy, found.get(name))
            made.cells[name] = set(wanted[name]) | found[name].cells
            if gone:
                gone.add(name, made.cells[name])
        stale = [name for name in sorted(books) if gone and gone.told(name, made.cells[name])]
    _lone_means(tables, made.cells)
    for (_, question), most in sorted((name, one.whole) for name, one in found.items() if one.whole):
        said = f"more than {most:,} cells are of few respondents: no figure is shown, also where one could be"
        warn(SmallBaseWarning, f"{question}: {said}. Join its options, or leave the question out")
    made.narrowest = _narrowest(found.values())
    made.short = sum(one.short for one in found.values())
    return made


def _alone(ledger: Ledger, needed: Mapping[Key, float]) -> set[Key]:
    """``needed`` and the shares of columns whose base is among them."""
    bases = {key[1:] for key in needed if key[0] == BASE}
    return set(needed) | {key for key in ledger.cells if key[1:] in bases}


class _Gone:
    """Persons whom a question of a study suppresses: another one that tells of them has to suppress them too."""

    def __init__(self, books: Mapping[Name, Ledger], wanted: Mapping[Name, Collection[Key]]) -> None:
        self._people = {
            name: {key: persons(name[1], key) for key, cell in ledger.cells.items() if not cell.phantom}
            for name, ledger in books.items()  # a phantom is nobody in another table
        }
        self._gone: dict[str, set[Persons]] = {}
        for name, keys in wanted.items():
            self.add(name, keys)

    def add(self, name: Name, keys: Collection[Key]) -> None:
        """What the question ``name`` suppresses."""
        study, question = name
        own = (persons(question, key) for key in keys if key[0] != MEAN)
        self._gone.setdefault(study, set()).update(who for who in own if who)

    def told(self, name: Name, hidden: Collection[Key]) -> list[Key]:
        """Cells of the question ``name``, those ``hidden`` aside, that are of persons whom a question suppresses."""
        gone = self._gone[name[0]]
        return [key for key, who in self._people[name].items() if who in gone and key not in hidden]


def _narrowest(found: Iterable[Partners]) -> float:
    """The narrowest interval that a reader infers of any cell, NaN where there are none."""
    least = np.inf
    for one in sorted((one for one in found if one.narrowest < np.inf), key=lambda one: one.narrowest):
        least = min(least, one.narrowest) if one.audit is None else one.audit(least)
    return least if np.isfinite(least) else np.nan


def means_withheld(table: Table, hidden: set[Key]) -> set[Key]:
    """Means of the columns in which a share or the base is suppressed, of which they would tell it."""
    if not any(row.kind == "mean" for row in table.stub):
        return set()
    shares = [*(row.id for row in table.stub if row.kind != "mean"), BASE]
    return {
        (MEAN, column.group, column.id)
        for column in table.columns
        if any((row, column.group, column.id) in hidden for row in shares)
    }


def _lone_means(tables: Sequence[Table], found: dict[Name, set[Key]]) -> None:
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
