"""Test of association of two questions."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.core.covariance import Domains, Layer, totals
from survey.estimation.core.groups import Domain, grouped
from survey.estimation.core.options import DFS, degrees, known
from survey.estimation.result.choices import ChisquareVariant, Df
from survey.estimation.result.tested import TestResult, described
from survey.maths.association import association_deffs, independence_wald, pearson
from survey.maths.mixtures import mixture_tail
from survey.maths.tails import chi_square_tail, f_tail
from survey.words import Base

VARIANTS = {
    "F": "Pearson's X², second-order Rao-Scott correction",
    "Chisq": "Pearson's X², first-order Rao-Scott correction",
    "Wald": "Wald test of association",
    "adjWald": "Wald test of association, adjusted",
    "lincom": "Pearson's X², exact distribution of the sum of chi-squares",
    "saddlepoint": "Pearson's X², saddlepoint approximation of the sum of chi-squares",
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
    groups = grouped(sample, question, by, base, domain)
    cross, columns = groups.cross, len(groups.names)
    inside = groups.place >= 0
    place = np.where(inside, cross.option * columns + groups.place, -1)
    size = len(cross.options) * columns
    made = totals(sample, cross.keys, [Layer(place, np.ones(cross.size))], size, Domains.one(groups.everybody, size))
    table = made.estimate.reshape(len(cross.options), columns)
    rows_in, columns_in = table.sum(axis=1) > 0, table.sum(axis=0) > 0
    name = by if isinstance(by, str) else " × ".join(by)
    shape = (int(rows_in.sum()), int(columns_in.sum()))
    if min(shape) < 2:
        raise EstimationError(
            f"the table has {shape[0]} option(s) and {shape[1]} column(s) with respondents; association needs two of "
            "each",
            where=f"{question} by {name}",
            fix="Test a table with more columns, or use base='asked'.",
        )
    respondents = made.per_cell(made.table.respondents, cross.size)
    n, everybody = int(respondents[inside].sum()), int(respondents[groups.everybody].sum())
    nu = float(degrees(made, df, np.where(groups.everybody, 0, -1), 1)[0])
    live = np.flatnonzero(np.outer(rows_in, columns_in).ravel())
    counts = table[np.ix_(rows_in, columns_in)]
    notes = _left_out(cross.options, rows_in, "option") + _left_out(groups.names, columns_in, "column")
    if everybody > n:
        notes.append(
            f"{everybody - n} of {everybody} respondents are outside the table, without an answer of the base "
            f"'{base}' to both; they stay in the design, and X² is of the {n}"
        )
    empty = int((counts <= 0).sum())
    if empty:
        notes.append(f"{empty} of {counts.size} cells are empty")
    k = (shape[0] - 1) * (shape[1] - 1)
    freedom: tuple[float, ...] = ()
    if variant in ("Wald", "adjWald"):
        wald = independence_wald(counts, made.covariance[np.ix_(live, live)])
        below = nu if variant == "Wald" else nu - k + 1
        part = 1.0 if variant == "Wald" or math.isinf(nu) else below / nu if nu > 0 else math.nan
        statistic, freedom = (wald / k * part if below > 0 else math.nan), (float(k), below)
        p_value = f_tail(statistic, k, below)
        if math.isnan(wald):
            notes.append(
                f"not defined: the covariance of the {k} contrasts is singular; the variants F and Chisq do without it"
            )
        elif not below > 0:
            notes.append(f"not defined: {nu:g} degrees of freedom are too few for {k} contrasts")
    else:
        p, total = counts.ravel() / counts.sum(), counts.sum()
        gradient = np.zeros((len(live), size))
        gradient[:, live] = (np.eye(len(live)) - p[:, None]) / total
        spread = made.covariance_of(lambda t: t[live] / t[live].sum(), gradient)
        deffs = association_deffs(p.reshape(shape), spread, n)
        deffs = np.where(deffs < 1e-10, 0.0, deffs)  # rounding of a table that weighting fixes
        x2 = pearson(p.reshape(shape), n)
        if not deffs.sum() > 0:
            statistic, p_value = math.nan, math.nan
            notes.append(
                "not defined: the empty cells leave fewer contrasts than the table has"
                if np.isnan(deffs).any()
                else "not defined: the design and the weighting leave the table no variance"
            )
        else:
            d0 = float(deffs.sum() ** 2 / (deffs**2).sum())
            if variant == "F":
                statistic, freedom = x2 / float(deffs.sum()), (d0, d0 * nu)
                p_value = f_tail(statistic, d0, d0 * nu)
            elif variant == "Chisq":
                statistic, freedom = x2, (float(k),)
                p_value = chi_square_tail(x2 * k / float(deffs.sum()), k)
            else:
                fixed = sample.replicates is not None and isinstance(df, str)
                method = "exact" if variant == "lincom" else "saddlepoint"
                statistic = x2
                p_value = mixture_tail(x2, deffs, math.inf if fixed else d0 * nu, method=method)
            if variant != "Chisq" and not nu > 0:
                notes.append(f"no p-value: {nu:g} degrees of freedom")
    return TestResult(
        name="X²" if variant in ("Chisq", "lincom", "saddlepoint") else "F",
        statistic=statistic,
        df=freedom,
        p_value=p_value,
        method=described(sample, VARIANTS[variant]),
        question=question,
        by=name,
        n=n,
        notes=tuple(notes),
        study=sample.name,
        n_weighted=float(counts.sum()),
    )


def _left_out(names: Sequence[str], inside: np.ndarray, what: str) -> list[str]:
    gone = [name for name, there in zip(names, inside, strict=True) if not there]
    return [f"{what}s with nobody are left out: {', '.join(gone)}"] if gone else []
