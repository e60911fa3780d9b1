"""Several questions in one result, with the covariance between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.core.covariance import cells_of_rows, layer_scores, most_figures
from survey.estimation.core.domains import crossing
from survey.estimation.core.layout import laid_out
from survey.estimation.core.options import allowed, known
from survey.estimation.core.respondents import respondents
from survey.estimation.core.rows import row_totals
from survey.estimation.core.totals import Domains
from survey.estimation.result.choices import Statistic, TogetherOptions
from survey.estimation.result.estimates import Estimates
from survey.estimation.result.stack import ARRAYS
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.share import share
from survey.estimation.statistics.total import default_of, total
from survey.wording.worded import once

CALLS: dict[str, Callable[..., Estimates]] = {"mean": mean, "total": total, "share": share}


@dataclass(frozen=True)
class _Part:
    """One question: its own result, the names of its rows, and the totals (columns of ``scores``) it is made of:
    ``top / under``, or ``top`` alone, for each row the columns to add up."""

    made: Estimates
    labels: tuple[str, ...]
    scores: Array  # (respondents, totals)
    domains: list[Domains]  # of the totals
    top: Array  # (rows, totals) of 0 and 1
    under: Array | None = None


def together(
    sample: SampleData,
    questions: Sequence[str],
    statistic: Statistic = "mean",
    by: str | Sequence[str] = (),
    **options: Unpack[TogetherOptions],
) -> Estimates:
    """Means, totals or shares of several questions as one result, whose ``covariance`` spans the questions.

    Each figure, its error and its interval are those that the question has alone (``mean``, ``total``, ``share`` with
    the same ``options``), on its own respondents; what is added is the covariance, which contrasts, ratios and nets of
    two questions need: ``r = sample.together(["api00", "api99"]); r["api00"] - r["api99"]``. Rows are questions ×
    options × domains, the domain varying fastest; their names are the questions (``api00``), with the option behind a
    colon for shares and totals of respondents (``vote: left``).

    R: ``svymean(~api00 + api99)``, which drops everybody with a missing answer to any of them. Stata: ``svy: mean api00
    api99``, which does so too. Percentages across a table and nets are left out: sum rows with ``Estimates.net``.
    Raises ``EstimationError`` for an unknown statistic, a question named twice, and what the statistic raises.
    """
    known("statistic", statistic, tuple(CALLS))
    names = list(questions)
    if isinstance(questions, str) or not names or len(set(names)) < len(names):
        raise EstimationError("give a list of different questions", where="questions", fix='Write ["api00", "api99"].')
    refused = sorted({"nets", "percent"} & set(options))
    if refused:
        raise EstimationError(
            f"several questions together take no {' and no '.join(refused)}",
            where=", ".join(names),
            fix="Sum rows of the result with net(name, rows).",
        )
    allowed(CALLS[statistic], options)
    parts = [_part(sample, name, statistic, by, options) for name in names]
    rows = sum(len(part.made) for part in parts)
    if rows > (most := most_figures()):
        raise EstimationError(f"{rows:,} figures; {most:,} is the most that memory allows", where=", ".join(names))
    first = parts[0].made
    fallback = next((part.made.method.fallback for part in parts if part.made.method.fallback), "")
    arrays: dict[str, Any] = {name: np.concatenate([getattr(part.made, name) for part in parts]) for name in ARRAYS}
    several = len(names) > 1
    counts = {
        f"{name}: {reason}" if several else reason: count
        for name, part in zip(names, parts, strict=True)
        for reason, count in part.made.counts.items()
    }
    return replace(
        first,
        question=", ".join(names),
        option=tuple(label for part in parts for label in part.labels),
        domain_levels=tuple(levels for part in parts for levels in part.made.domain_levels),
        covariance=_joint(sample, parts),
        method=replace(first.method, fallback=fallback),
        counts=counts,
        notes=once(note for part in parts for note in part.made.notes),
        several=any(part.made.several for part in parts),
        basis=None,
        **arrays,
    )


def _part(
    sample: SampleData, question: str, statistic: str, by: str | Sequence[str], options: Mapping[str, Any]
) -> _Part:
    if statistic == "total":
        options = {**options, "of": options.get("of") or default_of(sample, question)}
    made = CALLS[statistic](sample, question, by, **options)
    if statistic == "mean" or options.get("of") == "values":
        who = respondents(sample, (question,), by)
        numbers, size = who.numbers[:, 0], len(who.domains)
        one, labels = np.eye(size), (question,) * size
        if statistic == "total":
            return _Part(made, labels, who.spread(np.where(who.inside, numbers, 0.0)), [who.columns(1)], one, None)
        middle = float(np.median(numbers[who.inside]))  # as in ``mean``
        scores = np.concatenate([who.spread(numbers - middle), who.spread(np.ones(len(numbers)))], axis=1)
        none = np.zeros((size, size))
        top, under = np.concatenate([one, none], axis=1), np.concatenate([none, one], axis=1)
        return _Part(made, labels, scores, [who.columns(2)], top, under)
    base = options.get("base", "asked")
    cross = crossing(sample, question, by, base, several=True)
    layout = laid_out(cross, base)
    cell = cells_of_rows(sample, cross.keys, cross.known)
    scores = layer_scores(layout.layers, cell, layout.size)
    given = layout.domains("column")
    groups = [given] if isinstance(given, Domains) else given
    of = [Domains(one.cell[cell], one.statistic, one.count) for one in groups]
    top, under = (side.T for side in layout.sides("column", np.eye(layout.size)))
    labels = tuple(f"{question}: {option}" for option in made.option)
    return _Part(made, labels, scores, of, top, None if statistic == "total" else under)


def _joint(sample: SampleData, parts: Sequence[_Part]) -> Array:
    """The covariance of all rows; of each question's own rows as its result has it."""
    scores = np.concatenate([part.scores for part in parts], axis=1)
    made = row_totals(sample, scores, [group for part in parts for group in part.domains])
    top = _blocks([part.top for part in parts])
    under = _blocks([np.zeros_like(part.top) if part.under is None else part.under for part in parts])
    plain = np.concatenate([np.full(len(part.top), part.under is None) for part in parts])
    with np.errstate(divide="ignore", invalid="ignore"):
        base = np.where(plain, 1.0, under @ made.estimate)
        value = (top @ made.estimate) / base
        gradient = (top - np.where(plain, 0.0, value)[:, None] * under) / base[:, None]
    live = np.flatnonzero(base != 0)

    def of(t: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((top[live] @ t) / np.where(plain[live], 1.0, under[live] @ t))

    covariance = np.full((len(top), len(top)), np.nan)
    covariance[np.ix_(live, live)] = made.covariance_of(of, gradient[live])
    error = np.concatenate([part.made.std_error for part in parts])
    with np.errstate(invalid="ignore"):
        fixed = error == 0  # rounding that the question's own result has settled
    covariance[fixed, :] = np.where(np.isnan(covariance[fixed, :]), np.nan, 0.0)
    covariance[:, fixed] = np.where(np.isnan(covariance[:, fixed]), np.nan, 0.0)
    return covariance


def _blocks(parts: Sequence[Array]) -> Array:
    """One block a question along the diagonal."""
    from scipy.linalg import block_diag

    return np.asarray(block_diag(*parts))
