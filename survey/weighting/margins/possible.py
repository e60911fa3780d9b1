"""Whether any weights at all can meet several margins, found before the first iteration, and why not."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.maths.weights.raking import rake_cells
from survey.wording.formatted import formatted
from survey.wording.message import Message, message
from survey.wording.worded import Joined, joined

CLOSE = 1e-6  # parts of the total: margins nearer than this are met
TRIAL = 60  # rounds of raking that show most margins to be possible
CAPACITY = 1_000_000_000  # flows are whole numbers


@dataclass(frozen=True)
class Sides:
    """Margins over cells with weight: ``index[m]`` places of the cells, ``wanted[m]`` parts of 1, ``labels[m]`` names
    of the places, ``n`` respondents of each cell."""

    names: tuple[str, ...]
    labels: tuple[Sequence[str], ...]
    index: tuple[Index, ...]
    wanted: tuple[Array, ...]
    base: Array
    n: Array


def impossible(
    names: Sequence[str],
    labels: Sequence[Sequence[str]],
    index: Sequence[Index],
    wanted: Sequence[Array],
    sums: Array,
    n: NDArray[np.int64],
) -> list[Message]:
    """Why no positive weights meet all margins; empty where some do.

    ``index[m]``: place of each cell in margin ``m``; ``wanted[m]``: total of each place; ``sums``, ``n``: base weight
    and respondents of each cell. A few rounds of raking prove most margins possible. What they leave open is decided
    exactly: for two margins by a largest flow through the combinations that occur (a set of options whose respondents
    all lie in options that want less: Hall's condition), for all of them by linear programming, which also finds
    combinations that only a weight of 0 would bring in line.
    """
    if len(names) < 2:
        return []
    sides = _merged(names, labels, index, wanted, sums, n)
    raked = rake_cells(sides.base, sides.index, sides.wanted, tolerance=CLOSE / 100, rounds=TRIAL)
    if raked.converged:
        return []
    found = [said for i, j in itertools.combinations(range(len(names)), 2) for said in _pair(sides, i, j)]
    return found or _together(sides)


def _merged(
    names: Sequence[str],
    labels: Sequence[Sequence[str]],
    index: Sequence[Index],
    wanted: Sequence[Array],
    sums: Array,
    n: NDArray[np.int64],
) -> Sides:
    """Cells with weight, those with the same places as one."""
    live = sums > 0
    for places, target in zip(index, wanted, strict=True):
        live &= target[places] > 0  # where the margin wants nobody the weight is 0
    flat = np.zeros(int(live.sum()), dtype=np.int64)
    for places, target in zip(index, wanted, strict=True):
        flat = np.unique(flat * len(target) + places[live], return_inverse=True)[1].reshape(-1)
    _, first = np.unique(flat, return_index=True)
    base = np.bincount(flat, sums[live])
    return Sides(
        tuple(names),
        tuple(labels),
        tuple(places[live][first] for places in index),
        tuple(target / target.sum() for target in wanted),
        base / base.sum(),
        np.bincount(flat, n[live]).astype(float),
    )


def _pair(sides: Sides, i: int, j: int) -> list[Message]:
    """Options of two margins that stand in each other's way."""
    a, b = sides.wanted[i], sides.wanted[j]
    meet = np.unique(np.stack([sides.index[i], sides.index[j]]), axis=1)  # pairs of places that occur
    for first, second, one, other, (here, there) in ((i, j, a, b, meet), (j, i, b, a, meet[::-1])):
        can = np.bincount(here, other[there], minlength=len(one))
        over = np.flatnonzero(one > can + CLOSE)
        if len(over):
            place = int(over[(one - can)[over].argmax()])
            return [_said(sides, first, second, [place], [int(found) for found in there[here == place]])]
    cut = _cut(a, b, meet)
    return [] if cut is None else [_said(sides, i, j, *cut)]


def _cut(a: Array, b: Array, meet: Index) -> tuple[list[int], list[int]] | None:
    """Places of the first margin that want more than all places of the second that their respondents are in."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    size = len(a) + len(b) + 2
    start, end = 1 + np.arange(len(a)), 1 + len(a) + np.arange(len(b))
    tails = np.concatenate([np.zeros(len(a), dtype=int), start[meet[0]], end])
    heads = np.concatenate([start, end[meet[1]], np.full(len(b), size - 1)])
    room = np.concatenate([np.round(a * CAPACITY), np.full(meet.shape[1], CAPACITY), np.round(b * CAPACITY)])
    capacity = csr_array((room.astype(np.int32), (tails, heads)), shape=(size, size))
    made = maximum_flow(capacity, 0, size - 1)
    if made.flow_value >= CAPACITY * (1 - CLOSE):
        return None
    left = csr_array((capacity - made.flow) > 0).astype(np.int32)
    reached = breadth_first_order(left, 0, return_predecessors=False)
    first = sorted(int(node) - 1 for node in reached if 1 <= node <= len(a))
    return first, sorted(int(node) - 1 - len(a) for node in reached if len(a) < node < size - 1)


def _said(sides: Sides, i: int, j: int, first: Sequence[int], second: Sequence[int]) -> Message:
    inside = np.isin(sides.index[i], first)
    return message(
        "data.not_both",
        first=sides.names[i],
        second=sides.names[j],
        count=int(sides.n[inside].sum()),
        some=_named(sides.labels[i], first),
        wanted=formatted(float(sides.wanted[i][list(first)].sum()), ".1%"),
        others=_named(sides.labels[j], second),
        room=formatted(float(sides.wanted[j][list(second)].sum()), ".1%"),
    )


def _named(labels: Sequence[str], places: Sequence[int]) -> Joined:
    shown = [f"'{labels[place]}'" for place in places[:5]]
    more = [message("data.more", count=len(places) - 5)] if len(places) > 5 else []
    return joined([*shown, *more], message("data.or"))


def _together(sides: Sides) -> list[Message]:
    """The same for all margins at once."""
    from scipy.sparse import csr_array, vstack

    cells = len(sides.base)
    blocks = [
        csr_array((np.ones(cells), (places, np.arange(cells))), shape=(len(target), cells))
        for places, target in zip(sides.index, sides.wanted, strict=True)
    ]
    rows, wanted = vstack(blocks), np.concatenate(sides.wanted)
    return _short(sides, rows, wanted) or _only_with_zero(sides, rows, wanted)


def _short(sides: Sides, rows: Any, wanted: Array) -> list[Message]:
    """The target that the nearest weights miss by most, where none meet all; ``rows``: cells in places, of all
    margins."""
    from scipy.optimize import linprog
    from scipy.sparse import eye_array, hstack

    cells, either = len(sides.base), eye_array(len(wanted))
    cost = np.concatenate([np.zeros(cells), np.ones(2 * len(wanted))])
    near = linprog(cost, A_eq=hstack([rows, either, -either]), b_eq=wanted, method="highs")
    if near.status != 0 or not near.fun > CLOSE:
        return []
    short = near.x[cells : cells + len(wanted)] - near.x[cells + len(wanted) :]
    worst = int(np.abs(short).argmax())
    ends = np.cumsum([len(target) for target in sides.wanted])
    margin = int(np.searchsorted(ends, worst, side="right"))
    place = worst - int(ends[margin]) + len(sides.wanted[margin])
    return [
        message(
            "data.not_all",
            margins=_margins(sides),
            place=sides.labels[margin][place],
            margin=sides.names[margin],
            gap=formatted(-float(short[worst]), "+.2%"),
        )
    ]


def _only_with_zero(sides: Sides, rows: Any, wanted: Array) -> list[Message]:
    """Cells that have weight in no solution: those that have some are put aside until nothing is found any more."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack

    cells = len(sides.base)
    open_, limit, small = np.ones(cells, dtype=bool), 1e-3 * sides.base, csr_array(eye_array(cells))
    while open_.any():
        best = linprog(
            np.concatenate([np.zeros(cells), -(open_ / limit)]),
            A_eq=hstack([rows, csr_array((len(wanted), cells))]),
            b_eq=wanted,
            A_ub=hstack([-small, small]),
            b_ub=np.zeros(cells),
            bounds=[(0, None)] * cells + [(0, float(top)) for top in limit],
            method="highs",
        )
        there = open_ & (best.x[cells:] > 1e-4 * limit) if best.status == 0 else open_
        if not there.any():
            break
        open_ &= ~there
    if not open_.any():
        return []
    pairs = list(zip(sides.labels, sides.index, strict=True))
    shown = [f"'{' × '.join(labels[places[cell]] for labels, places in pairs)}'" for cell in np.flatnonzero(open_)[:3]]
    more = ", …" if open_.sum() > 3 else ""
    count = int(sides.n[open_].sum())
    return [message("data.only_with_zero", margins=_margins(sides), count=count, cells=", ".join(shown) + more)]


def _margins(sides: Sides) -> str:
    return ", ".join(repr(name) for name in sides.names)
