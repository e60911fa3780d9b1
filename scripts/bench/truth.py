"""The same figures by another way, from sums that pandas or plain SQL made: no code of the package is in here.

``totals(keys)`` gives a frame with Σw per combination of ``keys``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bench.bounds import asked_of_duckdb, duckdb_source
from bench.data import QUESTIONS, WAVES

Array = NDArray[np.float64]
Totals = Callable[[Sequence[str]], pd.DataFrame]


def totals_of_frame(frame: pd.DataFrame) -> Totals:
    """Sums by pandas."""
    return lambda keys: frame.groupby(list(keys), sort=False)["weight"].sum().reset_index()


def totals_of_files(paths: Sequence[Path]) -> Totals:
    """Sums by DuckDB, with no grouping sets, casts or checks."""

    def totals(keys: Sequence[str]) -> pd.DataFrame:
        named = ", ".join(keys)
        sql = f"select {named}, sum(weight) as weight from {duckdb_source(paths)} group by {named}"
        found: pd.DataFrame = asked_of_duckdb(sql).to_pandas()
        return found

    return totals


def scores(totals: Totals, answer: str, by: str | None) -> tuple[Array, Array, Array]:
    """Shares (options, columns) and their linearized scores per PSU (units, options, columns), with the units' strata.

    The score of unit u is ``(T_u,answer,column - p · T_u,column) / T_column``."""
    keys = ["stratum", "psu", answer, *([by] if by else [])]
    found = totals(keys)
    columns = {**QUESTIONS, "wave": WAVES}[by] if by else 1
    psus = int(found["psu"].max())
    sums = np.zeros((int(found["stratum"].max()) * psus, QUESTIONS[answer], columns))
    unit = (found["stratum"] - 1) * psus + found["psu"] - 1
    place = found[by] - 1 if by else np.zeros(len(found), dtype=int)
    np.add.at(sums, (unit.to_numpy(), found[answer].to_numpy() - 1, np.asarray(place)), found["weight"].to_numpy())
    there = np.unique(unit)
    sums = sums[there]
    base = sums.sum(axis=(0, 1))
    share = sums.sum(axis=0) / base
    return share, (sums - share * sums.sum(axis=1, keepdims=True)) / base, there // psus


def standard_errors(score: Array, stratum: Array) -> Array:
    """√ Σ_h n_h · var_h of scores per unit, which stand in the first axis."""
    frame = pd.DataFrame(score.reshape(len(score), -1)).groupby(stratum)
    spread = frame.var(ddof=1).mul(frame.size(), axis=0).sum()
    return np.sqrt(spread.to_numpy()).reshape(score.shape[1:])


def shares(totals: Totals, answer: str, by: str | None = None) -> tuple[Array, Array]:
    """Shares and standard errors (options, columns) with strata of PSUs."""
    share, score, stratum = scores(totals, answer, by)
    return share, standard_errors(score, stratum)


def table(totals: Totals, answer: str, banners: Sequence[str]) -> tuple[Array, Array]:
    """Shares and standard errors of everybody, then of each banner, side by side."""
    parts = [shares(totals, answer, by) for by in (None, *banners) if by != answer]
    return np.concatenate([one for one, _ in parts], axis=1), np.concatenate([one for _, one in parts], axis=1)


def changes(totals: Totals, answer: str) -> tuple[Array, Array]:
    """Change from each wave to the next, and its standard error: (options, waves - 1). Waves share their PSUs."""
    share, score, stratum = scores(totals, answer, "wave")
    return np.diff(share, axis=1), standard_errors(np.diff(score, axis=2), stratum)


def raked(totals: Totals, shares_of: dict[str, dict[str, float]], answer: str | None = None) -> pd.DataFrame:
    """Cells of the margins (and ``answer``) with Σw before, ``weight``, and after raking, ``after``: 200 rounds."""
    margins = list(shares_of)
    found = totals([*margins, *([answer] if answer else [])])
    w = found["weight"].to_numpy(dtype=float).copy()
    whole = w.sum()
    for _ in range(200):
        for name, wanted in shares_of.items():
            goal = whole * np.array([0.0, *wanted.values()])
            now = np.bincount(found[name], w, minlength=len(goal))
            w *= np.divide(goal, now, out=np.zeros_like(goal), where=now > 0)[found[name]]
    return found.assign(after=w)


def replicated(frame: pd.DataFrame, answer: str, columns: Sequence[str]) -> tuple[Array, Array]:
    """Shares, and standard errors from replicates with scale 1/R around their mean (balanced repeated replication)."""
    sums = frame.groupby(answer)[["weight", *columns]].sum().to_numpy()
    theta = sums / sums.sum(axis=0)
    return theta[:, 0], np.sqrt(((theta[:, 1:] - theta[:, 1:].mean(axis=1, keepdims=True)) ** 2).mean(axis=1))


def apart(found: Array, expected: Array) -> float:
    """Largest relative difference; where 0 is expected, the difference itself."""
    found, expected = np.asarray(found, dtype=float).ravel(), np.asarray(expected, dtype=float).ravel()
    if found.shape != expected.shape or not np.isfinite(found).all():
        return float("inf")
    scale = np.where(expected == 0, 1.0, np.abs(expected))
    return float(np.max(np.abs(found - expected) / scale, initial=0.0))
