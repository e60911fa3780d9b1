"""Composition or opinion: a change between two samples, split by their make-up on named margins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Unpack

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked import refuse
from survey.cells.shared.common_answers import common_answers
from survey.errors import ComparisonWarning, ConvergenceError, EstimationError, warn
from survey.estimation.core.options import known
from survey.estimation.result.arithmetic import derived
from survey.estimation.result.choices import SplitOptions
from survey.estimation.result.estimates import Estimates
from survey.estimation.result.stack import stack
from survey.estimation.statistics.joined_rows import JoinedRows, joined_rows
from survey.estimation.statistics.joint_scores import joint_scores
from survey.estimation.statistics.make_up import make_up, weights_inside
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.ratio_rows import RatioRows, mean_rows, share_rows
from survey.estimation.statistics.share import share
from survey.maths.weights.composition import Made, Split, split
from survey.wording.message import message
from survey.words import Base, Text, say

PARTS = ("change", "make_up", "opinion")
MET = 1e-9  # of the total: a margin that is further from its target is not met


def decompose(
    wave1: SampleData,
    wave2: SampleData,
    question: str,
    margins: Sequence[str | Sequence[str]],
    *,
    to: Literal["first", "second"] = "first",
    statistic: Literal["share", "mean"] | None = None,
    level: float = 0.95,
    **options: Unpack[SplitOptions],
) -> Estimates:
    """The change of each option (or of the mean), the part of it that the samples' make-up on ``margins`` explains, and
    the part that it does not: three rows an option, by the domain ``part``.

    The second wave is raked to the margins that the first has by its own weights (``to="first"``), or the first to
    those of the second: ``θ*``. To the first, ``make_up = θ₂ - θ₂*`` and ``opinion = θ₂* - θ₁``; to the second,
    ``make_up = θ₁* - θ₁`` and ``opinion = θ₂ - θ₁*``; both add to the change. With one margin (or one crossing) it is
    direct standardization. ``margins``: variables, or lists of variables that are crossed. What the make-up explains
    is no cause: another margin may explain more.

    ``options``: ``base`` and ``nets`` of shares, ``force`` as for ``compare``.
    The standard errors know both samples' designs and weightings, that the weights were raked, and that the targets are
    estimated from the other wave, so that they covary with its figure (``maths.weights.composition``: the infinitesimal
    jackknife). Persons or PSUs in both waves are looked for as ``compare`` does. t intervals; ``df`` that of the
    designs. Answers and margins must be the same in both (``definitions.comparable``), or be joined by nets. Raises
    ``ComparisonError`` and ``EstimationError``, also where one wave has nobody in a level of the other.
    R has no function of it (survey: ``calibrate`` to ``svymean`` of the other wave takes its targets as known).
    Sources: Kitagawa (1955), JASA 50, 1168-1194; Deville (1999), Survey Methodology 25, 193-203.
    """
    if wave1 is wave2:
        raise EstimationError("a sample cannot be compared with itself", where=question, fix="Give two waves.")
    known("to", to, ("first", "second"))
    force = options.get("force", False)
    if statistic is None:
        statistic = "mean" if wave1.question(question).type == "number" else "share"
    known("statistic", statistic, ("share", "mean"))
    waves: tuple[SampleData, ...] = (wave1, wave2)
    notes: tuple[Text, ...] = ()
    if statistic == "share":
        common = common_answers(waves, question)
        waves, notes = common.samples, common.notes(question)
    unlike = refuse(waves[0], waves[1], [question], force=force, numbers=statistic == "mean")
    for said in unlike:
        warn(ComparisonWarning, say(said))
    where = make_up(waves[0], waves[1], margins, force=force)
    asked = _Asked(question, statistic, options.get("base", "asked"), options.get("nets"), level)
    made = [asked.of(wave) for wave in waves]
    sides = joined_rows(waves, made, question)
    keep = [at for at, key in enumerate(sides.keys) if all(sides.known(k, key) for k in (0, 1))]
    arrays = [_arrays(waves[k], asked.rows(waves[k]), sides, k, keep, (where.places[k], where.sizes)) for k in (0, 1)]
    moved = 1 if to == "first" else 0
    parts = split(arrays[moved], arrays[1 - moved])
    if not parts.gap < MET:
        fix = "Cross fewer variables, or take coarser margins."
        raise ConvergenceError(f"the margins are not met after {parts.rounds} rounds", where=question, fix=fix)
    estimate, scores = _parts(parts, moved)
    inside = [score * (weights_inside(wave) != 0)[:, None] for wave, score in zip(waves, scores, strict=True)]
    covariance, df, said = joint_scores(waves, inside)
    found = _result(made, sides, keep, estimate, (covariance, df))
    text = ", ".join(margin if isinstance(margin, str) else " × ".join(margin) for margin in margins)
    told = message(f"estimation.make_up_{to}", margins=text)
    return replace(found, notes=(*found.notes, *notes, *unlike, told, *where.notes, said))


def _result(
    made: Sequence[Estimates], sides: JoinedRows, keep: Sequence[int], estimate: Array, error: tuple[Array, float]
) -> Estimates:
    """Three rows an option, with their covariance."""
    covariance, df = error
    names = [sides.keys[at][0] for at in keep for _ in PARTS]
    root = replace(
        stack({"1": made[0], "2": made[1]}, independent=True),
        option=("",) * len(names),
        domains=("part",),
        domain_levels=(("",),) * len(names),
        covariance=covariance,
        design_df=df,
        basis=None,
        **_arrays_of(sides, keep, estimate, covariance, df),
    )
    order = np.arange(len(names)).reshape(len(PARTS), -1).T.ravel()
    return derived(
        root,
        sparse.identity(len(names), format="csr")[order],
        estimate[order],
        names,
        [(part,) for _ in keep for part in PARTS],
        statistic="composition",
    )


@dataclass(frozen=True)
class _Asked:
    question: str
    statistic: str
    base: Base
    nets: Mapping[str, Sequence[str]] | None
    level: float

    def of(self, sample: SampleData) -> Estimates:
        """The figures of one wave."""
        if self.statistic == "mean":
            return mean(sample, self.question, level=self.level)
        return share(sample, self.question, base=self.base, nets=self.nets, level=self.level)

    def rows(self, sample: SampleData) -> RatioRows:
        """The same by respondent."""
        if self.statistic == "mean":
            return mean_rows(sample, self.question)
        return share_rows(sample, self.question, self.base, self.nets)


def _arrays(
    sample: SampleData,
    rows: RatioRows,
    sides: JoinedRows,
    side: int,
    keep: Sequence[int],
    margins: tuple[list[NDArray[np.int64]], list[int]],
) -> Made:
    """A wave with one column a figure that both have; a column that it has nobody in is 0."""
    top, base = np.zeros((len(rows.top), len(keep))), np.zeros((len(rows.top), len(keep)))
    for column, at in enumerate(keep):
        places = sides.rows[side][sides.keys[at]]
        top[:, column] = rows.top[:, places].sum(axis=1)
        base[:, column] = rows.base[:, places[0] if places else 0]
    return Made(weights_inside(sample), top, base, *margins)


def _parts(parts: Split, moved: int) -> tuple[Array, list[Array]]:
    """Change, make-up and opinion one after the other, and of both waves the scores of their respondents."""
    sign = 1.0 if moved == 1 else -1.0
    estimate = sign * np.concatenate(
        [parts.figure - parts.other, parts.figure - parts.standard, parts.standard - parts.other]
    )
    own = sign * np.concatenate([parts.own, parts.own - parts.standardized, parts.standardized], axis=1)
    through, of_other = parts.through_margins, parts.of_other
    others = sign * np.concatenate([-of_other, -through, through - of_other], axis=1)
    return estimate, [others, own] if moved == 1 else [own, others]


def _arrays_of(sides: JoinedRows, keep: Sequence[int], estimate: Array, covariance: Array, df: float) -> dict[str, Any]:
    """The arrays of the result, part after part."""
    size = len(estimate)
    n = [sum(float(one.n[0]) for one in sides.made), sum(float(one.n_weighted[0]) for one in sides.made)]
    nothing = np.full(size, np.nan)
    count = [
        sum(float(one.count[rows[sides.keys[at]]].sum()) for one, rows in zip(sides.made, sides.rows, strict=True))
        for at in keep
    ]
    return {
        "estimate": estimate,
        "std_error": np.sqrt(np.maximum(np.diag(covariance), 0.0)),
        "conf_low": nothing,
        "conf_high": nothing,
        "deff": nothing,
        "count": np.tile(count, len(PARTS)),
        "n": np.full(size, n[0]),
        "n_weighted": np.full(size, n[1]),
        "df": np.full(size, df),
    }
