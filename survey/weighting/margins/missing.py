"""What happens to respondents without an answer to a variable that they are weighted by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.engine import Engine
from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import Encoding, plain_question
from survey.definitions.records.question import Option, Question
from survey.maths.weights.raking import rake_cells
from survey.words import UNKNOWN, nearest

Array = NDArray[np.float64]
Missing = str | Mapping[str, Any]  # a rule for all variables, or by variable; "*" is for the others
RULES = ("stop", "class", "impute", "carry")
HELPING = "_weighting_"  # how columns begin that weighting adds besides weights


@dataclass(frozen=True)
class Rule:
    """``kind``: one of ``RULES``. ``within``, ``seed``: of ``impute``."""

    kind: str = "stop"
    within: tuple[str, ...] = ()
    seed: int = 1


def rules_of(missing: Missing, variables: Sequence[str]) -> tuple[dict[str, Rule], list[str]]:
    """The rule for each variable, and what is wrong with ``missing``.

    ``stop`` (default): an error. ``class``: a class of their own, which keeps its share of the base weights. ``carry``:
    they keep their base weights, times one number for all. ``impute``, or ``{"impute": [variables], "seed": 1}``: an
    answer drawn from respondents who agree in the variables named.
    """
    by = missing if isinstance(missing, Mapping) else {"*": missing}
    problems = [
        f"missing: '{name}' is not a variable of the margins. {nearest(name, variables)}".rstrip()
        for name in by
        if name != "*" and name not in variables
    ]
    found = {}
    for variable in variables:
        rule, said = _rule(by.get(variable, by.get("*", "stop")))
        found[variable] = rule
        if said and said not in problems:
            problems.append(said)
    return found, problems


def _rule(given: Any) -> tuple[Rule, str]:
    if isinstance(given, Mapping) and "impute" in given and set(given) <= {"impute", "seed"}:
        within = given["impute"] or ()
        names = (within,) if isinstance(within, str) else tuple(map(str, within))
        seed = given.get("seed", 1)
        if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
            return Rule(), f"missing: the seed must be a whole number from 0, not {seed!r}"
        return Rule("impute", names, seed), ""
    if given in RULES:
        return Rule(str(given)), ""
    return Rule(), f"missing: {given!r} is no rule for missing answers. {nearest(str(given), RULES)}".rstrip()


def gone(encoding: Encoding, targeted: Sequence[str]) -> NDArray[np.bool_]:
    """Which levels are missing answers: kinds of missing that no target names. A code that no option names is a fault
    of the data and none of them."""
    return np.array(
        [
            bool(kind) and level != UNKNOWN and level not in targeted
            for level, kind in zip(encoding.levels, encoding.kinds, strict=True)
        ]
    )


def with_classes(share: Array, base: Array, lost: Sequence[NDArray[np.bool_]]) -> Array:
    """The shares of a margin with classes for missing answers, which keep their part of the base weights.

    ``share`` and ``base``: one axis a variable, sum of ``share`` 1; ``lost[k]``: which levels of axis ``k`` are missing
    answers. With one variable the class gets its part ``b`` of the base weights and the others share ``1 - b`` as
    before. In a crossing it gets its part among those who agree in the other variables, and the whole is then brought
    to the one-way shares that each variable has alone, so that margins with a variable in common still agree.
    """
    made, alone = share.copy(), []
    for axis, levels in enumerate(lost):
        others = tuple(k for k in range(share.ndim) if k != axis)
        ways = share.sum(axis=others)
        part = base.sum(axis=others)
        part = np.where(levels, part / part.sum(), 0.0) if part.sum() else np.zeros(len(levels))
        alone.append(ways * (1 - part.sum()) + part)
        inside = np.moveaxis(base, axis, 0)
        sums = inside.sum(axis=0)
        beta = np.divide(inside, sums, out=np.zeros_like(inside), where=sums > 0) * _column(levels, share.ndim)
        moved = np.moveaxis(made, axis, 0)
        total = moved.sum(axis=0)
        made = np.moveaxis(moved * (1 - beta.sum(axis=0)) + beta * total, 0, axis)
    if share.ndim == 1:
        return made
    places = np.unravel_index(np.flatnonzero(made > 0), made.shape)
    raked = rake_cells(made[made > 0], places, alone, tolerance=1e-14, rounds=1000)
    made[made > 0] *= raked.factor
    return made


def _column(levels: NDArray[np.bool_], dimensions: int) -> Array:
    return levels.astype(float).reshape(-1, *[1] * (dimensions - 1))


def imputed(
    sample: SampleData,
    question: Question,
    rule: Rule,
    targeted: Sequence[str],
    base: str | None,
    also: Sequence[Question],
) -> tuple[SampleData, Question, int, str]:
    """The sample with a column in which missing answers to ``question`` are drawn from other respondents', the question
    that stands on it, how many were drawn, and a sentence.

    Hot deck: among those with an answer who agree in ``rule.within``, drawn with chances in proportion to the base
    weight; where nobody does, among those who agree in all but the last of the variables, and so on. In memory each
    respondent is drawn alone, in the order of the data. Elsewhere (DuckDB) the rows of a cell, those who agree in
    ``also`` and ``rule.within``, are drawn together. The column serves weighting alone.
    """
    encoding = sample.engine.encoding(question)
    lost = gone(encoding, targeted)
    levels = len(encoding.levels)
    within = [sample.question(name) for name in rule.within]
    engine = sample.engine
    in_memory = isinstance(engine, MemoryEngine)
    keys = list({one.question: one for one in (question, *within, *(() if in_memory else also))}.values())
    cells = engine.collapse(keys, weight=base)
    code = cells.key(question.question)
    need = np.flatnonzero(lost[code])
    count = int(cells.respondents[need].sum())
    if not count:
        return sample, question, 0, ""
    generator = np.random.default_rng(rule.seed)
    rows = np.asarray(engine.codes(question), dtype=np.int64) if in_memory else code.copy()
    of_cell = _rows_of_cells(engine, keys, cells, need) if in_memory else {int(cell): [int(cell)] for cell in need}
    widened = 0
    for cell in need:
        chances, kept = _donors(cells, [one.question for one in within], code, int(cell), lost, levels)
        if chances is not None:
            widened += int(cells.respondents[cell]) if kept < len(within) else 0
            rows[of_cell[int(cell)]] = generator.choice(levels, size=len(of_cell[int(cell)]), p=chances)
    column = _free(f"{HELPING}{question.column or question.question}", engine.columns)
    if isinstance(engine, MemoryEngine):
        sample = sample.changed(engine=_with_column(engine, column, rows.astype(float)))
    else:
        sample = sample.changed(engine=engine.attach(keys, cells, rows.astype(float), column))
    inside = f" who agree in {', '.join(rule.within)}" if rule.within else ""
    wide = f"; for {widened} of them nobody did, and fewer variables had to agree" if widened else ""
    said = (
        f"{count} missing answer(s) to '{question.question}' were imputed from other respondents{inside} "
        f"(hot deck, seed {rule.seed}){wide}"
    )
    return sample, _question(f"{question.question} (imputed)", column, encoding.levels, encoding.kinds), count, said


def derived(
    sample: SampleData,
    name: str,
    keys: Sequence[Question],
    cells: CellTable,
    place: NDArray[np.int64],
    labels: Sequence[str],
) -> tuple[SampleData, Question]:
    """The sample with a column that holds for each cell its place among ``labels``, and the question that stands on it.
    ``cells``: the collapse by ``keys``."""
    column = _free(f"{HELPING}{name}", sample.engine.columns)
    engine = sample.engine.attach(keys, cells, place.astype(float), column)
    levels = (*labels, "", "")
    return sample.changed(engine=engine), _question(f"{name} (as weighted)", column, levels, [""] * len(levels))


def _question(name: str, column: str, levels: Sequence[str], kinds: Sequence[str]) -> Question:
    """A question whose codes are the places of ``levels``, of which the last two are no options."""
    options = {
        level: Option.model_construct(
            id=level, code=i, range=None, label=None, missing=kind or None, value=None, note=None
        )
        for i, (level, kind) in enumerate(zip(levels[:-2], kinds[:-2], strict=True))
    }
    return plain_question(column).model_copy(update={"question": name, "column": column, "options": options})


def _donors(
    cells: CellTable, within: Sequence[str], code: NDArray[np.int64], cell: int, lost: NDArray[np.bool_], levels: int
) -> tuple[Array | None, int]:
    """The chance of each level, and in how many of ``within`` the donors agree with the cell."""
    good = ~lost[code] & (code != levels - 1)
    for kept in range(len(within), -1, -1):
        like = good.copy()
        for name in within[:kept]:
            like &= cells.key(name) == cells.key(name)[cell]
        sums = np.bincount(code[like], cells.sum_w[like], minlength=levels)
        if sums.sum() > 0:
            return sums / sums.sum(), kept
    return None, 0


def _rows_of_cells(
    engine: Engine, keys: Sequence[Question], cells: CellTable, need: NDArray[np.int64]
) -> dict[int, NDArray[np.int64]]:
    """For each cell of ``need`` its rows, in the order of the data."""
    row = np.zeros(engine.n, dtype=np.int64)
    for question, size in zip(keys, cells.shape, strict=True):
        row = row * size + engine.codes(question)
    known = cells.flat(cells.keys)
    at = np.flatnonzero(np.isin(row, known[need]))
    place = np.searchsorted(known, row[at])
    return {int(cell): at[place == cell] for cell in need}


def _with_column(engine: MemoryEngine, name: str, values: Array) -> MemoryEngine:
    made = MemoryEngine(engine.frame().assign(**{name: values}))
    made._rows = engine.rows()
    return made


def _free(name: str, taken: Sequence[str]) -> str:
    folded = {column.casefold() for column in taken}
    made, number = name, 2
    while made.casefold() in folded:
        made, number = f"{name}_{number}", number + 1
    return made
