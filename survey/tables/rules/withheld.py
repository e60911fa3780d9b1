"""Which cells go with those that a rule suppresses, over all tables of a call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from survey.errors import SmallBaseWarning, warn
from survey.maths.rules.complementary import Reader, complete, narrowest
from survey.progress import steps
from survey.tables.rules.ledger import Cell, Ledger, ledgers
from survey.tables.rules.ledger_keys import BASE, MEAN, Key, Persons, persons
from survey.tables.table import Table
from survey.words import TOTAL

Array = NDArray[np.float64]
Name = tuple[str, str]  # of a ledger: study and question
LEAST = 3.0  # respondents that an inferred interval has room for, whatever the share
MOST = 1_500  # cells of few among which others are looked for: each is moved among all, so thousands would take hours
OF_ALL = 1000.0  # how much rather a cell of a banner column is suppressed than one of the total column


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
    found: dict[Name, Found] = {}
    stale = sorted(books)
    while stale:
        for name in steps(
            "cells of few", stale
        ):  # each knows whom those before it suppress, and need not choose others
            wanted[name].update(dict.fromkeys(gone.told(name, wanted[name]) if gone else (), LEAST))
            found[name] = _partners(books[name], wanted[name], policy, found.get(name))
            made.cells[name] = set(wanted[name]) | found[name].cells
            if gone:
                gone.add(name, made.cells[name])
        stale = [name for name in sorted(books) if gone and gone.told(name, made.cells[name])]
    _lone_means(tables, made.cells)
    for _, question in sorted(name for name, one in found.items() if one.whole):
        said = f"more than {MOST:,} cells are of few respondents: no figure is shown, also where one could be"
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


@dataclass
class Found:
    """``cells`` of a question that go with those that are needed; the ``narrowest`` interval, as far as the search
    went, and ``audit``, which looks to its ends if it may be narrower than what it is called with; how many are
    narrower than asked for; whether the ``whole`` question goes, as more than ``MOST`` are needed: nothing but bases is
    left to a reader then, which what is needed is no wider than. A search that is taken up again, as more is needed,
    starts from what it was ``of`` and knew of it (``attested``)."""

    cells: set[Key] = field(default_factory=set)
    narrowest: float = np.nan
    short: int = 0
    whole: bool = False
    of: tuple[Key, ...] = ()
    attested: Array | None = None
    audit: Callable[[float], float] | None = None


def _narrowest(found: Iterable[Found]) -> float:
    """The narrowest interval that a reader infers of any cell, NaN where there are none."""
    least = np.inf
    for one in sorted((one for one in found if one.narrowest < np.inf), key=lambda one: one.narrowest):
        least = min(least, one.narrowest) if one.audit is None else one.audit(least)
    return least if np.isfinite(least) else np.nan


def _partners(ledger: Ledger, needed: Mapping[Key, float], policy: float, before: Found | None = None) -> Found:
    """What goes with ``needed``, and what went ``before``."""
    if not any(key in ledger.cells for key in needed):
        return Found()
    open_base = [key for key in needed if key[0] == BASE and not key[1]]  # of everybody: fewer than the policy asks for
    names = [key for key in ledger.cells if key[0] != BASE or (policy and (key[1] or key in open_base))]
    again = before is not None and before.of == tuple(names)
    cells = [ledger.cells[key] for key in names]
    gone = {*needed, *(before.cells if before is not None and again else ())}
    hidden = np.array([key in gone or cell.phantom for key, cell in zip(names, cells, strict=True)])
    groups = {group: place for place, group in enumerate(dict.fromkeys(group for _, group, _ in names))}
    block = np.array([groups[group] for _, group, _ in names])
    loose = ledger.summed() if policy else frozenset()
    readers = tuple(_reader(ledger, names, needed, loose, weighted) for weighted in (False, True))
    entails = _shares_of(names)
    needs = np.array([reader.needed for reader in readers])
    whole = sum(key in needed for key in names) > MOST  # a phantom is not of few because no table shows it
    if whole:
        out, widths, attested = np.ones(len(names), dtype=bool), needs, None
    else:
        known = before.attested if before is not None and again else None
        cost = _cost(names, cells, entails)
        out, attested = complete(ledger.matrix(names), readers, hidden, cost, block, entails, known)
        widths = attested[:, 1] - attested[:, 0]
    found = [k for k, cell in enumerate(cells) if out[k] and not cell.phantom]
    short = int((widths < needs - 1e-5)[:, found].any(axis=0).sum())
    open_ = [k for k in found if needs[0, k] > 0]  # of those that bases and the total column do not tell anyhow
    width = float(min(widths[0, open_], default=np.nan))
    audit = None
    if attested is not None:
        audit = partial(narrowest, ledger.matrix(names), readers[0], out, np.array(open_, dtype=np.int64), attested[0])
    return Found({names[k] for k in found}, width, short, whole, tuple(names), attested, audit)


def _shares_of(names: Sequence[Key]) -> dict[int, NDArray[np.int64]]:
    """Of the base of each column the places of its shares, which would tell it."""
    columns: dict[tuple[str, str], list[int]] = {}
    for place, (row, group, column) in enumerate(names):
        if row != BASE:
            columns.setdefault((group, column), []).append(place)
    bases = {place: columns.get(key[1:], []) for place, key in enumerate(names) if key[0] == BASE}
    return {place: np.array(shares, dtype=np.int64) for place, shares in bases.items()}


def _cost(names: Sequence[Key], cells: Sequence[Cell], entails: Mapping[int, NDArray[np.int64]]) -> Array:
    """How dear it is to suppress each, a respondent moved: small cells of small bases go first, those of the total
    column last; a base costs what all shares of its column do."""
    sizes = np.array([cell.count + cell.n for cell in cells], dtype=float)
    cost = sizes * np.where([group == "" for _, group, _ in names], OF_ALL, 1.0)
    for base, shares in entails.items():
        cost[base] = sizes[base] + cost[shares].sum()
    return np.asarray(cost)


def _reader(
    ledger: Ledger, names: Sequence[Key], needed: Mapping[Key, float], loose: Collection[Key], weighted: bool
) -> Reader:
    """What somebody infers who counts respondents, or who multiplies shares by weighted bases. ``loose``: cells that a
    sum holds within their base, which need not be the true one where that is suppressed."""
    values, most, widths = [], [], []
    for key in names:
        cell = ledger.cells[key]
        value, base = (cell.weighted, cell.n_weighted) if weighted else (cell.count, cell.n)
        scale = base / cell.n if cell.n > 0 else 0.0
        low, high = _left_open(ledger, key, needed, weighted)
        wanted = max(needed.get(key, 0.0), 0.0 if cell.phantom else LEAST) * scale
        values.append(value)
        whole = ledger.cells.get((BASE, "", TOTAL)) if key in loose else None
        top = base if whole is None else whole.weighted if weighted else whole.count
        most.append(max(top, value))
        widths.append(max(min(wanted, high - low), 0.0))
    return Reader(np.array(values), np.array(most), np.array(widths))


def _left_open(ledger: Ledger, key: Key, needed: Mapping[Key, float], weighted: bool) -> tuple[float, float]:
    """What the bases and the total column leave open, if all else were suppressed: ``max(0, T + n - N)`` to
    ``min(T, n)``, T the total of the row, n and N the bases of its column and of all; as far as a policy (``needed``)
    does not suppress them itself."""

    def of(cell: Cell) -> tuple[float, float]:
        return (cell.weighted, cell.n_weighted) if weighted else (cell.count, cell.n)

    row, group, column = key
    value, base = of(ledger.cells[key])
    total = ledger.cells.get((row, "", TOTAL))
    if not group or total is None or row == BASE:
        alone = frozenset([(key, 1), ((BASE, group, column), -1)]) in ledger.relations  # the only row: all of its base
        return (value, value) if alone and row != BASE else (0.0, base)
    whole, everybody = of(total)
    if (BASE, group, column) in needed or ((BASE, "", TOTAL) in ledger.cells and (row, "", TOTAL) in needed):
        unknown = everybody if (BASE, group, column) in needed else base
        return 0.0, unknown if (row, "", TOTAL) in needed else min(whole, unknown)
    return max(0.0, whole + base - everybody), min(whole, base)


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
