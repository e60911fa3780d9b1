"""Replicate weights that come with the data."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from survey.arrays import Array
from survey.cells.samples.replicates import Replicates
from survey.cells.samples.sample import SampleData
from survey.cells.table.faults import LEAST
from survey.cells.table.names import nearest_column
from survey.cells.table.numbers import as_floats
from survey.cells.table.own_words import as_shown
from survey.cells.table.summary import Summary
from survey.errors import DesignError, WeightingError, WeightingWarning, warn
from survey.maths.variance.replication import batch_rank
from survey.words import REPLICATE_METHODS

SUCCESSIVE = ("SDR", "ACS")


def replicate_weights(
    sample: SampleData,
    columns: Any,
    method: str,
    *,
    rho: float | None = None,
    scale: float | None = None,
    rscales: ArrayLike | None = None,
    combined: bool = True,
    mse: bool | None = None,
    df: float | None = None,
) -> SampleData:
    """The sample with replicate weights, which from then on make every standard error in place of the design (R:
    ``svrepdesign``; Stata ``svyset, brrweight()`` and the like; SAS ``REPWEIGHTS``).

    ``columns``: their names; or a name's beginning, ``"PWGTP"`` for PWGTP1, PWGTP2, … by number; or a pattern with
    ``*``, ``"rw_*_b"``, in the order of the data; or the weights themselves, (respondents, replicates). The weight in
    use stays that of the estimates. ``combined``: they are final weights; otherwise factors on the weight.

    The variance is ``scale · Σ_r rscales_r (θ_r - centre)²``. By ``method``, with R replicates, ``scale`` is

    * ``JK1`` ``(R-1)/R``; ``JKn`` 1, with ``rscales`` ``(n_h-1)/n_h``, which combined weights need told and which are
      read off the largest factor of those that are not combined; ``JK2`` 1;
    * ``BRR`` ``1/R``; ``Fay`` ``1/(R(1-rho)²)``, and ``rho`` is needed;
    * ``bootstrap`` ``1/(R-1)`` (Stata and some other programs: ``1/R``);
    * ``SDR``, ``ACS`` ``4/R``: 4/80 for the American Community Survey, 4/160 for the CPS supplement;
    * ``other``: as given.

    ``scale`` and ``rscales`` given are used for every method (R ignores them for BRR, Fay, JK2 and ACS). The centre is
    the mean of the replicates, as in R, but the full sample's estimate for SDR and ACS, or where ``mse`` (SAS and
    SUDAAN always; Stata with ``mse``). ``df``: the rank of the weights less one, as in R (Stata: PSUs minus strata),
    where it is not given. Weights may be negative, as those of the ACS are; for other methods a warning counts them.

    Of weights made here (``rake`` …) replicates in columns are none; attach them first, and each is weighted anew.
    Raises ``DesignError`` with everything that does not fit."""
    _check_options(method, rho, scale)
    names, given = _named(sample, columns)
    problems = []
    count = len(names) if given is None else given.shape[1]
    if given is not None and given.shape[0] != sample.n:
        problems.append(f"{given.shape[0]} rows of replicate weights for {sample.n} respondents")
    if count < 2:
        problems.append(f"{count} replicate(s); there must be 2 or more")
    seen = sample.engine.summaries(names) if given is None else [Summary.of(weights) for weights in given.T]
    bad = sum(each.usable < each.rows for each in seen)
    if bad:
        problems.append(f"{bad} replicate(s) have empty or infinite weights")
    elif combined and (small := sum(0 < each.total < LEAST * each.n for each in seen)):
        problems.append(f"the weights of {small} replicate(s) are below 2^-53 on average: multiply them by a constant")
    elif count > 1 and (zero := sum(each.total <= 0 for each in seen)):
        problems.append(f"the weights of {zero} replicate(s) do not add to more than 0")
    spread = None if rscales is None else np.asarray(rscales, dtype=float)
    if spread is not None and (spread.shape not in ((), (1,), (count,)) or not (spread >= 0).all()):
        problems.append(f"rscales must be one number or {count}, none negative")
    if spread is None and method == "JKn" and combined:
        problems.append("JKn with combined weights needs rscales, (n_h-1)/n_h for the stratum of each replicate")
    if problems:
        raise DesignError("\n".join(problems), where="replicate weights", fix="Correct the columns or the options.")
    _warn(sample, seen, method, combined)
    if not combined:
        given = _read(sample, names) if given is None else given
        given, names = given * sample.weights[:, None], []
    if spread is None:
        spread = 1 / np.array([each.maximum for each in seen]) if method == "JKn" else np.ones(count)
    if df is None:
        batches = sample.engine.batches(names) if given is None else iter([given])
        df = float(batch_rank(batches) - 1)
    made = Replicates(
        given=None if given is None else np.asfortranarray(given),  # a replicate's weights lie together
        scale=_scale(method, count, rho) if scale is None else float(scale),
        rscales=np.broadcast_to(spread, (count,)).astype(float),
        df=float(df),
        mse=method in SUCCESSIVE if mse is None else mse,
        method=method,
        rho=rho,
        columns=() if given is not None else tuple(names),
        source=None if given is not None else sample.engine,
    )
    return sample.changed(replicates=made)


def replicate_columns(known: Sequence[str], asked: str | Sequence[str]) -> list[str]:
    """The columns that ``asked`` means: a list as it is; the column of that very name; a beginning followed by a
    number; a pattern with ``*``."""
    if not isinstance(asked, str):
        return list(asked)
    if asked in known and any(mark in asked for mark in "*?["):
        return [asked]
    if any(mark in asked for mark in "*?["):
        return [column for column in known if fnmatch.fnmatchcase(column, asked)]
    found = [(re.fullmatch(re.escape(asked) + r"(\d+)", column), column) for column in known]
    return [column for _, column in sorted((int(match[1]), column) for match, column in found if match)]


def _check_options(method: str, rho: float | None, scale: float | None) -> None:
    where = "replicate weights"
    if method not in REPLICATE_METHODS:
        raise DesignError(f"unknown method '{method}'", where=where, fix=nearest_column(method, REPLICATE_METHODS))
    if method == "Fay" and (rho is None or not 0 <= rho < 1):
        raise DesignError("Fay's method needs its rho, from 0 to below 1", where=where, fix="Write rho=0.5, say.")
    if method != "Fay" and rho is not None:
        raise DesignError(f"rho belongs to Fay's method, not to {method}", where=where, fix="Write method='Fay'.")
    if scale is None and method == "other":
        raise DesignError("method 'other' has no scale of its own", where=where, fix="Write scale=, and rscales=.")
    if scale is not None and not scale > 0:
        raise DesignError(f"the scale {scale:g} must be more than 0", where=where, fix="Leave it to the method.")


def _scale(method: str, count: int, rho: float | None) -> float:
    return {
        "JK1": (count - 1) / count,
        "BRR": 1 / count,
        "Fay": 1 / (count * (1 - (rho or 0.0)) ** 2),
        "bootstrap": 1 / (count - 1),
        "SDR": 4 / count,
        "ACS": 4 / count,
    }.get(method, 1.0)


def _named(sample: SampleData, columns: Any) -> tuple[list[str], Array | None]:
    """The names of the columns, with one error for every one that is not there or holds words; or the weights given."""
    given = getattr(columns, "to_numpy", lambda: columns)()
    if isinstance(given, np.ndarray) and given.ndim == 2:
        try:
            return [], np.asarray(given, dtype=float)
        except (TypeError, ValueError):
            fix = "Leave the other columns out."
            raise DesignError("not all of the weights are numbers", where="replicate weights", fix=fix) from None
    if sample.calibration is not None:
        raise WeightingError(
            f"the replicate weights in the data do not belong to '{sample.weight}', which was made here",
            where="replicate weights",
            fix="Attach them before weighting; then each of them is weighted too.",
        )
    if isinstance(columns, Mapping) or not isinstance(columns, Iterable):
        said = f"must be names of columns or the weights, not a {type(columns).__name__}"
        raise DesignError(said, where="replicate weights", fix="Write 'rw_*', a list of names, or an array.")
    known = sample.engine.columns
    names = replicate_columns(known, columns if isinstance(columns, str) else tuple(columns))
    if not names:
        raise DesignError(
            f"no column fits '{columns}'", where="replicate weights", fix=nearest_column(str(columns), known)
        )
    gone = [name for name in names if name not in known]
    if gone:
        shown = ", ".join(f"'{name}'" for name in gone[:5]) + (", …" if len(gone) > 5 else "")
        raise DesignError(
            f"there is no column {shown}", where="replicate weights", fix=nearest_column(str(gone[0]), known)
        )
    wrong = []
    for name in names:
        words = sample.engine.words(name)
        if words:
            wrong.append(f"{name}: '{as_shown(words[0])}' is not a number")
    if wrong:
        raise DesignError("\n".join(wrong[:5]), where="replicate weights", fix="Name columns of weights.")
    return names, None


def _read(sample: SampleData, names: Sequence[str]) -> Array:
    return np.stack([as_floats(sample.engine.values(name))[0] for name in names], axis=1)


def _warn(sample: SampleData, seen: Sequence[Summary], method: str, combined: bool) -> None:
    negative = sum(each.negative > 0 for each in seen)
    if negative and method not in SUCCESSIVE:
        warn(WeightingWarning, f"{negative} replicate(s) have negative weights, unusual for {method}")
    mean = sum(each.total for each in seen) / len(seen) / sample.n
    own = 1.0 if sample.weight is None else sample.engine.summary(sample.weight).total / sample.n
    if combined and mean < 5 and own / mean > 5:
        said = f"replicate weights of mean {mean:.3g} beside weights of mean {own:.3g} look like factors"
        warn(WeightingWarning, f"{said}: combined=False?")
    elif not combined and mean > 5 and own / mean < 5:
        said = f"replicate factors of mean {mean:.3g} look like final weights"
        warn(WeightingWarning, f"{said}: combined=True?")
