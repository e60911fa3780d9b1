"""Change between two waves, whose samples may share persons or PSUs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, Unpack

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked import refuse
from survey.cells.shared.tie_text import tie_text
from survey.cells.shared.ties import tie
from survey.errors import ComparisonWarning, EstimationError, MissingWarning, warn
from survey.estimation.core.options import allowed, known
from survey.estimation.result.arithmetic import derived
from survey.estimation.result.choices import ChangeOptions, Statistic
from survey.estimation.result.estimates import Estimates
from survey.estimation.result.stack import stack
from survey.estimation.statistics.linked import joint
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.share import share
from survey.estimation.statistics.total import total
from survey.words import say

Array = NDArray[np.float64]
_STATISTICS: Mapping[str, Callable[..., Estimates]] = {"share": share, "mean": mean, "total": total}


def compare(
    wave1: SampleData,
    wave2: SampleData,
    question: str,
    by: str | Sequence[str] = (),
    *,
    statistic: Statistic | None = None,
    df: Literal["design", "satterthwaite"] | float = "design",
    level: float = 0.95,
    force: bool = False,
    **options: Unpack[ChangeOptions],
) -> Estimates:
    """Change from ``wave1`` to ``wave2`` of each option (and domain ``by``): ``θ₂ - θ₁``, variance ``v₁ + v₂ - 2 c``, t
    interval.

    ``statistic``: ``share``, ``mean`` or ``total``; by default the mean for questions of type number, else shares.
    ``options``: those of the statistic (``base``, ``nets``, …). Each wave's own weighting is in its variance. The
    p-value of each row is ``p_value``; rows are read together after ``survey.adjust_p``.

    ``df``: ``design``, the sum of both designs' (R: one design with the waves as strata, ``strata = ~wave + h``, then
    ``svycontrast``); ``satterthwaite``, ``(v₁ + v₂)² / (v₁²/df₁ + v₂²/df₂)`` with those of each base (Satterthwaite
    1946, Biometrics Bulletin 2, 110-114), more careful where one wave has few PSUs (it is what ``survey trend`` uses);
    or a number, infinite for normal limits. Stata: ``svy: mean, over(wave)`` and ``lincom``.

    Where the designs name persons (``person``; ``data: {id: …}`` in a definition), or say that PSUs are shared, the
    same ones are looked for in both waves, and the change has their covariance (``estimation.statistics.linked``; R:
    one design of both waves' rows with the shared unit as PSU, ``svyby`` and ``svycontrast``); ``df`` is then that of
    this design unless it is a number. Without shared units the samples are independent, ``c = 0``. The notes say
    which, and how many persons are the same.

    Answers must be the same in both: other options, labels, codes in the files, numbers of a scale, ranges or members
    of nets are a ``ComparisonError`` with file and line (``definitions.comparable``), or, with ``force``, a
    ``ComparisonWarning`` and a note, as a reworded label always is. Whether wordings and modes can be compared is
    ``survey trend``'s to say. An option that only one wave has in its data has no change: it is NaN, with a
    ``MissingWarning``. Of whom shares are, and how many gave no answer, is in the notes. Raises what the statistic
    raises.
    """
    if wave1 is wave2:
        raise EstimationError("a sample cannot be compared with itself", where=question, fix="Give two waves.")
    asked = df
    if isinstance(df, str):
        known("df", df, ("design", "satterthwaite"))
    if statistic is None:
        statistic = "mean" if wave1.question(question).type == "number" else "share"
    known("statistic", statistic, tuple(_STATISTICS))
    domains = (by,) if isinstance(by, str) else tuple(by)
    unlike = refuse(wave1, wave2, [question], domains, force=force, numbers=statistic != "share")
    for said in unlike:
        warn(ComparisonWarning, said)
    work = _STATISTICS[statistic]
    allowed(work, options)
    made = [work(wave, question, by, level=level, **options) for wave in (wave1, wave2)]
    places = [{key: i for i, key in enumerate(zip(one.option, one.domain_levels, strict=True))} for one in made]
    keys = list(dict.fromkeys((*places[0], *places[1])))
    alone = [key for key in keys if key not in places[0] or key not in places[1]]
    notes = (*unlike, *_unanswered((wave1, wave2), made, question))
    if alone:
        names = ", ".join(", ".join((option, *levels)) for option, levels in alone[:5])
        said = f"in one wave only, so without a change: {names}{', …' if len(alone) > 5 else ''} ({len(alone)})"
        warn(MissingWarning, f"{question}: {said}")
        notes = (*notes, said)
    start, end = (np.array([place.get(key, -1) for key in keys]) for place in places)
    shared = tie([wave1, wave2])
    root = stack({"1": made[0], "2": made[1]}, independent=True)
    if shared.shared:
        covariance, freedom = joint(shared, [work(one, question, by, level=level, **options) for one in shared.samples])
        root = replace(root, covariance=covariance, design_df=freedom)
        df = freedom if isinstance(df, str) else df
    both = np.flatnonzero((start >= 0) & (end >= 0))
    estimate = np.full(len(keys), np.nan)
    estimate[both] = made[1].estimate[end[both]] - made[0].estimate[start[both]]
    found = derived(
        root,
        _signs(both, start, end, len(made[0]), len(root), len(keys)),
        estimate,
        [option for option, _ in keys],
        [levels for _, levels in keys],
        statistic="change",
        df=_satterthwaite(made, start, end) if df == "satterthwaite" else None if df == "design" else df,
    )
    rule = str(df) if isinstance(df, str) else "design" if shared.shared and asked != df else "given"
    return replace(
        found,
        domains=made[0].domains,
        notes=(*found.notes, *notes, say(tie_text(shared))),
        method=replace(found.method, df_rule=rule),
    )


def _unanswered(waves: Sequence[SampleData], made: Sequence[Estimates], question: str) -> list[str]:
    """Of whom the shares of both waves are, where some of them gave no answer: the change of those who did is another
    figure."""
    if made[0].method.statistic != "share" or made[0].domains or made[0].method.base == "valid":
        return []
    parts = []
    for wave, one in zip(waves, made, strict=True):
        encoding = wave.engine.encoding(wave.question(question))
        missing = {level for level, kind in zip(encoding.levels, encoding.kinds, strict=True) if kind}
        parts.append(sum(p for option, p in zip(one.option, one.estimate, strict=True) if option in missing))
    if not any(parts):
        return []
    shown = " and ".join(f"{100 * part:.1f}%" for part in parts)
    whom = "all respondents" if made[0].method.base == "all" else "all who were asked"
    return [f"shares of {whom}, of whom {shown} gave no answer; of those who gave one it is another (base='valid')"]


def _signs(both: NDArray[Any], start: NDArray[Any], end: NDArray[Any], first: int, size: int, rows: int) -> Any:
    from scipy import sparse

    sign = np.repeat([1.0, -1.0], len(both))
    column = np.concatenate([first + end[both], start[both]])
    return sparse.csr_matrix((sign, (np.tile(both, 2), column)), shape=(rows, size))


def _satterthwaite(made: Sequence[Estimates], start: NDArray[Any], end: NDArray[Any]) -> Array:
    """Degrees of freedom of each row; 0, so no interval, where a wave has none."""
    found = np.zeros(len(start))
    for row, (i, j) in enumerate(zip(start, end, strict=True)):
        if i < 0 or j < 0:
            continue
        v = np.array([made[0].std_error[i], made[1].std_error[j]]) ** 2
        df = np.array([made[0].df[i], made[1].df[j]])
        if (df > 0).all() and v.sum() > 0:
            found[row] = v.sum() ** 2 / (v**2 / df).sum()
    return found
