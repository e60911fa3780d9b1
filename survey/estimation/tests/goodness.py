"""Test of one distribution against given shares."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.core.covariance import Domains, Layer, totals
from survey.estimation.core.groups import Domain, grouped
from survey.estimation.core.options import DFS, degrees, known
from survey.estimation.result.choices import Df, GoodnessVariant
from survey.estimation.result.tested import TestResult, of_sample
from survey.maths.association import fit
from survey.maths.mixtures import mixture_tail, satterthwaite
from survey.maths.tails import f_tail
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.words import Base, Text, nearest

VARIANTS = {
    "satterthwaite": "estimation.given_satterthwaite",
    "F": "estimation.given_second_order",
    "lincom": "estimation.given_exact",
    "saddlepoint": "estimation.given_saddlepoint",
}


def goodness(
    sample: SampleData,
    question: str,
    shares: Mapping[str, float],
    *,
    variant: GoodnessVariant = "satterthwaite",
    base: Base = "valid",
    domain: Domain | None = None,
    df: Df = "domain",
) -> TestResult:
    """Do the answers to ``question`` follow the given ``shares``? (R: ``svygofchisq``; SAS: SURVEYFREQ ``TESTP=``)

    ``shares``: option -> share, percentage or count, scaled to add to 1; every option of ``base`` that somebody chose
    must be there, each above 0. ``X² = n Σ (p_i - π_i)²/π_i``, with λ the weights of the chi-squares it is a sum of
    (``maths.association.fit``): ``satterthwaite`` (default, R) compares ``X²/(Σλ²/Σλ)`` with χ²((Σλ)²/Σλ²), ``F``
    ``X²/Σλ`` with F(d, dν), ``lincom`` and ``saddlepoint`` as in ``chisquare``. R's ``X²`` is on the scale of ``Σw``,
    ours on that of ``n``; p and df are equal. ``domain`` and ``df`` as in ``chisquare``, ν counted on those who
    answered.

    Raises ``EstimationError`` for shares that do not fit the options. Source: Rao & Scott (1981), JASA 76, 221-230."""
    known("variant", variant, tuple(VARIANTS))
    if isinstance(df, str):
        known("df", df, DFS)
    groups = grouped(sample, question, (), base, domain)
    cross, inside = groups.cross, groups.place >= 0
    place = np.where(inside, cross.option, -1)
    size = len(cross.options)
    made = totals(sample, cross.keys, [Layer(place, np.ones(cross.size))], size, Domains.one(inside, size))
    kept = _options(question, cross.options, made.estimate, shares)
    given = np.array([float(shares[cross.options[i]]) for i in kept])
    counts = made.estimate[kept]
    if not counts.sum() > 0:
        raise EstimationError("nobody in the domain gave an answer", where=question)
    notes: list[Text] = []
    if min(abs(given.sum() - whole) for whole in (1.0, 100.0)) > 1e-6 * given.sum():
        notes.append(message("estimation.given_scaled", sum=formatted(float(given.sum()))))
    respondents = made.per_cell(made.table.respondents, cross.size)
    n, everybody = int(respondents[inside].sum()), int(respondents[groups.everybody].sum())
    if everybody > n:
        notes.append(message("estimation.left_outside", count=everybody - n, of=everybody, base=base))
    x2, weights = fit(counts, made.covariance[np.ix_(kept, kept)], given / given.sum(), n)
    nu = float(degrees(made, df, np.where(inside, 0, -1), 1)[0])
    fixed = sample.replicates is not None and isinstance(df, str)
    statistic, freedom, p_value = _tested(x2, np.where(weights < 1e-10, 0.0, weights), variant, nu, fixed)
    if math.isnan(statistic):
        notes.append(message("estimation.shares_without_variance"))
    if variant != "satterthwaite" and not nu > 0:
        notes.append(message("estimation.no_p_value", df=formatted(nu)))
    return TestResult(
        name="F" if variant == "F" else "X²",
        statistic=statistic,
        df=freedom,
        p_value=p_value,
        question=question,
        by="",
        n=n,
        notes=tuple(notes),
        n_weighted=float(counts.sum()),
        **of_sample(sample, message(VARIANTS[variant])),
    )


def _tested(
    x2: float, weights: np.ndarray, variant: str, nu: float, fixed: bool
) -> tuple[float, tuple[float, ...], float]:
    """Statistic, degrees of freedom and p-value; NaN where the shares have no variance. ``fixed``: λ is taken as
    known."""
    if not weights.sum() > 0:
        return math.nan, (), math.nan
    _, d0 = satterthwaite(weights)
    if variant == "F":
        statistic = x2 / float(weights.sum())
        return statistic, (d0, d0 * nu), f_tail(statistic, d0, d0 * nu)
    if variant == "satterthwaite":
        return x2, (d0,), mixture_tail(x2, weights, method="satterthwaite")
    method = "exact" if variant == "lincom" else "saddlepoint"
    return x2, (), mixture_tail(x2, weights, math.inf if fixed else d0 * nu, method=method)


def _options(question: str, options: tuple[str, ...], counts: np.ndarray, shares: Mapping[str, float]) -> list[int]:
    """Places of the options that have a share; all faults of the shares in one error."""
    strange = [name for name in shares if name not in options]
    wrong = [f"'{name}' is no option" for name in strange]
    low = [name for name, share in shares.items() if not share > 0]
    wrong += [f"'{name}' has the share {shares[name]:g}, and it must be above 0" for name in low]
    without = [name for name, count in zip(options, counts, strict=True) if count > 0 and name not in shares]
    if without:
        wrong.append(f"no share for {', '.join(without)}")
    if len(shares) < 2:
        wrong.append("at least two options are needed")
    if wrong:
        fix = nearest(strange[0], options) if strange else "Give every option that was chosen its share."
        raise EstimationError("; ".join(wrong), where=question, fix=fix)
    return [i for i, name in enumerate(options) if name in shares]
