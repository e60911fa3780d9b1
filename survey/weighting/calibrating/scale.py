"""Scaling of weights to a sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.targets import Targets
from survey.errors import WeightingError
from survey.weighting.calibrating.replayable import replayable
from survey.weighting.margins.given_targets import as_targets
from survey.weighting.margins.one_answer import one_answer
from survey.weighting.record.adjusted import NewWeight, adjusted
from survey.weighting.record.replicated import reweighted
from survey.weighting.record.weight_column import free_name
from survey.wording.formatted import formatted
from survey.wording.message import Message, message
from survey.words import nearest

To = str | float | Mapping[Any, float]
WAYS = ("n", "population", "none")


def scale(
    sample: SampleData,
    to: To = "n",
    *,
    by: str | Sequence[str] = (),
    targets: Targets | Mapping[Any, Any] | None = None,
    name: str | None = None,
) -> SampleData:
    """The sample with its weights times one number, or one for each domain, so that they add to what is asked.

    ``to``: ``n``, the respondents with a weight above 0 (mean weight 1); ``population``, the total of ``targets``, with
    ``by`` the counts of their margin of these variables; a number; a mapping of the levels of ``by`` to numbers;
    ``none``, which changes nothing. ``by``: column(s) whose levels are scaled each to its own sum (each wave, each
    country). Shares, means and ratios stay what they are, in the whole without ``by`` and inside each domain with it.
    The number is taken as known: replicate weights are multiplied by the same, and the variance of a calibration made
    before stays. Raises ``WeightingError`` for a sum that is
    not positive and for levels without a figure.
    """
    variables = (by,) if isinstance(by, str) else tuple(by)
    if isinstance(to, str) and to not in WAYS:
        raise WeightingError(f"weights cannot be scaled to '{to}'", where="to", fix=nearest(to, WAYS))
    if to == "none":
        return sample.changed()
    keys = [one_answer(sample, variable) for variable in variables]
    cells = sample.engine.collapse(keys, weight=sample.weight)
    wanted = _wanted(cells, variables, to, targets)
    live = cells.respondents > 0
    factor = np.divide(wanted, cells.sum_w, out=np.zeros(len(cells)), where=live)
    column = free_name(name, sample.engine.columns)
    engine = sample.engine.attach(keys, cells, factor, column, start=sample.weight)
    replicates = reweighted(sample, keys, cells, lambda sums: factor)
    options: dict[str, Any] = {"to": to if isinstance(to, str) else _plain(to)}
    if variables:
        options["by"] = list(variables)
    if targets is not None and to == "population":
        options |= replayable(as_targets(targets), {})
    said = _said(to, variables, float(wanted[live].sum()))
    new = NewWeight("scale", column, engine, replicates, said, options, constant=not variables)
    return adjusted(sample, new)


def _said(to: To, variables: tuple[str, ...], total: float) -> Message:
    what = message(f"data.scaled_to_{to if to in ('n', 'population') else 'figures'}")
    inside = message("data.in_each", variables=" × ".join(variables)) if variables else ""
    return message("data.scaled", what=what, inside=inside, total=formatted(total, ",.10g"))


def _plain(to: Any) -> Any:
    if not isinstance(to, Mapping):
        return float(to)
    return {
        " × ".join(map(str, key)) if isinstance(key, tuple) else str(key): float(value) for key, value in to.items()
    }


def _wanted(cells: CellTable, variables: tuple[str, ...], to: To, targets: Targets | Mapping[Any, Any] | None) -> Array:
    """The sum asked for in each domain."""
    if to == "n":
        return cells.respondents.astype(float)
    levels = [tuple(str(level[code]) for level, code in zip(cells.levels, codes, strict=True)) for codes in cells.codes]
    if to == "population":
        figures = _population(variables, targets)
    elif isinstance(to, Mapping):
        figures = {_level(key, variables): float(value) for key, value in to.items()}
    elif isinstance(to, (int, float)):
        figures = dict.fromkeys(levels, float(to))
    else:
        raise WeightingError(f"weights cannot be scaled to {to!r}", where="to", fix="Write n, population or a number.")
    if isinstance(to, Mapping) and not variables:
        raise WeightingError("figures for levels need the variable", where="by", fix="Name it: by='country'.")
    there = cells.respondents > 0
    lost = [" × ".join(level) for level, here in zip(levels, there, strict=True) if here and level not in figures]
    if lost:
        raise WeightingError(
            f"no figure for {', '.join(lost[:5])}{', …' if len(lost) > 5 else ''}",
            where=" × ".join(variables),
            fix="Give every level that respondents are in a figure.",
        )
    made = np.array([figures.get(level, 0.0) for level in levels])
    if not (made[there] > 0).all() or not np.isfinite(made).all():
        raise WeightingError("weights must add to a number above 0", where="to", fix="Write n, population or a number.")
    return made


def _level(key: Any, variables: tuple[str, ...]) -> tuple[str, ...]:
    """A level of the domains as it may be written: one text, or one for each variable."""
    if isinstance(key, tuple):
        return tuple(map(str, key))
    return tuple(str(key).split(" × ")) if len(variables) > 1 else (str(key),)


def _population(
    variables: tuple[str, ...], targets: Targets | Mapping[Any, Any] | None
) -> dict[tuple[str, ...], float]:
    if targets is None:
        raise WeightingError(
            "the size of the population is not known here", where="to", fix="Give targets with a total, or the number."
        )
    figures = as_targets(targets)
    margin = next((one for one in figures.margins.values() if tuple(one.variables) == variables), None)
    counts = margin.counts if margin is not None else None
    shares = margin.shares if margin is not None else None
    if not variables and figures.total:
        return {(): float(figures.total)}
    if counts is not None:
        return dict(counts)
    if shares is not None and figures.total:
        whole = sum(shares.values())
        return {cell: share / whole * figures.total for cell, share in shares.items()}
    said = f"no counts of {' × '.join(variables)}" if variables else "no total"
    raise WeightingError(
        f"the targets have {said}",
        where=f"targets {figures.targets}",
        fix="Write the number, or 'total:' in the targets.",
    )
