"""The weights of several samples as one, and their replicates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.engines.engine import Engine
from survey.cells.samples.replicates import Replicates
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.errors import WeightingError
from survey.maths.weights.composite import effective_factors, equal_factors
from survey.weighting.record.weight_column import free_name

Factors = str | Mapping[str, float]
FACTORS = ("effective", "equal")


def check_parts(parts: Mapping[str, SampleData], factors: str | Mapping[str, float], question: str) -> None:
    """Raise one ``WeightingError`` with everything that keeps ``parts`` from being combined."""
    problems = []
    if len(parts) < 2:
        problems.append("two samples or more are needed")
    if len({id(part) for part in parts.values()}) < len(parts):
        problems.append("a sample cannot be combined with itself")
    if any(question in (*part.questions, *part.engine.columns) for part in parts.values()):
        problems.append(f"'{question}' is a question or column already; name the one of the samples otherwise")
    if any(key.startswith("_") for key in parts):
        problems.append("a sample's name cannot begin with '_'")
    have = [key for key, part in parts.items() if part.replicates is not None]
    if have and len(have) < len(parts):
        lack = ", ".join(key for key in parts if key not in have)
        problems.append(f"{', '.join(have)} have replicate weights and {lack} have none")
    if any(part.joint is not None or part.design.pps is not None for part in parts.values()):
        problems.append("samples with joint inclusion probabilities cannot be combined")
    if isinstance(factors, str):
        if factors not in FACTORS:
            problems.append(f"unknown rule '{factors}' for factors; known: {', '.join(FACTORS)}, or figures by name")
    elif set(map(str, factors)) != set(parts):
        problems.append(f"factors are given for {', '.join(map(str, factors))}; the samples are {', '.join(parts)}")
    elif min(factors.values()) < 0 or abs(sum(factors.values()) - 1) > 1e-6:
        problems.append(f"factors add to {sum(factors.values()):g}; they must be 0 or more and make 1")
    if problems:
        raise WeightingError("\n".join(problems), where="combine", fix="Correct these first.")


@dataclass(frozen=True)
class Weighted:
    """All samples in ``engine``, with their new weight in ``column``. ``factors``: the composite factor of each sample
    over all domains; ``parts``: the same made to add to 1."""

    engine: Engine
    column: str
    factors: Mapping[str, float]
    parts: Mapping[str, float]


def weighted_parts(
    parts: Mapping[str, SampleData],
    base: SampleData,
    question: str,
    factors: Factors,
    by: Sequence[str],
    start: str,
    name: str | None,
) -> Weighted:
    """Weights ``λ_k · w · T / W_k``. ``base``: all respondents, those of each sample named by ``question``, with their
    own weights in ``start``; ``by``: domains in each of which ``λ`` is found anew."""
    keys = [base.question(one) for one in (question, *by)]
    cells = base.engine.collapse(keys, weight=start)
    place = np.array([list(parts).index(str(level)) if level in parts else -1 for level in cells.levels[0]])
    of = place[cells.key(question)]
    domain = np.unique(cells.flat([one.question for one in keys[1:]]), return_inverse=True)[1].reshape(-1)
    shares = _shares(factors, list(parts), of, domain, cells)
    whole = np.bincount(of, cells.sum_w, minlength=len(parts))
    in_sample = shares[of, domain]
    overall = np.bincount(of, cells.sum_w * in_sample, minlength=len(parts)) / whole
    total = float(overall @ whole / overall.sum())
    column = free_name(name, base.engine.columns)
    engine = base.engine.attach(keys, cells, in_sample * total / whole[of], column, start=start)
    found = dict(zip(parts, overall.tolist(), strict=True))
    return Weighted(engine, column, found, dict(zip(parts, (overall / overall.sum()).tolist(), strict=True)))


def _shares(
    factors: Factors, names: Sequence[str], of: NDArray[np.int64], domain: NDArray[np.int64], cells: CellTable
) -> Array:
    """(samples, domains): the composite factors."""

    domains = int(domain.max(initial=-1)) + 1

    def table(sums: Array) -> Array:
        index = of * domains + domain
        return np.bincount(index, sums, minlength=len(names) * domains).reshape(len(names), domains).astype(float)

    sums = table(cells.sum_w)
    if factors == "effective":
        return effective_factors(sums, table(cells.sum_w2))
    if isinstance(factors, str):
        return equal_factors(sums)
    given = np.array([float(factors[name]) for name in names])[:, None] * (sums > 0)
    whole = given.sum(axis=0)
    return np.divide(given, whole, out=np.zeros_like(given), where=whole > 0)


def replicate_blocks(parts: Mapping[str, SampleData], weights: Array, *, together: bool) -> Replicates | None:
    """The replicates of each sample while the others keep their weights; with ``together`` (samples that share units,
    whose replicates have one structure) each replicate in all of them."""
    made = [part.replicates for part in parts.values()]
    if any(one is None for one in made):
        return None
    blocks = [one for one in made if one is not None]
    count = blocks[0].count if together else sum(one.count for one in blocks)
    found = np.repeat(weights[:, None], count, axis=1)
    row = column = 0
    for one, part in zip(blocks, parts.values(), strict=True):
        size = part.n
        mine = slice(row, row + size)
        ratio = np.divide(weights[mine], part.weights, out=np.zeros(size), where=part.weights != 0)
        # who has weight in a replicate only gets the factor of the sample
        ratio = np.where(part.weights != 0, ratio, ratio.max(initial=0.0))
        found[mine, column : column + one.count] = one.weights * ratio[:, None]
        row, column = row + size, column + (0 if together else one.count)
    if together:
        return replace(blocks[0], given=found, columns=(), df=float(min(one.df for one in blocks)))
    methods = list(dict.fromkeys(one.method for one in blocks))
    return Replicates(
        given=found,
        scale=1.0,
        rscales=np.concatenate([one.scale * np.broadcast_to(one.rscales, one.count) for one in blocks]),
        df=float(sum(one.df for one in blocks)),
        mse=True,
        method=methods[0] if len(methods) == 1 else "other",
    )
