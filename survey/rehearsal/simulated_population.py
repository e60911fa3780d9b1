"""The population of an invented wave: combinations of the weighting variables and how many people are of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.definitions.records.targets import Margin, Targets
from survey.errors import SurveyError
from survey.maths.weights.raking import rake_cells
from survey.words import nearest

MOST = 1 << 18  # combinations of the weighting variables


def chosen_margins(study: Study, targets: Targets | None, names: Sequence[str], library: Library) -> dict[str, Margin]:
    """The margins that the population is made of."""
    if targets is None:
        if names:
            fix = "Name the targets that it is of: targets='…'."
            raise SurveyError(f"no margin '{names[0]}': there are no targets", where=study.study, fix=fix)
        return {}
    unknown = [name for name in names if name not in targets.margins]
    if unknown:
        fix = nearest(unknown[0], targets.margins)
        raise SurveyError(f"no margin '{unknown[0]}'", where=f"targets {targets.targets}", fix=fix)
    if names:
        return {name: targets.margins[name] for name in names}
    plan = study.weighting
    if plan.margins and all(name in targets.margins for name in plan.margins):
        return {name: targets.margins[name] for name in plan.margins}
    found: dict[str, Margin] = {}
    for name, margin in targets.margins.items():
        taken = {variable for one in found.values() for variable in one.variables}
        known_here = all(item in study.questions or item in library.questions for item in margin.variables)
        if known_here and not taken & set(margin.variables):
            found[name] = margin
    return found


@dataclass(frozen=True)
class Population:
    """Shares of the combinations of the variables; ``places``: (cells, variables), of each variable's level."""

    variables: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    places: Index
    share: Array

    def levels_of(self, variable: str) -> NDArray[Any]:
        """The option of each combination."""
        k = self.variables.index(variable)
        return np.array(self.levels[k], dtype=object)[self.places[:, k]]


def population_of(margins: Mapping[str, Margin], targets: Targets | None) -> Population:
    """The combinations of all variables of ``margins``, raked to them from equal shares."""
    variables = tuple(dict.fromkeys(name for margin in margins.values() for name in margin.variables))
    levels: list[tuple[str, ...]] = []
    for variable in variables:
        with_it = [margin for margin in margins.values() if variable in margin.variables]
        named = [option for margin in with_it for option in _options_of(margin, variable, targets)]
        levels.append(tuple(dict.fromkeys(named)))
    size = int(np.prod([len(one) for one in levels])) if levels else 1
    if size > MOST:
        raise SurveyError(
            f"{size:,} combinations of {', '.join(variables)} are too many to invent people of",
            where="margins",
            fix="Name fewer margins.",
        )
    shape = tuple(len(one) for one in levels)
    places = np.array(list(np.ndindex(*shape)), dtype=np.int64).reshape(size, len(shape))
    index, wanted = [], []
    for margin in margins.values():
        at, share = _margin_places(margin, variables, levels, places, targets)
        index.append(at)
        wanted.append(share)
    share = np.full(size, 1 / size)
    if index:
        made = rake_cells(share, index, wanted, tolerance=1e-10, rounds=2000)
        share = share * made.factor  # margins that contradict each other a little are met as nearly as can be
    return Population(variables, tuple(levels), places, share / share.sum())


def _options_of(margin: Margin, variable: str, targets: Targets | None) -> list[str]:
    recode = targets.recode_of(margin, variable) if targets is not None else None
    if recode is None:
        return list(margin.levels(variable))
    return [option for level in margin.levels(variable) for option in recode.get(level, (level,))]


def _margin_places(
    margin: Margin, variables: Sequence[str], levels: Sequence[tuple[str, ...]], places: Index, targets: Targets | None
) -> tuple[Index, Array]:
    """For each combination its cell of the margin, and the cells' shares. Free cells divide what is left equally."""
    level: list[dict[str, str]] = []
    for variable in margin.variables:
        recode = targets.recode_of(margin, variable) if targets is not None else None
        back = {option: name for name, options in (recode or {}).items() for option in options}
        level.append({option: back.get(option, option) for option in levels[variables.index(variable)]})
    cells = {cell: place for place, cell in enumerate(margin.figures)}
    columns = [variables.index(variable) for variable in margin.variables]
    at = np.array(
        [cells.get(tuple(level[j][levels[k][row[k]]] for j, k in enumerate(columns)), len(cells)) for row in places],
        dtype=np.int64,
    )
    figures = np.array([*margin.figures.values(), 0.0])
    free = np.isnan(figures)
    if free.any():
        left = max((margin.whole or 100.0) - float(figures[~free].sum()), 0.0)
        figures[free] = left / free.sum()
    return at, figures / figures.sum()
