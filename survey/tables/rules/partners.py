"""Which cells of one question go with those that a rule suppresses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.maths.rules.complementary import Reader, complete, narrowest
from survey.tables.rules.ledger import Cell, Ledger
from survey.tables.rules.ledger_keys import BASE, Key
from survey.words import TOTAL

LEAST = 3.0  # respondents that an inferred interval has room for, whatever the share
MOST = 1_500  # cells of few among which others are looked for: each is moved among all, so thousands would take hours
OF_ALL = 1000.0  # how much rather a cell of a banner column is suppressed than one of the total column


@dataclass
class Partners:
    """``cells`` of a question that go with those that are needed; the ``narrowest`` interval, as far as the search
    went, and ``audit``, which looks to its ends if it may be narrower than what it is called with; how many are
    narrower than asked for; ``whole``: 0, or the limit (``MOST``) above which there are so many that the whole question
    goes: nothing but bases is left to a reader then, which what is needed is no wider than. A search that is taken up
    again, as more is needed, starts from what it was ``of`` and knew of it (``attested``)."""

    cells: set[Key] = field(default_factory=set)
    narrowest: float = np.nan
    short: int = 0
    whole: int = 0
    of: tuple[Key, ...] = ()
    attested: Array | None = None
    audit: Callable[[float], float] | None = None


def partners_of(ledger: Ledger, needed: Mapping[Key, float], policy: float, before: Partners | None = None) -> Partners:
    """What goes with ``needed``, and what went ``before``."""
    if not any(key in ledger.cells for key in needed):
        return Partners()
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
    whole = (
        MOST if sum(key in needed for key in names) > MOST else 0
    )  # a phantom is not of few because no table shows it
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
    return Partners({names[k] for k in found}, width, short, whole, tuple(names), attested, audit)


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
