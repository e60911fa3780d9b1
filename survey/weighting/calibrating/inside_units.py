"""Calibration to what is known of each sampled unit: its weights meet the unit's own totals, not the population's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import number_question, printed
from survey.cells.table.grouping import unique_keys
from survey.definitions.records.question import Question
from survey.errors import WeightingError, WeightingWarning, warn
from survey.weighting.calibrating.finish import Made, finish
from survey.weighting.calibrating.numbers_only import everybody, no_margins, without_margins
from survey.weighting.margins.one_answer import one_answer
from survey.wording.message import message
from survey.words import Text, say

OfUnits = Mapping[Any, float]
CROSS = " × "


def calibrate_inside(
    sample: SampleData,
    totals: Mapping[str, OfUnits],
    size: OfUnits | None,
    stage: int,
    base: str | None,
    name: str | None,
) -> SampleData:
    """``calibrate`` with ``stage``: in each unit of that stage factors ``g`` meet the unit's totals, ``Σ c g x = T``,
    with ``c`` the weights once the unit is drawn: the base weight over the inverse sampling fractions down to the unit.

    ``g = 1 + x' (Σ c x x')⁻¹ (T − Σ c x)`` over the unit's respondents (R: ``calibrate(stage=)``; Särndal, Swensson &
    Wretman 1992, section 8.3, case C). ``totals``, ``size``: by the unit's value, or that of its stratum and the units
    above it, joined by `` × ``, where a value alone is not one unit. Raises ``WeightingError`` for a design that has no
    such stage or no ``fpc`` down to it, a unit without a total, and one whose respondents cannot meet theirs."""
    columns = _columns(sample, stage)
    wanted: dict[str, OfUnits] = {**totals, **({} if size is None else {"size": size})}
    for what, figures in wanted.items():
        if not isinstance(figures, Mapping):
            raise WeightingError("needs a figure for each unit", where=what, fix="Write {15: 1200, 63: 900, …}.")
    numbers = {question: number_question(one_answer(sample, question)) for question in totals}
    if size is not None:
        sample, people = everybody(sample, float(sum(size.values())))
        numbers[people.question] = people
    keys = [sample.design_key(column) for column in (*columns, *sample.design.fpc_columns[:stage])]
    ready = without_margins(sample, base, True, unique_keys([*numbers.values(), *keys]))
    cells = ready.cells
    unit, names = _units(cells, [key.question for key in keys[: len(columns)]])
    drawn = _inverse_fractions(sample, cells, stage)
    x = np.stack([_numbers(sample, cells, question) for question in numbers.values()], axis=1)
    goals = np.stack([_of_units(what, figures, names) for what, figures in wanted.items()], axis=1)
    goals *= np.array([drawn[unit == place][0] for place in range(len(names))])[:, None]
    factor = np.ones(len(cells))
    for place, called in enumerate(names):
        inside = (unit == place) & (cells.sum_w != 0)
        factor[inside] = _factors(x[inside], cells.sum_w[inside], goals[place], called)
    plain = _plain(wanted)
    options = {"size": plain.pop("size", None) if size is not None else None, "totals": plain, "stage": stage}
    below, notes = _negative(cells, factor, stage)
    made = Made(
        "calibrate",
        no_margins(),
        base,
        factor,
        lambda sums: factor,
        {**options, "base_weight": base, "distance": "linear"},
        numbers=dict(zip(numbers, goals.sum(axis=0).tolist(), strict=True)),
        stage=stage,
        inside=columns,
        notes=notes,
        counts={"negative": below} if below else {},
    )
    return finish(ready, made, None, name)


def _negative(cells: CellTable, factor: Array, stage: int) -> tuple[int, tuple[Text, ...]]:
    """Respondents whose weight is below 0, and what is said of them."""
    below = int(cells.respondents[(factor < 0) & (cells.sum_w > 0)].sum())
    if not below:
        return 0, ()
    note = message("data.negative_inside", count=below)
    warn(WeightingWarning, f"stage {stage}: {say(note)}")
    return below, (note,)


def _columns(sample: SampleData, stage: int) -> tuple[str, ...]:
    """The columns whose crossing is a unit of the stage."""
    design = sample.design
    problem, fix = "", ""
    if not 1 <= stage <= len(design.psu_columns):
        problem, fix = f"the design has {len(design.psu_columns)} stage(s) of units", "Name the design's 'psu'."
    elif len(design.fpc_columns) < stage:
        problem = "the design does not say how many units each stage has, so no weight inside a unit is known"
        fix = "Give its 'fpc', a column a stage."
    elif sample.replicates is not None or sample.joint is not None or design.pps is not None:
        problem = "replicate weights and designs of unequal probabilities have no stages"
        fix = "Calibrate to totals of the population."
    if problem:
        raise WeightingError(problem, where=f"stage {stage}", fix=fix)
    return (*(design.stratum_columns if design.nest else ()), *design.psu_columns[:stage])


def _units(cells: CellTable, keys: Sequence[str]) -> tuple[NDArray[np.int64], list[tuple[str, ...]]]:
    """Of each cell its unit, and what each unit is called."""
    _, first, unit = np.unique(cells.flat(keys), return_index=True, return_inverse=True)
    levels = [(cells.levels[cells.keys.index(key)], cells.key(key)) for key in keys]
    return unit.reshape(-1), [tuple(str(names[at[row]]) for names, at in levels) for row in first]


def _inverse_fractions(sample: SampleData, cells: CellTable, stage: int) -> Array:
    """Of each cell the inverse of the chance that its unit was drawn: over the stages, how many units there are to each
    that was drawn."""
    design = sample.design
    made = np.ones(len(cells))
    parent: list[str] = [sample.design_key(column).question for column in design.stratum_columns]
    for place in range(stage):
        above = (
            np.unique(cells.flat(parent), return_inverse=True)[1].reshape(-1) if parent else np.zeros(len(cells), int)
        )
        parent = [*parent, sample.design_key(design.psu_columns[place]).question]
        units = np.unique(cells.flat(parent), return_index=True)[1]
        drawn = np.bincount(above[units], minlength=int(above.max()) + 1)[above]
        there = _numbers(sample, cells, sample.design_key(design.fpc_columns[place]))
        if (there <= 0).any():
            raise WeightingError(
                "is not positive in some rows", where=design.fpc_columns[place], fix="Correct the fpc."
            )
        made *= np.where(there <= 1, 1 / there, there / drawn)
    return made


def _numbers(sample: SampleData, cells: CellTable, question: Question) -> Array:
    """Of each cell its number."""
    found = np.array(sample.engine.encoding(question).numbers, dtype=float)[cells.key(question.question)]
    without = int(cells.respondents[~np.isfinite(found)].sum())
    if without:
        raise WeightingError(
            f"{without} respondent(s) have no number", where=question.column or question.question, fix="Give each one."
        )
    return np.where(np.isfinite(found), found, 0.0)


def _of_units(what: str, figures: OfUnits, names: Sequence[tuple[str, ...]]) -> Array:
    """The figure of each unit."""
    given = {
        CROSS.join(map(printed, key)) if isinstance(key, tuple) else printed(key): value
        for key, value in figures.items()
    }
    last = [name[-1] for name in names]
    found, lost = [], []
    for name in names:
        key = CROSS.join(name)
        key = name[-1] if key not in given and last.count(name[-1]) == 1 else key
        found.append(given.get(key, np.nan))
        lost += [] if key in given else [key]
    if lost:
        shown = ", ".join(lost[:5]) + (", …" if len(lost) > 5 else "")
        raise WeightingError(f"{len(lost)} unit(s) have no figure: {shown}", where=what, fix="Give each unit its own.")
    return np.array(found, dtype=float)


def _factors(x: Array, w: Array, goal: Array, unit: tuple[str, ...]) -> Array:
    """The factors of one unit's cells of weight ``w``."""
    there = x.any(axis=0) | (goal != 0)
    x, goal = x[:, there], goal[there]
    if not x.shape[1]:
        return np.ones(len(w))
    gram, short = (x * w[:, None]).T @ x, goal - w @ x
    found = np.linalg.lstsq(gram, short, rcond=None)[0]
    if np.abs(gram @ found - short).max() > 1e-8 * max(np.abs(goal).max(), np.abs(w @ x).max()):
        raise WeightingError(
            f"the respondents of unit {CROSS.join(unit)} cannot meet its totals",
            where="totals",
            fix="Leave a total out: there must be at least as many different respondents in a unit as totals.",
        )
    return np.asarray(1 + x @ found)


def _plain(totals: Mapping[str, OfUnits]) -> dict[str, dict[str, float]]:
    """Totals by the names of units, for the record."""

    def called(key: Any) -> str:
        return CROSS.join(map(printed, key)) if isinstance(key, tuple) else printed(key)

    return {what: {called(key): float(value) for key, value in figures.items()} for what, figures in totals.items()}
