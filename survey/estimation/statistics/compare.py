"""Change between two waves, whose samples may share persons or PSUs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, Unpack

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked import refuse
from survey.cells.shared.common_answers import common_answers
from survey.cells.shared.tie_text import tie_text
from survey.cells.shared.ties import tie
from survey.cells.shared.unanswered import kinds_in
from survey.errors import ComparisonWarning, EstimationError, MissingWarning, warn
from survey.estimation.core.options import allowed, known
from survey.estimation.result.arithmetic import derived
from survey.estimation.result.choices import ChangeOptions, ChangeStatistic
from survey.estimation.result.estimates import Estimates
from survey.estimation.result.stack import stack
from survey.estimation.statistics.joined_rows import JoinedRows, Key, joined_rows
from survey.estimation.statistics.linked import joint
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.quantile import median
from survey.estimation.statistics.share import share
from survey.estimation.statistics.total import total
from survey.wording.formatted import formatted
from survey.wording.lists import listed
from survey.wording.message import message
from survey.wording.worded import joined, same
from survey.words import Text, say

_STATISTICS: Mapping[str, Callable[..., Estimates]] = {"share": share, "mean": mean, "total": total, "median": median}


def compare(
    wave1: SampleData,
    wave2: SampleData,
    question: str,
    by: str | Sequence[str] = (),
    *,
    statistic: ChangeStatistic | None = None,
    df: Literal["design", "satterthwaite"] | float = "design",
    level: float = 0.95,
    force: bool = False,
    **options: Unpack[ChangeOptions],
) -> Estimates:
    """Change from ``wave1`` to ``wave2`` of each option (and domain ``by``): ``θ₂ - θ₁``, variance ``v₁ + v₂ - 2 c``, t
    interval.

    ``statistic``: ``share``, ``mean``, ``median`` or ``total``; by default the mean for questions of type number, else
    shares. ``options``: those of the statistic (``base``, ``nets``, …). Each wave's own weighting is in its variance.
    The p-value of each row is ``p_value``; rows are read together after ``survey.adjust_p``.

    ``df``: ``design``, the sum of both designs' (R: one design with the waves as strata, ``strata = ~wave + h``, then
    ``svycontrast``); ``satterthwaite``, ``(v₁ + v₂)² / (v₁²/df₁ + v₂²/df₂)`` with those of each base (Satterthwaite
    1946, Biometrics Bulletin 2, 110-114), more careful where one wave has few PSUs (it is what ``survey trend`` uses);
    or a number, infinite for normal limits. Stata: ``svy: mean, over(wave)`` and ``lincom``.

    Where the designs name persons (``person``; ``data: {id: …}`` in a definition), or say that PSUs are shared, the
    same ones are looked for in both waves, and the change has their covariance (``estimation.statistics.linked``; R:
    one design of both waves' rows with the shared unit as PSU, ``svyby`` and ``svycontrast``); ``df`` is then that of
    this design unless it is a number. Without shared units the samples are independent, ``c = 0``. The notes say
    which, and how many persons are the same.

    Answers must be the same in both, or one wave's must be nets of the other's that leave nothing over (agree, for
    definitely and rather agree): then these are joined, and a note says so (not for means). Other options, labels,
    codes in the files, numbers of a scale, ranges or members of nets are a ``ComparisonError`` with file and line
    (``definitions.comparable``), or, with ``force``, a ``ComparisonWarning`` and a note, as a reworded label always is.
    Whether wordings and modes can be compared is ``survey trend``'s to say; what a filter compares must not stand for
    two things either. Those without an answer are joined by kind as a trend joins them, -9 in one wave and an empty
    cell in the other (``cells.shared.unanswered``). An option that only one wave has in its data has no change: it is
    NaN, with a ``MissingWarning``. Of whom shares are, and how many gave no answer, is in the notes. Raises what the
    statistic raises.
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
    (wave1, wave2), joined_up = _common(wave1, wave2, question, statistic)
    filtered = wave1.domain.questions if wave1.domain is not None and wave2.domain is not None else ()
    unlike = refuse(wave1, wave2, [question], (*domains, *filtered), force=force, numbers=statistic != "share")
    for said in unlike:
        warn(ComparisonWarning, say(said))
    work = _STATISTICS[statistic]
    allowed(work, options)
    made = [work(wave, question, by, level=level, **options) for wave in (wave1, wave2)]
    sides = joined_rows((wave1, wave2), made, question)
    keys, rows = sides.keys, sides.rows
    alone = [key for key in keys if not all(sides.known(k, key) for k in (0, 1))]
    notes: tuple[Text, ...] = (*joined_up, *unlike, *_unanswered((wave1, wave2), made, question))
    if alone:
        notes = (*notes, _alone((wave1, wave2), question, domains, alone))
    shared = tie([wave1, wave2])
    _check_median(shared.shared and statistic == "median", question)
    root = stack({"1": made[0], "2": made[1]}, independent=True)
    if shared.shared:
        covariance, freedom = joint(shared, [work(one, question, by, level=level, **options) for one in shared.samples])
        root = replace(root, covariance=covariance, design_df=freedom)
        df = freedom if isinstance(df, str) else df
    estimate = np.array([np.nan if key in alone else sides.change(key) for key in keys])
    found = derived(
        root,
        _signs([[] if key in alone else [rows[0][key], rows[1][key]] for key in keys], len(made[0]), len(root)),
        estimate,
        [option for option, _ in keys],
        [levels for _, levels in keys],
        statistic="change",
        df=_satterthwaite(made, sides, alone) if df == "satterthwaite" else None if df == "design" else df,
    )
    rule = str(df) if isinstance(df, str) else "design" if shared.shared and asked != df else "given"
    size = sides.sizes(found)
    return replace(
        found,
        n=size[0],
        n_weighted=size[1],
        domains=made[0].domains,
        notes=(*found.notes, *notes, tie_text(shared)),
        method=replace(found.method, df_rule=rule),
    )


def _common(
    wave1: SampleData, wave2: SampleData, question: str, statistic: str
) -> tuple[tuple[SampleData, ...], tuple[Text, ...]]:
    """The waves with finer answers joined where the other asked coarser ones, and what was joined: of figures that
    add."""
    if statistic not in ("share", "total"):
        return (wave1, wave2), ()
    common = common_answers((wave1, wave2), question)
    return common.samples, common.notes(question)


def _check_median(wrong: bool, question: str) -> None:
    if wrong:
        said = "the waves share persons or PSUs, and the covariance of their medians is not known"
        raise EstimationError(said, where=question, fix="Compare means, or the share above a value.")


def _unanswered(waves: Sequence[SampleData], made: Sequence[Estimates], question: str) -> list[Text]:
    """Of whom the shares of both waves are, where some of them gave no answer: the change of those who did is another
    figure."""
    if made[0].method.statistic != "share" or made[0].domains or made[0].method.base not in ("all", "asked"):
        return []
    if made[0].several:  # who gave no answer may stand in several rows
        return []
    parts = []
    for wave, one in zip(waves, made, strict=True):
        missing = {level for level, kind in kinds_in(wave, question).items() if kind}
        parts.append(sum(p for option, p in zip(one.option, one.estimate, strict=True) if option in missing))
    if not any(parts):
        return []
    shown = listed(joined([formatted(100 * float(part), ".1f"), "%"]) for part in parts)
    return [message(f"estimation.of_{made[0].method.base}", shares=shown)]


def _alone(
    waves: tuple[SampleData, SampleData],
    question: str,
    domains: Sequence[str],
    keys: Sequence[Key],
) -> Text:
    """The rows of one wave, five at most: by id in a warning, by the labels of that wave in a note."""
    between, rest = "; " if domains else ", ", ["…"] * (len(keys) > 5)
    ids = between.join([*(" · ".join((option, *levels)) for option, levels in keys[:5]), *rest])
    told = message("estimation.one_wave_only", rows=ids, count=len(keys))
    warn(MissingWarning, f"{question}: {told}")
    rows: list[Text] = []
    for option, levels in keys[:5]:
        wave = next((one for one in waves if option in one.question(question).options), waves[0])
        labels = [wave.question(name).label(level) for name, level in zip(domains, levels, strict=False)]
        rows.append(joined([wave.question(question).label(option), *labels], " · "))
    return message("estimation.one_wave_only", rows=joined([*rows, *map(same, rest)], between), count=len(keys))


def _signs(rows: Sequence[Sequence[Sequence[int]]], first: int, size: int) -> Any:
    """Of each change the rows of both waves that it is made of: -1 for those of the first, which has ``first`` rows."""
    from scipy import sparse

    sign = sparse.lil_matrix((len(rows), size))
    for k, both in enumerate(rows):
        for start, value, side in zip((0, first), (-1.0, 1.0), both, strict=False):
            for i in side:
                sign[k, start + i] = value
    return sign.tocsr()


def _satterthwaite(made: Sequence[Estimates], sides: JoinedRows, alone: Sequence[Key]) -> Array:
    """Degrees of freedom of each row; 0, so no interval, where a wave has none."""
    found = np.zeros(len(sides.keys))
    for k, key in enumerate(sides.keys):
        if key in alone:
            continue
        v = np.array([sides.variance(side, key) for side in (0, 1)])
        df = np.array([one.df[rows[key]].min(initial=np.inf) for one, rows in zip(made, sides.rows, strict=True)])
        if (df > 0).all() and v.sum() > 0:
            found[k] = v.sum() ** 2 / (v**2 / df).sum()
    return found
