"""Replicate weights made from the sampling design."""

from __future__ import annotations

import numpy as np

from survey.cells.samples.replicates import Replicates
from survey.cells.samples.sample import SampleData
from survey.cells.table.names import nearest_column
from survey.errors import DesignError, WeightingError, WeightingWarning, warn
from survey.estimation.core.rows import first_stage
from survey.maths.variance.hadamard import hadamard_order
from survey.maths.variance.linearization import Strata
from survey.maths.variance.replicate_factors import (
    Factors,
    balanced_halves,
    bootstrap,
    jackknife,
    successive_differences,
)

METHODS = ("JK1", "JKn", "BRR", "Fay", "bootstrap", "SDR")
LARGEST = 4 << 30  # bytes of all replicate weights together
COUNTS = {"bootstrap": 500, "SDR": 80}


def make_replicates(
    sample: SampleData,
    method: str,
    *,
    count: int | None = None,
    rho: float | None = None,
    seed: int | None = None,
    mse: bool | None = None,
    df: float | None = None,
) -> SampleData:
    """The sample with replicate weights made from its design (R: ``as.svrepdesign``; Stata ``svy jackknife``; SAS
    ``VARMETHOD=``), which from then on make every standard error.

    ``method``: ``JK1`` (no strata) and ``JKn`` leave out one PSU at a time; ``BRR`` and ``Fay`` (with ``rho``) take
    balanced halves of pairs of PSUs; ``bootstrap`` draws ``n_h - 1`` PSUs (R: ``subbootstrap``) ``count`` times, 500
    by default (R: 50), by ``seed``, which it needs so that the figures can be made again; ``SDR`` compares neighbours
    in the order of the data with ``count`` replicates, 80 by default. Respondents are PSUs in a design without.
    Formulas and sources: ``survey.maths.variance.replicate_factors``.

    Each method uses the first stage only, with its finite population correction (R leaves it out for BRR, Fay and the
    bootstrap); those of later stages are left out with a warning, as in R. The rules for lonely PSUs are those of the
    design, but ``adjust`` is for the jackknife alone. ``mse``: deviations from the full sample's estimate, not from
    the mean of the replicates; by default for SDR only. ``df``: the rank of the weights less one where it is not given.

    Weight after, not before: each replicate is then weighted too. Raises ``WeightingError`` for a sample that was
    weighted here, ``DesignError`` for a design that the method cannot use, ``LonelyPsuError`` by the design's rule.
    """
    _check(sample, method, count, rho, seed)
    unit, stratum, strata, names = first_stage(sample)
    lonely = sample.design.lonely_psu
    if method == "JK1" and len(names) > 1:
        raise _failed(f"JK1 is for designs without strata; there are {len(names)}", "Use JKn.")
    odd = [f"{name} ({n:g})" for name, n in zip(names, strata.count, strict=True) if n % 2 and n > 1]
    if method in ("BRR", "Fay") and odd:
        shown = ", ".join(odd[:5]) + (", …" if len(odd) > 5 else "")
        said = f"{method} pairs PSUs, and {len(odd)} stratum(s) have an odd number of them: {shown}"
        raise _failed(said, "Use JKn or the bootstrap.")
    if lonely == "adjust" and (strata.count == 1).any() and not method.startswith("JK"):
        raise _failed(f"{method} knows no rule 'adjust' for lonely PSUs", "Use JKn, or another rule.")
    if len(sample.design.fpc_columns) > 1:
        warn(WeightingWarning, "replicates use the finite population correction of the first stage only")
    expected = len(stratum) if method.startswith("JK") else count or COUNTS.get(method, len(stratum) // 2)
    if sample.n * expected * 8 > LARGEST:
        raise _failed(f"{expected:,} replicates of {sample.n:,} weights do not fit into memory", "Use the bootstrap.")
    try:
        made = _factors(method, stratum, strata, lonely, count, rho, seed)
    except ValueError as error:
        raise _failed(str(error), "Choose another method, or another number of replicates.") from None
    if not made.df > 0:
        raise _failed("every stratum has one unit, or is wholly in the sample", "Merge strata.")
    return sample.changed(
        replicates=Replicates(
            given=(made.factors.T[:, unit] * sample.weights).T,  # a replicate's weights lie together
            scale=made.scale,
            rscales=made.rscales,
            df=made.df if df is None else float(df),
            mse=method == "SDR" if mse is None else mse,
            method=method,
            rho=rho,
            seed=seed if method == "bootstrap" else None,
        )
    )


def _check(sample: SampleData, method: str, count: int | None, rho: float | None, seed: int | None) -> None:
    if sample.calibration is not None:
        raise WeightingError(
            "this sample is weighted already, and its replicates would not be",
            where=sample.calibration.weight,
            fix="Make the replicates first, then weight.",
        )
    if sample.design.pps is not None or sample.joint is not None:
        raise _failed("no replicates are known of units drawn with unequal probabilities", "Leave out pps, or use it.")
    if method not in METHODS:
        raise _failed(f"unknown method '{method}'", nearest_column(method, METHODS))
    if method == "Fay" and rho is None:
        raise _failed("Fay's method needs its rho, from 0 to below 1", "Write rho=0.5, say.")
    if method != "Fay" and rho is not None:
        raise _failed(f"rho belongs to Fay's method, not to {method}", "Write method='Fay'.")
    if method == "bootstrap" and seed is None:
        raise _failed("the bootstrap needs a seed, so that its figures can be made again", "Write seed=1, say.")
    if count is not None and method.startswith("JK"):
        raise _failed(f"{method} has as many replicates as PSUs; count cannot be chosen", "Leave count out.")
    if count is not None and count < 2:
        raise _failed(f"{count} replicate(s); there must be 2 or more", "Write count=80, say.")
    if count is not None and method in ("BRR", "Fay", "SDR") and hadamard_order(count) != count:
        said = f"no Hadamard matrix of order {count} can be built"
        raise _failed(said, f"Write count={hadamard_order(count)}.")


def _failed(said: str, fix: str) -> DesignError:
    return DesignError(said, where="replicates", fix=fix)


def _factors(
    method: str,
    stratum: np.ndarray,
    strata: Strata,
    lonely: str,
    count: int | None,
    rho: float | None,
    seed: int | None,
) -> Factors:
    if method in ("BRR", "Fay"):
        return balanced_halves(stratum, strata, lonely, rho=rho or 0.0, count=count)
    if method == "bootstrap":
        return bootstrap(stratum, strata, lonely, count=count or COUNTS[method], seed=seed)
    if method == "SDR":
        return successive_differences(stratum, strata, lonely, count=count or COUNTS[method])
    return jackknife(stratum, strata, lonely)
