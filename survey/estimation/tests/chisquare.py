"""Test of association of two questions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.core.covariance import Domains, Layer, Totals, totals
from survey.estimation.core.groups import Domain, Groups, grouped
from survey.estimation.core.options import DFS, degrees, known
from survey.estimation.result.choices import ChisquareVariant, Df
from survey.estimation.result.tested import TestResult, of_sample
from survey.maths.association import association_deffs, independence_wald, likelihood_ratio, pearson
from survey.maths.mixtures import mixture_tail
from survey.maths.tails import chi_square_tail, f_tail
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.words import Base, Text

Outcome = tuple[float, tuple[float, ...], float, list[Text]]  # statistic, degrees of freedom, p-value, notes
VARIANTS = {
    "F": "estimation.pearson_second_order",
    "Chisq": "estimation.pearson_first_order",
    "LR": "estimation.likelihood_ratio_second_order",
    "Wald": "estimation.wald_association",
    "adjWald": "estimation.wald_association_adjusted",
    "lincom": "estimation.pearson_exact",
    "saddlepoint": "estimation.pearson_saddlepoint",
}


def chisquare(
    sample: SampleData,
    question: str,
    by: str | Sequence[str],
    variant: ChisquareVariant = "F",
    *,
    base: Base = "valid",
    domain: Domain | None = None,
    df: Df = "domain",
) -> TestResult:
    """Are the answers to ``question`` distributed alike in all columns ``by``? (R: ``svychisq(statistic=variant)``)

    With ``X²`` of the weighted table scaled to the respondents, λ the generalized design effects of its ``k = (rows -
    1)(columns - 1)`` contrasts (``maths.association``), ``d = (Σλ)²/Σλ²`` and ν the degrees of freedom:

    * ``F`` (default; also of Stata's ``svy: tabulate``, SPSS Complex Samples "adjusted F" and SUDAAN): ``X²/Σλ``
      against F(d, dν);
    * ``Chisq``: ``X²/mean(λ)`` against χ²(k); ``X²`` itself is reported. SAS SURVEYFREQ ``CHISQ`` is of
      first order too, with a correction from the design effects of cells and margins;
    * ``LR``: the likelihood-ratio statistic ``G² = 2 n Σ p log(p/(p_r p_c))`` in place of ``X²``, corrected as ``F``
      (Stata: ``svy: tabulate, lr``);
    * ``Wald``: ``W/k`` against F(k, ν); ``adjWald``: ``W(ν-k+1)/(kν)`` against F(k, ν-k+1);
    * ``lincom``, ``saddlepoint``: ``X²`` against ``Σ λ_i χ²_1 / (χ²_dν/dν)``; with replicate weights against ``Σ λ_i
      χ²_1``, as R.

    ``base``: ``valid`` leaves out those without an answer to either (R: ``na.rm=TRUE``), ``asked`` tests "don't know"
    as an option. Those left out stay in the design, not in the ``n`` that ``X²`` is scaled to (R scales to all rows:
    its ``X²`` and λ are both larger by N/n, so F and every p-value are the same). ``domain``: question ->
    option(s), the subpopulation the test is confined to. ``df``: PSUs minus strata of everybody in the domain
    (``domain``; R), of the whole design (``design``), or a number. Options and columns with nobody are left out, with
    a note. The statistic is NaN, with a note, where the design leaves the table no variance, or a Wald test's
    covariance is singular.

    Raises ``EstimationError`` for fewer than two rows or columns. Sources: Rao & Scott (1984), Annals of Statistics
    12, 46-60; Thomas & Rao (1987), JASA 82, 630-636; Koch, Freeman & Freeman (1975)."""
    known("variant", variant, tuple(VARIANTS))
    if isinstance(df, str):
        known("df", df, DFS)
    found = _table(sample, question, by, grouped(sample, question, by, base, domain))
    nu = float(degrees(found.made, df, np.where(found.groups.everybody, 0, -1), 1)[0])
    if variant in ("Wald", "adjWald"):
        name, (statistic, freedom, p_value, notes) = "F", _wald(found, nu, adjusted=variant == "adjWald")
    else:
        fixed = sample.replicates is not None and isinstance(df, str)
        name = "F" if variant in ("F", "LR") else "X²"
        statistic, freedom, p_value, notes = _rao_scott(found, nu, variant, fixed)
    return TestResult(
        name=name,
        statistic=statistic,
        df=freedom,
        p_value=p_value,
        question=question,
        by=found.by,
        n=found.n,
        notes=(*found.notes(base), *notes),
        n_weighted=float(found.counts.sum()),
        **of_sample(sample, message(VARIANTS[variant])),
    )


@dataclass(frozen=True)
class _Table:
    """The weighted table of those with an answer to both. ``rows``, ``columns``: which options and columns somebody is
    in; ``by``: the columns' question; ``n``, ``everybody``: respondents in the table, and in its domain."""

    groups: Groups
    made: Totals
    rows: NDArray[np.bool_]
    columns: NDArray[np.bool_]
    by: str
    n: int
    everybody: int

    @property
    def shape(self) -> tuple[int, int]:
        return int(self.rows.sum()), int(self.columns.sum())

    @property
    def contrasts(self) -> int:
        """``k = (rows - 1)(columns - 1)``."""
        return (self.shape[0] - 1) * (self.shape[1] - 1)

    @property
    def live(self) -> NDArray[np.int64]:
        """Places of the table's cells among the totals."""
        return np.flatnonzero(np.outer(self.rows, self.columns).ravel())

    @property
    def counts(self) -> Array:
        """Weights of the cells."""
        whole = self.made.estimate.reshape(len(self.rows), len(self.columns))
        return whole[np.ix_(self.rows, self.columns)]

    def notes(self, base: str) -> list[Text]:
        """What is not in the table, and cells that are empty."""
        found = _left_out(self.groups.cross.options, self.rows, "estimation.options_of_nobody")
        found += _left_out(self.groups.names, self.columns, "estimation.columns_of_nobody")
        left = self.everybody - self.n
        if left > 0:
            found.append(message("estimation.outside_table", count=left, of=self.everybody, base=base, n=self.n))
        empty = int((self.counts <= 0).sum())
        return [*found, *([message("estimation.empty_cells", count=empty, of=self.counts.size)] if empty else [])]


def _table(sample: SampleData, question: str, by: str | Sequence[str], groups: Groups) -> _Table:
    cross, columns = groups.cross, len(groups.names)
    inside = groups.place >= 0
    place = np.where(inside, cross.option * columns + groups.place, -1)
    size = len(cross.options) * columns
    made = totals(sample, cross.keys, [Layer(place, np.ones(cross.size))], size, Domains.one(groups.everybody, size))
    table = made.estimate.reshape(len(cross.options), columns)
    respondents = made.per_cell(made.table.respondents, cross.size)
    found = _Table(
        groups,
        made,
        table.sum(axis=1) > 0,
        table.sum(axis=0) > 0,
        by if isinstance(by, str) else " × ".join(by),
        int(respondents[inside].sum()),
        int(respondents[groups.everybody].sum()),
    )
    if min(found.shape) < 2:
        raise EstimationError(
            f"the table has {found.shape[0]} option(s) and {found.shape[1]} column(s) with respondents; association "
            "needs two of each",
            where=f"{question} by {found.by}",
            fix="Test a table with more columns, or use base='asked'.",
        )
    return found


def _wald(found: _Table, nu: float, *, adjusted: bool) -> Outcome:
    """The Wald test of the contrasts, its degrees of freedom, p-value and notes."""
    k = found.contrasts
    wald = independence_wald(found.counts, found.made.covariance[np.ix_(found.live, found.live)])
    below = nu - k + 1 if adjusted else nu
    part = 1.0 if not adjusted or math.isinf(nu) else below / nu if nu > 0 else math.nan
    statistic = wald / k * part if below > 0 else math.nan
    notes: list[Text] = []
    if math.isnan(wald):
        notes.append(message("estimation.singular_contrasts", count=k))
    elif not below > 0:
        notes.append(message("estimation.df_too_few", df=formatted(nu), count=k))
    return statistic, (float(k), below), f_tail(statistic, k, below), notes


def _rao_scott(found: _Table, nu: float, variant: str, fixed: bool) -> Outcome:
    """Pearson's X² with the corrections of Rao and Scott; ``fixed``: its distribution takes λ as known."""
    counts, live, k = found.counts, found.live, found.contrasts
    p, total = counts.ravel() / counts.sum(), counts.sum()
    gradient = np.zeros((len(live), len(found.made.estimate)))
    gradient[:, live] = (np.eye(len(live)) - p[:, None]) / total
    spread = found.made.covariance_of(lambda t: t[live] / t[live].sum(), gradient)
    deffs = association_deffs(p.reshape(found.shape), spread, found.n)
    deffs = np.where(deffs < 1e-10, 0.0, deffs)  # rounding of a table that weighting fixes
    x2 = (likelihood_ratio if variant == "LR" else pearson)(p.reshape(found.shape), found.n)
    if not deffs.sum() > 0:
        fewer = np.isnan(deffs).any()
        none = message("estimation.fewer_contrasts") if fewer else message("estimation.table_without_variance")
        return math.nan, (), math.nan, [none]
    d0 = float(deffs.sum() ** 2 / (deffs**2).sum())
    without = variant != "Chisq" and not nu > 0
    notes: list[Text] = [message("estimation.no_p_value", df=formatted(nu))] if without else []
    if variant in ("F", "LR"):
        statistic = x2 / float(deffs.sum())
        return statistic, (d0, d0 * nu), f_tail(statistic, d0, d0 * nu), notes
    if variant == "Chisq":
        return x2, (float(k),), chi_square_tail(x2 * k / float(deffs.sum()), k), notes
    method = "exact" if variant == "lincom" else "saddlepoint"
    return x2, (), mixture_tail(x2, deffs, math.inf if fixed else d0 * nu, method=method), notes


def _left_out(names: Sequence[str], inside: NDArray[np.bool_], key: str) -> list[Text]:
    gone = [name for name, there in zip(names, inside, strict=True) if not there]
    return [message(key, names=", ".join(gone))] if gone else []
