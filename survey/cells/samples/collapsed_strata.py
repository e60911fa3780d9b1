"""Strata of one PSU joined with their neighbours, so that the sample says something of their variance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from survey.arrays import Array, Index
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.question import Question
from survey.errors import DesignError, LonelyPsuError, LonelyPsuWarning, warn
from survey.maths.places import spans
from survey.wording.message import message
from survey.words import say

JOINED = "_joined_"  # how the columns of such a design begin
SHOWN = 5  # joined strata that are named


def with_collapsed_strata(sample: SampleData) -> SampleData:
    """The sample with every stratum of one PSU joined with the strata after it until there are two, the last one with
    that before it, where the design asks for it (``lonely_psu="collapse"``).

    In the order of the strata (numbers by size, else as their names sort), so which are joined hangs on no answer;
    number strata so that neighbours are alike. Strata taken as a whole (fpc 1) stay as they are; population sizes add.
    The variance is too large rather than too small, by the difference of the joined strata's means (Wolter 2007,
    Introduction to Variance Estimation, 2.5; svy: ``collapse``; R has none). A ``LonelyPsuWarning`` and a note under
    every table say how many strata were joined, and which. Raises ``LonelyPsuError`` where all strata together have one
    PSU, and ``DesignError`` with ``pps``.
    """
    design = sample.design
    if design.lonely_psu != "collapse":
        return sample
    settled = replace(design, lonely_psu="fail")
    if sample.replicates is not None or sample.joint is not None:
        return sample.changed(design=settled)
    if design.pps is not None:
        fix = "Join the strata in the data, or choose another rule."
        raise DesignError("strata of unequal probabilities are not joined", where="design.lonely_psu", fix=fix)
    strata = [sample.design_key(column) for column in design.stratum_columns]
    psu = [sample.design_key(column) for column in design.psu_columns[:1]]
    fpc = [sample.design_key(column) for column in design.fpc_columns[:1]]
    keys = [*strata, *psu, *fpc]
    cells = sample.engine.collapse(keys, weight=sample.weight)
    names = [key.question for key in strata]
    _, stratum = np.unique(cells.flat(names), return_inverse=True)
    stratum = stratum.reshape(-1).astype(np.int64)
    count = _counts(cells, stratum, psu[0].question if psu else None)
    size = _sizes(sample, cells, stratum, count)
    group = _groups(count, size)
    if (np.bincount(group) == 1).all():
        return sample.changed(design=settled)
    made = sample.changed(design=settled)
    made = _attached(made, keys, cells, group[stratum].astype(float), "stratum")
    if psu:
        _, unit = np.unique(cells.flat([*names, psu[0].question]), return_inverse=True)
        made = _attached(made, keys, cells, unit.reshape(-1).astype(float), "psu")
    if size is not None:
        made = _attached(made, keys, cells, np.bincount(group, size).astype(float)[group][stratum], "fpc")
    alone = (count == 1) & (np.bincount(group)[group] > 1)  # not those taken as a whole
    said = message("data.collapsed_strata", count=int(alone.sum()), strata=_named(cells, names, stratum, group))
    warn(LonelyPsuWarning, f"{sample.name or 'data'}: {say(said)}")
    return made.changed(notes=(*made.notes, said))


def _counts(cells: CellTable, stratum: Index, psu: str | None) -> Array:
    """PSUs of each stratum; respondents, where there are none."""
    if psu is None:
        return np.bincount(stratum, cells.n).astype(float)
    pairs = np.unique(np.stack([stratum, cells.key(psu)], axis=1), axis=0)
    return np.bincount(pairs[:, 0]).astype(float)


def _sizes(sample: SampleData, cells: CellTable, stratum: Index, count: Array) -> Array | None:
    """Units of the population in each stratum."""
    if not sample.design.fpc_columns:
        return None
    column = sample.design.fpc_columns[0]
    key = sample.design_key(column)
    numbers = np.array(sample.engine.encoding(key).numbers)[cells.key(key.question)]
    low, high = spans(numbers, stratum, len(count))
    if not (low > 0).all() or (low != high).any():
        said = "the population size is empty, not positive, or differs inside one stratum"
        raise DesignError(said, where=column)
    return np.where(high <= 1, count / high, high)


def _groups(count: Array, size: Array | None) -> Index:
    """The group of each stratum."""
    free = np.ones(len(count), dtype=bool) if size is None else count < size * (1 - 1e-9)
    group, number, units = np.zeros(len(count), dtype=np.int64), -1, 0.0
    open_ones = np.flatnonzero(free)
    for place in open_ones:
        if number < 0 or units > 1:
            number, units = number + 1, 0.0
        group[place] = number
        units += count[place]
    if number >= 0 and units == 1:
        if number == 0:
            raise LonelyPsuError(
                "all strata together have one PSU, and there is nothing to join it with",
                where="design.lonely_psu",
                fix="Choose remove or certainty, and say what that neglects.",
            )
        group[group == number] = number - 1
        number -= 1
    group[~free] = number + 1 + np.arange(int((~free).sum()))
    return group


def _attached(sample: SampleData, keys: Sequence[Question], cells: CellTable, values: Array, part: str) -> SampleData:
    """The sample with a column in place of the first of a part of its design (of all strata)."""
    columns = getattr(sample.design, f"{part}_columns")
    free = f"{JOINED}{'_'.join(columns) if part == 'stratum' else columns[0]}"
    while free in sample.engine.columns:
        free += "_"
    engine = sample.engine.attach(keys, cells, values, free)
    rest = () if part == "stratum" else columns[1:]
    changed: dict[str, Any] = {part: (free, *rest)}
    return sample.changed(engine=engine, design=replace(sample.design, **changed))


def _named(cells: CellTable, names: Sequence[str], stratum: Index, group: Index) -> str:
    """The joined strata, some of them by name."""
    row = np.unique(stratum, return_index=True)[1]
    levels = [(cells.levels[cells.keys.index(name)], cells.key(name)) for name in names]
    called = [" × ".join(str(level[code[at]]) for level, code in levels) for at in row]
    found = [
        " + ".join(called[place] for place in np.flatnonzero(group == number))
        for number in np.flatnonzero(np.bincount(group) > 1)
    ]
    return "; ".join(found[:SHOWN]) + ("; …" if len(found) > SHOWN else "")
