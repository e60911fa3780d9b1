"""Direct standardization: every domain gets the same distribution of age, or of anything else."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Cell, Margin, Targets
from survey.errors import WeightingError
from survey.weighting.calibrating.poststratify import poststratify
from survey.weighting.margins.given_targets import as_targets, constructed, made_targets
from survey.weighting.margins.one_answer import one_answer
from survey.weighting.record.adjusted import NewWeight, adjusted
from survey.weighting.record.replicated import reweighted
from survey.weighting.record.weight_column import free_name
from survey.wording.message import message

Names = str | Sequence[str]
STANDARD = "standardization"


def standardize(
    sample: SampleData,
    by: Names,
    population: Mapping[Any, Any],
    over: Names = (),
    *,
    excluding_missing: Names = (),
    name: str | None = None,
) -> SampleData:
    """The sample with weights that give every domain of ``over`` the distribution of ``by`` that ``population`` has (R:
    ``svystandardize``; Stata: ``svy, stdize() stdweight()``), so that domains differ in their answers, not in age.

    ``population``: figures of the options of ``by`` (nested for several), of which the shares are taken. ``over``: the
    domains, whose own totals stay as the weights have them; none: the whole sample. ``excluding_missing``: questions
    whose missing answers lose their weight before totals are taken, so that figures of those who answered are
    standardized exactly. With ``π_k`` the share of ``k`` and ``W_d`` the weights in domain ``d``, weights are
    multiplied by ``π_k W_d / W_dk``: a mean becomes ``Σ_k π_k ȳ_dk``, and its variance is that of post-stratification
    to ``by × over``. Totals of ``over`` then have no error, though they are estimates: take them, and anything that is
    not a comparison of domains, from the sample before.

    Starts from the weight in use. Raises ``WeightingError`` for a cell that the population has and nobody is in (R
    leaves it out without a word) and for answers without a figure. Source: National Center for Health Statistics,
    NHANES tutorials, "Age standardization"; Klein & Schoenborn (2001), Healthy People Statistical Notes 20.
    """
    ahead, across, left_out = _names(by), _names(over), _names(excluding_missing)
    figures = as_targets({ahead[0] if len(ahead) == 1 else ahead: population})
    (given,) = figures.margins.values()
    sums = given.figures
    whole = sum(sums.values())
    if not whole > 0 or not np.isfinite(whole):
        raise WeightingError(
            "the figures of the population add to nothing that shares can be taken of",
            where=" × ".join(ahead),
            fix="Give every option its number of people, or its share.",
        )
    answered = _without_missing(sample, left_out)
    shares = {cell: value / whole for cell, value in sums.items()}
    made = poststratify(answered, _targets(answered, given, shares, across), name=name)
    options = {"by": list(ahead), "population": _nested(sums), "over": list(across)}
    options["excluding_missing"] = list(left_out)
    counts = {**made.steps[-1].counts, **(answered.steps[-1].counts if answered is not sample else {})}
    note = message("data.standardized", names=" × ".join(ahead), over=_domains(across))
    step = replace(
        made.steps[-1],
        step="standardize",
        base_weight=sample.weight,
        said=note,
        options={key: value for key, value in options.items() if value},
        counts=counts,
    )
    record = replace(made.calibration, notes=(*made.calibration.notes, note))
    return made.changed(calibration=record, steps=(*sample.steps, step))


def _domains(across: Sequence[str]) -> Any:
    if not across:
        return ""
    return message("data.standardized_in", names=" × ".join(across))


def _names(given: Names) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _without_missing(sample: SampleData, names: Sequence[str]) -> SampleData:
    """The sample in which those who lack an answer to one of ``names`` have the weight 0."""
    keys = [one_answer(sample, name) for name in names]
    if not keys:
        return sample
    cells = sample.engine.collapse(keys, weight=sample.weight)
    there = np.ones(len(cells), dtype=bool)
    for key in keys:
        kinds = np.array([kind == "" for kind in sample.engine.encoding(key).kinds])
        there &= kinds[cells.key(key.question)]
    column = free_name(None, sample.engine.columns)
    factor = there.astype(float)
    engine = sample.engine.attach(keys, cells, factor, column, start=sample.weight)
    replicates = reweighted(sample, keys, cells, lambda sums: factor)
    counts = {"without an answer": int(cells.respondents[~there].sum())}
    return adjusted(sample, NewWeight("standardize", column, engine, replicates, {}, {}, counts))


def _targets(sample: SampleData, given: Margin, shares: Mapping[Cell, float], across: Sequence[str]) -> Targets:
    """The margin ``by × over``: the share of each cell of ``by`` times the weights of each domain."""
    keys = [one_answer(sample, name) for name in across]
    cells = sample.engine.collapse(keys, weight=sample.weight)
    sizes = _sizes(sample, keys, cells)
    counts = {
        (*cell, *domain): share * size
        for (cell, share), (domain, size) in itertools.product(shares.items(), sizes.items())
    }
    variables = (*given.variables, *across)
    margin = constructed(Margin, variables=variables, counts=counts)
    return made_targets(STANDARD, {"_by_".join(variables): margin}, total=float(sum(sizes.values())))


def _sizes(sample: SampleData, keys: Sequence[Question], cells: CellTable) -> dict[Cell, float]:
    """The weights in each domain; who has no answer is told by the margins."""
    sizes: dict[Cell, float] = {}
    kinds = [sample.engine.encoding(key).kinds for key in keys]
    for codes, weighted, respondents in zip(cells.codes, cells.sum_w, cells.respondents, strict=True):
        if respondents and not any(kind[code] for kind, code in zip(kinds, codes, strict=True)):
            domain = tuple(str(level[code]) for level, code in zip(cells.levels, codes, strict=True))
            sizes[domain] = sizes.get(domain, 0.0) + float(weighted)
    return sizes


def _nested(figures: Mapping[Cell, float]) -> dict[str, Any]:
    """Figures as a definition writes them."""
    made: dict[str, Any] = {}
    for cell, value in figures.items():
        at = made
        for option in cell[:-1]:
            at = at.setdefault(option, {})
        at[cell[-1]] = float(value)
    return made
