"""A weighting as far as a policy of disclosure tells it: no respondent's weight, no margin with a cell of few."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakKeyDictionary

import numpy as np

from survey.arrays import Array
from survey.cells.engines.engine import Engine
from survey.cells.samples.sample import SampleData
from survey.definitions.policy import least_respondents
from survey.maths.weights.microaggregate import microaggregated
from survey.weighting.record.calibration import Calibration, WeightDiagnostics
from survey.weighting.record.diagnose import diagnose_summary
from survey.weighting.told.balance import Balance, MarginBalance
from survey.weighting.told.names import margin_head
from survey.wording.few import without_few

_kept: WeakKeyDictionary[Engine, dict[tuple[str, int], Array]] = WeakKeyDictionary()


def shown_weights(sample: SampleData) -> Array:
    """The weights in use, under a policy in groups of as many respondents as it asks for (``microaggregated``)."""
    least, column = least_respondents(sample.study), sample.weight
    if not least or column is None:
        return sample.weights
    known = _kept.setdefault(sample.engine, {})
    if (column, least) not in known:
        w = np.asarray(sample.weights, dtype=float)
        made = np.zeros(len(w))
        made[w > 0] = microaggregated(w[w > 0], least)
        known[column, least] = made
    return known[column, least]


def guarded(sample: SampleData) -> SampleData:
    """``sample`` with a record of its weighting that may be told: the smallest and the largest weight are means of as
    many respondents as the policy asks for, margins with a cell of fewer are left out, notes count no fewer."""
    least = least_respondents(sample.study)
    if not least or sample.weight is None or (sample.calibration is None and not sample.steps):
        return sample
    made: Calibration | None = sample.calibration
    steps = tuple(replace(step, diagnostics=_of(sample, step.weight, step.diagnostics)) for step in sample.steps)
    return sample.changed(calibration=None if made is None else _calibration(sample, made, least), steps=steps)


def _calibration(sample: SampleData, made: Calibration, least: int) -> Calibration:
    few = {gap.margin for gap in made.gaps if 0 < gap.n < least}
    found = _of(sample, made.weight, made.diagnostics)
    return replace(
        made,
        diagnostics=found or made.diagnostics,
        gaps=tuple(gap for gap in made.gaps if gap.margin not in few),
        notes=tuple(without_few(note, least) for note in made.notes),
        before=None if made.before is None else _calibration(sample, made.before, least),
    )


def _of(sample: SampleData, column: str, told: WeightDiagnostics | None) -> WeightDiagnostics | None:
    """``told`` without the weights of single respondents; those of a column that is not in use are not told."""
    if told is None:
        return None
    ends = (np.nan, np.nan)
    if column == sample.weight and sample.engine.name != "spark":
        live = shown_weights(sample)
        live = live[live > 0]
        ends = (float(live.min()), float(live.max()))
    return replace(told, minimum=ends[0], maximum=ends[1])


def guarded_diagnostics(sample: SampleData) -> WeightDiagnostics:
    """What the weights in use look like, as far as a policy tells it."""
    column = sample.weight or ""
    made = diagnose_summary(sample.engine.summary(column))
    return (_of(sample, column, made) or made) if least_respondents(sample.study) else made


def guarded_balance(found: Balance, least: int) -> Balance:
    """``found`` without the margins that have a cell of fewer than ``least`` respondents, which are named."""
    if not least:
        return found
    few = {margin.margin for margin in found.margins if _has_few(margin, least)}
    kept = tuple(margin for margin in found.margins if margin.margin not in few)
    called = {one.margin: margin_head(one, found.margins) for one in found.margins if one.margin in few}
    return replace(found, margins=kept, withheld=tuple(sorted(few)), least=least, called={**found.called, **called})


def _has_few(margin: MarginBalance, least: int) -> bool:
    return any(0 < n < least for n in (margin.missing, *(level.n for level in margin.levels)))
